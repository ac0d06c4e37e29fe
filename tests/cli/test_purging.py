"""The purge tells what it would remove and why the rest stays, and refuses a doubtful clock."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.exchange.sending import Sending
from tests.lots.practice import Practice

from scord.store import journal
from scord.store.database import transaction
from scord.store.states import ItemVerdict, ScorLotState
from scord.store.tables import JournalEntry, Scan, ScorLot

if TYPE_CHECKING:
    from tests.cli.installation import Cli

pytestmark = pytest.mark.slow  # together with the other commands


@pytest.fixture
def old(cli: Cli) -> Cli:
    """A lot accepted two years ago, and a journal that has gone on evenly for ten days."""
    with cli.opened() as context:
        practice = Practice(context)
        sending = Sending(practice)
        Scan.update(sha256=context.files.originals.put(b"scan"), released_at=practice.now).execute()
        sending.deliver()
        long_ago = practice.now - timedelta(days=730)
        practice.answered(ItemVerdict.ACCEPTED, ScorLotState.ACCEPTED)
        ScorLot.update(sent_at=long_ago, answered_at=long_ago).execute()
        JournalEntry.update(at=long_ago).execute()
        with transaction():
            for _ in range(10):
                journal.write("practitioner.seen", practice.nurse, by="machine")
        for days, entry in enumerate(JournalEntry.select().order_by(JournalEntry.id.desc())[:10]):
            JournalEntry.update(at=practice.now - timedelta(days=days)).where(
                JournalEntry.id == entry.id
            ).execute()
    return cli


def test_a_dry_run_tells_what_would_go_and_why_the_rest_stays(old: Cli) -> None:
    told = old.done("purge", "--dry-run")
    assert "PDF du document 1 (" in told
    assert "message de l'envoi 1 (" in told
    assert "1 original(aux) : gardés sans limite" in told
    assert json.loads(old.done("purge", "--dry-run", "--json"))["dry_run"] is True


def test_a_purge_removes_them_once(old: Cli) -> None:
    made = json.loads(old.done("purge", "--json"))
    assert [one["shelf"] for one in made["goes"]] == ["documents", "messages"]
    assert old.done("purge").startswith("Rien à effacer.")


def test_a_doubtful_clock_is_refused_and_told_by_a_dry_run(old: Cli) -> None:
    with old.opened() as context, transaction():
        journal.write("practitioner.seen", Scan.get(), by="machine")
        last = JournalEntry.select().order_by(JournalEntry.id.desc()).first()
        ahead = context.clock.now() + timedelta(days=3)
        JournalEntry.update(at=ahead).where(JournalEntry.id == last.id).execute()
    result = old("purge")
    assert result.exit_code == 1
    assert "l'horloge n'est pas sûre" in result.stderr
    assert old.done("purge", "--dry-run").startswith("Attention : l'horloge n'est pas sûre")
