"""What an ARL means for the SCOR lot it names: a pure function of the two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scord.store.states import AckOutcome, ItemVerdict, MessageState, ScorLotState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scord.lots.profile import ParsedAnswer

_ANSWERED = (
    ScorLotState.ACCEPTED,
    ScorLotState.PARTIAL,
    ScorLotState.REJECTED,
    ScorLotState.CONTESTED,
)


@dataclass(frozen=True)
class KnownLot:
    """What the store says of one lot; `verdicts` by piece identifier."""

    state: ScorLotState
    message: MessageState
    message_id: str
    verdicts: Mapping[str, ItemVerdict]


def match(answer: ParsedAnswer, lot: KnownLot | None) -> AckOutcome:
    """What becomes of `answer`; `lot` has its billing number and lot number, if there is one.

    UNMATCHED: no such lot, or the answer names a message or a piece that is not the lot's.
    DUPLICATE: says what was said before. CONTRADICTION: says something else, or answers a message
    that is known as not delivered. The first answer stays in force until a person decides.
    """
    if lot is None or not _is_about(answer, lot):
        return AckOutcome.UNMATCHED
    if lot.state in _ANSWERED:
        same = item_verdicts(answer, lot) == lot.verdicts
        return AckOutcome.DUPLICATE if same else AckOutcome.CONTRADICTION
    if lot.message == MessageState.FAILED:
        return AckOutcome.CONTRADICTION
    return AckOutcome.APPLIED


def item_verdicts(answer: ParsedAnswer, lot: KnownLot) -> dict[str, ItemVerdict]:
    """The verdict on every piece of the lot."""
    if answer.positive:
        return dict.fromkeys(lot.verdicts, ItemVerdict.ACCEPTED)
    rejected = {identifier for identifier, _ in answer.rejected} or set(lot.verdicts)
    return {
        identifier: ItemVerdict.REJECTED if identifier in rejected else ItemVerdict.ACCEPTED
        for identifier in lot.verdicts
    }


def lot_state(verdicts: Mapping[str, ItemVerdict]) -> ScorLotState:
    """What a lot is when its pieces have these verdicts."""
    given = set(verdicts.values())
    if given == {ItemVerdict.ACCEPTED}:
        return ScorLotState.ACCEPTED
    return ScorLotState.REJECTED if given == {ItemVerdict.REJECTED} else ScorLotState.PARTIAL


def _is_about(answer: ParsedAnswer, lot: KnownLot) -> bool:
    named = {identifier for identifier, _ in answer.rejected}
    return answer.message_id in {None, lot.message_id} and named <= set(lot.verdicts)
