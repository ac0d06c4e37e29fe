"""A lot without ARL goes on paper after five working days, and no other lot does."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas
from tests.exchange.sending import Sending

from scord.actions.fallback import (
    Bordereau,
    NotDue,
    bordereau,
    find_lot,
    print_pieces,
    record_printed,
)
from scord.store.states import ItemVerdict, MessageState, ScorLotState
from scord.store.tables import Attachment, JournalEntry, LotItem, Message, ScorLot
from scord_shared.errors import Code, ScordError
from scord_shared.refusals import Refusal

if TYPE_CHECKING:
    from tests.lots.practice import Practice


def pdf(*words: str) -> bytes:
    """One page for each word."""
    out = io.BytesIO()
    canvas = Canvas(out)
    for word in words:
        canvas.drawString(100, 500, word)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.fixture
def sent(practice: Practice) -> Sending:
    """Sent on Tuesday 10 March 2026: two invoices, the second with a document of two PDFs."""
    practice.attach(practice.invoice(number="600"), practice.document(parts=[pdf("A")]))
    second = practice.invoice(number="601", family_name="MARTIN")
    practice.attach(second, practice.document(parts=[pdf("B", "C"), pdf("D")]))
    sending = Sending(practice, pieces=0)
    sending.deliver()
    return sending


def made(sending: Sending) -> Bordereau:
    return bordereau(sending.context, sending.refreshed())


@pytest.mark.parametrize(("days", "not_due"), [(6, NotDue.TOO_EARLY), (7, None), (60, None)])
def test_it_is_due_from_the_fifth_working_day_after_the_first_attempt(
    sent: Sending, days: int, not_due: NotDue | None
) -> None:
    sent.context.clock.turn(days=days)
    assert made(sent).not_due == not_due


def test_it_names_every_invoice_and_piece_in_order(sent: Sending) -> None:
    sent.context.clock.turn(days=8)
    told = made(sent)
    assert (told.lot, told.destination, told.test, told.days) == (1, "01-349", True, 5)
    assert [(one.invoice, one.family_name, one.type, one.pages) for one in told.pieces] == [
        ("600", "ADRDEUX", "ORDN", 1),
        ("601", "MARTIN", "ORDN", 1 + 1),
    ]
    assert told.tried_at == sent.attempts[0].opened_at


def test_the_delay_runs_from_the_first_of_several_attempts(sent: Sending) -> None:
    sent.context.clock.turn(days=6)
    Message.update(state=MessageState.RETRY).execute()
    sent.deliver()
    sent.context.clock.turn(days=1)
    assert len(sent.attempts) == 2
    assert made(sent).not_due is None


def test_a_lot_that_could_never_be_sent_is_due_too(practice: Practice) -> None:
    sending = Sending(practice)
    sending.transport = sending.transport.__class__(sending.out / "gone")
    sending.deliver()
    sending.context.clock.turn(days=8)
    told = made(sending)
    assert (told.sent_at, told.state, told.not_due) == (None, "retry", None)


def test_a_lot_that_was_never_tried_is_not_due(practice: Practice) -> None:
    sending = Sending(practice)
    sending.context.clock.turn(days=30)
    assert made(sending).not_due == NotDue.TOO_EARLY


@pytest.mark.parametrize(
    "state",
    [
        ScorLotState.ACCEPTED,
        ScorLotState.PARTIAL,
        ScorLotState.REJECTED,
        ScorLotState.CONTESTED,
    ],
)
def test_a_lot_that_was_answered_is_not_due(sent: Sending, state: ScorLotState) -> None:
    ScorLot.update(state=state).execute()
    sent.context.clock.turn(days=8)
    assert made(sent).not_due == NotDue.ANSWERED


def test_pieces_that_left_again_in_a_later_lot_are_left_out(sent: Sending) -> None:
    Message.update(state=MessageState.FAILED).execute()
    one = Attachment.select().order_by(Attachment.id).first()
    Attachment.update(confirmed_at=None).where(Attachment.id != one.id).execute()
    sent.practice.lots()
    sent.context.clock.turn(days=8)
    assert [piece.invoice for piece in made(sent).pieces] == ["601"]
    Attachment.update(confirmed_at=sent.practice.now).execute()
    sent.practice.lots()
    assert made(sent).not_due == NotDue.GONE_ANEW
    assert LotItem.select().where(LotItem.verdict == ItemVerdict.AWAITED).count() == 4


def test_the_pieces_are_one_pdf_in_the_order_of_the_bordereau(sent: Sending) -> None:
    joined = PdfReader(io.BytesIO(print_pieces(sent.context, made(sent))))
    assert [page.extract_text().strip() for page in joined.pages] == ["A", "B", "C", "D"]
    assert [mark["/Title"] for mark in joined.outline] == ["600 ORDN", "601 ORDN"]


def test_a_piece_that_is_damaged_is_refused(sent: Sending) -> None:
    told = made(sent)
    sent.context.files.documents.path(told.pieces[0].pdfs[0]).write_bytes(b"other")
    with pytest.raises(ScordError) as refused:
        print_pieces(sent.context, told)
    assert refused.value.code == Code.STORE_FILE_DAMAGED


def test_printing_stands_in_the_lots_history(sent: Sending) -> None:
    record_printed(sent.lot, by="Anne")
    entry = JournalEntry.get(JournalEntry.event == "scor-lot.bordereau")
    assert (entry.subject_id, entry.by) == (sent.lot.id, "Anne")


@pytest.mark.parametrize("given", ["1", "991129768:1"])
def test_a_lot_is_found_by_its_number(sent: Sending, given: str) -> None:
    assert find_lot(given) == sent.lot


@pytest.mark.parametrize("given", ["2", "0", "", "x", ":", "001033901:1", "9" * 40, "1:2:3", "²"])
def test_a_lot_that_is_not_there_is_refused(sent: Sending, given: str) -> None:
    with pytest.raises(ScordError) as refused:
        find_lot(given)
    assert refused.value.code == Code.NOT_THERE


def test_a_number_of_two_practitioners_asks_whose(sent: Sending) -> None:
    other = sent.practice.practitioner("001033901")
    ScorLot.create(
        practitioner=other,
        destination="01-349",
        number=1,
        profile="reference",
        frozen_at=sent.practice.now,
    )
    with pytest.raises(ScordError) as refused:
        find_lot("1")
    assert refused.value.facts["reason"] == Refusal.PRACTITIONER_UNKNOWN
    assert refused.value.facts["names"] == ("991129768:1", "001033901:1")
    assert find_lot("991129768:1") == sent.lot
