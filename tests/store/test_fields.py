"""What is written comes back the same; what cannot be is refused at the door."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scord.store.fields import DayField, EnumField, FactsField, NameField, UtcField
from scord.store.states import ScanState
from scord.store.tables import Sighting

if TYPE_CHECKING:
    from scord.store.context import Context

ZONES = st.timedeltas(timedelta(hours=-14), timedelta(hours=14)).map(
    lambda offset: timezone(timedelta(minutes=offset // timedelta(minutes=1)))
)
# The year 1 and the year 9999 have zones that lead out of the calendar.
TIMES = st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31), timezones=ZONES)  # noqa: DTZ001 -- hypothesis adds the zone
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(TIMES)
def test_a_time_comes_back_in_utc(at: datetime) -> None:
    field = UtcField()
    back = field.python_value(field.db_value(at))
    assert back == at
    assert back is not None
    assert back.tzinfo is UTC


@given(TIMES, TIMES)
def test_the_order_of_the_texts_is_the_order_of_the_times(one: datetime, other: datetime) -> None:
    texts = [UtcField().db_value(at) or "" for at in (one, other)]
    assert (texts[0] < texts[1]) == (one < other)
    assert len(texts[0]) == len(texts[1])


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        UtcField().db_value(datetime(2026, 3, 10))  # noqa: DTZ001 -- the fault under test


@given(st.dates())
def test_a_day_comes_back(day: date) -> None:
    assert DayField().python_value(DayField().db_value(day)) == day


@pytest.mark.parametrize("state", ScanState)
def test_a_state_comes_back_as_a_member(state: ScanState) -> None:
    field = EnumField(ScanState)
    assert field.python_value(field.db_value(state)) is state


def test_a_word_that_is_no_state_is_refused_both_ways() -> None:
    field = EnumField(ScanState)
    with pytest.raises(ValueError, match="lost"):
        field.db_value("lost")
    with pytest.raises(ValueError, match="lost"):
        field.python_value("lost")


@settings(max_examples=30)
@given(JSON)
def test_facts_come_back(facts: Any) -> None:
    assert FactsField().python_value(FactsField().db_value(facts)) == facts


def test_equal_facts_are_equal_text() -> None:
    assert FactsField().db_value({"b": 1, "a": 2}) == FactsField().db_value({"a": 2, "b": 1})


def test_half_a_character_from_outside_does_not_stop_the_database() -> None:
    assert FactsField().db_value({"label": "\ud83d"}).isascii()


@pytest.mark.parametrize("field", [UtcField(), DayField(), EnumField(ScanState), NameField()])
def test_nothing_stays_nothing(field: Any) -> None:
    assert field.db_value(None) is None
    assert field.python_value(None) is None


def test_a_file_name_that_is_no_text_is_kept_as_far_as_it_is_one_and_found_again(
    context: Context,
) -> None:
    name = b"ordonnance_\xe9.pdf".decode("utf-8", "surrogateescape")
    Sighting.create(
        folder="scanner", name=name, code="file.not-regular", first_seen_at=context.clock.now()
    )
    assert Sighting.get(Sighting.name == name).name == "ordonnance__.pdf"
