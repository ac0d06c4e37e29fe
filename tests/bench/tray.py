"""`make bench-tray`: what the tray costs at rest, and how quickly the API tells the status.

Prints a table and writes build/bench/tray.json. The tray runs on a real desktop without a screen,
its icon in a panel, beside the real service. The status is asked for over the socket, of a service
with 100,000 invoices: at rest, and (`changing`) with a change of state right before every call, so
that the service is at work on that change meanwhile.
"""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
from tests.bench import status_100k
from tests.bench.service import Service
from tests.system.desktop import Desktop
from tests.system.session_bus import PROGRAMS

from scord.clock import SystemClock
from scord.engine import open_state
from scord.lots.standing import catch_up
from scord_shared.client import Client

if TYPE_CHECKING:
    from collections.abc import Callable

OUTPUT = Path("build/bench/tray.json")
SETTLE_SECONDS = 20.0  # after their start, tray and service are at rest
IDLE_SECONDS = 120.0
CALLS = 300
_MB = 1_000_000


def main() -> None:
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="scord-bench-") as folder:
        for measure in (tray_at_rest, status_of_many):
            print(f"{measure.__name__} …", flush=True)
            figures |= measure(Path(folder) / measure.__name__)
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    OUTPUT.write_text(json.dumps(figures, indent=2) + "\n")
    width = max(map(len, figures))
    for name, value in figures.items():
        print(f"{name:{width}}  {value:g}")
    print(f"written to {OUTPUT}")


def tray_at_rest(place: Path) -> dict[str, float]:
    with Service(place) as service, Desktop() as desktop:
        tray = desktop.start(PROGRAMS / "scord-tray", "--service", service.address)
        desktop.tray_item(tray)
        time.sleep(SETTLE_SECONDS)
        process = psutil.Process(tray.pid)
        before, begun = sum(process.cpu_times()[:2]), time.monotonic()
        time.sleep(IDLE_SECONDS)
        spent = sum(process.cpu_times()[:2]) - before
        memory = process.memory_full_info()
        return {
            "tray_rss_mb": memory.rss / _MB,
            "tray_own_mb": memory.uss / _MB,  # what nobody else shares with it
            "tray_idle_cpu_percent": 100 * spent / (time.monotonic() - begun),
        }


def status_of_many(place: Path) -> dict[str, float]:
    service = Service(place)
    with open_state(service.settings, SystemClock()) as context:
        status_100k.fill()
        while catch_up(context):
            pass
    with service:
        client = Client.find(service.address)
        client.status()
        time.sleep(SETTLE_SECONDS)
        quiet = _times(client, lambda _: None)
        changing = _times(
            client, lambda call: client.post("/v1/pause" if call % 2 else "/v1/resume")
        )
    return {
        f"status_{name}p{percent}_ms_100k": statistics.quantiles(taken, n=100)[percent - 1]
        for name, taken in (("", quiet), ("changing_", changing))
        for percent in (50, 95)
    }


def _times(client: Client, change: Callable[[int], object]) -> list[float]:
    """Milliseconds of each call, connection and decoding counted."""
    taken = []
    for call in range(CALLS):
        change(call)
        begun = time.perf_counter()
        client.status()
        taken.append(1000 * (time.perf_counter() - begun))
    return taken


if __name__ == "__main__":
    main()
