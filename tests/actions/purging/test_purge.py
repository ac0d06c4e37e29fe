"""Only what the caisse has had for long enough goes, and of every paper one copy stays."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from tests.actions.purging.old_lots import ORIGINALS_GO, SHORT

from scord.actions.purging.marks import purged_at, purged_hashes, write_mark
from scord.actions.purging.past import Doubt
from scord.actions.purging.rules import Kept
from scord.filing.leaves import Leaf, record_pages
from scord.proof.against import compare
from scord.proof.gather import gather
from scord.proof.record import encode
from scord.proof.verify import read
from scord.settings import Retention
from scord.store import journal
from scord.store.database import transaction
from scord.store.states import DocumentState, ItemVerdict, MessageState, ScanState, ScorLotState
from scord.store.tables import (
    Attachment,
    Document,
    DocumentPage,
    JournalEntry,
    LotItem,
    Message,
    Prescription,
    Scan,
    ScorLot,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.actions.purging.old_lots import Old

ALL = {"documents", "messages", "originals"}


def test_before_the_end_of_the_retention_nothing_goes(old: Old) -> None:
    old.pass_days(89)
    assert old.kept() == {
        "documents": Kept.TOO_YOUNG,
        "messages": Kept.TOO_YOUNG,
        "originals": Kept.FOR_GOOD,
    }
    assert old.purge().goes == ()
    assert old.there() == ALL


def test_pdf_and_message_go_then_and_the_original_stays(old: Old) -> None:
    old.pass_days(91)
    part, message = old.part, old.message
    done = old.purge()
    assert [(one.shelf, one.number, one.sha256) for one in done.goes] == [
        ("documents", old.document.id, part.sha256),
        ("messages", message.id, message.sha256),
    ]
    assert old.there() == {"originals"}
    assert purged_hashes() == {part.sha256, message.sha256}


def test_every_removal_is_journalled_with_who_asked(old: Old) -> None:
    old.pass_days(91)
    old.purge()
    entries = JournalEntry.select().where(JournalEntry.event.endswith(".purged"))
    told = {(entry.event, entry.by, entry.why, entry.facts["sha256"]) for entry in entries}
    assert told == {
        ("document-part.purged", "Anne", "retention", old.part.sha256),
        ("message.purged", "Anne", "retention", old.message.sha256),
    }


def test_a_dry_run_changes_nothing(old: Old) -> None:
    old.pass_days(91)
    before = journal.end()
    assert {one.shelf for one in old.plan().goes} == {"documents", "messages"}
    assert (old.there(), journal.end()) == (ALL, before)


def test_the_proof_can_still_be_made_and_an_older_one_still_holds(old: Old) -> None:
    invoice = LotItem.get().attachment.invoice
    before = gather(old.context, invoice)
    old.pass_days(91)
    old.purge()
    after = gather(old.context, invoice)
    assert after.lots[0].message.purged_at == old.clock.now() == purged_at(old.message)
    assert after.lots[0].pieces[0].pdfs[0].purged_at == old.clock.now()
    assert read(encode(after))[1] == []
    known, faults, since = compare(old.context, before)
    assert (known, faults) == (True, [])
    assert since == ["lots.message.purged_at", "lots.pieces.pdfs.purged_at"]


@pytest.mark.parametrize("days", [1, 0, -5])
def test_less_than_90_days_counts_as_90_even_past_the_settings(old: Old, days: int) -> None:
    old.pass_days(89)
    assert old.plan(Retention.model_construct(proof_days=days, originals_days=days)).goes == ()
    old.pass_days(2)
    assert old.plan(Retention.model_construct(proof_days=days, originals_days=None)).goes


def lot(**changes: Any) -> Callable[[], Any]:
    return lambda: ScorLot.update(**changes).execute()


def rejected() -> None:
    LotItem.update(verdict=ItemVerdict.REJECTED).execute()
    Attachment.update(confirmed_at=None).execute()


STAYS: dict[str, tuple[Callable[[], Any], Kept]] = {
    "not answered": (lot(state=ScorLotState.SENT, answered_at=None), Kept.NOT_ACCEPTED),
    "not sent": (lot(state=ScorLotState.READY, sent_at=None), Kept.NOT_ACCEPTED),
    "contested": (lot(state=ScorLotState.CONTESTED), Kept.NOT_ACCEPTED),
    "rejected": (rejected, Kept.NOT_ACCEPTED),
    "came back": (lambda: Message.update(state=MessageState.BOUNCED).execute(), Kept.NOT_ACCEPTED),
    "uncertain": (
        lambda: Message.update(state=MessageState.UNCERTAIN).execute(),
        Kept.NOT_ACCEPTED,
    ),
    "sent again since": (lot(sent_at=datetime(2026, 6, 1, tzinfo=UTC)), Kept.TOO_YOUNG),
    "answered again since": (lot(answered_at=datetime(2026, 6, 1, tzinfo=UTC)), Kept.TOO_YOUNG),
}


@pytest.mark.parametrize("case", STAYS)
def test_whatever_hangs_on_an_open_lot_stays(old: Old, case: str) -> None:
    act, kept = STAYS[case]
    old.pass_days(91)
    act()
    assert old.kept(ORIGINALS_GO) == dict.fromkeys(ALL, kept)


@pytest.mark.parametrize(
    "state", [DocumentState.INBOX, DocumentState.HELD, DocumentState.SET_ASIDE]
)
def test_a_document_that_was_never_sent_stays(old: Old, state: DocumentState) -> None:
    document = old.practice.document(None, state=state)
    old.pass_days(400)
    numbers = [one.number for one in old.purge(Retention()).goes if one.shelf == "documents"]
    assert numbers == [old.document.id]
    assert old.context.files.documents.read(document.parts[0].sha256)


def test_a_document_that_is_still_to_be_sent_for_another_invoice_stays(old: Old) -> None:
    old.practice.attach(old.practice.invoice(), old.document)
    old.pass_days(91)
    assert old.kept()["documents"] == Kept.NOT_SENT


def test_a_prescription_stays_as_long_as_it_may_serve_new_invoices(old: Old) -> None:
    series = Prescription.create(practitioner=old.practice.nurse, reference="ORD-1")
    Document.update(prescription=series).execute()
    old.pass_days(200)
    assert (old.kept()["documents"], old.kept()["messages"]) == (Kept.TOO_YOUNG, None)
    old.pass_days(170)
    assert old.kept()["documents"] is None


def test_equal_pdfs_go_only_together(old: Old) -> None:
    twin = old.practice.document(parts=[old.context.files.documents.read(old.part.sha256)])
    old.practice.attach(old.practice.invoice(), twin)
    old.pass_days(91)
    assert old.kept()["documents"] == Kept.NOT_SENT


# one copy of every paper


def test_where_both_are_due_the_original_stays(old: Old) -> None:
    old.pass_days(91)
    assert old.kept(ORIGINALS_GO) == {
        "documents": None,
        "messages": None,
        "originals": Kept.ONLY_COPY,
    }
    old.purge(ORIGINALS_GO)
    assert old.there() == {"originals"}
    assert old.purge(ORIGINALS_GO).goes == ()


def test_an_original_goes_where_the_pdfs_stay_and_then_they_stay_for_good(old: Old) -> None:
    old.pass_days(91)
    old.purge(Retention(proof_days=365, originals_days=90))
    assert old.there() == {"documents", "messages"}
    old.pass_days(400)
    assert old.kept(ORIGINALS_GO) == {"documents": Kept.ONLY_COPY, "messages": None}


@pytest.mark.parametrize("damage", ["gone", "changed"])
def test_a_pdf_stays_where_its_original_is_lost(old: Old, damage: str) -> None:
    path = old.context.files.originals.path(old.document.scan.sha256)
    path.unlink() if damage == "gone" else path.write_bytes(b"other")
    old.pass_days(91)
    assert old.kept()["documents"] == Kept.ONLY_COPY


def test_a_message_stays_where_neither_pdf_nor_original_is_sound(old: Old) -> None:
    old.context.files.originals.path(old.document.scan.sha256).unlink()
    old.context.files.documents.path(old.part.sha256).write_bytes(b"other")
    old.pass_days(91)
    assert old.kept()["messages"] == Kept.ONLY_COPY


def test_an_original_stays_where_a_pdf_is_damaged(old: Old) -> None:
    old.context.files.documents.path(old.part.sha256).write_bytes(b"other")
    old.pass_days(91)
    retention = Retention(proof_days=365, originals_days=90)
    assert old.kept(retention)["originals"] == Kept.ONLY_COPY


def test_an_original_with_pages_that_were_left_out_stays(old: Old) -> None:
    Document.update(facts={"blank": [{"scan": 1, "page": 2}]}).execute()
    old.pass_days(91)
    retention = Retention(proof_days=365, originals_days=90)
    assert old.kept(retention)["originals"] == Kept.ONLY_COPY


def test_an_original_stays_while_a_page_of_it_is_in_another_scans_document_that_was_not_sent(
    old: Old,
) -> None:
    merged = old.practice.document(None, state=DocumentState.INBOX, pages=[])
    record_pages(merged, [Leaf(merged.scan_id, 1), Leaf(old.document.scan_id, 2)])
    old.pass_days(91)
    retention = Retention(proof_days=365, originals_days=90)
    kept = {one.sha256: one.kept for one in old.plan(retention).stays if one.shelf == "originals"}
    assert kept[old.document.scan.sha256] == Kept.NOT_SENT


def test_the_pdf_of_a_paper_that_was_arranged_goes_with_those_that_have_its_pages(old: Old) -> None:
    former = old.practice.document(None, state=DocumentState.REMADE)
    Document.update(scan=old.document.scan, position=2).where(Document.id == former.id).execute()
    DocumentPage.update(scan=old.document.scan).where(DocumentPage.document == former).execute()
    old.pass_days(89)
    assert former.id not in {one.number for one in old.purge().goes}
    old.pass_days(2)
    gone = {one.number for one in old.purge().goes if one.shelf == "documents"}
    assert gone == {former.id, old.document.id}


def test_an_original_stays_while_one_of_its_documents_was_not_sent(old: Old) -> None:
    other = old.practice.document(None, state=DocumentState.INBOX)
    scan = old.document.scan_id
    Document.update(scan=scan, position=2).where(Document.id == other.id).execute()
    old.pass_days(91)
    retention = Retention(proof_days=365, originals_days=90)
    kept = {one.sha256: one.kept for one in old.plan(retention).stays if one.shelf == "originals"}
    assert kept[old.document.scan.sha256] == Kept.NOT_SENT


@pytest.mark.parametrize("state", [ScanState.TAKEN, ScanState.REFUSED, ScanState.OUTGROWN])
def test_an_original_that_became_no_document_stays(old: Old, state: ScanState) -> None:
    scan = old.practice.document().scan
    sha256 = old.context.files.originals.put(b"other scan")
    Scan.update(sha256=sha256, state=state).where(Scan.id == scan.id).execute()
    old.pass_days(91)
    kept = {one.sha256: one.kept for one in old.plan(ORIGINALS_GO).stays}
    assert kept[sha256] == Kept.IN_WORK


# a stop in the middle, and the clock


def test_a_file_that_a_crash_left_after_its_mark_is_removed_by_the_next_purge(old: Old) -> None:
    old.pass_days(91)
    with transaction():
        write_mark(old.context, old.part, by="Anne")
    assert {one.shelf for one in old.purge().goes} == {"documents", "messages"}
    assert old.there() == {"originals"}


def test_what_changed_between_plan_and_removal_stays(old: Old, monkeypatch: Any) -> None:
    """The first removal is followed by a word of the caisse that contests the lot."""
    old.pass_days(91)
    shelf = type(old.context.files.documents)
    drop = shelf.drop

    def contest(place: Any, sha256: str) -> None:
        drop(place, sha256)
        ScorLot.update(state=ScorLotState.CONTESTED).execute()

    monkeypatch.setattr(shelf, "drop", contest)
    assert [one.shelf for one in old.purge().goes] == ["documents"]
    assert old.there() == {"messages", "originals"}


@pytest.mark.parametrize("days", [6, 100, 36_500])
def test_a_clock_that_leapt_ahead_removes_nothing(old: Old, days: int) -> None:
    old.pass_days(10)
    old.clock.turn(days=days)
    done = old.purge()
    assert done.doubt is not None
    assert (done.doubt.doubt, old.there()) == (Doubt.LEAP, ALL)


def test_a_leap_that_the_journal_goes_on_after_removes_nothing_for_a_week(old: Old) -> None:
    old.pass_days(10)
    old.clock.turn(days=1000)
    old.pass_days(6)
    assert old.purge().doubt is not None
    old.pass_days(2)
    assert old.purge().doubt is None


def test_a_clock_that_was_set_back_removes_nothing(old: Old) -> None:
    old.pass_days(91)
    old.clock.turn(days=-1)
    done = old.purge()
    assert done.doubt is not None
    assert (done.doubt.doubt, old.there()) == (Doubt.BEHIND, ALL)


def test_a_long_weekend_without_a_word_is_no_leap(old: Old) -> None:
    old.pass_days(91)
    old.clock.turn(days=4)
    assert old.purge().doubt is None


def test_a_young_journal_has_nothing_to_go(old: Old) -> None:
    doubt = old.plan().doubt
    assert doubt is not None
    assert doubt.doubt == Doubt.YOUNG


def test_a_lot_answered_under_a_clock_years_behind_is_not_old(old: Old) -> None:
    """A dead battery: the machine woke in 1970, and was set right later."""
    long_ago = datetime(1970, 1, 1, tzinfo=UTC)
    ScorLot.update(sent_at=long_ago, answered_at=long_ago).execute()
    JournalEntry.update(at=long_ago).where(JournalEntry.subject_kind == "scor-lot").execute()
    old.pass_days(60)
    assert old.kept()["documents"] == Kept.TOO_YOUNG


def test_a_clock_that_was_once_far_ahead_does_not_keep_all_for_ever(old: Old) -> None:
    first = JournalEntry.select().order_by(JournalEntry.id).first()
    JournalEntry.update(at=datetime(2099, 1, 1, tzinfo=UTC)).where(
        JournalEntry.id == first.id
    ).execute()
    old.pass_days(91)
    assert old.kept(SHORT)["documents"] is None
