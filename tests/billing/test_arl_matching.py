from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scord.billing.arl_matching import ANSWER_WINDOW, Answer, KnownLot, Match, match
from scord.store.states import AckOutcome as Outcome
from scord.store.states import FseVerdict as Verdict

DAY = date(2026, 3, 3)
SENT = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
POSITIVE = Answer(positive=True, day=DAY, lot_sent_at=None)
NEGATIVE = POSITIVE._replace(positive=False)


def lot(number: int = 1, sent_at: datetime = SENT, verdict: Verdict = Verdict.AWAITED) -> KnownLot:
    return KnownLot(number, sent_at, verdict)


@pytest.mark.parametrize(
    ("answer", "before", "outcome", "after"),
    [
        (POSITIVE, Verdict.AWAITED, Outcome.APPLIED, Verdict.POSITIVE),
        (NEGATIVE, Verdict.AWAITED, Outcome.APPLIED, Verdict.NEGATIVE),
        (POSITIVE, Verdict.POSITIVE, Outcome.DUPLICATE, None),
        (NEGATIVE, Verdict.NEGATIVE, Outcome.DUPLICATE, None),
        (NEGATIVE, Verdict.POSITIVE, Outcome.CONTRADICTION, Verdict.CONTESTED),
        (POSITIVE, Verdict.NEGATIVE, Outcome.CONTRADICTION, Verdict.CONTESTED),
        (POSITIVE, Verdict.CONTESTED, Outcome.CONTRADICTION, None),
    ],
)
def test_an_answer_to_one_lot(
    answer: Answer, before: Verdict, outcome: Outcome, after: Verdict | None
) -> None:
    assert match(answer, [lot(verdict=before)]) == Match(outcome, 1, after)


def test_no_lot_leaves_it_unmatched() -> None:
    assert match(POSITIVE, []) == Match(Outcome.UNMATCHED)


def test_two_lots_that_fit_are_not_chosen_between_whatever_their_verdicts() -> None:
    lots = [lot(1, verdict=Verdict.POSITIVE), lot(2, SENT - timedelta(days=1))]
    assert match(POSITIVE, lots) == Match(Outcome.AMBIGUOUS)


def test_the_sending_time_tells_two_lots_apart() -> None:
    lots = [lot(1), lot(2, SENT - timedelta(days=1))]
    assert match(POSITIVE._replace(lot_sent_at=SENT), lots).lot_id == 1


def test_a_sending_time_that_no_lot_has_fits_none() -> None:
    answer = POSITIVE._replace(lot_sent_at=SENT + timedelta(minutes=1))
    assert match(answer, [lot()]) == Match(Outcome.UNMATCHED)


@pytest.mark.parametrize(
    ("sent_at", "fits"),
    [
        (datetime(2026, 3, 3, 22, 59, tzinfo=UTC), True),  # 23:59 in Paris
        (datetime(2026, 3, 3, 23, 0, tzinfo=UTC), False),
        (datetime(2026, 1, 1, 23, 0, tzinfo=UTC), True),  # 2 January in Paris
        (datetime(2026, 1, 1, 22, 59, tzinfo=UTC), False),
    ],
)
def test_the_window_is_counted_in_french_days(sent_at: datetime, *, fits: bool) -> None:
    outcome = match(POSITIVE, [lot(sent_at=sent_at)]).outcome
    assert outcome == (Outcome.APPLIED if fits else Outcome.UNMATCHED)


verdicts = st.sampled_from(Verdict)
times = st.datetimes(datetime(2025, 12, 1), datetime(2026, 4, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- hypothesis adds the zone


@given(st.booleans(), st.lists(st.tuples(times, verdicts), max_size=4))
def test_a_verdict_moves_only_on_one_fitting_lot(
    positive: bool, known: list[tuple[datetime, Verdict]]
) -> None:
    lots = [lot(number, *one) for number, one in enumerate(known)]
    found = match(POSITIVE._replace(positive=positive), lots)
    if found.verdict is not None:
        (inside,) = [one for one in lots if match(POSITIVE, [one]).outcome != Outcome.UNMATCHED]
        assert found.lot_id == inside.id
        assert inside.verdict not in (found.verdict, Verdict.CONTESTED)


def test_the_window_is_shorter_than_a_lot_number_takes_to_return() -> None:
    most_lots_a_day = 4
    assert ANSWER_WINDOW * most_lots_a_day < timedelta(days=1000)
