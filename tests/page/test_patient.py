"""From a patient: what their invoices lack is scanned from there, and lands there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.page.browser import opened_at
from tests.page.papers import PATIENTS, billed
from tests.practice import paper, tiff, until

from scord.store.tables import Arm, Attachment, Invoice, Standing

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from tests.practice import Practice

pytestmark = pytest.mark.system

SCREENS = os.environ.get("SCREENS")


def test_what_a_patient_lacks_is_scanned_from_there_and_lands_there(
    practice: Practice, browser: Browser
) -> None:
    with practice.running():
        number, other = billed(practice, PATIENTS[:2])
        until(lambda: Standing.select().count() == 2, "invoices that stand somewhere")
        with opened_at(browser, practice.settings, "/factures/1") as opened:
            page = opened.page
            page.get_by_role("link", name="Ce patient").click()
            expect(page.locator("h1")).to_contain_text(PATIENTS[0].family_name)
            expect(page.get_by_role("link", name=number, exact=True)).to_be_visible()
            expect(page.get_by_role("link", name=other, exact=True)).to_have_count(0)
            expect(page.locator("section[aria-labelledby=prescribed]")).to_contain_text(
                "à numériser"
            )
            if SCREENS:
                opened.picture(Path(SCREENS) / "patient.png")
            assert opened.unfit() == []
            row = page.locator("section[aria-labelledby=open] tbody tr")
            row.get_by_role("button", name="Scanner ORDN").click()
            expect(page.locator("#view")).to_contain_text("scan attendu jusqu'à")
            assert Arm.get().invoice == Invoice.get(Invoice.number == number)
            practice.drop("un.tif", tiff(paper("no code")))
            until(lambda: Attachment.select().count() == 1, "the scan is filed")
            expect(page.locator("section[aria-labelledby=prescribed]")).to_contain_text("numérisée")
        assert Attachment.get().invoice.number == number
