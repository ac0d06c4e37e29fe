"""A service killed while it changes its settings starts again, by the former or the new ones."""

from __future__ import annotations

import signal
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from tests.page_visit import PageVisit
from tests.practice import until

from scord.actions.setting_up.proving import CHANGING, REFUSED
from scord.api.endpoint import place_of
from scord.store.flags import flag

if TYPE_CHECKING:
    import subprocess

    from tests.crash.conftest import Service
    from tests.practice import Practice

pytestmark = pytest.mark.slow

KILLED_AFTER = (0.0, 0.01, 0.05, 0.6)  # seconds: before anything is written to after it runs


def visit(practice: Practice, process: subprocess.Popen[bytes]) -> PageVisit:
    place = place_of(practice.settings)
    until(lambda: f'"pid":{process.pid}'.encode() in _endpoint(place.endpoint), "its address")
    return PageVisit(place)


def _endpoint(path: object) -> bytes:
    with suppress(FileNotFoundError):
        return path.read_bytes()  # type: ignore[attr-defined,no-any-return]
    return b""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="a signal that Windows has not")
def test_a_kill_at_any_moment_of_a_change_leaves_a_service_that_starts(
    practice: Practice, service: Service
) -> None:
    former = 4.0
    with practice.store():
        for number, seconds in enumerate(KILLED_AFTER, start=5):
            with service.started() as process:
                page = visit(practice, process)
                body = {
                    "revision": page.get("/v1/settings")["revision"],
                    "changes": {"alerts.again_hours": float(number)},
                }
                asking = threading.Thread(target=_asked, args=(page, body))
                asking.start()
                time.sleep(seconds)
                process.kill()
                process.wait()
                asking.join()
            with service.started() as process:
                now = visit(practice, process).settled()
                assert now["alerts.again_hours"] in (former, float(number)), seconds
                assert (flag(CHANGING), flag(REFUSED)) == (None, None)
                former = now["alerts.again_hours"]
    assert former == number, "the last kill came after the change"


def _asked(page: PageVisit, body: dict[str, object]) -> None:
    with suppress(OSError, ConnectionError):
        page.post("/v1/settings", body)
