"""What the tests on a whole machine may ask for; packaging/dev/setup.sh system makes it ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.system.desktop import Desktop
from tests.system.windows import started_windows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.system.windows import Windows


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    with Desktop() as one:
        yield one


@pytest.fixture(scope="session")
def windows() -> Iterator[Windows]:
    with started_windows() as one:
        yield one
