"""`make bench-page`: the local page with 100,000 invoices, in Chromium on loopback.

For each place: first paint, when its content stands, layout shift and bytes, as the browser itself
tells them; writes build/bench/page.json. Budget: first paint under 300 ms, 200 kB, no shift.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.api.serving import served
from tests.bench.status_100k import INVOICES, fill, settings
from tests.page.browser import chromium, tab

from scord.clock import SystemClock
from scord.engine import open_state
from scord.lots.standing import catch_up

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from tests.page.browser import Tab

    from scord.settings import Settings

JSON = Path("build/bench/page.json")
PLACES = ("/", "/a-classer", "/factures", "/factures/99000", "/scor", "/alertes", "/journal",
          "/reglages", "/aide")  # fmt: skip
TIMES = 7
PAINT_MS, BYTES = 300, 200_000

_WATCH = """
globalThis.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
new MutationObserver(() => {
  if (!globalThis.stood && document.querySelector("#view > .place"))
    globalThis.stood = performance.now();
}).observe(document, { childList: true, subtree: true });
"""
_TELL = """() => ({
  paint: performance.getEntriesByName("first-contentful-paint")[0].startTime,
  stood: globalThis.stood,
  shift: globalThis.shift,
  bytes: performance.getEntriesByType("resource").reduce((sum, one) => sum + one.transferSize,
    performance.getEntriesByType("navigation")[0].transferSize),
})"""


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else INVOICES
    with tempfile.TemporaryDirectory(prefix="scord-bench-") as place:
        chosen = settings(Path(place))
        with open_state(chosen, SystemClock()) as context:
            fill(count)
            while catch_up(context):
                pass
            with served(context), chromium() as browser:
                told = {"invoices": count, "places": _measured(browser, chosen)}
    JSON.parent.mkdir(parents=True, exist_ok=True)
    JSON.write_text(json.dumps(told, indent=2), "utf-8")
    worst = _worst(told["places"])
    print(f"worst: {worst}")
    if worst["paint_ms"] > PAINT_MS or worst["bytes"] > BYTES or worst["shift"] > 0:
        sys.exit("the page is over its budget")


def _measured(browser: Browser, chosen: Settings) -> dict[str, dict[str, float]]:
    measured = {}
    with tab(browser, chosen, viewport={"width": 1280, "height": 900}) as opened:
        opened.page.add_init_script(_WATCH)
        opened.enter("/")
        for path in PLACES:
            runs = [_once(opened, path) for _ in range(TIMES)]
            measured[path] = {name: round(_middle(runs, name), 3) for name in runs[0]}
            print(f"{path:18}", measured[path])
    return measured


def _once(opened: Tab, path: str) -> dict[str, float]:
    opened.go(path)
    opened.page.wait_for_timeout(300)  # what shifts late counts too
    told: dict[str, Any] = opened.page.evaluate(_TELL)
    return {
        "paint_ms": told["paint"],
        "content_ms": told["stood"],
        "shift": told["shift"],
        "bytes": told["bytes"],
    }


def _middle(runs: list[dict[str, float]], name: str) -> float:
    return statistics.median(run[name] for run in runs)


def _worst(places: dict[str, dict[str, float]]) -> dict[str, float]:
    names = next(iter(places.values()))
    return {name: max(one[name] for one in places.values()) for name in names}


if __name__ == "__main__":
    main()
