"""What may be wrong with a télésurveillance forfait is told under the title of its invoice."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.api.serving import served
from tests.billing.makers import Lps, invoice
from tests.page.browser import opened_at

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from scord.store.context import Context

pytestmark = pytest.mark.system

SCREENS = os.environ.get("SCREENS")


def test_a_forfait_billed_too_high_and_too_early_says_both_and_why(
    context: Context, browser: Browser
) -> None:
    lines = {
        "481": {"code": "TVA", "date": "2026-02-10", "quantity": 1, "amount_cents": 1100},
        "482": {"code": "TVA", "date": "2026-03-02", "quantity": 1, "amount_cents": 1500},
    }
    for number, line in lines.items():
        told = {"invoice_date": line["date"], "total_cents": line["amount_cents"]}
        Lps(context).invoices(invoice(number, lines=[line], **told))
    with served(context), opened_at(browser, context.settings, "/factures/2") as opened:
        warned = opened.page.locator("section[aria-labelledby=doubtful]")
        expect(warned.get_by_role("listitem")).to_have_count(2)
        expect(warned).to_contain_text("15,00\u202f€ au lieu de 11,00\u202f€")
        expect(warned).to_contain_text("recouvre TVA du 10/02/2026, facture 481")
        expect(warned).to_contain_text("arrêté du 16 mai 2023")
        if SCREENS:
            opened.picture(Path(SCREENS) / "facturation-a-verifier.png")
        assert opened.unfit() == []
        opened.go("/factures/1")
        expect(opened.page.locator("h1")).to_contain_text("481")
        expect(warned).to_have_count(0)
