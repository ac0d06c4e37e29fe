"""Who may only read sees everything and is offered nothing that would be refused."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.api.serving import Served, served
from tests.lots.practice import Practice
from tests.page.browser import tab
from tests.page.harm import offered
from tests.page.screens import SCREENS, walk

from scord.store.states import DocumentState

if os.name != "nt":
    import grp
    import pwd

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from scord.store.context import Context

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(os.name == "nt", reason="users as POSIX has them"),
]

READER = "nobody"
SENTENCE = {
    "fr": "Vous pouvez tout voir et ne rien changer.",
    "en": "You may see everything and change nothing.",
}
PRESS_ALL = """() => [...document.querySelectorAll("#view button, #view label[for], dialog button")]
  .filter((one) => one.checkVisibility() && !one.disabled && !one.matches("[data-print]"))
  .map((one) => (one.click(), one.textContent.trim()))"""


@pytest.fixture(scope="module")
def read(quiet: Context) -> Iterator[Served]:
    """A store with something of everything, that a user of this machine may read."""
    group = grp.getgrgid(pwd.getpwnam(READER).pw_gid).gr_name
    practice = Practice(quiet)
    practice.ready()
    practice.lots()
    practice.ready()
    for _ in range(2):
        practice.document("ORDN", state=DocumentState.INBOX)
    with served(practice.context, read_group=group) as running:
        yield running


def entered_as(served_: Served, page: Page, user: str) -> None:
    """As a browser of that user enters; this one belongs to whoever runs the tests."""
    house = served_.house.sessions
    opened = house.enter(house.link(user, "/").rpartition("#")[2])
    cookie = {"name": house.cookie_name, "value": opened.cookie, "url": house.origin}
    page.context.add_cookies([cookie])
    page.add_init_script(f"sessionStorage.setItem('scord-key', '{opened.key}')")
    page.goto(house.origin)
    page.wait_for_selector("#view > .place")


def test_a_reader_who_presses_everything_is_never_refused_and_changes_nothing(
    read: Served, browser: Browser
) -> None:
    with tab(browser, read.house.context.settings) as opened:
        page, asked = opened.page, []
        entered_as(read, page, READER)
        page.on(
            "request", lambda one: one.method == "GET" or asked.append(f"{one.method} {one.url}")
        )
        for path in SCREENS:
            walk(page, path)
            expect(page.locator("#reads-only")).to_contain_text(SENTENCE["fr"])
            page.evaluate(PRESS_ALL)
            if path == "/a-classer":
                page.keyboard.type("orpxm1")
        page.wait_for_timeout(200)
        assert asked == []
        assert page.locator(".toast.failed, dialog.arranging").count() == 0
        page.get_by_role("button", name="English").click()
        expect(page.locator("#reads-only")).to_contain_text(SENTENCE["en"])
        assert opened.unfit() == []


def test_a_scan_dropped_by_a_reader_is_refused_with_the_groups_name(
    read: Served, browser: Browser
) -> None:
    with tab(browser, read.house.context.settings) as opened:
        entered_as(read, opened.page, READER)
        offered(opened.page, "scan.tif", text="a scan")
        group = read.house.context.settings.api.change_group
        expect(opened.page.locator(".toast.failed")).to_contain_text(group)


def test_who_may_change_is_offered_it_and_told_nothing(read: Served, browser: Browser) -> None:
    with tab(browser, read.house.context.settings) as opened:
        entered_as(read, opened.page, "root")
        expect(opened.page.get_by_role("button", name="Mettre l'envoi en pause")).to_be_visible()
        expect(opened.page.locator("#reads-only")).to_be_hidden()
        opened.go("/a-classer")
        expect(opened.page.get_by_role("button", name="Écarter")).to_be_visible()
