"""Corriger: what Scord keeps is replaced at once, what the LPS keeps waits for the LPS."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.billing import makers

from scord.actions.correcting import correct, may_correct, take_back
from scord.actions.importing import import_data
from scord.actions.looking.corrections import asked_corrections
from scord.actions.lookup import invoice_of
from scord.exchange.profiles.reference import ReferenceProfile
from scord.lots.obstacles import Obstacle, obstacles
from scord.store.states import DocumentState, InvoiceStatus
from scord.store.tables import Attachment, Correction, Invoice, JournalEntry
from scord_shared.errors import Code, ScordError
from scord_shared.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.lots.practice import Practice

    from scord.store.context import Context

BY = "Anne"
DATES = {"lines": [{"code": "AMI", "date": "2026-03-01", "quantity": 1, "amount_cents": 2500}]}


def hand(context: Context, *invoices: dict[str, Any]) -> None:
    whole = {
        "format": "scord-invoices/1",
        "practitioner": makers.PRACTITIONER,
        "invoices": list(invoices),
    }
    import_data(context, "lps.json", json.dumps(whole).encode())


def of_lps(context: Context, **changed: Any) -> Invoice:
    hand(context, makers.invoice("481", **changed))
    return Invoice.get(Invoice.number == "481")


def kept_here(context: Context) -> Invoice:
    return of_lps(context, kept_here=True)


def refused(act: Callable[[], object]) -> tuple[Code, object]:
    with pytest.raises(ScordError) as caught:
        act()
    return caught.value.code, caught.value.facts.get("reason")


def say(context: Context, invoice: Invoice, said: dict[str, Any] | None = None) -> Invoice:
    return correct(context, invoice, DATES if said is None else said, why="date fausse", by=BY)


def test_what_scord_keeps_is_replaced_and_only_the_corrected_one_stays(
    context: Context, practice: Practice
) -> None:
    old = kept_here(context)
    piece = practice.document("ORDN", state=DocumentState.ATTACHED)
    practice.attach(old, piece, identity=old.identity)
    new = say(context, old, {**DATES, "mode": "degrade"})
    assert invoice_of(old.id).status == InvoiceStatus.REPLACED
    assert (new.replaces, new.number, new.mode) == (old, "481-1", "degrade")
    assert [one.invoice for one in Attachment.select().where(Attachment.removed_at.is_null())] == [
        new
    ]
    entry = JournalEntry.get(JournalEntry.event == "correction.asked")
    assert (entry.by, Correction.get().why) == (BY, "date fausse")
    assert asked_corrections() == []
    assert say(context, new, {"mode": "sans_vitale"}).number == "481-1-1"


def test_a_person_may_give_the_number_of_what_scord_keeps_but_not_of_the_lps(
    context: Context,
) -> None:
    assert say(context, kept_here(context), {**DATES, "number": "900"}).number == "900"
    hand(context, makers.invoice("482"))
    other = Invoice.get(Invoice.number == "482")
    assert refused(lambda: say(context, other, {"number": "901"})) == (
        Code.ACTION_REFUSED,
        Refusal.NOTHING_CORRECTED,
    )


def test_what_the_lps_keeps_waits_for_its_corrected_invoice(context: Context) -> None:
    old = of_lps(context)
    assert say(context, old) == old
    (asked,) = asked_corrections()
    assert (asked.invoice, asked.by, asked.why) == (old.id, BY, "date fausse")
    assert [(one.field, one.before, one.after) for one in asked.changes] == [
        ("lines[0].date", "2026-03-02", "2026-03-01")
    ]
    assert invoice_of(old.id).status == InvoiceStatus.ACTIVE
    now = context.clock.now()
    assert Obstacle.CORRECTION_AWAITED in obstacles(context, ReferenceProfile(), old, now)
    hand(context, makers.invoice("500", replaces="481", **DATES))
    assert invoice_of(old.id).status == InvoiceStatus.REPLACED
    assert asked_corrections() == []


def test_a_request_is_made_once_and_may_be_taken_back(context: Context) -> None:
    old = of_lps(context)
    say(context, old)
    assert refused(lambda: say(context, old)) == (Code.ACTION_REFUSED, Refusal.CORRECTION_ASKED)
    take_back(context, old, by=BY)
    assert asked_corrections() == []
    now = context.clock.now()
    assert Obstacle.CORRECTION_AWAITED not in obstacles(context, ReferenceProfile(), old, now)
    assert refused(lambda: take_back(context, old, by=BY)) == (
        Code.ACTION_REFUSED,
        Refusal.NO_CORRECTION_ASKED,
    )
    assert may_correct(context, old)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"lot": "012", "lot_sent_at": "2026-03-02T18:00:00+01:00"}, Refusal.INVOICE_TRANSMITTED),
        ({"status": "cancelled"}, Refusal.INVOICE_CLOSED),
    ],
)
def test_what_has_left_or_is_closed_is_not_corrected(
    context: Context, changed: dict[str, Any], reason: Refusal
) -> None:
    invoice = of_lps(context, **changed)
    assert refused(lambda: say(context, invoice)) == (Code.ACTION_REFUSED, reason)
    assert not may_correct(context, invoice)
    assert Correction.select().count() == 0


def test_a_lot_that_is_still_to_leave_does_not_keep_from_correcting(context: Context) -> None:
    ahead = of_lps(context, lot="012", lot_sent_at="2026-03-20T18:00:00+01:00")
    assert may_correct(context, ahead)


def test_a_correction_that_cannot_be_taken_tells_each_fault_and_changes_nothing(
    context: Context,
) -> None:
    invoice = kept_here(context)
    with pytest.raises(ScordError) as caught:
        say(context, invoice, {"mode": "carte", "lines": []})
    assert caught.value.code == Code.INVOICE_INVALID
    assert len(caught.value.facts["faults"]) == 2
    assert invoice_of(invoice.id).status == InvoiceStatus.ACTIVE
    assert Correction.select().count() == 0
