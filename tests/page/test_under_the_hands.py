"""News that arrive while a person files: no key lands on what they have not seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.page.browser import opened_at
from tests.page.papers import PATIENTS, billed, doubtful
from tests.practice import Practice, until

from scord.store.states import DocumentState
from scord.store.tables import Attachment, Document, Invoice

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.system

SCANS = ("a.tif", "b.tif", "c.tif")

# A person whose fingers were already on their way when the news came.
_PRESS_ON_NEWS = """(keys) => {
  const view = document.getElementById("view");
  window.pressed = new Promise((done) => new MutationObserver((_, watch) => {
    if (!("still" in view.dataset)) return;
    watch.disconnect();
    const press = (key) => new KeyboardEvent("keydown", { key, bubbles: true });
    for (const key of keys) document.body.dispatchEvent(press(key));
    done();
  }).observe(view, { attributes: true }));
}"""


@pytest.fixture
def practice(tmp_path: Path) -> Iterator[Practice]:
    """Three scans that wait in À classer, one for each patient."""
    practice = Practice(tmp_path)
    waiting = Document.select().where(Document.state == DocumentState.INBOX)
    with practice.running():
        billed(practice, PATIENTS[:3])
        until(lambda: Invoice.select().count() == 3, "invoices")
        for at, (name, patient) in enumerate(zip(SCANS, PATIENTS, strict=False), 1):
            practice.drop(name, doubtful(patient))
            until(lambda wanted=at: waiting.count() == wanted, "a scan to file")
        yield practice


def filed() -> list[str]:
    return [one.invoice.number for one in Attachment.select().order_by(Attachment.id)]


def file_it(page: Page) -> None:
    page.keyboard.press("o")
    page.keyboard.press("1")


def picked(page: Page) -> list[str]:
    return [one.input_value() for one in page.locator("[name=document_type]:checked").all()]


def test_what_another_person_files_is_not_filed_again_nor_the_next_in_its_place(
    practice: Practice, browser: Browser
) -> None:
    with (
        opened_at(browser, practice.settings, "/a-classer") as mine,
        opened_at(browser, practice.settings, "/a-classer") as theirs,
    ):
        expect(mine.page.locator("#file-name")).to_have_text("a.tif")
        mine.page.evaluate(_PRESS_ON_NEWS, "o1")  # meant for a.tif
        file_it(theirs.page)
        mine.page.evaluate("window.pressed")
        expect(mine.page.locator("#file-name")).to_have_text("b.tif")
        expect(mine.page.locator("#toasts")).to_contain_text("réglé ailleurs")
        assert filed() == ["481"]
        expect(mine.page.locator("#view:not([data-still])")).to_be_visible()
        file_it(mine.page)
        expect(mine.page.locator("#file-name")).to_have_text("c.tif")
        assert filed() == ["481", "482"]


def test_an_invoice_that_takes_a_number_waits_to_be_seen_and_the_type_stays_picked(
    practice: Practice, browser: Browser
) -> None:
    with opened_at(browser, practice.settings, "/a-classer") as opened:
        page = opened.page
        expect(page.locator("[data-candidate]")).to_have_count(1)
        page.keyboard.press("a")
        page.evaluate(_PRESS_ON_NEWS, "2")
        billed(practice, PATIENTS[:1], first=600)
        page.evaluate("window.pressed")
        expect(page.locator("[data-candidate]")).to_have_count(2)
        assert (picked(page), filed()) == (["AUTP"], [])
        expect(page.locator("#view:not([data-still])")).to_be_visible()
        page.keyboard.press("2")
        expect(page.locator("#file-name")).to_have_text("b.tif")
        assert picked(page) == ["ORDN"]  # what Scord presumes of the next
        assert len(filed()) == 1


def test_keys_pressed_before_the_answer_file_nothing_twice_and_the_view_goes_on(
    practice: Practice, browser: Browser
) -> None:
    held: list[Route] = []
    with opened_at(browser, practice.settings, "/a-classer") as opened:
        page = opened.page
        page.route("**/file", lambda route: held.append(route))  # noqa: PLW0108 -- Playwright marks it
        expect(page.locator("#file-name")).to_have_text("a.tif")
        file_it(page)
        practice.drop("d.tif", doubtful(PATIENTS[2]) + b"news")
        expect(page.locator("#places [data-counts]").first).to_be_visible()
        until(lambda: page.evaluate("1") and Document.select().count() == 4, "news")
        page.wait_for_timeout(1_500)  # in which the news would have been shown
        for key in "d1x":
            page.keyboard.press(key)
        assert len(held) == 1
        held[0].continue_()
        page.unroute("**/file")
        expect(page.locator("#file-name")).to_have_text("b.tif")
        assert picked(page) == ["ORDN"]
        file_it(page)
        expect(page.locator("#file-name")).to_have_text("c.tif")
        assert filed() == ["481", "482"]
