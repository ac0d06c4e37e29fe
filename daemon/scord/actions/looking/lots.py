"""FSE lots and SCOR lots, as lists and as one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scord.actions.looking.invoices import named
from scord.actions.looking.pages import Listed, Window, counted, listed, narrowed
from scord.store.states import FseVerdict, ItemVerdict, MessageState, ScorLotState
from scord.store.tables import (
    Acknowledgement,
    Attachment,
    Document,
    FseLot,
    Invoice,
    LotItem,
    Message,
    Practitioner,
    ScorLot,
)
from scord_shared.status import NamedInvoice


@dataclass(frozen=True, kw_only=True)
class ListedFseLot:
    """The LPS's lot; `kind` is "secured" or "degraded", `invoices` counts those known here."""

    id: int
    practitioner: str
    number: str
    sent_at: datetime
    kind: str
    verdict: FseVerdict
    answered_at: datetime | None
    invoices: int


@dataclass(frozen=True, kw_only=True)
class FseLotDetail(ListedFseLot):
    """`acknowledgements`: the numbers of its ARLs. Its invoices are those with this `fse_lot`."""

    acknowledgements: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ListedScorLot:
    """`destination` is régime and caisse ("01-349"); `pieces` counts its items."""

    id: int
    practitioner: str
    destination: str
    number: int
    profile: str
    state: ScorLotState
    frozen_at: datetime
    sent_at: datetime | None
    answered_at: datetime | None
    pieces: int
    message: int | None
    message_state: MessageState | None


@dataclass(frozen=True)
class Item:
    """A piece in the lot with the caisse's verdict on it, and its words where it refused it."""

    identifier: str
    document: int
    type: str | None
    invoice: NamedInvoice
    verdict: ItemVerdict
    reason: str | None


@dataclass(frozen=True, kw_only=True)
class ScorLotDetail(ListedScorLot):
    items: tuple[Item, ...]
    acknowledgements: tuple[int, ...]


def fse_lots(verdict: FseVerdict | None, window: Window) -> Listed[ListedFseLot]:
    query = FseLot.select(FseLot, Practitioner).join(Practitioner)
    return listed(narrowed(query, (FseLot.verdict, verdict)), window, shown_fse_lots)


def fse_lot_detail(lot: FseLot) -> FseLotDetail:
    (shown,) = shown_fse_lots([lot])
    return FseLotDetail(**vars(shown), acknowledgements=_answers(Acknowledgement.fse_lot == lot))


def scor_lots(states: Collection[ScorLotState], window: Window) -> Listed[ListedScorLot]:
    """Those in one of `states`; in any, where none is given."""
    query = ScorLot.select(ScorLot, Practitioner).join(Practitioner)
    wanted = query.where(ScorLot.state.in_(states)) if states else query
    return listed(wanted, window, _shown)


def scor_lot_detail(lot: ScorLot) -> ScorLotDetail:
    (shown,) = _shown([lot])
    answers = _answers(Acknowledgement.scor_lot == lot)
    return ScorLotDetail(**vars(shown), items=_items(lot), acknowledgements=answers)


def shown_fse_lots(rows: Sequence[FseLot]) -> list[ListedFseLot]:
    invoices = counted(Invoice.fse_lot, rows)
    return [
        ListedFseLot(
            id=row.id,
            practitioner=row.practitioner.billing_number,
            number=row.number,
            sent_at=row.sent_at,
            kind=row.kind,
            verdict=row.verdict,
            answered_at=row.answered_at,
            invoices=invoices[row.id],
        )
        for row in rows
    ]


def _shown(rows: Sequence[ScorLot]) -> list[ListedScorLot]:
    pieces = counted(LotItem.lot, rows)
    query = Message.select().where(Message.lot.in_([row.id for row in rows]))
    messages = {message.lot_id: message for message in query}
    return [_listed(row, pieces[row.id], messages.get(row.id)) for row in rows]


def _listed(row: ScorLot, pieces: int, message: Message | None) -> ListedScorLot:
    return ListedScorLot(
        id=row.id,
        practitioner=row.practitioner.billing_number,
        destination=row.destination,
        number=row.number,
        profile=row.profile,
        state=row.state,
        frozen_at=row.frozen_at,
        sent_at=row.sent_at,
        answered_at=row.answered_at,
        pieces=pieces,
        message=message.id if message else None,
        message_state=message.state if message else None,
    )


def _items(lot: ScorLot) -> tuple[Item, ...]:
    query = (
        LotItem.select(LotItem, Attachment, Document, Invoice, Practitioner)
        .join(Attachment)
        .join(Document)
        .join_from(Attachment, Invoice)
        .join(Practitioner)
    )
    return tuple(
        Item(
            row.identifier,
            row.attachment.document_id,
            row.attachment.document.type,
            named(row.attachment.invoice),
            row.verdict,
            row.reason,
        )
        for row in query.where(LotItem.lot == lot).order_by(LotItem.id)
    )


def _answers(wanted: Any) -> tuple[int, ...]:
    query = Acknowledgement.select(Acknowledgement.id).where(wanted)
    return tuple(row.id for row in query.order_by(Acknowledgement.id))
