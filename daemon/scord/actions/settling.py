"""A person's word where the machine must not guess: uncertain sendings, ARLs that fit two lots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scord.billing.arl import assign_ack
from scord.exchange.orders import obey
from scord.store.database import transaction
from scord.store.states import AckOutcome, MessageState
from scord.store.tables import Acknowledgement, FseLot, Message, Practitioner
from scord_shared.errors import Code, ScordError
from scord_shared.refusals import Refusal

if TYPE_CHECKING:
    from datetime import datetime

    from scord.exchange.orders import Order
    from scord.store.context import Context


@dataclass(frozen=True)
class UncertainMessage:
    """`number` is what the person names it by; the receiver knows it by `file_name`."""

    number: int
    lot: int
    billing_number: str
    file_name: str
    frozen_at: datetime


@dataclass(frozen=True)
class AmbiguousAck:
    """An FSE ARL and the lots it may be about, as (number to name, sent at)."""

    number: int
    positive: bool
    answered_at: datetime
    billing_number: str
    lot: str
    candidates: tuple[tuple[int, datetime], ...]


def uncertain_messages() -> list[UncertainMessage]:
    """Those of which nobody but a person can say what became of them, the oldest first."""
    undecided = Message.state.in_((MessageState.UNCERTAIN, MessageState.BOUNCED))
    rows = Message.select().where(undecided).order_by(Message.id)
    return [
        UncertainMessage(
            row.id,
            row.lot.number,
            row.lot.practitioner.billing_number,
            row.file_name,
            row.lot.frozen_at,
        )
        for row in rows
    ]


def order(context: Context, number: int, given: Order, *, by: str) -> MessageState:
    """A person's order for one message of the outbox, and what it comes to; see `obey`.

    Raises ACTION_REFUSED.
    """
    return obey(context, _message(number), given, by)


def ambiguous_acks() -> list[AmbiguousAck]:
    rows = Acknowledgement.select().where(Acknowledgement.outcome == AckOutcome.AMBIGUOUS)
    return [
        AmbiguousAck(
            row.id,
            bool(row.positive),
            row.answered_at,
            row.facts["billing_number"],
            row.facts["lot"],
            tuple((lot.id, lot.sent_at) for lot in candidates(row)),
        )
        for row in rows.order_by(Acknowledgement.id)
    ]


def assign(number: int, fse_lot: int, *, by: str) -> None:
    """Says which lot an ambiguous ARL is about. Raises ACTION_REFUSED for any other pair."""
    with transaction():
        ack = Acknowledgement.get_or_none(
            (Acknowledgement.id == number) & (Acknowledgement.outcome == AckOutcome.AMBIGUOUS)
        )
        chosen = [lot for lot in candidates(ack) if lot.id == fse_lot] if ack else []
        if ack is None or not chosen:
            reason = Refusal.NOT_A_CANDIDATE
            raise ScordError(Code.ACTION_REFUSED, reason=reason, ack=number, lot=fse_lot)
        assign_ack(ack, chosen[0], by=by)


def candidates(ack: Acknowledgement) -> list[FseLot]:
    """The FSE lots that the ARL may be about, the oldest first."""
    lots = (
        FseLot.select(FseLot, Practitioner)
        .join(Practitioner)
        .where(
            (Practitioner.billing_number == ack.facts["billing_number"])
            & (FseLot.number == ack.facts["lot"])
        )
    )
    return list(lots.order_by(FseLot.sent_at))


def _message(number: int) -> Message:
    message = Message.get_or_none(Message.id == number)
    if message is None:
        raise ScordError(Code.ACTION_REFUSED, reason=Refusal.MESSAGE_UNKNOWN, number=number)
    return message
