"""A day in English: the switch holds, and no screen on the way falls back into French."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.caisse import Caisse
from tests.lps import ack, acks
from tests.page.browser import opened_at
from tests.page.papers import PATIENTS, billed, doubtful
from tests.page.screens import SCREENS, walk
from tests.practice import until

from scord.store.states import DocumentState, ScorLotState
from scord.store.tables import Attachment, Document, Invoice, ScorLot

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from tests.practice import Practice

pytestmark = pytest.mark.system

FRENCH = re.compile(
    r"\b(factures?|class(er|é)|réglages?|pièces?|envoi|envoyée?s?|reçue?s?|attente"
    r"|alertes|aide|aucune?|aujourd'hui|depuis|pour|chercher|avec|sont|vous)\b",
    re.IGNORECASE,
)
# All that a person reads or a screen reader says, and what stands folded away.
SAID = """() => [...document.querySelectorAll("body *:not(script)")].flatMap((one) => [
  ...["title", "aria-label", "placeholder", "data-done", "data-confirm", "alt"]
    .map((name) => one.getAttribute(name)),
  ...[...one.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE)
    .map((node) => node.textContent),
  ...(one.tagName === "TEMPLATE" ? [one.content.textContent] : []),
]).filter((text) => text?.trim()).map((text) => text.trim())"""


def french(page: Page) -> list[str]:
    return [text for text in page.evaluate(SAID) if FRENCH.search(text)]


def test_a_day_in_english_meets_no_french(practice: Practice, browser: Browser) -> None:
    with practice.running():
        slipped, _ = billed(practice, PATIENTS[:2])
        practice.hand(acks(ack()))
        until(lambda: Invoice.select().count() == 2, "invoices")
        practice.drop("slip.tif", practice.slipped(slipped))
        practice.drop("doubtful.tif", doubtful(PATIENTS[1]))
        inbox = Document.state == DocumentState.INBOX
        until(lambda: Document.select().where(inbox).count() == 1, "one to file")
        until(lambda: Attachment.select().count() == 1, "one filed by its slip")
        with opened_at(browser, practice.settings, "/") as opened:
            page, met = opened.page, {}
            page.get_by_role("button", name="English").click()
            expect(page.locator("h1")).to_have_text("Overview")
            page.reload()
            expect(page.locator("h1")).to_have_text("Overview")
            expect(page.locator("html")).to_have_attribute("lang", "en")
            page.locator("#places").get_by_role("link", name="To be filed").click()
            expect(page.locator("#file-name")).to_have_text("doubtful.tif")
            met["to be filed"] = french(page)
            page.keyboard.press("o")
            page.keyboard.press("1")
            expect(page.locator("#toasts")).to_contain_text("Filed on invoice 482.")
            expect(page.locator("#view")).to_contain_text("All is filed.")
            page.locator("#places").get_by_role("link", name="SCOR").click()
            expect(page.get_by_role("heading", name="What leaves")).to_be_visible()
            met["to send"] = french(page)
            page.get_by_role("button", name="OK", exact=True).click()
            expect(page.locator("#toasts")).to_contain_text("The SCOR lots are being made.")
            caisse = Caisse(practice)
            caisse.answer(caisse.next_lot())
            until(lambda: ScorLot.get().state == ScorLotState.ACCEPTED, "accepted", 30)
            for path in SCREENS:
                walk(page, path)
                met[path] = french(page)
        assert sorted({text for texts in met.values() for text in texts}) == []
