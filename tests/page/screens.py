"""Every screen of the page, and the way from one to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.page.places import PLACES

if TYPE_CHECKING:
    from playwright.sync_api import Page

SCREENS = (
    *(place.path.replace("{invoice}", "1").replace("{lot}", "1") for place in PLACES),
    "/scor?tab=awaiting", "/scor?tab=sent", "/scor?tab=accepted", "/scor?tab=rejected",
    "/alertes?over=1", "/factures?number=none",
)  # fmt: skip
_GO = "(path) => import('/static/js/views.js').then(({ go }) => go(path))"


def walk(page: Page, path: str) -> None:
    """As a link of the page does: the shell is not loaded again."""
    page.evaluate(_GO, path)
    assert page.locator("#view > .place h1").count() == 1, path
