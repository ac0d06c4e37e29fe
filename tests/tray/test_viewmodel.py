"""The tray tells each state by shape and words, briefly and without a patient's data."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.tray.scripted import NOON, alert, standing, with_alerts

from scord_shared.errors import Code
from scord_shared.status import AlertKind, AlertLevel, Counts, Status
from scord_tray.model import Shape, TrayState, Unreached, View
from scord_tray.viewmodel import TOOLTIP_MAX, fitting, view

if TYPE_CHECKING:
    from scord_shared.status import ServiceStatus

SILENT = Unreached(Code.SERVICE_SILENT, NOON)
PAUSED = standing(Status(paused_since=NOON))
URGENT = alert(level=AlertLevel.URGENT)

ONE_OF_EACH: dict[Shape, ServiceStatus | Unreached] = {
    Shape.CROSS: SILENT,
    Shape.OCTAGON: standing(rejected=1),
    Shape.BARS: PAUSED,
    Shape.DIAMOND: standing(to_file=1),
    Shape.ARROW: standing(to_send=1),
    Shape.CHECK: standing(),
}

amounts = st.integers(min_value=0, max_value=10**9)
counts = st.builds(Counts, **dict.fromkeys(Counts.__dataclass_fields__, amounts))
alerts = st.builds(
    alert,
    st.integers(1, 9),
    st.sampled_from(AlertKind),
    st.sampled_from(AlertLevel),
    folder=st.text(max_size=200),
    count=amounts,
)
statuses = st.builds(
    lambda counts, told, paused, more: Status(
        counts=counts,
        alerts=tuple(told),
        alerts_open=len(told) + more,
        paused_since=paused,
    ),
    counts,
    st.lists(alerts, max_size=7),
    st.none() | st.datetimes(timezones=st.just(UTC)),
    st.integers(0, 5),
)
faults = st.builds(Unreached, st.sampled_from(Code), st.datetimes(timezones=st.just(UTC)))
languages = st.sampled_from(["fr", "en"])


def shown(told: ServiceStatus | Unreached, language: str = "fr", now: datetime = NOON) -> View:
    return view(TrayState(now, told, language))


@pytest.mark.parametrize("shape", Shape)
def test_each_state_has_its_shape(shape: Shape) -> None:
    assert shown(ONE_OF_EACH[shape]).shape is shape


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_state_has_its_own_words(language: str) -> None:
    headlines = {shown(told, language).tooltip.split("\n")[0] for told in ONE_OF_EACH.values()}
    assert len(headlines) == len(Shape)


@pytest.mark.parametrize(
    ("status", "shape"),
    [
        (Status(counts=Counts(to_send=1, to_file=1)), Shape.DIAMOND),
        (Status(counts=Counts(to_file=1), paused_since=NOON), Shape.BARS),
        (Status(counts=Counts(rejected=1), paused_since=NOON), Shape.OCTAGON),
        (Status(alerts=(URGENT,), alerts_open=1, paused_since=NOON), Shape.OCTAGON),
    ],
)
def test_the_more_urgent_state_wins(status: Status, shape: Shape) -> None:
    assert shown(standing(status)).shape is shape


@pytest.mark.parametrize("count", ["at_work", "to_send", "awaiting_ack"])
def test_what_goes_on_by_itself_is_shown_as_under_way(count: str) -> None:
    assert shown(standing(**{count: 2})).shape is Shape.ARROW


@pytest.mark.parametrize(
    "count", ["to_file", "held", "uncertain_messages", "contested_lots", "acks_to_settle"]
)
def test_what_waits_for_a_person_is_shown_as_such_and_counted(count: str) -> None:
    told = shown(standing(**{count: 2}))
    assert (told.shape, told.badge) == (Shape.DIAMOND, "2")


@pytest.mark.parametrize("count", ["accepted", "refused_scans", "duplicate_scans"])
def test_what_is_over_leaves_nothing_to_do(count: str) -> None:
    assert shown(standing(**{count: 2})).shape is Shape.CHECK


@pytest.mark.parametrize("level", [AlertLevel.NOTE, AlertLevel.WARNING])
def test_an_open_alert_is_never_shown_as_nothing_to_do(level: AlertLevel) -> None:
    told = shown(with_alerts(alert(level=level)))
    assert told.shape is Shape.DIAMOND
    assert told.tooltip == "Scord : Disque presque plein"


def test_an_urgent_alert_is_an_octagon_that_names_it() -> None:
    told = shown(with_alerts(URGENT, to_send=3))
    assert told.shape is Shape.OCTAGON
    assert told.tooltip == "Scord : Disque presque plein\nÀ télétransmettre : 3"


def test_alerts_beyond_those_that_are_told_are_still_something_to_look_at() -> None:
    told = shown(standing(Status(alerts_open=1)))
    assert told.tooltip == "Scord : des points à voir"


def test_the_tooltip_names_every_count_that_is_not_zero() -> None:
    told = shown(standing(to_file=2, to_send=3, awaiting_ack=4, rejected=1))
    assert told.tooltip.split("\n") == [
        "Scord : rejets à traiter",
        "Rejetés : 1",
        "À classer : 2",
        "À télétransmettre : 3",
        "En attente d'ARL : 4",
    ]


def test_a_paused_service_says_since_when() -> None:
    earlier = standing(Status(paused_since=NOON - timedelta(days=3)))
    assert shown(PAUSED).tooltip == "Scord : en pause depuis 12:05"
    assert shown(earlier).tooltip == "Scord : en pause depuis le 06/03 à 12:05"


def test_a_paused_service_with_a_rejection_still_says_it_is_paused() -> None:
    told = shown(standing(Status(counts=Counts(rejected=1), paused_since=NOON)))
    assert told.tooltip.startswith("Scord : rejets à traiter, en pause\n")


def test_the_badge_counts_only_what_waits_for_a_person() -> None:
    assert shown(standing(to_file=2, rejected=3, to_send=50, awaiting_ack=50)).badge == "5"
    assert shown(standing(to_send=50)).badge == ""
    assert shown(standing(to_file=99)).badge == "99"
    assert shown(standing(to_file=100)).badge == "99+"


def test_a_silent_service_shows_since_when_and_no_stale_count() -> None:
    told = shown(SILENT)
    assert told.tooltip == "Scord ne répond plus depuis 12:05"
    assert told.badge == ""
    assert not any("classer" in item.label for item in told.menu)


def test_a_service_silent_since_yesterday_shows_the_day() -> None:
    told = shown(SILENT, now=NOON + timedelta(days=1))
    assert told.tooltip == "Scord ne répond plus depuis le 09/03 à 12:05"


def test_times_are_those_of_the_clock_on_the_wall() -> None:
    paris = timezone(timedelta(hours=1))
    assert shown(SILENT, now=NOON.astimezone(paris)).tooltip.endswith("13:05")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (Code.NOT_THE_SERVICE, "Un autre programme répond à la place de Scord"),
        (Code.UPDATE_NEEDED, "Scord : mise à jour nécessaire"),
        (Code.NOT_ALLOWED, "Scord : vous n'avez pas accès"),
        (Code.WHO_UNKNOWN, "Scord : vous n'avez pas accès"),
        (Code.INTERNAL, "Scord ne peut pas répondre"),
    ],
)
def test_each_way_of_not_being_answered_has_its_words(code: Code, words: str) -> None:
    assert shown(Unreached(code, NOON)).tooltip == words


def test_a_language_we_do_not_speak_is_answered_in_french() -> None:
    assert shown(standing(), "de").tooltip == shown(standing(), "fr").tooltip


@given(statuses, languages)
def test_a_tooltip_always_fits_what_windows_keeps(status: Status, language: str) -> None:
    told = shown(standing(status), language)
    assert len(told.tooltip.encode("utf-16-le", "surrogatepass")) // 2 <= TOOLTIP_MAX
    assert len(told.badge) <= 3
    assert told.tooltip.startswith("Scord")


@given(faults, languages)
def test_every_fault_is_a_cross_whose_tooltip_fits(fault: Unreached, language: str) -> None:
    told = shown(fault, language)
    assert told.shape is Shape.CROSS
    assert len(told.tooltip) <= TOOLTIP_MAX


def test_a_full_tooltip_leaves_out_whole_lines() -> None:
    long = alert(kind=AlertKind.FOLDER_UNREACHABLE, level=AlertLevel.URGENT, folder="x" * 60)
    status = with_alerts(long, to_file=10**8, to_send=10**8, awaiting_ack=10**8)
    lines = shown(replace(status)).tooltip.split("\n")
    assert lines[1] == "À classer : 9999+"
    assert lines[-1].endswith("9999+")
    assert len(lines) < 4


@pytest.mark.parametrize(
    ("text", "units", "kept"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("a😀b", 3, "a…"),  # an emoji takes two units and is not cut in half
        ("", 1, ""),
    ],
)
def test_a_text_is_cut_between_characters(text: str, units: int, kept: str) -> None:
    assert fitting(text, units) == kept
