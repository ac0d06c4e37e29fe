"""Retenir and Supprimer: what they keep back, what they undo, and whom they do not overrule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.billing.makers import Lps, invoice, the

from scord.actions import holding, paper
from scord.actions.explaining import explain
from scord.lots.colour import Colour, colour
from scord.lots.obstacles import Obstacle
from scord.store.states import (
    ArmState,
    DocumentState,
    InvoiceStatus,
    ItemVerdict,
    MessageState,
    ScorLotState,
)
from scord.store.tables import Arm, Attachment, Document, Invoice, JournalEntry, Message
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.lots.practice import Practice

BY = "Anne"


def refusal(act: Callable[..., None], *given: Any) -> str:
    with pytest.raises(ScordError) as caught:
        act(*given, by=BY)
    assert caught.value.code is Code.ACTION_REFUSED
    return str(caught.value.facts["reason"])


def again(row: Invoice) -> Invoice:
    return Invoice.get_by_id(row.id)


def test_nothing_of_a_held_invoice_leaves_until_it_is_released(practice: Practice) -> None:
    ready = practice.ready()
    holding.hold(ready, by=BY)
    assert (again(ready).status, again(ready).status_by) == (InvoiceStatus.HELD, BY)
    assert explain(practice.context, again(ready)).obstacles == (Obstacle.INVOICE_HELD_HERE,)
    assert practice.lots() == []
    holding.release(ready, by=BY)
    assert (again(ready).status, again(ready).status_by) == (InvoiceStatus.ACTIVE, None)
    assert len(practice.lots()) == 1
    told = JournalEntry.select().where(JournalEntry.subject_kind == "invoice")
    assert [(one.event, one.by) for one in told] == [("invoice.held", BY), ("invoice.active", BY)]


def test_an_invoice_whose_pieces_are_all_under_way_is_not_held_in_vain(practice: Practice) -> None:
    ready = practice.ready()
    practice.lots()
    assert refusal(holding.hold, ready) == "invoice-under-way"
    practice.attach(ready, practice.document("AUTP"))
    holding.hold(ready, by=BY)
    assert again(ready).status == InvoiceStatus.HELD


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (InvoiceStatus.HELD, "invoice-held"),
        (InvoiceStatus.CANCELLED, "invoice-closed"),
        (InvoiceStatus.REPLACED, "invoice-closed"),
    ],
)
def test_what_is_held_or_closed_is_not_held(
    practice: Practice, status: InvoiceStatus, reason: str
) -> None:
    assert refusal(holding.hold, practice.invoice(status=status)) == reason


def test_what_the_lps_holds_only_the_lps_releases(practice: Practice) -> None:
    held = practice.invoice(status=InvoiceStatus.HELD, payload={"status": "held"})
    assert refusal(holding.release, held) == "invoice-held-by-lps"
    assert refusal(holding.release, practice.invoice()) == "invoice-not-held"


def test_the_lps_does_not_release_what_a_person_holds(context: Any) -> None:
    lps = Lps(context)
    lps.invoices(invoice(status="active"))
    holding.hold(the("481"), by=BY)
    lps.invoices(invoice(status="held"))
    lps.invoices(invoice(status="active"))
    assert (the("481").status, the("481").status_by) == (InvoiceStatus.HELD, BY)
    lps.invoices(invoice(status="held"))
    assert refusal(holding.release, the("481")) == "invoice-held-by-lps"
    lps.invoices(invoice(status="cancelled"))
    assert (the("481").status, the("481").status_by) == (InvoiceStatus.CANCELLED, None)


def test_a_withdrawn_invoice_owes_nothing_and_its_paper_waits_in_a_classer(
    practice: Practice,
) -> None:
    ready = practice.ready()
    paper_of = Document.get()
    arm = Arm.create(
        practitioner=practice.nurse,
        invoice=ready,
        folder="a",
        opened_at=practice.now,
        until=practice.later(days=1),
    )
    holding.withdraw(practice.context, ready, by=BY)
    assert (again(ready).status, again(ready).status_by) == (InvoiceStatus.CANCELLED, BY)
    waiting = Document.get_by_id(paper_of.id)
    assert (waiting.state, waiting.reason) == (DocumentState.INBOX, "invoice-closed")
    assert Arm.get_by_id(arm.id).state == ArmState.ENDED
    assert colour(practice.context, again(ready)) == Colour.GREEN
    assert Obstacle.INVOICE_WITHDRAWN in explain(practice.context, again(ready)).obstacles
    assert practice.lots() == []


def test_restored_it_is_as_it_was_with_its_paper(practice: Practice) -> None:
    ready = practice.ready()
    before = list(Attachment.select().tuples())
    holding.withdraw(practice.context, ready, by=BY)
    holding.restore(ready, by=BY)
    assert (again(ready).status, again(ready).status_by) == (InvoiceStatus.ACTIVE, None)
    assert list(Attachment.select().tuples()) == before
    assert Document.get().state == DocumentState.ATTACHED
    assert len(practice.lots()) == 1


def test_a_paper_filed_elsewhere_since_stays_there(practice: Practice) -> None:
    ready, other = practice.ready(), practice.invoice()
    document = Document.get()
    holding.withdraw(practice.context, ready, by=BY)
    paper.file_document(practice.context, Document.get_by_id(document.id), other, "ORDN", by=BY)
    holding.restore(ready, by=BY)
    live = Attachment.select().where(Attachment.removed_at.is_null())
    assert [one.invoice_id for one in live] == [other.id]


def test_a_paper_that_was_taken_back_before_does_not_come_back(practice: Practice) -> None:
    ready = practice.ready()
    paper.take_back(practice.context, Document.get(), by=BY)
    holding.withdraw(practice.context, ready, by=BY)
    holding.restore(ready, by=BY)
    assert Document.get().state == DocumentState.INBOX


def test_what_serves_another_invoice_stays_on_that(practice: Practice) -> None:
    ready, sister = practice.ready(), practice.invoice()
    practice.attach(sister, Document.get())
    holding.withdraw(practice.context, ready, by=BY)
    assert Document.get().state == DocumentState.ATTACHED
    live = Attachment.select().where(Attachment.removed_at.is_null())
    assert [one.invoice_id for one in live] == [sister.id]


def test_what_is_under_way_or_accepted_is_not_withdrawn(practice: Practice) -> None:
    ready = practice.ready()
    practice.lots()
    assert refusal(holding.withdraw, practice.context, ready) == "invoice-under-way"
    practice.answered(ItemVerdict.ACCEPTED, ScorLotState.ACCEPTED)
    assert refusal(holding.withdraw, practice.context, ready) == "invoice-under-way"


def test_what_may_have_arrived_is_not_withdrawn(practice: Practice) -> None:
    ready = practice.ready()
    practice.lots()
    Message.update(state=MessageState.UNCERTAIN).execute()
    assert refusal(holding.withdraw, practice.context, ready) == "invoice-under-way"


def test_what_was_rejected_may_be_withdrawn_and_restored(practice: Practice) -> None:
    ready = practice.ready()
    practice.lots()
    practice.answered(ItemVerdict.REJECTED, ScorLotState.REJECTED)
    holding.withdraw(practice.context, ready, by=BY)
    assert Document.get().state == DocumentState.INBOX
    holding.restore(ready, by=BY)
    assert colour(practice.context, again(ready)) == Colour.RED


def test_what_the_lps_removed_or_corrected_is_not_restored(practice: Practice) -> None:
    removed = practice.invoice(status=InvoiceStatus.CANCELLED)
    assert refusal(holding.restore, removed) == "invoice-not-withdrawn"
    corrected, gone = practice.invoice(), practice.invoice(payload={"status": "cancelled"})
    for one in (corrected, gone):
        holding.withdraw(practice.context, one, by=BY)
    practice.invoice(replaces=corrected)
    assert refusal(holding.restore, corrected) == "invoice-closed"
    assert refusal(holding.restore, gone) == "invoice-closed"


def test_a_lot_of_the_lps_still_finds_what_was_withdrawn_here(context: Any) -> None:
    lps = Lps(context)
    lps.invoices(invoice())
    holding.withdraw(context, the("481"), by=BY)
    lot = {"number": "012", "sent_at": "2026-03-02T18:00:00+01:00", "kind": "secured"}
    report = lps.lots({**lot, "invoices": ["481"]})
    assert report.faults == ()
    assert the("481").fse_lot.number == "012"
