"""Notifications: one for each cause, one for all where there are many."""

from __future__ import annotations

import pytest
from tests.tray.scripted import alert

from scord_shared.status import AlertKind, AlertLevel
from scord_tray.toasts import AT_ONCE, toasts


def test_nothing_to_tell_is_no_notification() -> None:
    assert toasts([], "fr") == ()


@pytest.mark.parametrize("kind", AlertKind)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_kind_is_told_with_a_title_and_advice(kind: AlertKind, language: str) -> None:
    (toast,) = toasts([alert(7, kind)], language)
    assert toast.title
    assert toast.text
    assert toast.alerts == (7,)


def test_a_few_causes_are_told_one_by_one() -> None:
    told = toasts([alert(number) for number in range(AT_ONCE)], "fr")
    assert [toast.alerts for toast in told] == [(0,), (1,), (2,)]


def test_more_causes_become_one_notification_that_tells_of_all_of_them() -> None:
    (toast,) = toasts([alert(number) for number in range(AT_ONCE + 1)], "fr")
    assert toast.alerts == (0, 1, 2, 3)
    assert "4" in toast.title


@pytest.mark.parametrize("count", [1, AT_ONCE + 1])
def test_only_an_urgent_cause_makes_a_notification_urgent(count: int) -> None:
    calm = [alert(number) for number in range(count)]
    assert not any(toast.urgent for toast in toasts(calm, "fr"))
    hurried = [*calm[1:], alert(99, level=AlertLevel.URGENT)]
    assert any(toast.urgent for toast in toasts(hurried, "fr"))
