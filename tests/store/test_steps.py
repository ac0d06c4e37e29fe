"""Only named steps can be reached, and each is told to those who watch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scord.store import steps

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def seen() -> Iterator[list[str]]:
    heard: list[str] = []
    steps.watch(heard.append)
    yield heard
    steps._watchers.remove(heard.append)


def test_a_watcher_hears_each_step(seen: list[str]) -> None:
    steps.reached("intake.claimed")
    steps.reached("intake.taken")
    assert seen == ["intake.claimed", "intake.taken"]


def test_a_step_nobody_named_is_a_fault(seen: list[str]) -> None:
    with pytest.raises(ValueError, match="lunch"):
        steps.reached("intake.lunch")
    assert seen == []
