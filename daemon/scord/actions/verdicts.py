"""A person's word on lots that were answered twice, and not in the same way."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from scord.exchange.delivery import withdraw_words
from scord.exchange.matching import lot_state
from scord.store import journal
from scord.store.database import transaction
from scord.store.states import AckOutcome, FseVerdict, ItemVerdict, ScorLotState, move
from scord.store.tables import Acknowledgement, FseLot, ScorLot
from scord_shared.errors import Code, ScordError
from scord_shared.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from scord.store.tables import LotItem

Kind = Literal["fse", "scor"]
_WHY = "settled"


@dataclass(frozen=True)
class Contested:
    """`number` is what the person names it by; the practice and the caisse know it by `lot`."""

    kind: Kind
    number: int
    lot: str
    billing_number: str
    sent_at: datetime | None


def contested() -> list[Contested]:
    """FSE lots, then SCOR lots, the oldest first."""
    fse_lots = FseLot.select().where(FseLot.verdict == FseVerdict.CONTESTED)
    scor_lots = ScorLot.select().where(ScorLot.state == ScorLotState.CONTESTED)
    return [
        *(_shown("fse", lot) for lot in fse_lots.order_by(FseLot.id)),
        *(_shown("scor", lot) for lot in scor_lots.order_by(ScorLot.id)),
    ]


def settle_fse(number: int, *, positive: bool, by: str) -> None:
    """The FSE lot was accepted, or was not. Raises ScordError ACTION_REFUSED if not contested."""
    with transaction():
        lot = FseLot.get_or_none((FseLot.id == number) & (FseLot.verdict == FseVerdict.CONTESTED))
        if lot is None:
            raise ScordError(Code.ACTION_REFUSED, reason=Refusal.NOT_CONTESTED, lot=number)
        move(lot, FseVerdict.POSITIVE if positive else FseVerdict.NEGATIVE, by=by, why=_WHY)


def settle_scor(number: int, *, positive: bool, by: str) -> None:
    """The caisse has every piece of the SCOR lot; or its negative answers hold, with the pieces
    that they refuse; all, where it gave none and the lot was not delivered.

    Raises ScordError ACTION_REFUSED where the lot is not contested.
    """
    with transaction():
        lot = ScorLot.get_or_none(
            (ScorLot.id == number) & (ScorLot.state == ScorLotState.CONTESTED)
        )
        if lot is None:
            raise ScordError(Code.ACTION_REFUSED, reason=Refusal.NOT_CONTESTED, lot=number)
        refused = {} if positive else _refused(lot) or _all_pieces(lot)
        for item in lot.items:
            _settle_item(item, refused, by)
        verdicts = {item.identifier: item.verdict for item in lot.items}
        move(lot, lot_state(verdicts), by=by, why=_WHY)
        counts = Counter(verdict.value for verdict in verdicts.values())
        journal.chain(
            lot.practitioner, "settled", lot=lot.number, state=lot.state.value, pieces=dict(counts)
        )


def _settle_item(item: LotItem, refused: Mapping[str, str | None], by: str) -> None:
    verdict = ItemVerdict.REJECTED if item.identifier in refused else ItemVerdict.ACCEPTED
    if item.verdict == verdict:
        return
    if verdict == ItemVerdict.REJECTED:
        withdraw_words([item.attachment_id])
    move(item, verdict, by=by, why=_WHY, reason=refused.get(item.identifier))


def _refused(lot: ScorLot) -> dict[str, str | None]:
    """What the lot's negative answers refuse, by identifier, with the reason: all, if they name
    none.
    """
    applied = (AckOutcome.APPLIED, AckOutcome.CONTRADICTION)
    answers = Acknowledgement.select().where(
        (Acknowledgement.scor_lot == lot)
        & Acknowledgement.outcome.in_(applied)
        & ~Acknowledgement.positive
    )
    refused: dict[str, str | None] = {}
    for answer in answers.order_by(Acknowledgement.id):
        named = answer.facts["rejected"] or [[item.identifier, None] for item in lot.items]
        for identifier, reason in named:
            refused[identifier] = reason or answer.facts["label"]
    return refused


def _all_pieces(lot: ScorLot) -> dict[str, str | None]:
    return {item.identifier: None for item in lot.items}


def _shown(kind: Kind, lot: FseLot | ScorLot) -> Contested:
    return Contested(kind, lot.id, str(lot.number), lot.practitioner.billing_number, lot.sent_at)
