"""One API of an empty store for all tests of a module; those that need another serve it themselves.

`quiet` and the common `context` do not go together: a process has one store open.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from tests.api.serving import Served, served

from scord.clock import SystemClock
from scord.settings import Settings
from scord.store import journal
from scord.store.context import Context
from scord.store.database import FILE_NAME, close_store, open_store
from scord.store.files import StateFolder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory, empty_store: Path) -> Iterator[Context]:
    """An open, empty store, by the machine's clock."""
    settings = Settings(state_dir=tmp_path_factory.mktemp("api") / "state")
    files = StateFolder(settings.state_dir)
    files.prepare()
    shutil.copy(empty_store, files.root / FILE_NAME)
    open_store(files.root)
    journal.use_clock(SystemClock())
    yield Context(settings, files, SystemClock())
    close_store()


@pytest.fixture(scope="module")
def api(quiet: Context) -> Iterator[Served]:
    with served(quiet) as running:
        yield running
