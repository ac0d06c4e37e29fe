"""Le Planning et en cours: what is to be scanned today is seen there, and asked for there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.billing import makers
from tests.lps import invoices, today
from tests.page.browser import opened_at
from tests.page.papers import PATIENTS, billed
from tests.practice import paper, tiff, until

from scord.store.tables import Attachment, Document, PlannedVisit, Standing

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from tests.practice import Practice

pytestmark = pytest.mark.system

SCREENS = os.environ.get("SCREENS")


def test_a_planned_visit_tells_what_to_scan_and_the_scan_lands_on_its_invoice(
    practice: Practice, browser: Browser
) -> None:
    visit = {"date": today().isoformat(), "patient": makers.PATIENT}
    known = {**visit, "time": "08:30", "prescription_ref": "ORD-481"}
    unknown = {**visit, "time": "10:00", "prescription_ref": "ORD-900"}
    with practice.running():
        (number,) = billed(practice, PATIENTS[:1])
        practice.hand({**invoices(), "planned": [unknown, known]})
        until(lambda: PlannedVisit.select().count() == 2, "the visits")
        until(lambda: Standing.select().count() == 1, "an invoice that stands somewhere")
        with opened_at(browser, practice.settings, "/") as opened:
            page = opened.page
            page.get_by_role("link", name="Planning").click()
            rows = page.locator("section[aria-labelledby=planned] tbody tr")
            expect(rows).to_have_count(2)
            expect(rows.nth(0)).to_contain_text("08:30")
            expect(rows.nth(1).get_by_role("button", name="Scanner ORDN")).to_be_visible()
            assert opened.unfit() == []
            if SCREENS:
                opened.picture(Path(SCREENS) / "planning.png")
            rows.nth(0).get_by_role("button", name="Scanner ORDN").click()
            expect(rows.nth(0)).to_contain_text("scan attendu jusqu'à")
            practice.drop("un.tif", tiff(paper("no code")))
            until(lambda: Attachment.select().count() == 1, "the scan is filed")
            expect(rows.nth(0)).to_contain_text("elle est là")
            expect(page.locator("section[aria-labelledby=under-way]")).to_contain_text(
                "Aucune pièce ne manque."
            )
        assert Attachment.get().invoice.number == number


def test_an_ordonnance_is_scanned_before_any_invoice_and_its_series_finds_it(
    practice: Practice, browser: Browser
) -> None:
    visit = {"date": today().isoformat(), "patient": makers.PATIENT}
    with practice.running():
        practice.hand({**invoices(), "planned": [visit]})
        until(lambda: PlannedVisit.select().count() == 1, "the visit")
        with opened_at(browser, practice.settings, "/planning") as opened:
            page = opened.page
            row = page.locator("section[aria-labelledby=planned] tbody tr")
            row.get_by_role("button", name="Scanner une ordonnance").click()
            dialog = page.get_by_role("dialog", name="Scanner une ordonnance avant ses factures")
            assert opened.unfit() == []
            expect(dialog.get_by_label("Nom de famille")).to_have_value(
                makers.PATIENT["family_name"]
            )
            if SCREENS:
                opened.picture(Path(SCREENS) / "ahead.png")
            dialog.get_by_role("button", name="Scanner").click()
            expect(page.locator("#toasts")).to_contain_text("donnez la référence")
            opened.faults.clear()  # Chromium tells of every answer that is no success
            dialog.get_by_label("Référence du logiciel").fill("ORD-481")
            dialog.get_by_role("button", name="Scanner").click()
            expect(dialog).not_to_be_visible()
            opened.go("/")
            expect(page.locator("#view")).to_contain_text("sera l'ordonnance ORD-481")
            practice.drop("avant.tif", tiff(paper("no code")))
            kept = Document.select().where(Document.prescription.is_null(is_null=False))
            until(kept.count, "the ordonnance is kept")
            expect(page.locator("#view")).not_to_contain_text("sera l'ordonnance")
        assert not Attachment.select().exists()
        (number,) = billed(practice, PATIENTS[:1])
        until(lambda: Attachment.select().count() == 1, "its invoice has it")
        assert Attachment.get().invoice.number == number
