"""The row of each invoice in the table Standing, derived from the facts for many at once."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from peewee import JOIN

from scord.lots.colour import judge
from scord.lots.piece_state import PieceState, piece_states_of
from scord.store.database import database
from scord.store.tables import FseLot, Invoice, Practitioner, Standing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from scord.lots.piece_state import Pieces
    from scord.store.context import Context

Values = dict[str, Any]

_COLUMNS = (
    Standing.invoice,
    Standing.colour,
    Standing.missing,
    Standing.to_send,
    Standing.under_way,
    Standing.accepted,
    Standing.rejected,
    Standing.contested,
)
# Made once, since making it takes longer than what it does.
_PUT, _ = (
    Standing.insert_many([[None] * len(_COLUMNS)], fields=_COLUMNS)
    .on_conflict(conflict_target=[Standing.invoice], preserve=_COLUMNS[1:])
    .sql()
)
_READ = (  # what a verdict on an invoice follows from, beside its pieces
    Invoice.id,
    Invoice.practitioner,
    Invoice.invoice_date,
    Invoice.mode,
    Invoice.status,
    Invoice.regime,
    Invoice.caisse,
    Invoice.payload,
    FseLot.id,
    FseLot.practitioner,
    FseLot.sent_at,
)


def outdated(context: Context, invoices: Collection[int]) -> list[Values]:
    """The rows of `invoices` that are not as they should be, as they should be."""
    query: Any = Standing.select(*_COLUMNS).where(Standing.invoice.in_(invoices))
    kept = {row["invoice"]: row for row in query.dicts()}
    return [row for row in _derived(context, invoices) if row != kept.get(row["invoice"])]


def write(rows: list[Values]) -> None:
    for row in rows:
        database.execute_sql(_PUT, [row[column.name] for column in _COLUMNS])


def _derived(context: Context, invoices: Collection[int]) -> Iterator[Values]:
    pieces = piece_states_of(invoices)
    everybody = {one.id: one for one in Practitioner.select()}
    query = Invoice.select(*_READ).join(FseLot, JOIN.LEFT_OUTER)
    for invoice in query.where(Invoice.id.in_(invoices)):
        invoice.practitioner = everybody[invoice.practitioner_id]
        if invoice.fse_lot:
            invoice.fse_lot.practitioner = everybody[invoice.fse_lot.practitioner_id]
        yield _values(context, invoice, pieces.get(invoice.id, ()))


def _values(context: Context, invoice: Invoice, pieces: Pieces) -> Values:
    """The fields of one Standing. Of what SCOR asks nothing for, nothing is to be done."""
    verdict = judge(context, invoice, pieces)
    counts = Counter(state for _, state in pieces)
    return {
        "invoice": invoice.id,
        "colour": verdict.colour.value,
        "missing": verdict.missing,
        "to_send": counts[PieceState.TO_SEND] * verdict.asked,
        "under_way": counts[PieceState.UNDER_WAY],
        "accepted": counts[PieceState.ACCEPTED],
        "rejected": counts[PieceState.REJECTED] * verdict.asked,
        "contested": counts[PieceState.CONTESTED],
    }
