"""Which FSE lot an ARL answers, and what that means: a pure function of both."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from scord.settings import PARIS
from scord.store.states import AckOutcome, FseVerdict

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

# Answers come within days; one overdue by 5 working days is escalated. Lot numbers wrap after a
# thousand lots or start again each year. 60 days lie well between the two.
ANSWER_WINDOW = timedelta(days=60)


class Answer(NamedTuple):
    """What an ARL says; `day` is the caisse's, in French time. `lot_sent_at` may be unknown."""

    positive: bool
    day: date
    lot_sent_at: datetime | None

    @property
    def verdict(self) -> FseVerdict:
        return FseVerdict.POSITIVE if self.positive else FseVerdict.NEGATIVE


class KnownLot(NamedTuple):
    """A lot of the practitioner and the number that the ARL names."""

    id: int
    sent_at: datetime
    verdict: FseVerdict


class Match(NamedTuple):
    """`lot_id`: the one lot that fits, if one does; `verdict`: what it becomes, if it changes."""

    outcome: AckOutcome
    lot_id: int | None = None
    verdict: FseVerdict | None = None


def match(answer: Answer, lots: Iterable[KnownLot]) -> Match:
    """What `answer` comes to among the `lots` of its practitioner and number.

    Two lots that fit are never chosen between: a person knows which one the caisse meant.
    """
    fitting = [lot for lot in lots if _fits(answer, lot)]
    if not fitting:
        return Match(AckOutcome.UNMATCHED)
    if len(fitting) > 1:
        return Match(AckOutcome.AMBIGUOUS)
    return weigh(answer, fitting[0])


def weigh(answer: Answer, lot: KnownLot) -> Match:
    """What `answer` does to the one lot it is for."""
    if lot.verdict == FseVerdict.AWAITED:
        return Match(AckOutcome.APPLIED, lot.id, answer.verdict)
    if lot.verdict == answer.verdict:
        return Match(AckOutcome.DUPLICATE, lot.id)
    contested = None if lot.verdict == FseVerdict.CONTESTED else FseVerdict.CONTESTED
    return Match(AckOutcome.CONTRADICTION, lot.id, contested)


def _fits(answer: Answer, lot: KnownLot) -> bool:
    if answer.lot_sent_at is not None:
        return lot.sent_at == answer.lot_sent_at
    sent_on = lot.sent_at.astimezone(PARIS).date()
    return answer.day - ANSWER_WINDOW <= sent_on <= answer.day
