"""Planned visits: each list takes the place of the last; a bad visit leaves the others."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from tests.billing import makers
from tests.billing.makers import Lps
from tests.lots.practice import Practice

from scord.actions.looking.planning import planned_visits
from scord.billing.invoices import apply_invoices
from scord.store.states import DocumentState
from scord.store.tables import Invoice, PlannedVisit, Prescription

if TYPE_CHECKING:
    from scord.billing.report import ImportReport
    from scord.store.context import Context

DAY = date(2026, 3, 10)


def visit(**changed: Any) -> dict[str, Any]:
    return {
        "date": DAY.isoformat(),
        "time": "08:30",
        "patient": makers.PATIENT,
        "insured_nir": None,
        "prescriber": {"rpps": "99900100019"},
        "prescription_date": "2026-02-27",
        "prescription_ref": "ORD-1",
        **changed,
    }


def hand(context: Context, planned: list[Any] | None, *invoices: dict[str, Any]) -> ImportReport:
    whole: dict[str, Any] = {
        "format": "scord-invoices/1",
        "practitioner": makers.PRACTITIONER,
        "invoices": list(invoices),
    }
    if planned is not None:
        whole["planned"] = planned
    return apply_invoices(context, Lps(context).incoming(), whole)


def test_a_visit_shows_its_ordonnance_as_to_be_scanned_until_it_is_on_file(
    context: Context,
) -> None:
    practice = Practice(context)
    assert hand(practice.context, [visit()]).faults == ()
    (shown,) = planned_visits(DAY)
    assert (shown.time, shown.family_name, shown.reference) == ("08:30", "ADRDEUX", "ORD-1")
    assert (shown.there, shown.patient) == (False, None)
    practice.document("ORDN", state=DocumentState.ATTACHED, prescription=shown.prescription)
    assert planned_visits(DAY)[0].there


def test_its_invoice_joins_the_same_ordonnance_and_leads_to_the_patient(context: Context) -> None:
    hand(context, [visit()])
    hand(context, None, makers.invoice("481", prescription_ref="ORD-1"))
    (shown,) = planned_visits(DAY)
    invoice = Invoice.get()
    assert shown.patient == invoice.id
    assert (shown.prescription, Prescription.select().count()) == (invoice.prescription_id, 1)


def test_a_list_takes_the_place_of_the_last_and_none_leaves_it(context: Context) -> None:
    hand(context, [visit(), visit(time="09:00")])
    hand(context, None, makers.invoice("481"))
    assert PlannedVisit.select().count() == 2
    hand(context, [visit(time=None)])
    assert [row.time for row in PlannedVisit.select()] == [None]
    hand(context, [])
    assert PlannedVisit.select().count() == 0


def test_of_an_ordonnance_numerique_nothing_is_to_be_scanned(context: Context) -> None:
    hand(context, [visit(electronic_prescription=True)])
    assert planned_visits(DAY)[0].there


def test_a_visit_whose_ordonnance_is_not_told_is_shown_without_one(context: Context) -> None:
    hand(context, [visit(prescription_ref=None, prescription_date=None)])
    (shown,) = planned_visits(DAY)
    assert (shown.prescription, shown.there) == (None, False)


def test_a_bad_visit_is_told_by_its_place_and_leaves_the_others_and_the_invoices(
    context: Context,
) -> None:
    report = hand(context, [visit(), visit(time="8h30"), "x"], makers.invoice("481"))
    assert [(fault.position, fault.path) for fault in report.faults] == [
        (None, "planned[1].time"),
        (None, "planned[2]"),
    ]
    assert (PlannedVisit.select().count(), Invoice.select().count()) == (1, 1)


def test_planned_that_is_no_list_refuses_the_object(context: Context) -> None:
    report = hand(context, "tomorrow", makers.invoice("481"))  # type: ignore[arg-type]
    assert [fault.path for fault in report.faults] == ["planned"]
    assert Invoice.select().count() == 0


def test_visits_come_by_time_and_those_of_no_time_last(context: Context) -> None:
    hand(context, [visit(time=None), visit(time="14:00"), visit(time="08:00")])
    assert [one.time for one in planned_visits(DAY)] == ["08:00", "14:00", None]
    assert planned_visits(date(2026, 3, 11)) == []
