"""Who is named in the journal and in the files that came is read once for all who are to go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.actions.erasing.settled import FAMILY, GIVEN

from scord.actions.erasing.mentions import Mentions
from scord.actions.erasing.patient import Patient
from scord.store import journal
from scord.store.database import transaction
from scord.store.files import Shelf
from scord.store.tables import Incoming, JournalEntry

if TYPE_CHECKING:
    import pytest
    from tests.actions.erasing.settled import Settled


def test_what_is_written_after_the_reading_is_found_too(settled: Settled) -> None:
    patient = settled.patient
    mentions = Mentions(settled.context, [patient])
    before = mentions.of(patient)
    incoming = settled.hand_over()
    with transaction():
        journal.write("invoice.looked-at", settled.invoice, by="Anne", why=f"{FAMILY} {GIVEN}")
    found = mentions.of(patient)
    assert found[Incoming] - before[Incoming] == {incoming.id}
    assert JournalEntry.select().order_by(JournalEntry.id.desc()).get().id in found[JournalEntry]


def test_each_is_told_of_their_own_and_a_file_is_read_once_for_all(
    settled: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled.hand_over()
    files = Incoming.select().count()
    other = Patient((settled.another(given_name="Léa"),))
    read, really = [], Shelf.read
    monkeypatch.setattr(Shelf, "read", lambda *which: read.append(which) or really(*which))
    mentions = Mentions(settled.context, [settled.patient, other])
    assert mentions.of(settled.patient)[Incoming]
    assert mentions.of(other)[Incoming] == set()
    assert len(read) == files
