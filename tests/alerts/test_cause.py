"""How long ago something was, whatever became of the clock since."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from scord.alerts.cause import days_past, is_past, is_watched
from scord.settings import DropFolder, Settings

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)  # a Tuesday
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(("minutes", "past"), [(0, False), (59, False), (60, True), (600, True)])
def test_what_lies_far_ahead_is_as_long_past_as_what_lies_far_back(
    minutes: int, past: bool
) -> None:
    assert is_past(NOW - timedelta(minutes=minutes), NOW, HOUR) is past
    assert is_past(NOW + timedelta(minutes=minutes), NOW, HOUR) is past


def test_days_count_as_working_days_in_france_in_both_directions() -> None:
    friday = NOW - timedelta(days=4)
    assert days_past(friday, NOW) == 2  # Monday and Tuesday
    assert days_past(NOW, friday) == 2
    late = datetime(2026, 3, 9, 23, 30, tzinfo=UTC)  # in Paris it is Tuesday
    assert days_past(late, NOW) == 0


def test_a_drop_folder_that_the_settings_no_longer_name_is_not_watched() -> None:
    settings = Settings(folders=(DropFolder(name="accueil", path="/srv/scans"),))
    assert is_watched(settings, "accueil")
    assert is_watched(settings, "lps:invoices")
    assert not is_watched(settings, "ancien")
