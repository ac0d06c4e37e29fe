"""Modification d'une FSE avant sa télétransmission, step by step as the tutorial has it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from tests.api.serving import served
from tests.billing import makers
from tests.page.browser import opened_at

from scord.actions.importing import import_data
from scord.store.states import InvoiceStatus
from scord.store.tables import Correction, Invoice

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from scord.store.context import Context

pytestmark = pytest.mark.system

SCREENS = os.environ.get("SCREENS")


def hand(context: Context, **changed: Any) -> None:
    whole = {
        "format": "scord-invoices/1",
        "practitioner": makers.PRACTITIONER,
        "invoices": [makers.invoice("761", **changed)],
    }
    import_data(context, "lps.json", json.dumps(whole).encode())


def to_the_form(page: Page) -> None:
    page.get_by_role("link", name="Factures à transmettre").click()
    page.get_by_role("link", name="761", exact=True).click()
    page.get_by_role("link", name="Corriger").click()
    expect(page.locator("h1")).to_have_text("Corriger la facture 761")


def change_the_dates_and_the_mode(page: Page) -> None:
    expect(page.get_by_label("Nom", exact=True)).to_have_value("ADRDEUX")
    page.get_by_label("Date des soins").fill("2026-03-01")
    page.get_by_label("Montant en euros").fill("27,60")
    expect(page.locator("[data-total]")).to_contain_text("27,60")
    page.get_by_label("Mode de sécurisation").select_option(label="dégradé")
    page.get_by_label("Motif").fill("date fausse")


def test_of_the_lps_the_correction_is_asked_and_waited_for(
    context: Context, browser: Browser
) -> None:
    hand(context)
    with served(context), opened_at(browser, context.settings, "/") as opened:
        page = opened.page
        to_the_form(page)
        change_the_dates_and_the_mode(page)
        if SCREENS:
            opened.picture(Path(SCREENS) / "corriger.png")
        assert opened.unfit() == []
        page.get_by_role("button", name="Enregistrer la correction").click()
        wished = page.locator("section[aria-labelledby=wished]")
        expect(wished).to_contain_text("Acte 1 : date02/03/202601/03/2026")
        expect(wished).to_contain_text("Acte 1 : montant25,0027,60")
        expect(wished).to_contain_text("Mode de sécurisationSESAM-Vitaledégradé")
        expect(page.get_by_role("link", name="Corriger")).to_have_count(0)
        if SCREENS:
            opened.picture(Path(SCREENS) / "correction-demandee.png")
        assert opened.unfit() == []
        page.get_by_role("button", name="Annuler la demande").click()
        expect(wished).to_have_count(0)
        assert Correction.get().taken_back_at is not None
        assert Invoice.get().status == InvoiceStatus.ACTIVE


def test_what_scord_keeps_is_corrected_and_only_the_corrected_one_stays(
    context: Context, browser: Browser
) -> None:
    hand(context, kept_here=True)
    with served(context), opened_at(browser, context.settings, "/") as opened:
        page = opened.page
        to_the_form(page)
        change_the_dates_and_the_mode(page)
        page.get_by_role("button", name="Ajouter un acte").click()
        page.get_by_label("Code").last.fill("IFD")
        page.get_by_label("Date des soins").last.fill("2026-03-01")
        page.get_by_label("Montant en euros").last.fill("2.75")
        page.get_by_role("button", name="Enregistrer la correction").click()
        expect(page.locator("h1")).to_contain_text("Facture 761-1")
        expect(page.locator("#view")).to_contain_text("Corrige la facture 761")
        expect(page.locator("#view")).to_contain_text("30,35")
        opened.go("/factures")
        expect(page.locator("#view tbody tr")).to_have_count(1)
        expect(page.locator("#view tbody")).to_contain_text("761-1")


def test_what_cannot_be_is_told_and_the_form_keeps_what_was_said(
    context: Context, browser: Browser
) -> None:
    hand(context)
    with served(context), opened_at(browser, context.settings, "/factures/1/corriger") as opened:
        page = opened.page
        page.get_by_label("NIR du bénéficiaire").fill("181016322075141")
        page.get_by_role("button", name="Enregistrer la correction").click()
        expect(page.locator(".toast.failed")).to_contain_text("patient.nir")
        expect(page.get_by_label("NIR du bénéficiaire")).to_have_value("181016322075141")
        assert "181016322075141" not in page.url
        opened.faults.clear()  # Chromium tells of every answer that is no success
    assert Correction.select().count() == 0
