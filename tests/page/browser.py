"""A real browser at the page: each tab remembers what went wrong in it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from scord.api.endpoint import place_of
from scord_shared.client import Client

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from scord.settings import Settings

CHROMIUM = "/usr/bin/chromium"
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)  # a machine may be busy; success waits for nothing
_QUIET = (
    "--no-sandbox",  # root in a container; the page's own limits are what is tested
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
_WATCH_POLICY = """
addEventListener("securitypolicyviolation", (event) =>
  console.error("CSP", event.violatedDirective, event.blockedURI));
"""
# The rules of WCAG 2.2, levels A and AA, and what axe counts as good practice.
_RULES = {"runOnly": {"type": "tag", "values": [
    "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice",
]}}  # fmt: skip
_GRAVE = {"serious", "critical", "moderate"}


@dataclass
class Tab:
    """One tab at the page of a service. `faults`: errors of its console, its policy and scripts."""

    page: Page
    settings: Settings
    faults: list[str] = field(default_factory=list)

    def enter(self, path: str = "/") -> None:
        """Through the one-time link, as the tray does."""
        self.page.goto(Client(place_of(self.settings)).page_link(path))
        self.page.wait_for_selector("#view > .place")

    def go(self, path: str) -> None:
        self.page.goto(self.origin + path)
        self.page.wait_for_selector("#view > .place")

    @property
    def origin(self) -> str:
        return "/".join(self.page.url.split("/")[:3])

    def unfit(self) -> list[str]:
        """What axe finds on the screen as it is: rule and place of each."""
        found = Axe().run(self.page, options=_RULES).response["violations"]
        return [
            f"{one['id']} ({one['impact']}): {node['target']} {node['html'][:120]}"
            for one in found
            if one["impact"] in _GRAVE
            for node in one["nodes"]
        ]

    def sideways(self) -> bool:
        """Whether the page as a whole is wider than the screen."""
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        return bool(self.page.evaluate(wide))

    def picture(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=path, full_page=True)


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(_QUIET))
        yield browser
        browser.close()


@contextmanager
def opened_at(browser: Browser, settings: Settings, path: str, **how: Any) -> Iterator[Tab]:
    """A tab at that place; nothing may have gone wrong in it when the block ends."""
    with tab(browser, settings, **{"viewport": {"width": 1280, "height": 900}, **how}) as opened:
        opened.enter(path)
        yield opened
        assert opened.faults == []


@contextmanager
def tab(browser: Browser, settings: Settings, **how: Any) -> Iterator[Tab]:
    """`how`: what Playwright's new_context takes, such as viewport or color_scheme."""
    context = browser.new_context(**{"locale": "fr-FR", "timezone_id": "Europe/Paris", **how})
    context.add_init_script(_WATCH_POLICY)
    context.set_default_timeout(PATIENCE_MS)
    opened = Tab(context.new_page(), settings)
    opened.page.on(
        "console",
        lambda told: opened.faults.append(told.text) if told.type == "error" else None,
    )
    opened.page.on("pageerror", lambda fault: opened.faults.append(str(fault)))
    yield opened
    context.close()
