"""Erases the patients whose last invoice is older than the retention's ceiling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scord.actions.erasing.erase import clear, finish, plan
from scord.actions.erasing.patient import patient_of
from scord.settings import PARIS
from scord.store.states import InvoiceStatus
from scord.store.tables import Invoice
from scord_shared.errors import ScordError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from scord.actions.erasing.patient import Patient
    from scord.store.context import Context


@dataclass(frozen=True)
class Ceiling:
    """How many patients are past it: those that go; those of whom something is not over; and the
    invoices of which it is not sure whose they are.
    """

    going: int
    held: int
    unclear: int


def look(context: Context, years: int) -> Ceiling:
    """Who would go; changes nothing."""
    found = _Past(context, years)
    plans = [plan(context, one) for one in found.patients()]
    going = sum(not one.obstacles for one in plans)
    return Ceiling(going, len(plans) - going, found.unclear)


def erase_past(context: Context, years: int, *, by: str) -> Ceiling:
    """Raises ScordError STORE_BUSY as erase.finish does."""
    found = _Past(context, years)
    going = held = 0
    for one in list(found.patients()):
        try:
            clear(context, one, by=by)
            going += 1
        except ScordError:  # something of theirs is not over
            held += 1
    if going:
        finish(context)
    return Ceiling(going, held, found.unclear)


class _Past:
    """Each patient once. `unclear` counts as they are looked at."""

    def __init__(self, context: Context, years: int) -> None:
        self._limit = years_before(context.clock.now(), years)
        self.unclear = 0

    def patients(self) -> Iterator[Patient]:
        seen: set[int] = set()
        old = (Invoice.invoice_date < self._limit) & (Invoice.status != InvoiceStatus.ERASED)
        for invoice in list(Invoice.select().where(old).order_by(Invoice.id)):
            if invoice.id in seen:
                continue
            try:
                patient = patient_of(invoice)
            except ScordError:
                self.unclear += 1
                continue
            seen.update(one.id for one in patient.invoices)
            if all(one.invoice_date < self._limit for one in patient.invoices):
                yield patient


def years_before(now: datetime, years: int) -> date:
    """The same day of another year in Paris; of 29 February the 28th."""
    day = now.astimezone(PARIS).date()
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
