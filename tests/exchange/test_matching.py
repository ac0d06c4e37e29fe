"""Which answer means what for which lot: every row of the table."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scord.exchange.matching import KnownLot, item_verdicts, lot_state, match
from scord.lots.profile import ParsedAnswer
from scord.store.states import AckOutcome, ItemVerdict, MessageState, ScorLotState

A, R, W = ItemVerdict.ACCEPTED, ItemVerdict.REJECTED, ItemVerdict.AWAITED


def answer(*rejected: str, positive: bool = False, message_id: str | None = "<m>") -> ParsedAnswer:
    reasons = tuple((identifier, "trop sombre") for identifier in rejected)
    at = datetime(2026, 3, 11, tzinfo=UTC)
    return ParsedAnswer("A", "991129768", 1, message_id, positive, at, "", reasons)


def known(
    state: ScorLotState,
    *verdicts: ItemVerdict,
    message: MessageState = MessageState.SENT,
) -> KnownLot:
    return KnownLot(state, message, "<m>", dict(zip(("P1", "P2"), verdicts, strict=True)))


SENT = known(ScorLotState.SENT, W, W)
ACCEPTED = known(ScorLotState.ACCEPTED, A, A)
PARTIAL = known(ScorLotState.PARTIAL, R, A)
REJECTED = known(ScorLotState.REJECTED, R, R)
POSITIVE, NEGATIVE, ONE_PIECE = answer(positive=True), answer(), answer("P1")


@pytest.mark.parametrize(
    ("given", "lot", "outcome"),
    [
        (POSITIVE, None, AckOutcome.UNMATCHED),
        (answer(positive=True, message_id="<other>"), SENT, AckOutcome.UNMATCHED),
        (answer("P9"), SENT, AckOutcome.UNMATCHED),
        (answer("P9"), ACCEPTED, AckOutcome.UNMATCHED),
        (answer(positive=True, message_id=None), SENT, AckOutcome.APPLIED),
        (POSITIVE, SENT, AckOutcome.APPLIED),
        (NEGATIVE, SENT, AckOutcome.APPLIED),
        (ONE_PIECE, SENT, AckOutcome.APPLIED),
        (POSITIVE, ACCEPTED, AckOutcome.DUPLICATE),
        (NEGATIVE, REJECTED, AckOutcome.DUPLICATE),
        (answer("P1", "P2"), REJECTED, AckOutcome.DUPLICATE),
        (ONE_PIECE, PARTIAL, AckOutcome.DUPLICATE),
        (NEGATIVE, ACCEPTED, AckOutcome.CONTRADICTION),
        (ONE_PIECE, ACCEPTED, AckOutcome.CONTRADICTION),
        (POSITIVE, REJECTED, AckOutcome.CONTRADICTION),
        (answer("P2"), PARTIAL, AckOutcome.CONTRADICTION),
        (POSITIVE, known(ScorLotState.CONTESTED, A, A), AckOutcome.DUPLICATE),
        (NEGATIVE, known(ScorLotState.CONTESTED, A, A), AckOutcome.CONTRADICTION),
    ],
)
def test_an_answer_is_weighed_against_what_is_known(
    given: ParsedAnswer, lot: KnownLot | None, outcome: AckOutcome
) -> None:
    assert match(given, lot) == outcome


@pytest.mark.parametrize("message", MessageState)
def test_an_answer_proves_the_delivery_unless_the_message_failed(message: MessageState) -> None:
    lot = known(ScorLotState.READY, W, W, message=message)
    expected = AckOutcome.CONTRADICTION if message == MessageState.FAILED else AckOutcome.APPLIED
    assert match(POSITIVE, lot) == expected


@pytest.mark.parametrize(
    ("given", "verdicts", "state"),
    [
        (POSITIVE, (A, A), ScorLotState.ACCEPTED),
        (NEGATIVE, (R, R), ScorLotState.REJECTED),
        (ONE_PIECE, (R, A), ScorLotState.PARTIAL),
        (answer("P1", "P2"), (R, R), ScorLotState.REJECTED),
    ],
)
def test_every_piece_gets_a_verdict_and_the_lot_the_sum_of_them(
    given: ParsedAnswer, verdicts: tuple[ItemVerdict, ...], state: ScorLotState
) -> None:
    assert tuple(item_verdicts(given, SENT).values()) == verdicts
    assert lot_state(item_verdicts(given, SENT)) == state
