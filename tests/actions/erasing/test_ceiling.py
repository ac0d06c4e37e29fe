"""Past the ceiling of the retention a patient goes, and nobody else."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.actions.erasing.settled import found_in

from scord.actions.erasing import ceiling
from scord.actions.erasing.ceiling import Ceiling, erase_past, look, years_before
from scord.store.states import InvoiceStatus
from scord.store.tables import Invoice
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from tests.actions.erasing.settled import Settled

YEARS = 5


def age(settled: Settled, years: int, days: int) -> None:
    limit = years_before(settled.context.clock.now(), years)
    settled.change(invoice_date=limit - timedelta(days=days))


def test_the_day_is_that_of_paris_and_29_february_has_one_too() -> None:
    assert years_before(datetime(2028, 2, 29, 12, tzinfo=UTC), 1) == date(2027, 2, 28)
    assert years_before(datetime(2026, 12, 31, 23, 30, tzinfo=UTC), 5) == date(2022, 1, 1)


def test_a_day_past_it_they_go_and_looking_changes_nothing(settled: Settled) -> None:
    age(settled, YEARS, days=1)
    assert look(settled.context, YEARS) == Ceiling(1, 0, 0)
    assert Invoice.get_by_id(settled.invoice.id).status != InvoiceStatus.ERASED
    assert erase_past(settled.context, YEARS, by="Anne") == Ceiling(1, 0, 0)
    assert Invoice.get_by_id(settled.invoice.id).status == InvoiceStatus.ERASED
    assert found_in(settled.context.files.root) == set()
    assert look(settled.context, YEARS) == Ceiling(0, 0, 0)


def test_on_the_day_itself_they_stay(settled: Settled) -> None:
    age(settled, YEARS, days=0)
    assert erase_past(settled.context, YEARS, by="Anne") == Ceiling(0, 0, 0)


def test_a_newer_invoice_keeps_them_all(settled: Settled) -> None:
    age(settled, YEARS, days=400)
    settled.hand_over("901")
    own = {"identity": settled.invoice.identity, "patient_nir": settled.invoice.patient_nir}
    Invoice.update(own).where(Invoice.number == "901").execute()
    assert erase_past(settled.context, YEARS, by="Anne") == Ceiling(0, 0, 0)
    assert Invoice.get_by_id(settled.invoice.id).status != InvoiceStatus.ERASED


def test_who_has_something_that_is_not_over_is_held_and_nobody_else(settled: Settled) -> None:
    age(settled, YEARS, days=1)
    settled.practice.attach(settled.invoice, settled.practice.document("DSIP"))
    assert look(settled.context, YEARS) == Ceiling(0, 1, 0)
    assert erase_past(settled.context, YEARS, by="Anne") == Ceiling(0, 1, 0)
    assert Invoice.get_by_id(settled.invoice.id).status != InvoiceStatus.ERASED


def test_an_invoice_that_may_be_anothers_is_counted_and_left(settled: Settled) -> None:
    age(settled, YEARS, days=1)
    settled.hand_over("901")
    Invoice.update(patient_nir="", birth_date="").where(Invoice.number == "901").execute()
    other = Invoice.get(Invoice.number == "901")
    Invoice.update(identity=f"{other.identity}-2").where(Invoice.id == other.id).execute()
    assert erase_past(settled.context, YEARS, by="Anne") == Ceiling(0, 0, 1)
    assert Invoice.get_by_id(settled.invoice.id).status != InvoiceStatus.ERASED


def test_a_fault_that_is_no_refusal_is_not_taken_for_one(
    settled: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise ScordError(Code.STORE_BUSY)

    age(settled, YEARS, days=1)
    monkeypatch.setattr(ceiling, "clear", busy)
    with pytest.raises(ScordError) as told:
        erase_past(settled.context, YEARS, by="Anne")
    assert told.value.code == Code.STORE_BUSY
