"""What may be wrong with an invoice by the nomenclature: its lines, and the patient's others."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from scord.billing.nomenclature import Act, Warned, check, is_forfait
from scord.store.states import OPEN_STATUSES
from scord.store.tables import Invoice

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


def warnings_of(invoice: Invoice) -> tuple[Warned, ...]:
    """Of an invoice that is neither cancelled nor replaced, line by line. What cannot be known
    gives none: when a period began only an earlier forfait of patient and practitioner can tell.
    """
    if not bills_forfait(invoice.payload):
        return ()
    rows = Invoice.select().where(
        (Invoice.identity == invoice.identity)
        & (Invoice.practitioner == invoice.practitioner)
        & Invoice.status.in_(OPEN_STATUSES)
    )
    in_order = sorted(rows, key=lambda row: (row.invoice_date, row.id))
    if invoice not in in_order:
        return ()
    earlier = in_order[: in_order.index(invoice)]
    acts = [act for row in earlier for act in acts_of(row.payload, row.number)]
    return check(acts_of(invoice.payload), acts)


def bills_forfait(payload: Mapping[str, Any]) -> bool:
    return any(is_forfait(_code(line)) for line in payload.get("lines", ()))


def acts_of(payload: Mapping[str, Any], number: str | None = None) -> list[Act]:
    """The lines of an invoice as it was handed over; `number`: its own, where it is an earlier."""
    return [
        Act(
            _code(line),
            date.fromisoformat(line["date"]),
            line["quantity"],
            line["amount_cents"],
            f"lines[{at}]",
            number,
        )
        for at, line in enumerate(payload.get("lines", ()))
    ]


def _code(line: Mapping[str, Any]) -> str:
    return str(line["code"]).strip().upper()
