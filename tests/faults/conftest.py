"""One running practice for all tests of a module: it has to live through every one of them."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest
from tests.practice import Practice, jpeg, the_scan, until

from scord import journey
from scord.filing import conversion
from scord.intake import incoming
from scord.store import steps
from scord.store.states import ScanState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scord.store.context import Context
    from scord.store.tables import Scan

# Small limits, so that what exceeds them is made fast.
LIMITS = """
[limits]
max_pages = 300
max_pixels = 150_000_000
never_stable_minutes = 0.02
"""
_numbers = count()


@pytest.fixture(scope="module", autouse=True)
def _quick() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(incoming, "QUIET_SECONDS", 0.2)
        patch.setattr(incoming, "CUT_SHORT_SECONDS", 1.0)
        patch.setattr(journey, "_REST_SECONDS", 0.5)
        patch.setattr(conversion, "_REST_SECONDS", 0.5)
        yield


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Practice:
    return Practice(tmp_path_factory.mktemp("practice"), tables=LIMITS, recheck=1.0)


@pytest.fixture(scope="module")
def service(practice: Practice) -> Iterator[Context]:
    with practice.running() as context:
        yield context


@pytest.fixture
def at_step(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Callable[[], object]], None]:
    """Does something once, in the service's thread, when it reaches a step for the next time."""

    def arrange(step: str, act: Callable[[], object]) -> None:
        done: list[str] = []

        def watcher(name: str) -> None:
            if name == step and not done:
                done.append(name)
                act()

        monkeypatch.setattr(steps, "_watchers", [watcher])

    return arrange


def becomes(digest: str, state: ScanState) -> Scan:
    """Waits until the last scan of these bytes is in `state`."""

    def there() -> Scan | None:
        scan = the_scan(digest)
        return scan if scan and scan.state == state else None

    found: Scan = until(there, f"a scan {state}")
    return found


def goes_on(practice: Practice) -> None:
    """The service still takes and converts the next good file."""
    number = next(_numbers)
    digest = practice.drop(f"good-{number}.jpg", jpeg(f"good {number}"))
    becomes(digest, ScanState.CONVERTED)
