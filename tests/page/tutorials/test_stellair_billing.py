"""Stellair's release note of July 2023: the codes of télésurveillance, and a correction."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from tests.api.serving import served
from tests.billing import makers
from tests.page.browser import opened_at
from tests.page.papers import PATIENTS
from tests.page.tutorials.steps import (
    DOCTOR,
    patient_facts,
    scor_of,
    walks_of,
)

from scord.actions.importing import import_data
from scord.store.states import InvoiceStatus
from scord.store.tables import Invoice

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from tests.page.tutorials.steps import Walk

    from scord.store.context import Context

pytestmark = pytest.mark.system

TUTORIALS = {
    "Ajout des codes prestations pour la télésurveillance": "test_codes_de_telesurveillance",
    "Modification d'une FSE avant sa télétransmission": "test_modification_d_une_fse",
}


def test_every_heading_has_its_test() -> None:
    assert walks_of(globals()) == set(TUTORIALS.values())


BILLED = {  # number: code, day, quantity, cents, what is told of it; each of another patient
    "501": ("TVA", "2023-07-01", 1, 11_00, None),
    "502": ("TVB", "2023-07-01", 1, 28_00, None),
    "503": ("TVA", "2026-03-02", 6, 66_00, None),
    "504": ("TVA", "2023-06-30", 1, 11_00, "il l'est à partir du 01/07/2023"),
    "505": ("TVB", "2026-03-02", 7, 196_00, "6 consécutives au plus"),
    "506": ("TVB", "2026-03-02", 1, 40_00, "40,00 € au lieu de 28,00 €"),
}


def hand(context: Context, *items: dict[str, Any]) -> None:
    whole = {"format": "scord-invoices/1", "practitioner": DOCTOR, "invoices": items}
    import_data(context, "lps.json", json.dumps(whole).encode())


def act(code: str, day: str, quantity: int, cents: int) -> dict[str, Any]:
    return {"code": code, "date": day, "quantity": quantity, "amount_cents": cents}


def monitored(number: str, patient: int, *lines: dict[str, Any]) -> dict[str, Any]:
    total = sum(line["amount_cents"] for line in lines)
    of_whom = patient_facts(PATIENTS[patient])
    return makers.invoice(number, lines=list(lines), total_cents=total, kept_here=True, **of_whom)


def test_codes_de_telesurveillance(context: Context, browser: Browser, walk: Walk) -> None:
    consulted = act("G", "2026-03-02", 1, 30_00)
    hand(
        context,
        *(monitored(number, at, act(*one[:4])) for at, (number, one) in enumerate(BILLED.items())),
        monitored("507", 6, act("TVA", "2026-02-15", 1, 11_00), consulted),
        monitored("508", 6, act("TVB", "2026-03-02", 1, 28_00)),
    )
    told = {number: one[4] for number, one in BILLED.items()}
    told |= {"507": None, "508": "recouvre TVA du 15/02/2026, facture 507"}
    with served(context), opened_at(browser, context.settings, "/factures") as opened:
        page = opened.page
        for number, words in told.items():
            page.locator("#places").get_by_role("link", name="Factures").click()
            page.get_by_role("link", name=number, exact=True).click()
            expect(page.locator("h1")).to_contain_text(f"Facture {number}")
            doubtful = page.locator("section[aria-labelledby=doubtful]")
            expect(doubtful).to_have_count(1 if words else 0)
            if words:
                expect(doubtful).to_contain_text(words)
            walk.step(opened)
        opened.go(f"/factures/{Invoice.get(Invoice.number == '506').id}/corriger")
        page.get_by_label("Montant en euros").fill("28,00")
        page.get_by_role("button", name="Enregistrer la correction").click()
        expect(page.locator("h1")).to_contain_text("Facture 506-1")
        expect(page.locator("section[aria-labelledby=doubtful]")).to_have_count(0)
        walk.step(opened)


def test_modification_d_une_fse(context: Context, browser: Browser, walk: Walk) -> None:
    hand(context, makers.invoice("761", kept_here=True))
    with served(context), opened_at(browser, context.settings, "/") as opened:
        page = opened.page
        walk.step(opened)
        page.get_by_role("link", name="Factures à transmettre").click()
        expect(page.locator("#view tbody tr")).to_have_count(1)
        walk.step(opened)
        page.get_by_role("link", name="761", exact=True).click()
        expect(page.locator("section[aria-labelledby=who]")).to_contain_text("SESAM-Vitale")
        walk.step(opened)
        page.get_by_role("link", name="Corriger").click()
        expect(page.get_by_label("Nom", exact=True)).to_have_value("ADRDEUX")
        expect(page.get_by_label("Date des soins")).to_have_value("2026-03-02")
        page.get_by_label("Date des soins").fill("2026-03-01")
        walk.step(opened)
        page.get_by_label("Mode de sécurisation").select_option(label="dégradé")
        walk.step(opened)
        page.get_by_role("button", name="Enregistrer la correction").click()
        expect(page.locator("h1")).to_contain_text("Facture 761-1")
        expect(page.locator("section[aria-labelledby=who]")).to_contain_text("dégradé")
        expect(scor_of(page)).to_contain_text("Il manque")
        walk.step(opened)
        page.locator("#places").get_by_role("link", name="Factures").click()
        expect(page.locator("#view tbody tr")).to_have_count(1)
        walk.step(opened)
    first, second = Invoice.select().order_by(Invoice.id)
    assert (first.status, second.replaces) == (InvoiceStatus.REPLACED, first)
    assert second.payload["lines"][0]["date"] == "2026-03-01"
