"""Where each piece of an invoice stands, read from the lots it has been in: never stored twice."""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from peewee import JOIN

from scord.store.states import InvoiceStatus, ItemVerdict, MessageState, ScorLotState
from scord.store.tables import Attachment, Document, Invoice, LotItem, Message, ScorLot

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from peewee import ModelSelect


class PieceState(StrEnum):
    TO_SEND = "to-send"
    UNDER_WAY = "under-way"  # in a lot that is not answered
    ACCEPTED = "accepted"
    REJECTED = "rejected"  # by the caisse, or its lot could not be delivered at all
    REPLACED = "replaced"  # rejected, and a newer piece of the same type stands for it
    CONTESTED = "contested"  # the caisse said two things of its lot


REFUSED = (PieceState.REJECTED, PieceState.REPLACED)

Pieces = tuple[tuple[Attachment, PieceState], ...]


class _Trip(NamedTuple):
    """One lot that a piece was in, and what came of it."""

    lot: int
    verdict: ItemVerdict
    lot_state: ScorLotState
    message: MessageState | None


def piece_states(invoice: Invoice) -> Pieces:
    """Every live attachment of `invoice`, oldest first, with where it stands."""
    return _told(Attachment.select(Attachment, Document), [invoice.id]).get(invoice.id, ())


def piece_states_of(invoices: Collection[int]) -> dict[int, Pieces]:
    """The same of many invoices at once, by the id of each that has any; of an attachment nothing
    is loaded but its id, its invoice, its document's type and scan, and when it was confirmed.
    """
    columns = (Attachment.id, Attachment.invoice, Attachment.confirmed_at)
    return _told(Attachment.select(*columns, Document.id, Document.type, Document.scan), invoices)


def _told(query: ModelSelect[Attachment], invoices: Collection[int]) -> dict[int, Pieces]:
    here = Attachment.invoice.in_(invoices) & Attachment.removed_at.is_null()
    live = list(query.join(Document).where(here).order_by(Attachment.id))
    trips = _trips([one.id for one in live])
    attachments: defaultdict[int, list[Attachment]] = defaultdict(list)
    for one in live:
        attachments[one.invoice_id].append(one)
    return {
        invoice: tuple((one, _state(one, siblings, trips)) for one in siblings)
        for invoice, siblings in attachments.items()
    }


def unsent() -> ModelSelect[Attachment]:
    """The live attachments of open invoices in no lot under way or accepted: to send or refused."""
    bound = (
        LotItem.select(LotItem.attachment)
        .join(Message, on=(Message.lot == LotItem.lot))
        .where((LotItem.verdict != ItemVerdict.REJECTED) & (Message.state != MessageState.FAILED))
    )
    return (
        Attachment.select()
        .join(Invoice)
        .where(
            Attachment.removed_at.is_null()
            & Attachment.id.not_in(bound)
            & Invoice.status.in_((InvoiceStatus.ACTIVE, InvoiceStatus.HELD))
        )
    )


def _trips(attachments: list[int]) -> Mapping[int, Sequence[_Trip]]:
    """Of each attachment that was ever in a lot, the oldest first."""
    rows: ModelSelect[Any] = (
        LotItem.select(
            LotItem.attachment, LotItem.lot, LotItem.verdict, ScorLot.state, Message.state
        )
        .join(ScorLot)
        .join(Message, JOIN.LEFT_OUTER, on=(Message.lot == ScorLot.id))
        .where(LotItem.attachment.in_(attachments))
        .order_by(LotItem.id)
        .tuples()
    )
    trips: defaultdict[int, list[_Trip]] = defaultdict(list)
    for attachment, *trip in rows:
        trips[attachment].append(_Trip(*trip))
    return trips


def _state(
    one: Attachment, siblings: Sequence[Attachment], trips: Mapping[int, Sequence[_Trip]]
) -> PieceState:
    if one.id not in trips:
        return PieceState.TO_SEND
    last = trips[one.id][-1]
    if last.lot_state == ScorLotState.CONTESTED:
        return PieceState.CONTESTED
    if last.verdict == ItemVerdict.ACCEPTED:
        return PieceState.ACCEPTED
    if last.verdict == ItemVerdict.REJECTED or last.message == MessageState.FAILED:
        return _after_refusal(one, siblings, trips)
    return PieceState.UNDER_WAY


def _after_refusal(
    one: Attachment, siblings: Sequence[Attachment], trips: Mapping[int, Sequence[_Trip]]
) -> PieceState:
    """A refused piece goes again only on a person's word given since; a newer one replaces it.

    Both are told without comparing times, which a clock set right may turn around: a refusal takes
    the earlier word away, and a piece that was not refused with it stands for it.
    """
    if one.confirmed_at:
        return PieceState.TO_SEND
    lots = {trip.lot for trip in trips[one.id]}
    replaced = any(
        other.id > one.id
        and other.document.type == one.document.type
        and lots.isdisjoint(trip.lot for trip in trips.get(other.id, ()))
        for other in siblings
    )
    return PieceState.REPLACED if replaced else PieceState.REJECTED
