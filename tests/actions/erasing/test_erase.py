"""An erased patient is nowhere any more, what proves the sending is, and nobody else is touched."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tests.actions.erasing.settled import BORN, FAMILY, GIVEN, NIR, found_in
from tests.crash.conftest import ROOT

from scord.actions.erasing.erase import erase, finish, plan
from scord.doctor.kept import files as compared
from scord.doctor.kept import store as examined
from scord.lots.standing import differing
from scord.proof.gather import gather
from scord.proof.record import encode
from scord.proof.verify import read
from scord.store import journal
from scord.store.database import close_store, database, open_store
from scord.store.states import InvoiceStatus, ScanState
from scord.store.steps import ERASING_STEPS
from scord.store.tables import Attachment, Incoming, Invoice, JournalEntry, LotItem, Message, Scan

if TYPE_CHECKING:
    from tests.actions.erasing.settled import Settled

BY = "Anne"


def require_gone(settled: Settled) -> None:
    assert found_in(settled.context.files.root) == set()
    assert [found[1] for found in examined(settled.context)] == ["database"]
    assert list(compared(settled.context)) == []


def test_nothing_of_the_patient_is_left_in_any_file(settled: Settled) -> None:
    database.execute_sql("PRAGMA secure_delete = 0")  # some systems' SQLite has it on
    assert found_in(settled.context.files.root) == {FAMILY, GIVEN, NIR, BORN}
    done = erase(settled.context, settled.patient, by=BY)
    assert done.files == {"documents": 1, "messages": 1, "originals": 1}
    require_gone(settled)
    assert settled.old.there() == set()


def test_a_plan_changes_nothing_and_tells_the_same(settled: Settled) -> None:
    before = journal.end()
    told = plan(settled.context, settled.patient)
    assert (told.obstacles, journal.end()) == ((), before)
    assert erase(settled.context, settled.patient, by=BY) == told


def test_the_proof_without_the_name_can_still_be_made_and_its_chain_holds(settled: Settled) -> None:
    before = gather(settled.context, settled.invoice)
    erase(settled.context, settled.patient, by=BY)
    after = gather(settled.context, Invoice.get_by_id(settled.invoice.id))
    assert (after.invoice.number, after.invoice.family_name) == (settled.invoice.number, "")
    assert after.lots[0].pieces[0].pdfs[0].sha256 == before.lots[0].pieces[0].pdfs[0].sha256
    assert after.chain == before.chain
    assert read(encode(after))[1] == []


def test_one_entry_tells_who_and_how_many(settled: Settled) -> None:
    erase(settled.context, settled.patient, by=BY)
    entry = JournalEntry.get(JournalEntry.event == "practitioner.patient-erased")
    assert (entry.by, entry.facts["rows"]["invoice"]) == (BY, 1)


def test_the_skeleton_owes_nothing_and_its_projection_follows(settled: Settled) -> None:
    erase(settled.context, settled.patient, by=BY)
    settled.catch_up()
    assert differing(settled.context) == 0
    assert Invoice.get_by_id(settled.invoice.id).status == InvoiceStatus.ERASED


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("step", ERASING_STEPS)
def test_killed_at_any_step_it_is_finished(settled: Settled, step: str) -> None:
    context = settled.context
    facts = (context.files.root, settled.invoice.id, context.clock.now().isoformat(), step)
    close_store()
    command = [sys.executable, "-m", "tests.crash.erasing", *map(str, facts)]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    open_store(context.files.root)
    assert list(compared(context)) == []
    finish(context)
    require_gone(settled)


def test_the_invoice_is_not_revived_by_its_software(settled: Settled) -> None:
    settled.change(number="900")
    erase(settled.context, settled.patient, by=BY)
    incoming = settled.hand_over(invoice_date="2026-03-09")
    assert [fault["code"] for fault in incoming.report["faults"]] == ["erased"]
    assert Invoice.get_by_id(settled.invoice.id).family_name == ""


def test_the_softwares_file_goes_and_the_others_of_it_stay(settled: Settled) -> None:
    settled.hand_over(status="cancelled", invoice_date="2025-01-01")
    erase(settled.context, settled.patient, by=BY)
    incoming = Incoming.get(Incoming.channel == "lps")
    assert (incoming.name, incoming.sha256 in settled.context.files.imports) == ("", False)
    assert Invoice.select().where(Invoice.status != InvoiceStatus.ERASED).count() == 0
    require_gone(settled)


def test_the_same_file_scanned_again_is_a_new_scan(settled: Settled) -> None:
    erase(settled.context, settled.patient, by=BY)
    (scan,) = Scan.select()
    assert scan.state == ScanState.ERASED


def test_a_paper_that_serves_another_patient_stays_whole(settled: Settled) -> None:
    other = settled.another()
    settled.practice.attach(other, settled.document)
    done = erase(settled.context, settled.patient, by=BY)
    assert done.shared_documents == (settled.document.id,)
    assert done.files == {"messages": 1}
    assert settled.old.there() == {"documents", "originals"}
    assert Attachment.get(Attachment.invoice == other).removed_at is None
    assert list(compared(settled.context)) == []


def test_an_original_of_which_another_patient_has_a_page_stays(settled: Settled) -> None:
    beside = settled.practice.document(None)
    beside.scan = settled.document.scan
    beside.position = 2
    beside.save()
    settled.practice.attach(settled.another(), beside)
    done = erase(settled.context, settled.patient, by=BY)
    assert done.shared_scans == (settled.document.scan_id,)
    assert "originals" in settled.old.there()
    assert Scan.get_by_id(settled.document.scan_id).state == ScanState.CONVERTED


def test_equal_bytes_that_another_row_names_stay(settled: Settled) -> None:
    other = settled.practice.document(None, parts=[b"%PDF-1.4 twin"])
    part = settled.old.part
    part.update(sha256=other.parts[0].sha256).where(type(part).id == part.id).execute()
    settled.practice.attach(settled.another(), other)
    erase(settled.context, settled.patient, by=BY)
    assert other.parts[0].sha256 in settled.context.files.documents


def test_recipients_numbers_and_verdicts_of_the_lot_stay(settled: Settled) -> None:
    before = (LotItem.get().identifier, LotItem.get().verdict, Message.get().sha256)
    erase(settled.context, settled.patient, by=BY)
    assert (LotItem.get().identifier, LotItem.get().verdict, Message.get().sha256) == before
