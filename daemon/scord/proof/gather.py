"""Gathers what the store knows of an invoice's sending. Nothing is changed by it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import scord
from scord.actions.lookup import full_name
from scord.actions.purging.marks import purged_at, recipients
from scord.exchange.profiles import load_profile
from scord.lots.piece_state import PieceState, piece_states
from scord.proof import record
from scord.store import journal
from scord.store.states import MessageState
from scord.store.tables import (
    Acknowledgement,
    Attachment,
    Attempt,
    ChainEntry,
    Document,
    DocumentPart,
    Incoming,
    LotItem,
    Message,
    ScorLot,
)
from scord_shared.errors import ScordError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from peewee import Expression

    from scord.store.context import Context
    from scord.store.tables import FseLot, Invoice, Practitioner


class Standing(StrEnum):
    """How the sending of an invoice stands, the first that applies."""

    NOTHING_SENT = "nothing-sent"  # no piece of it has ever left
    UNCERTAIN = "uncertain"  # a lot has perhaps arrived, none surely
    CONTESTED = "contested"
    REJECTED = "rejected"
    UNDER_WAY = "under-way"  # at least one piece is not answered
    ACCEPTED = "accepted"  # the caisse has every piece that was sent


_BY_PIECE = {
    PieceState.CONTESTED: Standing.CONTESTED,
    PieceState.REJECTED: Standing.REJECTED,
    PieceState.UNDER_WAY: Standing.UNDER_WAY,
}


def gather(context: Context, invoice: Invoice) -> record.Proof:
    """What is known at this moment."""
    lots = tuple(_lot(context, lot, invoice) for lot in lots_of(invoice))
    test = any(lot.test for lot in lots) or _is_test(context.settings.exchange.profile)
    return record.Proof(
        format=record.FORMAT,
        test=test,
        warning=record.WARNING if test else None,
        made_at=context.clock.now(),
        made_by=f"scord {scord.__version__}",
        journal_end=journal.end(),
        standing=_standing(invoice, lots),
        practitioner=_sender(invoice.practitioner),
        invoice=_billed(invoice),
        fse_lot=_fse_lot(invoice.fse_lot) if invoice.fse_lot else None,
        lots=lots,
        unsent=_unsent(invoice),
        chain=chain_of(invoice.practitioner),
    )


def chain_of(practitioner: Practitioner) -> tuple[record.Link, ...]:
    """Every exchange event of the practitioner, the oldest first."""
    rows = ChainEntry.select().where(ChainEntry.practitioner == practitioner)
    return tuple(
        record.Link(
            sequence=row.sequence,
            at=row.at.isoformat(),
            event=row.event,
            facts=row.facts,
            previous=row.previous,
            hash=row.hash,
        )
        for row in rows.order_by(ChainEntry.sequence)
    )


def lots_of(invoice: Invoice) -> list[ScorLot]:
    """The SCOR lots that took pieces of the invoice along, the oldest first."""
    query = ScorLot.select().join(LotItem).join(Attachment).where(Attachment.invoice == invoice)
    return list(query.order_by(ScorLot.number).distinct())


def _standing(invoice: Invoice, lots: Sequence[record.ScorSending]) -> Standing:
    if not any(lot.sent_at for lot in lots):
        uncertain = any(lot.message.state == MessageState.UNCERTAIN for lot in lots)
        return Standing.UNCERTAIN if uncertain else Standing.NOTHING_SENT
    states = {state for _, state in piece_states(invoice)}
    return next((told for state, told in _BY_PIECE.items() if state in states), Standing.ACCEPTED)


def _sender(practitioner: Practitioner) -> record.Sender:
    return record.Sender(
        billing_number=practitioner.billing_number,
        rpps=practitioner.rpps,
        family_name=practitioner.family_name,
        given_name=practitioner.given_name,
        profession=practitioner.profession,
    )


def _billed(invoice: Invoice) -> record.Billed:
    return record.Billed(
        number=invoice.number,
        invoice_date=invoice.invoice_date,
        mode=invoice.mode,
        status=invoice.status.value,
        family_name=invoice.family_name,
        given_name=invoice.given_name,
        destination=invoice.destination,
        centre=invoice.centre,
        replaces=full_name(invoice.replaces) if invoice.replaces else None,
    )


def _fse_lot(lot: FseLot) -> record.FseSending:
    return record.FseSending(
        number=lot.number,
        sent_at=lot.sent_at,
        kind=lot.kind,
        verdict=lot.verdict.value,
        answered_at=lot.answered_at,
        answers=_answers(Acknowledgement.fse_lot == lot),
    )


def _lot(context: Context, lot: ScorLot, invoice: Invoice) -> record.ScorSending:
    message = Message.get(Message.lot == lot)
    tries = Attempt.select().where(Attempt.message == message).order_by(Attempt.id)
    return record.ScorSending(
        number=lot.number,
        destination=lot.destination,
        profile=lot.profile,
        test=_is_test(lot.profile),
        state=lot.state.value,
        frozen_at=lot.frozen_at,
        sent_at=lot.sent_at,
        answered_at=lot.answered_at,
        message=_envelope(context, message),
        pieces=_pieces(lot, invoice),
        tries=tuple(map(_try, tries)),
        answers=_answers(Acknowledgement.scor_lot == lot),
    )


def _is_test(profile: str) -> bool:
    """A profile that is no longer installed cannot be asked; `reference` always is."""
    try:
        return load_profile(profile).is_test
    except ScordError:
        return False


def _envelope(context: Context, message: Message) -> record.Envelope:
    return record.Envelope(
        message_id=message.message_id,
        file_name=message.file_name,
        sha256=message.sha256,
        size=message.size,
        recipient=", ".join(recipients(context, message)) or None,
        state=message.state.value,
        purged_at=purged_at(message),
    )


def _pieces(lot: ScorLot, invoice: Invoice) -> tuple[record.Sent, ...]:
    query = LotItem.select(LotItem, Attachment, Document).join(Attachment).join(Document)
    here = (LotItem.lot == lot) & (Attachment.invoice == invoice)
    return tuple(
        record.Sent(
            identifier=item.identifier,
            type=item.attachment.document.type,
            verdict=item.verdict.value,
            reason=item.reason,
            pdfs=_pdfs(item.attachment.document),
        )
        for item in query.where(here).order_by(LotItem.id)
    )


def _unsent(invoice: Invoice) -> tuple[record.Unsent, ...]:
    in_lots = LotItem.select(LotItem.attachment)
    query = Attachment.select(Attachment, Document).join(Document)
    here = (
        (Attachment.invoice == invoice)
        & Attachment.removed_at.is_null()
        & Attachment.id.not_in(in_lots)
    )
    return tuple(
        record.Unsent(type=one.document.type, pdfs=_pdfs(one.document))
        for one in query.where(here).order_by(Attachment.id)
    )


def _pdfs(document: Document) -> tuple[record.Pdf, ...]:
    rows: Iterable[DocumentPart] = document.parts.order_by(DocumentPart.number)
    return tuple(
        record.Pdf(
            number=row.number,
            sha256=row.sha256,
            size=row.size,
            pages=row.page_count,
            purged_at=purged_at(row),
        )
        for row in rows
    )


def _try(one: Attempt) -> record.Try:
    return record.Try(
        opened_at=one.opened_at,
        started_at=one.started_at,
        closed_at=one.closed_at,
        verdict=one.verdict.value if one.verdict else None,
        detail=one.detail,
    )


def _answers(wanted: Expression) -> tuple[record.Answer, ...]:
    query = Acknowledgement.select(Acknowledgement, Incoming).join(Incoming).where(wanted)
    return tuple(
        record.Answer(
            sha256=one.incoming.sha256,
            position=one.position,
            channel=one.incoming.channel,
            received_at=one.incoming.received_at,
            answered_at=one.answered_at,
            positive=one.positive,
            outcome=one.outcome.value,
        )
        for one in query.order_by(Acknowledgement.id)
    )
