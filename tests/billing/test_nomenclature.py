"""Télésurveillance forfaits: what they may cost and stand beside, over all of the calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scord.billing.nomenclature import Act, check, covered, nomenclature
from scord.settings import PARIS

START = date(2023, 7, 1)
MARCH = date(2026, 3, 31)
DAYS = st.dates(START, date(2099, 12, 31))
CODES = st.sampled_from(["TVA", "TVB"])
PERIODS = st.integers(1, 6)
PRICES = {"TVA": 1100, "TVB": 2800}
# Ends of months, the day that not every year has, the days when clocks change
ODD_DAYS = [
    date(2024, 2, 29),
    date(2025, 2, 28),
    date(2024, 3, 1),
    date(2023, 12, 31),
    date(2024, 1, 31),
    date(2026, 3, 29),
    date(2026, 10, 25),
    date(2024, 3, 31),
]


def act(code: str = "TVA", day: date = MARCH, quantity: int = 1, cents: int | None = None) -> Act:
    amount = quantity * PRICES.get(code, 0) if cents is None else cents
    return Act(code, day, quantity, amount, "lines[0]")


def earlier(act: Act) -> Act:
    return act._replace(invoice="480")


def codes(*acts: Act, before: tuple[Act, ...] = ()) -> list[str]:
    return [one.code for one in check(acts, [earlier(one) for one in before])]


@given(CODES, DAYS, PERIODS)
def test_whole_periods_at_their_price_are_right(code: str, day: date, quantity: int) -> None:
    assert codes(act(code, day, quantity)) == []


@given(CODES, DAYS, PERIODS, st.integers(0, 100_000))
def test_any_other_amount_is_told_with_the_right_one(
    code: str, day: date, quantity: int, cents: int
) -> None:
    given = act(code, day, quantity, cents)
    told = check([given])
    tariff = nomenclature().at(code, day)
    assert tariff is not None
    if cents in tariff.right_cents(quantity):
        assert told == ()
        return
    right = quantity * PRICES[code]
    (one,) = told
    assert one.code == ("amount-above" if cents > right else "amount-below")
    assert one.path == "lines[0].amount_cents"
    assert one.facts["right_cents"][0] == right
    assert one.facts["source"].startswith("arrêté du 16 mai 2023")


@given(CODES, st.dates(date(1990, 1, 1), START - timedelta(days=1)))
def test_before_july_2023_the_code_is_told_as_not_in_force(code: str, day: date) -> None:
    (one,) = check([act(code, day, cents=5)])
    assert (one.code, one.facts["since"]) == ("not-in-force", "2023-07-01")


@given(DAYS, PERIODS)
def test_a_period_lasts_thirty_calendar_days_with_its_last(day: date, quantity: int) -> None:
    first, last = covered(act(day=day, quantity=quantity))
    assert last == day
    assert (last - first).days + 1 == 30 * quantity


@given(CODES, CODES, DAYS, PERIODS, st.integers(0, 400))
def test_forfaits_overlap_exactly_where_fewer_days_lie_between_than_are_billed(
    code: str, before: str, day: date, quantity: int, between: int
) -> None:
    assume(day + timedelta(days=between) <= date(2099, 12, 31))
    later = act(code, day + timedelta(days=between), quantity)
    told = check([later], [earlier(act(before, day))])
    assert [one.code for one in told] == (["overlap"] if between < 30 * quantity else [])
    for one in told:
        assert (one.facts["other"], one.facts["other_day"]) == (before, day.isoformat())
        assert one.facts["invoice"] == "480"


@pytest.mark.parametrize("day", ODD_DAYS)
@pytest.mark.parametrize("quantity", [1, 6])
def test_the_thirtieth_day_after_is_free_and_the_day_before_it_is_not(
    day: date, quantity: int
) -> None:
    free = day + timedelta(days=30 * quantity)
    assert codes(act("TVB", free, quantity), before=(act("TVB", day),)) == []
    too_early = act("TVB", free - timedelta(days=1), quantity)
    assert codes(too_early, before=(act("TVB", day),)) == ["overlap"]


@given(DAYS, st.sampled_from([0, 6, 12, 23]))
def test_the_change_of_clocks_moves_no_period(day: date, hour: int) -> None:
    """Days counted by the clocks of Paris are the calendar's, whatever the hour of the care."""
    assume(day < date(2099, 11, 1))
    care = datetime(day.year, day.month, day.day, hour, 30, tzinfo=PARIS)
    there = [
        (care + timedelta(days=count)).astimezone(UTC).astimezone(PARIS).date()
        for count in range(61)
    ]
    first, last = covered(act(day=there[30]))
    assert [first <= one <= last for one in there] == [False] + [True] * 30 + [False] * 30


@given(st.lists(st.tuples(CODES, PERIODS), min_size=1, max_size=8), DAYS)
def test_a_chain_without_gaps_never_overlaps_in_one_invoice_or_in_many(
    links: list[tuple[str, int]], day: date
) -> None:
    assume(day < date(2090, 1, 1))
    chain = []
    for code, quantity in links:
        day += timedelta(days=30 * quantity)
        chain.append(act(code, day, quantity))
    for at, one in enumerate(chain):
        assert codes(one, before=tuple(chain[:at])) == []
    many = sum(quantity for _, quantity in links) > 6
    assert codes(*chain) == (["too-many-periods"] if many else [])


def test_seven_periods_are_too_many_on_one_line_and_on_seven() -> None:
    assert codes(act(quantity=6)) == []
    assert codes(act(quantity=7)) == ["too-many-periods"]
    lines = [act(day=MARCH + timedelta(days=30 * count)) for count in range(7)]
    (one,) = check(lines)
    assert (one.code, one.path) == ("too-many-periods", "lines")
    assert (one.facts["quantity"], one.facts["most"]) == (7, 6)


def test_the_same_forfait_twice_on_one_day_is_told_at_the_second() -> None:
    first, second = act(), act()._replace(path="lines[1]")
    (one,) = check([first, second])
    assert (one.code, one.path, one.facts["invoice"]) == ("overlap", "lines[1]", None)


@pytest.mark.parametrize("beside", ["G", "GS", "C", "TC", "TCG", "MPC", "AMI", "TE2"])
def test_consultations_and_other_acts_may_stand_beside(beside: str) -> None:
    other = Act(beside, MARCH, 1, 2650, "lines[1]")
    assert codes(act(), other) == []
    assert codes(other, act()) == []
    assert codes(act(), before=(other,)) == []


@given(st.booleans(), st.integers(0, 29))
def test_another_act_of_the_activity_within_the_period_is_told(first: bool, ago: int) -> None:
    other = Act("TSM", MARCH - timedelta(days=ago), 1, 6500, "lines[1]")
    assert codes(*([other, act()] if first else [act(), other])) == ["overlap"]
    assert codes(act(), before=(other,)) == ["overlap"]


def test_another_act_of_the_activity_before_the_period_is_not_told() -> None:
    assert codes(act(), before=(Act("TSM", MARCH - timedelta(days=30), 1, 6500),)) == []


def test_other_acts_alone_are_none_of_this() -> None:
    assert codes(Act("G", MARCH, 1, 1), Act("TSM", MARCH, 9, 0), Act("", MARCH, 1, 0)) == []


@pytest.mark.parametrize(
    ("day", "cents", "told"),
    [
        (date(2024, 1, 7), 5600, ["amount-above"]),
        (date(2024, 1, 8), 5600, []),
        (date(2026, 3, 2), 7000, []),
        (date(2026, 3, 2), 8400, ["amount-above"]),
    ],
)
def test_the_raised_forfaits_of_level_two_are_right_once_they_exist(
    day: date, cents: int, told: list[str]
) -> None:
    assert codes(act("TVB", day, 1, cents)) == told


def test_a_raised_forfait_is_not_for_several_periods() -> None:
    assert codes(act("TVB", MARCH, 2, 14_000)) == ["amount-above"]
    assert codes(act("TVA", MARCH, 1, 5_600)) == ["amount-above"]


def test_every_entry_says_where_it_comes_from() -> None:
    table = nomenclature()
    assert table.codes == {"TVA", "TVB"}
    for one in table.tariffs:
        assert one.source
        assert one.until is None or one.until >= one.from_
        assert one.code not in one.never_with


def test_a_later_entry_is_the_next_tariff() -> None:
    (old,) = nomenclature().of("TVA")
    new = old.model_copy(update={"from_": date(2030, 1, 1), "amount_cents": 1200})
    table = nomenclature().model_copy(update={"tariffs": (new, old)})
    assert table.at("TVA", date(2029, 12, 31)) == old
    assert table.at("TVA", date(2030, 1, 1)) == new


def test_after_its_end_a_code_is_in_force_no_more() -> None:
    (old,) = nomenclature().of("TVA")
    ended = old.model_copy(update={"until": date(2030, 1, 1)})
    table = nomenclature().model_copy(update={"tariffs": (ended,)})
    assert table.at("TVA", date(2030, 1, 1)) == ended
    assert table.at("TVA", date(2030, 1, 2)) is None
