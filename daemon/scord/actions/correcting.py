"""Corriger: an invoice that has not been transmitted yet is said anew.

One that Scord itself keeps is replaced at once. One of the LPS is corrected there, since the LPS
would else transmit the old one: the wish is kept, its pieces wait, and the corrected invoice that
the LPS hands in (`replaces`) fulfils it.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from scord.actions.importing import import_data
from scord.actions.lookup import invoice_of
from scord.billing.correcting import EDITABLE, changes, corrected, faults_of
from scord.billing.corrections import is_asked, open_correction
from scord.billing.sent import has_piece_in_scor_lot
from scord.store import journal
from scord.store.database import transaction
from scord.store.states import OPEN_STATUSES
from scord.store.tables import Correction, Invoice
from scord_shared.errors import Code, ScordError
from scord_shared.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from scord.store.context import Context

_FIXED_BY_LPS = frozenset({"number"})  # it numbers its own invoices


def correct(
    context: Context, invoice: Invoice, given: Mapping[str, Any], *, why: str, by: str
) -> Invoice:
    """Gives the invoice that counts from now on: the corrected one where Scord keeps it, else the
    old one, which waits for the LPS's. `given` is a part of a scord-invoices/1 invoice.

    Raises ScordError ACTION_REFUSED where its FSE lot or a piece has left, it is closed, a
    correction is asked already or nothing differs; INVOICE_INVALID where it could not be taken.
    """
    with transaction():
        fresh = invoice_of(invoice.id)
        _refuse(_keeps_from_correcting(fresh, context.clock.now()), fresh)
        kept_here = is_kept_here(fresh)
        fields = {name for name in EDITABLE if kept_here or name not in _FIXED_BY_LPS}
        wanted = corrected(fresh.payload, {name: given[name] for name in fields & given.keys()})
        told = changes(fresh.payload, wanted)
        _refuse(None if told else Refusal.NOTHING_CORRECTED, fresh)
        if faults := faults_of(wanted, context.settings.language):
            told_of = tuple(f"{field} : {words}" for field, words in faults.items())
            raise ScordError(Code.INVOICE_INVALID, faults=told_of)
        if kept_here:
            wanted["number"] = _number(fresh, wanted)
        _ask(context, fresh, wanted, why, by)
    return _replace(context, fresh, wanted) if kept_here else fresh


def take_back(context: Context, invoice: Invoice, *, by: str) -> None:
    """The invoice stays as it is. Raises ScordError ACTION_REFUSED where no correction is asked."""
    with transaction():
        asked = open_correction(invoice)
        if asked is None:
            reason = Refusal.NO_CORRECTION_ASKED
            raise ScordError(Code.ACTION_REFUSED, reason=reason, number=invoice.number)
        now = context.clock.now()
        Correction.update(taken_back_at=now).where(Correction.id == asked.id).execute()
        journal.write("correction.taken-back", asked, by=by)


def is_kept_here(invoice: Invoice) -> bool:
    return bool(invoice.payload.get("kept_here"))


def may_correct(context: Context, invoice: Invoice) -> bool:
    return _keeps_from_correcting(invoice, context.clock.now()) is None


def _keeps_from_correcting(invoice: Invoice, now: datetime) -> Refusal | None:
    lot = invoice.fse_lot
    if lot is not None and lot.sent_at <= now:
        return Refusal.INVOICE_TRANSMITTED
    if invoice.status not in OPEN_STATUSES:
        return Refusal.INVOICE_CLOSED
    if has_piece_in_scor_lot(invoice):
        return Refusal.INVOICE_UNDER_WAY
    return Refusal.CORRECTION_ASKED if is_asked(invoice) else None


def _refuse(reason: Refusal | None, invoice: Invoice) -> None:
    if reason is not None:
        raise ScordError(Code.ACTION_REFUSED, reason=reason, number=invoice.number)


def _ask(context: Context, invoice: Invoice, wanted: dict[str, Any], why: str, by: str) -> None:
    now = context.clock.now()
    row = Correction.create(invoice=invoice, asked_at=now, by=by, why=why, wanted=wanted)
    journal.write("correction.asked", row, by=by, invoice=invoice.id)


def _replace(context: Context, old: Invoice, wanted: dict[str, Any]) -> Invoice:
    """By the way that all invoices come: kept as a file, understood, in the place of the old."""
    practitioner = old.practitioner
    names = ("billing_number", "rpps", "family_name", "given_name", "profession")
    whole = {
        "format": "scord-invoices/1",
        "practitioner": {name: getattr(practitioner, name) for name in names},
        "invoices": [wanted],
    }
    import_data(context, "correction.json", json.dumps(whole, ensure_ascii=False).encode())
    return invoice_of(Invoice.get(Invoice.replaces == old).id)


def _number(old: Invoice, wanted: Mapping[str, Any]) -> str:
    """The one that a person gave; else the old one, told apart where the day is the same."""
    number = str(wanted["number"])
    taken = {
        row.number
        for row in Invoice.select(Invoice.number).where(
            (Invoice.practitioner == old.practitioner)
            & (Invoice.invoice_date == date.fromisoformat(wanted["invoice_date"]))
        )
    }
    if number not in taken:
        return number
    return next(new for at in range(1, len(taken) + 2) if (new := f"{number}-{at}") not in taken)
