"""What a person does with papers: done as asked and journalled, or refused with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.lots.practice import in_force

from scord.actions import paper
from scord.filing.attach import live_attachments
from scord.lots.piece_state import PieceState, piece_states
from scord.settings import DropFolder
from scord.store.states import ArmState, DocumentState, ItemVerdict, ScanState, ScorLotState
from scord.store.tables import (
    Arm,
    Attachment,
    Document,
    DocumentPart,
    JournalEntry,
    LotItem,
    Prescription,
    Scan,
    ScorLot,
)
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import TurnedClock
    from tests.lots.practice import Practice

    from scord.store.context import Context

BY = "Anne"


def refused(act: Callable[[], object]) -> dict[str, object]:
    with pytest.raises(ScordError) as caught:
        act()
    assert caught.value.code is Code.ACTION_REFUSED
    return caught.value.facts


def state(document: Document) -> DocumentState:
    found: DocumentState = Document.get_by_id(document.id).state
    return found


def waiting(practice: Practice, state: DocumentState = DocumentState.INBOX) -> Document:
    return practice.document(None, state=state, reason="no-clue")


@pytest.fixture
def folders(practice: Practice, tmp_path: Path) -> Context:
    made = tuple(DropFolder(name=name, path=tmp_path / name) for name in ("scanner", "office"))
    return in_force(practice.context, folders=made)


@pytest.mark.parametrize("begins", [DocumentState.INBOX, DocumentState.NEW, DocumentState.HELD])
def test_a_person_files_a_document_and_need_not_confirm_it(
    practice: Practice, begins: DocumentState
) -> None:
    document, invoice = waiting(practice, begins), practice.invoice()
    made = paper.file_document(practice.context, document, invoice, "ORDN", by=BY)
    fresh = Document.get_by_id(document.id)
    assert (fresh.state, fresh.type, fresh.reason) == (DocumentState.ATTACHED, "ORDN", None)
    assert (made.invoice, made.origin, made.by) == (invoice, "person", BY)
    assert made.confirmed_at == practice.now
    last = JournalEntry.select().order_by(JournalEntry.id.desc()).first()
    assert (last.event, last.by) == ("attachment.made", BY)


def test_a_held_page_without_a_pdf_cannot_be_filed_and_stays_held(practice: Practice) -> None:
    document, invoice = waiting(practice, DocumentState.HELD), practice.invoice()
    DocumentPart.delete().execute()
    facts = refused(lambda: paper.file_document(practice.context, document, invoice, "ORDN", by=BY))
    assert facts == {"reason": "held", "document": document.id}
    assert state(document) == DocumentState.HELD
    assert live_attachments(document) == []


@pytest.mark.parametrize("begins", [DocumentState.ATTACHED, DocumentState.SET_ASIDE])
def test_a_document_that_does_not_wait_cannot_be_filed(
    practice: Practice, begins: DocumentState
) -> None:
    document, invoice = waiting(practice, begins), practice.invoice()
    facts = refused(lambda: paper.file_document(practice.context, document, invoice, "ORDN", by=BY))
    assert facts["reason"] == begins.value
    assert live_attachments(document) == []


def test_a_document_taken_back_is_off_all_its_invoices_and_waits(practice: Practice) -> None:
    document = practice.document()
    for _ in range(2):
        practice.attach(practice.invoice(), document)
    paper.take_back(practice.context, document, by=BY)
    fresh = Document.get_by_id(document.id)
    assert (fresh.state, fresh.reason) == (DocumentState.INBOX, "taken back")
    assert live_attachments(document) == []


def test_a_document_in_a_lot_cannot_be_taken_back(practice: Practice) -> None:
    document = practice.document()
    piece = practice.attach(practice.invoice(), document)
    lot = ScorLot.create(
        practitioner=practice.nurse,
        destination="01-349",
        number=1,
        profile="reference",
        frozen_at=practice.now,
    )
    LotItem.create(lot=lot, attachment=piece, identifier="piece")
    facts = refused(lambda: paper.take_back(practice.context, document, by=BY))
    assert facts == {"reason": "already-in-lot", "document": document.id}
    assert live_attachments(document) == [piece]


@pytest.mark.parametrize("begins", [one for one in DocumentState if one != DocumentState.ATTACHED])
def test_a_document_that_is_on_no_invoice_cannot_be_taken_back(
    practice: Practice, begins: DocumentState
) -> None:
    document = waiting(practice, begins)
    facts = refused(lambda: paper.take_back(practice.context, document, by=BY))
    assert facts == {"reason": begins.value, "document": document.id}
    assert state(document) == begins


def test_a_document_somebody_else_filed_meanwhile_is_refused(practice: Practice) -> None:
    mine, invoice = waiting(practice), practice.invoice()
    theirs = Document.get_by_id(mine.id)
    paper.file_document(practice.context, theirs, invoice, "ORDN", by="Paul")
    facts = refused(lambda: paper.file_document(practice.context, mine, invoice, "FSNC", by=BY))
    assert facts["reason"] == "attached"
    assert [one.by for one in live_attachments(mine)] == ["Paul"]


def test_a_document_set_aside_comes_back(practice: Practice) -> None:
    document = waiting(practice)
    paper.set_aside(document, by=BY)
    assert state(document) == DocumentState.SET_ASIDE
    paper.bring_back(document, by=BY)
    assert state(document) == DocumentState.INBOX


def test_a_document_without_a_pdf_comes_back_as_held(practice: Practice) -> None:
    document = waiting(practice, DocumentState.HELD)
    DocumentPart.delete().execute()
    paper.set_aside(document, by=BY)
    paper.bring_back(document, by=BY)
    assert state(document) == DocumentState.HELD


@pytest.mark.parametrize("begins", [one for one in DocumentState if one != DocumentState.SET_ASIDE])
def test_only_what_was_set_aside_comes_back(practice: Practice, begins: DocumentState) -> None:
    document = waiting(practice, begins)
    assert refused(lambda: paper.bring_back(document, by=BY))["reason"] == begins.value
    assert state(document) == begins


def test_the_beginning_of_a_file_that_came_whole_since_does_not_come_back(
    practice: Practice,
) -> None:
    document = waiting(practice, DocumentState.SET_ASIDE)
    Scan.update(state=ScanState.OUTGROWN).execute()
    document = Document.get_by_id(document.id)
    assert refused(lambda: paper.bring_back(document, by=BY))["reason"] == "outgrown"


def test_a_document_on_an_invoice_cannot_be_set_aside(practice: Practice) -> None:
    document = practice.document()
    piece = practice.attach(practice.invoice(), document)
    refused(lambda: paper.set_aside(document, by=BY))
    assert live_attachments(document) == [piece]


def test_a_persons_word_ends_the_wait_of_what_the_machine_filed(practice: Practice) -> None:
    document = practice.document()
    piece = practice.attach(practice.invoice(), document, by="machine", confirmed_at=None)
    paper.confirm(practice.context, document, by=BY)
    assert piece.get_by_id(piece.id).confirmed_at == practice.now
    assert JournalEntry.get(JournalEntry.event == "attachment.confirmed").by == BY


def test_a_persons_word_lets_a_refused_piece_leave_again(practice: Practice) -> None:
    invoice = practice.ready()
    (lot,) = practice.lots()
    LotItem.update(verdict=ItemVerdict.REJECTED).execute()
    Attachment.update(confirmed_at=None).execute()
    lot.state = ScorLotState.REJECTED
    lot.save()
    paper.confirm(practice.context, Document.get(), by=BY)
    assert [state for _, state in piece_states(invoice)] == [PieceState.TO_SEND]


def test_a_piece_under_way_cannot_be_confirmed(practice: Practice) -> None:
    practice.ready()
    practice.lots()
    before = Attachment.get().confirmed_at
    practice.context.clock.turn(hours=1)  # type: ignore[attr-defined]
    facts = refused(lambda: paper.confirm(practice.context, Document.get(), by=BY))
    assert facts["reason"] == "already-in-lot"
    assert Attachment.get().confirmed_at == before


def test_a_document_on_no_invoice_cannot_be_confirmed(practice: Practice) -> None:
    document = waiting(practice)
    facts = refused(lambda: paper.confirm(practice.context, document, by=BY))
    assert facts == {"reason": "inbox", "document": document.id}


def test_an_arm_waits_for_the_set_time_on_the_named_folder(
    practice: Practice, folders: Context
) -> None:
    armed = paper.arm(folders, practice.invoice(), "office", "ORDN", by=BY)
    assert (armed.folder, armed.state, armed.document_type) == ("office", ArmState.OPEN, "ORDN")
    assert (armed.until - armed.opened_at).total_seconds() == 600


def test_the_only_folder_need_not_be_named(practice: Practice, folders: Context) -> None:
    one = in_force(folders, folders=folders.settings.folders[:1])
    assert paper.arm(one, practice.invoice(), None, None, by=BY).folder == "scanner"


@pytest.mark.parametrize("folder", [None, "cellar"])
def test_an_arm_on_no_known_folder_is_refused_with_the_names_to_choose_from(
    practice: Practice, folders: Context, folder: str | None
) -> None:
    facts = refused(lambda: paper.arm(folders, practice.invoice(), folder, None, by=BY))
    assert facts == {"reason": "folder-unknown", "names": ("scanner", "office")}
    assert Arm.select().count() == 0


def test_a_person_ends_an_arm_and_no_other_scan_is_waited_for(
    practice: Practice, folders: Context
) -> None:
    armed = paper.arm(folders, practice.invoice(), "scanner", None, by=BY)
    assert paper.disarm(folders, armed.id, by=BY).state == ArmState.ENDED
    fresh = Arm.get_by_id(armed.id)
    entry = JournalEntry.select().order_by(JournalEntry.id.desc()).first()
    assert (fresh.state, entry.event, entry.by) == (ArmState.ENDED, "arm.ended", BY)


def test_after_a_disarm_another_invoice_waits_until_no_paper_can_be_on_its_way(
    practice: Practice, folders: Context, clock: TurnedClock
) -> None:
    meant, other = practice.invoice(), practice.invoice()
    armed = paper.arm(folders, meant, "scanner", None, by=BY)
    paper.disarm(folders, armed.id, by=BY)
    said = {"reason": "just-disarmed"}
    assert refused(lambda: paper.arm(folders, other, "scanner", None, by=BY)) == said
    assert paper.arm(folders, other, "office", None, by=BY).state == ArmState.OPEN
    clock.turn(minutes=2)
    assert paper.arm(folders, other, "scanner", None, by=BY).state == ArmState.OPEN


def test_after_a_disarm_the_same_invoice_may_be_armed_again_at_once(
    practice: Practice, folders: Context
) -> None:
    meant = practice.invoice()
    paper.disarm(folders, paper.arm(folders, meant, "scanner", None, by=BY).id, by=BY)
    assert paper.arm(folders, meant, "scanner", None, by=BY).state == ArmState.OPEN


def test_after_a_disarm_neither_another_ordonnance_nor_an_invoice_may_be_armed(
    practice: Practice, folders: Context
) -> None:
    meant, other = (Prescription.create(practitioner=practice.nurse) for _ in range(2))
    paper.disarm(folders, paper.arm(folders, meant, "scanner", "ORDN", by=BY).id, by=BY)
    for wanted in (other, practice.invoice()):
        facts = refused(lambda wanted=wanted: paper.arm(folders, wanted, "scanner", None, by=BY))
        assert facts == {"reason": "just-disarmed"}
    again = paper.arm(folders, meant, "scanner", "ORDN", by=BY)
    assert (again.prescription, again.invoice) == (meant, None)


@pytest.mark.parametrize("over", [ArmState.USED, ArmState.SPOILT, ArmState.ENDED])
def test_an_arm_that_waits_for_nothing_is_refused_and_stays(
    practice: Practice, folders: Context, over: ArmState
) -> None:
    armed = paper.arm(folders, practice.invoice(), "scanner", None, by=BY)
    Arm.update(state=over).where(Arm.id == armed.id).execute()
    assert refused(lambda: paper.disarm(folders, armed.id, by=BY)) == {"reason": "arm-over"}
    assert Arm.get_by_id(armed.id).state == over


def test_an_arm_that_never_was_is_not_there(practice: Practice) -> None:
    with pytest.raises(ScordError) as caught:
        paper.disarm(practice.context, 7, by=BY)
    assert (caught.value.code, caught.value.facts) == (Code.NOT_THERE, {"what": "arm 7"})
