"""The bars of the overview: one group a day, the highest as high as the picture."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from scord.actions.looking.days import Day
from scord.page.chart import FOOT, HEIGHT, KINDS, WIDTH, bars

FIRST = date(2026, 3, 1)
COUNTS = st.lists(st.tuples(*[st.integers(0, 10_000)] * len(KINDS)), max_size=40)


def days(counts: list[tuple[int, ...]]) -> list[Day]:
    return [Day(FIRST + timedelta(days=at), *told) for at, told in enumerate(counts)]


@given(COUNTS)
def test_every_bar_stands_inside_the_picture(counts: list[tuple[int, ...]]) -> None:
    chart = bars(days(counts))
    for group in chart.groups:
        for bar in group.bars:
            assert 0 <= bar.x <= bar.x + bar.width <= WIDTH + 0.2
            assert 0 <= bar.y <= bar.y + bar.height <= HEIGHT - FOOT + 0.2


def test_the_highest_bar_fills_the_height_and_the_others_keep_its_measure() -> None:
    (group,) = bars(days([(10, 5, 0, 1)])).groups
    assert [bar.height for bar in group.bars] == [134, 67, 0, 13.4]


def test_a_month_without_anything_is_flat() -> None:
    chart = bars(days([(0, 0, 0, 0)] * 30))
    assert chart.top == 0
    assert {bar.height for group in chart.groups for bar in group.bars} == {0}


def test_today_is_named_and_each_fifth_day_before() -> None:
    chart = bars(days([(1, 0, 0, 0)] * 30))
    named = [at for at, group in enumerate(chart.groups) if group.named_at is not None]
    assert named == [4, 9, 14, 19, 24, 29]
