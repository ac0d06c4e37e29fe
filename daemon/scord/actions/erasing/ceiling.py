"""Erases the patients whose last invoice is older than the retention's ceiling."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from scord.actions.erasing.erase import clear, finish, plan
from scord.actions.erasing.mentions import Mentions
from scord.actions.erasing.patient import patient_of
from scord.settings import PARIS
from scord.store.states import InvoiceStatus
from scord.store.tables import Invoice
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from scord.actions.erasing.patient import Patient
    from scord.store.context import Context

_Answer = TypeVar("_Answer")


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
    patients, unclear = _past(context, years)
    mentions = Mentions(context, patients)
    held = sum(bool(plan(context, one, mentions).obstacles) for one in patients)
    return Ceiling(len(patients) - held, held, unclear)


def erase_past(context: Context, years: int, *, by: str) -> Ceiling:
    """Raises ScordError STORE_BUSY as erase.finish does."""
    patients, unclear = _past(context, years)
    mentions = Mentions(context, patients)
    done = [_allowed(partial(clear, context, one, mentions, by=by)) for one in patients]
    held = done.count(None)
    if held < len(patients):
        finish(context)
    return Ceiling(len(patients) - held, held, unclear)


def _past(context: Context, years: int) -> tuple[list[Patient], int]:
    """Each patient once; and how many old invoices may be one's or another's."""
    limit = years_before(context.clock.now(), years)
    old = (Invoice.invoice_date < limit) & (Invoice.status != InvoiceStatus.ERASED)
    seen: set[int] = set()
    patients: list[Patient] = []
    unclear = 0
    for invoice in Invoice.select().where(old).order_by(Invoice.id):
        if invoice.id in seen:
            continue
        patient = _allowed(partial(patient_of, invoice))
        if patient is None:
            unclear += 1
            continue
        seen.update(one.id for one in patient.invoices)
        if all(one.invoice_date < limit for one in patient.invoices):
            patients.append(patient)
    return patients, unclear


def _allowed(act: Callable[[], _Answer]) -> _Answer | None:
    """None where it is refused; any other fault goes on."""
    try:
        return act()
    except ScordError as fault:
        if fault.code != Code.ACTION_REFUSED:
            raise
        return None


def years_before(now: datetime, years: int) -> date:
    """The same day of another year in Paris; of 29 February the 28th."""
    day = now.astimezone(PARIS).date()
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
