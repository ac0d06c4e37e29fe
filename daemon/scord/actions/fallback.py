"""When a SCOR lot stays without ARL: what goes on paper instead, and the pieces to print.

Source of the delay: arrêté du 2 octobre 2020 (prestataires LPP), annexe, titre IV, sous-titre III,
paragraphe 4: 5 working days from the first attempt; sure for LPP alone, see docs/proof.md.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from peewee import fn
from pypdf import PdfWriter

from scord.exchange.profiles import load_profile
from scord.lots.working_days import overdue
from scord.store import journal
from scord.store.database import transaction
from scord.store.states import ScorLotState
from scord.store.tables import (
    Attachment,
    Attempt,
    Document,
    DocumentPart,
    Invoice,
    LotItem,
    Message,
    Practitioner,
    ScorLot,
)
from scord_shared.errors import Code, ScordError
from scord_shared.refusals import Refusal

if TYPE_CHECKING:
    from datetime import date, datetime

    from scord.store.context import Context

_OPEN = (ScorLotState.READY, ScorLotState.SENT)


class NotDue(StrEnum):
    """Why a lot is not to go on paper."""

    ANSWERED = Refusal.LOT_ANSWERED.value
    TOO_EARLY = Refusal.LOT_NOT_LATE.value
    GONE_ANEW = Refusal.LOT_GONE_ANEW.value  # all of its pieces left again in a later lot


@dataclass(frozen=True)
class PaperPiece:
    """One piece to print, with what the bordereau says of its invoice."""

    invoice: str
    invoice_date: date
    family_name: str
    given_name: str
    fse_lot: str | None
    type: str | None
    identifier: str
    pages: int
    pdfs: tuple[str, ...]  # sha256


@dataclass(frozen=True)
class Bordereau:
    """A lot to go on paper. `tried_at`: the first attempt, None where there was none; `days`: the
    working days that have to pass from then. `state`: of the message. `pieces`: those that are in
    no later lot, by invoice.
    """

    lot: int
    destination: str
    message_id: str
    test: bool
    practitioner: Practitioner
    frozen_at: datetime
    tried_at: datetime | None
    sent_at: datetime | None
    state: str
    days: int
    pieces: tuple[PaperPiece, ...]
    not_due: NotDue | None


def find_lot(given: str) -> ScorLot:
    """The SCOR lot named by `3`, or `991129768:3` where several practitioners have one.

    Raises ScordError NOT_THERE, or ACTION_REFUSED with whom to choose from.
    """
    billing, _, number = given.rpartition(":")
    wanted = ScorLot.number == (int(number) if number.isdecimal() and len(number) < 10 else 0)
    if billing:
        wanted &= Practitioner.billing_number == billing
    found = list(ScorLot.select(ScorLot, Practitioner).join(Practitioner).where(wanted))
    if not found:
        raise ScordError(Code.NOT_THERE, what=f"lot SCOR {given}")
    if len(found) > 1:
        names = tuple(f"{lot.practitioner.billing_number}:{lot.number}" for lot in found)
        raise ScordError(Code.ACTION_REFUSED, reason=Refusal.PRACTITIONER_UNKNOWN, names=names)
    return found[0]


def bordereau(context: Context, lot: ScorLot) -> Bordereau:
    """What goes with the paper of `lot`, and whether it is to go at all. Raises as load_profile."""
    message = Message.get(Message.lot == lot)
    tried_at = _first_attempt(message) or lot.sent_at
    days = context.settings.exchange.very_late_working_days
    pieces = _pieces(lot)
    late = tried_at is not None and overdue(tried_at, context.clock.now(), days)
    return Bordereau(
        lot=lot.number,
        destination=lot.destination,
        message_id=message.message_id,
        test=load_profile(lot.profile).is_test,
        practitioner=lot.practitioner,
        frozen_at=lot.frozen_at,
        tried_at=tried_at,
        sent_at=lot.sent_at,
        state=message.state.value,
        days=days,
        pieces=pieces,
        not_due=_not_due(lot, pieces, late=late),
    )


def due_bordereau(context: Context, lot: ScorLot) -> Bordereau:
    """As `bordereau`. Raises ScordError ACTION_REFUSED where the lot is not to go on paper."""
    made = bordereau(context, lot)
    if made.not_due:
        facts = {"lot": made.lot, "days": made.days}
        raise ScordError(Code.ACTION_REFUSED, reason=made.not_due, **facts)
    return made


def print_pieces(context: Context, made: Bordereau) -> bytes:
    """Every piece of the bordereau in its order, as one PDF with a bookmark for each.

    Raises ScordError STORE_FILE_DAMAGED.
    """
    writer = PdfWriter()
    for piece in made.pieces:
        for place, sha256 in enumerate(piece.pdfs):
            data = io.BytesIO(context.files.documents.read(sha256))
            mark = f"{piece.invoice} {piece.type}" if place == 0 else None
            writer.append(data, outline_item=mark)
    joined = io.BytesIO()
    writer.write(joined)
    return joined.getvalue()


def record_printed(lot: ScorLot, *, by: str) -> None:
    """That a person took the lot to paper stands in its history."""
    with transaction():
        journal.write("scor-lot.bordereau", lot, by=by)


def _not_due(lot: ScorLot, pieces: tuple[PaperPiece, ...], *, late: bool) -> NotDue | None:
    if lot.state not in _OPEN:
        return NotDue.ANSWERED
    if not pieces:
        return NotDue.GONE_ANEW
    return None if late else NotDue.TOO_EARLY


def _first_attempt(message: Message) -> datetime | None:
    first: Attempt | None = (
        Attempt.select().where(Attempt.message == message).order_by(Attempt.id).first()
    )
    return first.opened_at if first else None


def _pieces(lot: ScorLot) -> tuple[PaperPiece, ...]:
    last = LotItem.select(fn.MAX(LotItem.id)).group_by(LotItem.attachment)
    query = (
        LotItem.select(LotItem, Attachment, Invoice, Document)
        .join(Attachment)
        .join(Invoice)
        .join_from(Attachment, Document)
        .where((LotItem.lot == lot) & LotItem.id.in_(last))
    )
    order = (Invoice.invoice_date, Invoice.number, LotItem.id)
    return tuple(map(_piece, query.order_by(*order)))


def _piece(item: LotItem) -> PaperPiece:
    invoice, document = item.attachment.invoice, item.attachment.document
    parts = list(document.parts.order_by(DocumentPart.number))
    return PaperPiece(
        invoice=invoice.number,
        invoice_date=invoice.invoice_date,
        family_name=invoice.family_name,
        given_name=invoice.given_name,
        fse_lot=invoice.fse_lot.number if invoice.fse_lot else None,
        type=document.type,
        identifier=item.identifier,
        pages=sum(part.page_count for part in parts),
        pdfs=tuple(part.sha256 for part in parts),
    )
