"""Stellair's release note of July 2023: the tutorials on a justificatif and its signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.api.serving import served
from tests.forms.filed import go_on, pieces
from tests.forms.forms import png, signed
from tests.forms.invoices import DOCTOR as A_DOCTOR
from tests.forms.invoices import degraded
from tests.lots.practice import Practice
from tests.page.browser import opened_at
from tests.page.papers import PATIENTS, billed
from tests.page.test_forms import draw_a_signature, signature_form
from tests.page.tutorials.steps import (
    scor_of,
    sign_and_attach,
    walks_of,
)
from tests.practice import Practice as Whole
from tests.practice import jpeg, paper, sha256, tiff, until

from scord.forms.kept import find_signature
from scord.store.states import DocumentState
from scord.store.tables import Attachment, Document, Invoice

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser
    from tests.page.tutorials.steps import Walk

    from scord.store.context import Context

pytestmark = pytest.mark.system

TUTORIALS = {
    "SCOR - Paramétrage de votre signature": "test_parametrage_de_votre_signature",
    "SCOR - Génération d'un justificatif": "test_generation_d_un_justificatif",
    "SCOR - Consultation d'un justificatif": "test_consultation_d_un_justificatif",
    "SCOR - Consultation - Ajouter un justificatif": "test_ajouter_un_justificatif",
}
FORM = "FACTURE_481_ADRDEUX_LAURENT.pdf"


def test_every_heading_has_its_test() -> None:
    assert walks_of(globals()) == set(TUTORIALS.values())


@pytest.fixture
def degraded_invoice(context: Context) -> Invoice:
    return degraded(Practice(context), A_DOCTOR)


def test_parametrage_de_votre_signature(
    context: Context, browser: Browser, degraded_invoice: Invoice, tmp_path: Path, walk: Walk
) -> None:
    picture = tmp_path / "signature.png"
    picture.write_bytes(png(signed(paper=220, ink=70)))
    with served(context), opened_at(browser, context.settings, "/") as opened:
        page = opened.page
        page.locator("#places").get_by_role("link", name="Réglages").click()
        form = signature_form(page, degraded_invoice)
        form.scroll_into_view_if_needed()
        walk.step(opened)
        form.get_by_label("Image", exact=True).set_input_files(picture)
        form.get_by_label("Utiliser ma signature pour les feuilles de soins").check()
        form.get_by_role("button", name="Enregistrer").click()
        expect(form.get_by_role("img", name="Signature enregistrée")).to_be_visible()
        walk.step(opened)
    kept = find_signature(context, degraded_invoice.practitioner)
    assert kept is not None
    assert kept.on_forms


def test_generation_d_un_justificatif(
    context: Context, browser: Browser, degraded_invoice: Invoice, walk: Walk
) -> None:
    with served(context), opened_at(browser, context.settings, "/") as opened:
        page = opened.page
        page.locator("#places").get_by_role("link", name="Factures").click()
        page.get_by_role("link", name="481", exact=True).click()
        expect(page.locator("section[aria-labelledby=who]")).to_contain_text("dégradé")
        walk.step(opened)
        page.get_by_role("button", name="Justificatif papier").click()
        dialog = page.get_by_role("dialog", name="Feuille de soins papier")
        expect(dialog).to_contain_text("Signature de l'assuré(e)")
        walk.step(opened)
        draw_a_signature(page)
        walk.step(opened)
        dialog.get_by_role("button", name="Ajouter la pièce jointe").click()
        expect(page.locator("#toasts")).to_contain_text("Pièce jointe")
        go_on(context)
        opened.go(f"/factures/{degraded_invoice.id}")
        expect(scor_of(page)).to_contain_text("signé par le patient à l'écran")
        walk.step(opened)
    assert pieces(degraded_invoice) == [("FSDE", "form", True)]


def test_consultation_d_un_justificatif(
    context: Context, browser: Browser, degraded_invoice: Invoice, tmp_path: Path, walk: Walk
) -> None:
    path = f"/factures/{degraded_invoice.id}"
    with served(context), opened_at(browser, context.settings, path) as opened:
        page, scor = opened.page, scor_of(opened.page)
        expect(scor).to_contain_text("Aucun justificatif pour l'instant.")
        walk.step(opened)
        page.get_by_role("button", name="Justificatif papier").click()
        sign_and_attach(page)
        go_on(context)
        opened.go(path)
        row = scor.locator("tbody tr")
        expect(row).to_contain_text(FORM)
        expect(row).to_contain_text("FSDE")
        expect(row).to_contain_text("Ko")
        walk.step(opened)
        with page.expect_download() as saved:
            row.get_by_role("button", name="PDF 1").click()
        saved.value.save_as(tmp_path / "piece.pdf")
        row.get_by_role("button", name="Voir").click()
        seen = page.locator("dialog.viewer img")
        expect(seen).to_have_js_property("complete", value=True)
        expect(seen).not_to_have_js_property("naturalWidth", value=0)
        walk.step(opened)
    (part,) = Document.get().parts
    assert sha256((tmp_path / "piece.pdf").read_bytes()) == part.sha256


@pytest.mark.usefixtures("short_quiet")
def test_ajouter_un_justificatif(tmp_path: Path, browser: Browser, walk: Walk) -> None:
    practice = Whole(tmp_path)
    with practice.running():
        billed(practice, PATIENTS[:1])
        until(lambda: Invoice.select().count() == 1, "the invoice")
        with opened_at(browser, practice.settings, "/factures/1") as opened:
            opened.page.locator("#piece-file").set_input_files(
                {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": jpeg("a photo")}
            )
            settled = Document.state.in_((DocumentState.INBOX, DocumentState.ATTACHED))
            until(lambda: Document.get_or_none(settled), "the document")
            walk.step(opened)
        assert Document.get().state == DocumentState.ATTACHED
        assert Attachment.get().invoice.number == "481"
        # the scanner's next file is nobody's
        practice.drop("next.tif", tiff(paper("somebody else's")))
        until(lambda: Document.select().where(settled).count() == 2, "the scanner's file")
        assert Attachment.select().count() == 1
