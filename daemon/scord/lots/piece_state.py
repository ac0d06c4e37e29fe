"""Where each piece of an invoice stands, read from the lots it has been in: never stored twice."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING

from scord.store.states import InvoiceStatus, ItemVerdict, MessageState, ScorLotState
from scord.store.tables import Attachment, Document, Invoice, LotItem, Message, ScorLot

if TYPE_CHECKING:
    from collections.abc import Iterable

    from peewee import ModelSelect


class PieceState(StrEnum):
    TO_SEND = "to-send"
    UNDER_WAY = "under-way"  # in a lot that is not answered
    ACCEPTED = "accepted"
    REJECTED = "rejected"  # by the caisse, or its lot could not be delivered at all
    REPLACED = "replaced"  # rejected, and a newer piece of the same type stands for it
    CONTESTED = "contested"  # the caisse said two things of its lot


REFUSED = (PieceState.REJECTED, PieceState.REPLACED)


def piece_states(invoice: Invoice) -> tuple[tuple[Attachment, PieceState], ...]:
    """Every live attachment of `invoice`, oldest first, with where it stands."""
    attachments = list(
        Attachment.select(Attachment, Document)
        .join(Document)
        .where((Attachment.invoice == invoice) & Attachment.removed_at.is_null())
        .order_by(Attachment.id)
    )
    last = _last_items(attachments)
    return tuple((one, _state(one, last.get(one.id), attachments)) for one in attachments)


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


def count_open() -> Counter[PieceState]:
    """How many live attachments are to be sent, rejected, and so on; those under way are left out.

    Few pieces were ever refused, so only their invoices are looked at one by one.
    """
    refused_once = LotItem.select(LotItem.attachment)
    fresh = unsent().where(Attachment.id.not_in(refused_once)).count()
    again = {one.id: one for one in unsent().where(Attachment.id.in_(refused_once))}
    states = Counter(
        state
        for invoice in {one.invoice for one in again.values()}
        for one, state in piece_states(invoice)
        if one.id in again
    )
    return states + Counter({PieceState.TO_SEND: fresh})


def _last_items(attachments: Iterable[Attachment]) -> dict[int, LotItem]:
    items = (
        LotItem.select(LotItem, ScorLot)
        .join(ScorLot)
        .where(LotItem.attachment.in_(list(attachments)))
        .order_by(LotItem.id)
    )
    return {item.attachment_id: item for item in items}


def _state(one: Attachment, last: LotItem | None, siblings: Iterable[Attachment]) -> PieceState:
    if last is None:
        return PieceState.TO_SEND
    if last.lot.state == ScorLotState.CONTESTED:
        return PieceState.CONTESTED
    if last.verdict == ItemVerdict.ACCEPTED:
        return PieceState.ACCEPTED
    if last.verdict == ItemVerdict.REJECTED or _undeliverable(last.lot):
        return _after_refusal(one, siblings)
    return PieceState.UNDER_WAY


def _undeliverable(lot: ScorLot) -> bool:
    failed = (Message.lot == lot) & (Message.state == MessageState.FAILED)
    return bool(Message.select().where(failed).exists())


def _after_refusal(one: Attachment, siblings: Iterable[Attachment]) -> PieceState:
    """A refused piece goes again only on a person's word given since; a newer one replaces it.

    Both are told without comparing times, which a clock set right may turn around: a refusal takes
    the earlier word away, and a piece that was not refused with it stands for it.
    """
    if one.confirmed_at:
        return PieceState.TO_SEND
    newer = [
        other
        for other in siblings
        if other.id > one.id and other.document.type == one.document.type
    ]
    replaced = any(not _refused_with(one, other) for other in newer)
    return PieceState.REPLACED if replaced else PieceState.REJECTED


def _refused_with(one: Attachment, other: Attachment) -> bool:
    """Whether both were once in the same lot: then neither stands for the other."""
    lots = LotItem.select(LotItem.lot).where(LotItem.attachment == one)
    together = (LotItem.attachment == other) & LotItem.lot.in_(lots)
    return bool(LotItem.select().where(together).exists())
