"""What every test may ask for: a state folder with an open store, and a clock it can turn."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import hypothesis
import pytest
from xdist.scheduler import LoadFileScheduling

from scord.settings import Settings
from scord.store import journal
from scord.store.context import Context
from scord.store.database import FILE_NAME, close_store, open_store
from scord.store.files import StateFolder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser
    from xdist.remote import Producer

_WINDOWS, _PACKAGE = "/test_windows_", "/test_deb."

hypothesis.settings.register_profile("scord", deadline=None)  # a busy machine is no fault
hypothesis.settings.load_profile("scord")


class _ByFile(LoadFileScheduling):
    """All that share the one Windows are one worker's as well."""

    def _split_scope(self, nodeid: str) -> str:
        return "windows" if _WINDOWS in nodeid else str(super()._split_scope(nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> _ByFile | None:
    return _ByFile(config, log) if config.getvalue("dist") == "loadfile" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins, so that no worker has it alone at the end."""
    items.sort(key=lambda item: not any(one in item.nodeid for one in (_WINDOWS, _PACKAGE)))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One for all tests of a process: Playwright speaks to no second one there."""
    from tests.page.browser import chromium  # noqa: PLC0415 -- most tests open no page

    with chromium() as running:
        yield running


@dataclass
class TurnedClock:
    """A clock that stands still until a test turns it."""

    wall: datetime = field(default_factory=lambda: datetime(2026, 3, 10, 9, 0, tzinfo=UTC))
    elapsed: float = 0.0

    def now(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return self.elapsed

    def turn(self, **by: float) -> None:
        step = timedelta(**by)
        self.wall += step
        self.elapsed += max(step.total_seconds(), 0.0)


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database to copy: making the tables anew costs more than most tests."""
    folder = tmp_path_factory.mktemp("empty")
    open_store(folder)
    close_store()
    return folder / FILE_NAME


@pytest.fixture
def context(tmp_path: Path, clock: TurnedClock, empty_store: Path) -> Iterator[Context]:
    """Settings by default except the state folder; the store is open and empty."""
    settings = Settings(state_dir=tmp_path / "state")
    files = StateFolder(settings.state_dir)
    files.prepare()
    shutil.copy(empty_store, files.root / FILE_NAME)
    open_store(files.root)
    journal.use_clock(clock)
    yield Context(settings, files, clock)
    close_store()
