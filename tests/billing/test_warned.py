"""Warnings of an invoice as it was handed over: by its lines and the patient's other invoices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.billing.makers import PATIENT, invoice, the

from scord.billing.warned import warnings_of
from scord.store.tables import Invoice

if TYPE_CHECKING:
    from tests.billing.makers import Lps

MARCH = "2026-03-31"


def forfait(number: str, day: str, code: str = "TVA", cents: int = 1100, **more: Any) -> Any:
    line = {"code": code, "date": day, "quantity": 1, "amount_cents": cents}
    told = {"invoice_date": day, "lines": [line], "total_cents": cents}
    return invoice(number, **{**told, **more})


def told(number: str) -> list[str]:
    return [one.code for one in warnings_of(the(number))]


def test_an_import_tells_the_warnings_and_keeps_the_invoice(lps: Lps) -> None:
    report = lps.invoices(invoice("480"), forfait("481", MARCH, cents=1500))
    assert (report.applied, report.faults) == (2, ())
    (one,) = report.warnings
    assert (one.position, one.path, one.code) == (2, "lines[0].amount_cents", "amount-above")
    assert the("481").total_cents == 1500


def test_an_unchanged_invoice_is_told_again(lps: Lps) -> None:
    lps.invoices(forfait("481", MARCH, cents=1500))
    report = lps.invoices(forfait("481", MARCH, cents=1500))
    assert report.unchanged == 1
    assert [one.code for one in report.warnings] == ["amount-above"]


def test_a_refused_invoice_has_faults_and_no_warnings(lps: Lps) -> None:
    report = lps.invoices(forfait("481", MARCH, cents=1500, total_cents=1))
    assert len(report.faults) == 1
    assert report.warnings == ()


def test_the_later_of_two_that_overlap_is_told_in_whatever_order_they_come(lps: Lps) -> None:
    report = lps.invoices(forfait("482", "2026-03-30"), forfait("481", "2026-03-02"))
    assert [(one.position, one.code) for one in report.warnings] == [(1, "overlap")]
    assert report.warnings[0].facts["invoice"] == "481"
    assert (told("481"), told("482")) == ([], ["overlap"])


def test_thirty_days_later_is_right(lps: Lps) -> None:
    assert lps.invoices(forfait("481", "2026-03-01"), forfait("482", MARCH)).warnings == ()


def test_two_invoices_of_one_day_overlap_once(lps: Lps) -> None:
    lps.invoices(forfait("481", MARCH), forfait("482", MARCH, code="TVB", cents=2800))
    assert (told("481"), told("482")) == ([], ["overlap"])


def test_another_patient_is_none_of_it(lps: Lps) -> None:
    child = {**PATIENT, "given_name": "LOUISE"}
    lps.invoices(forfait("481", MARCH), forfait("482", MARCH, patient=child))
    assert told("482") == []


def test_another_practitioner_is_none_of_it(lps: Lps) -> None:
    lps.invoices(forfait("481", MARCH))
    lps.invoices(forfait("482", MARCH), billing_number="991129776", rpps=None)
    assert told("482") == []


def test_a_cancelled_or_replaced_invoice_neither_tells_nor_overlaps(lps: Lps) -> None:
    lps.invoices(
        forfait("481", MARCH, cents=1, status="cancelled"),
        forfait("482", MARCH, cents=1),
        forfait("483", MARCH, replaces="482"),
    )
    assert (told("481"), told("482"), told("483")) == ([], [], [])


def test_the_code_is_known_in_small_letters_and_between_spaces(lps: Lps) -> None:
    lps.invoices(forfait("481", MARCH, code=" tva ", cents=1500))
    assert told("481") == ["amount-above"]


def test_an_invoice_without_lines_is_not_told(lps: Lps) -> None:
    lps.invoices(invoice())
    Invoice.update(payload={}).execute()
    assert told("481") == []
