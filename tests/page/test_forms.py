"""SCOR - Paramétrage de votre signature, génération et consultation d'un justificatif, step by step
as the tutorials have it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.api.serving import served
from tests.forms.filed import go_on, pieces
from tests.forms.forms import png, signed
from tests.forms.invoices import DOCTOR, degraded
from tests.lots.practice import Practice
from tests.page.browser import opened_at

from scord.forms.kept import find_signature
from scord.store.tables import JournalEntry, Scan

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

    from scord.store.context import Context
    from scord.store.tables import Invoice

pytestmark = pytest.mark.system

SCREENS = os.environ.get("SCREENS")


@pytest.fixture
def invoice(context: Context) -> Invoice:
    return degraded(Practice(context), DOCTOR)


def draw_a_signature(page: Page, where: str = "#forming canvas") -> None:
    page.locator(where).scroll_into_view_if_needed()
    box = page.locator(where).bounding_box()
    assert box
    page.mouse.move(box["x"] + 40, box["y"] + 80)
    page.mouse.down()
    for step in range(1, 9):
        page.mouse.move(box["x"] + 40 + 30 * step, box["y"] + 60 + 40 * (step % 2))
    page.mouse.up()


def test_generation_of_a_justificatif_the_patient_signs_and_it_is_attached(
    context: Context, browser: Browser, invoice: Invoice
) -> None:
    with served(context), opened_at(browser, context.settings, f"/factures/{invoice.id}") as opened:
        page = opened.page
        page.get_by_role("button", name="Justificatif papier").click()
        dialog = page.get_by_role("dialog", name="Feuille de soins papier")
        expect(dialog).to_contain_text("Feuille de soins - médecin")
        expect(dialog).to_contain_text("09/03/2026 · G")
        expect(dialog).to_contain_text("30,00 €")
        draw_a_signature(page)
        if SCREENS:
            page.screenshot(path=Path(SCREENS) / "justificatif-papier.png")
        assert opened.unfit() == []
        dialog.get_by_role("button", name="Ajouter la pièce jointe").click()
        expect(dialog).to_have_count(0)
        go_on(context)
        opened.go(f"/factures/{invoice.id}")
        scor = page.locator("section[aria-labelledby=scor]")
        expect(scor).to_contain_text("FACTURE_481_ADRDEUX_LAURENT.pdf")
        expect(scor).to_contain_text("signé par le patient à l'écran")
        scor.get_by_role("button", name="Voir").click()
        expect(page.locator("dialog.viewer img")).to_be_visible()
        if SCREENS:
            page.wait_for_timeout(800)
            page.screenshot(path=Path(SCREENS) / "justificatif-signe.png")
    assert pieces(invoice) == [("FSDE", "form", True)]
    assert JournalEntry.select().where(JournalEntry.event == "form.signed").count() == 1


def test_a_signature_is_asked_for_first_and_can_be_cleared(
    context: Context, browser: Browser, invoice: Invoice
) -> None:
    with served(context), opened_at(browser, context.settings, f"/factures/{invoice.id}") as opened:
        page = opened.page
        page.get_by_role("button", name="Justificatif papier").click()
        draw_a_signature(page)
        page.get_by_role("button", name="Effacer").click()
        page.get_by_role("button", name="Ajouter la pièce jointe").click()
        expect(page.locator(".toast.failed")).to_contain_text("pas encore signé")
    assert Scan.select().count() == 0


@pytest.mark.parametrize(
    ("choice", "patient"), [("patient absent", "absent"), ("refus de signer", "refused")]
)
def test_who_works_by_keyboard_says_that_the_patient_does_not_sign(
    context: Context, browser: Browser, invoice: Invoice, choice: str, patient: str
) -> None:
    with served(context), opened_at(browser, context.settings, f"/factures/{invoice.id}") as opened:
        page = opened.page
        page.get_by_role("button", name="Justificatif papier").focus()
        page.keyboard.press("Enter")
        page.get_by_role("radio", name=choice).check()
        expect(page.locator("#forming canvas")).to_be_hidden()
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog")).to_have_count(0)
    assert Scan.get().facts["patient"] == patient


def test_a_signature_left_behind_is_not_there_when_the_form_is_opened_again(
    context: Context, browser: Browser, invoice: Invoice
) -> None:
    with served(context), opened_at(browser, context.settings, f"/factures/{invoice.id}") as opened:
        page = opened.page
        page.get_by_role("button", name="Justificatif papier").click()
        draw_a_signature(page)
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Justificatif papier").click()
        page.get_by_role("button", name="Ajouter la pièce jointe").click()
        expect(page.locator(".toast.failed")).to_contain_text("pas encore signé")
    assert Scan.select().count() == 0


def signature_form(page: Page, invoice: Invoice) -> Locator:
    return page.locator(f"form[data-signature*='/{invoice.practitioner.id}/']")


def test_parametrage_de_votre_signature_uploaded_ticked_and_saved(
    context: Context, browser: Browser, invoice: Invoice, tmp_path: Path
) -> None:
    picture = tmp_path / "signature.png"
    picture.write_bytes(png(signed(paper=220, ink=70)))
    with served(context), opened_at(browser, context.settings, "/reglages") as opened:
        page, form = opened.page, signature_form(opened.page, invoice)
        form.get_by_label("Image", exact=True).set_input_files(picture)
        form.get_by_label("Utiliser ma signature pour les feuilles de soins").check()
        form.get_by_role("button", name="Enregistrer").click()
        expect(form.get_by_role("img", name="Signature enregistrée")).to_be_visible()
        if SCREENS:
            form.scroll_into_view_if_needed()
            page.screenshot(path=Path(SCREENS) / "signature.png")
        assert opened.unfit() == []
        opened.go("/reglages")
        expect(form.get_by_label("Utiliser ma signature")).to_be_checked()
    kept = find_signature(context, invoice.practitioner)
    assert kept is not None
    assert kept.on_forms


def test_a_signature_is_drawn_and_removed(
    context: Context, browser: Browser, invoice: Invoice
) -> None:
    with served(context), opened_at(browser, context.settings, "/reglages") as opened:
        page, form = opened.page, signature_form(opened.page, invoice)
        form.get_by_text("Ou la dessiner").click()
        draw_a_signature(page, f"form[data-signature*='/{invoice.practitioner.id}/'] canvas")
        form.get_by_role("button", name="Enregistrer").click()
        expect(form.get_by_role("img", name="Signature enregistrée")).to_be_visible()
        assert find_signature(context, invoice.practitioner) is not None
        form.get_by_role("button", name="Effacer la signature").click()
        page.locator("#question-yes").click()
        expect(form.get_by_role("img", name="Signature enregistrée")).to_be_hidden()
    assert find_signature(context, invoice.practitioner) is None
