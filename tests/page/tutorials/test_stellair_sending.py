"""Stellair's release note of July 2023: sending the justificatifs, and how each one stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader
from tests.api.serving import served
from tests.caisse import Caisse
from tests.lots.practice import Practice
from tests.lps import ack, acks, invoice, invoices, lot_time, lots
from tests.page.browser import opened_at
from tests.page.papers import PATIENTS, billed
from tests.page.tutorials.steps import (
    DOCTOR,
    scor_of,
    sign_and_attach,
    walks_of,
)
from tests.practice import Practice as Whole
from tests.practice import until

from scord.lots.standing import catch_up
from scord.store.states import ItemVerdict, ScorLotState
from scord.store.tables import Attachment, Invoice, LotItem, ScorLot

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser
    from tests.page.tutorials.steps import Walk

    from scord.store.context import Context

pytestmark = [pytest.mark.system, pytest.mark.usefixtures("short_quiet")]

TUTORIALS = {
    "Envoi des justificatifs de FSE dégradées via SCOR": "test_envoi_des_justificatifs",
    "SCOR - Télétransmission des documents": "test_teletransmission_des_documents",
    "SCOR - Suivi de l'état des justificatifs": "test_suivi_de_l_etat_des_justificatifs",
}
FORM = "FACTURE_481_ADRDEUX_LAURENT.pdf"


def test_every_heading_has_its_test() -> None:
    assert walks_of(globals()) == set(TUTORIALS.values())


def test_envoi_des_justificatifs(tmp_path: Path, browser: Browser, walk: Walk) -> None:
    practice = Whole(tmp_path, forms=True)
    lot = {"number": "013", "sent_at": lot_time(), "kind": "degraded", "invoices": ["481"]}
    with practice.running():
        ours = invoices(invoice("481", lot=None, mode="degrade"))
        practice.hand({**ours, "practitioner": DOCTOR}, lots(lot))
        until(lambda: Attachment.select().count() == 1, "the form, made by itself")
        with opened_at(browser, practice.settings, "/factures/1") as opened:
            page = opened.page
            expect(scor_of(page)).to_contain_text(FORM)
            walk.step(opened)
            page.get_by_role("button", name="Justificatif papier").click()
            sign_and_attach(page)
            expect(scor_of(page)).to_contain_text("signé par le patient à l'écran")
            page.locator("#places").get_by_role("link", name="SCOR").click()
            leaving = page.locator("section[aria-labelledby=leaving]")
            expect(leaving.locator("tbody tr")).to_have_count(1)
            walk.step(opened)
            leaving.get_by_role("button", name="OK").click()
            caisse = Caisse(practice)
            caisse.answer(caisse.next_lot())
            until(lambda: ScorLot.get().state == ScorLotState.ACCEPTED, "the caisse's answer")
            opened.go("/factures/1")
            expect(page.locator("h1")).to_contain_text("reçu ou non nécessaire")
            walk.step(opened)
            with page.expect_download() as saved:
                page.get_by_role("button", name="Preuve").click()
            saved.value.save_as(tmp_path / "preuve.pdf")
    proof = "\n".join(one.extract_text() for one in PdfReader(tmp_path / "preuve.pdf").pages)
    assert "481" in proof
    assert LotItem.get().identifier in proof


def test_teletransmission_des_documents(tmp_path: Path, browser: Browser, walk: Walk) -> None:
    practice = Whole(tmp_path)
    with practice.running():
        (number,) = billed(practice, PATIENTS[:1])
        until(lambda: Invoice.select().count() == 1, "the invoice")
        practice.drop("page-de-garde.tif", practice.slipped(number, document_type="ORDN"))
        until(lambda: Attachment.select().count() == 1, "its piece")
        with opened_at(browser, practice.settings, "/") as opened:
            page = opened.page
            expect(page.locator(".counters")).to_contain_text("1 Documents à transmettre")
            walk.step(opened)
            page.locator("#places").get_by_role("link", name="SCOR").click()
            expect(page.locator("section[aria-labelledby=staying]")).to_contain_text("ARL")
            walk.step(opened)
            practice.hand(acks(ack()))
            page.get_by_role("button", name="OK").click()
            expect(page.locator("#toasts")).to_contain_text("se préparent")
            sent = Caisse(practice).next_lot()
            page.get_by_role("link", name="Transmis").click()
            expect(page.locator("#view tbody tr")).to_have_count(1)
            walk.step(opened)
            opened.go("/")
            expect(page.locator(".counters")).to_contain_text("0 Documents à transmettre")
    assert sent.identifiers == [item.identifier for item in LotItem.select()]


def of_all_four_colours(practice: Practice) -> dict[str, str]:
    """The word that each invoice is to be shown with."""
    practice.ready(number="482")
    practice.lots()
    practice.answered(ItemVerdict.REJECTED, ScorLotState.REJECTED)
    practice.ready(number="483")
    (lot,) = practice.lots()
    LotItem.update(verdict=ItemVerdict.ACCEPTED).where(LotItem.lot == lot).execute()
    ScorLot.update(state=ScorLotState.ACCEPTED).where(ScorLot.id == lot.id).execute()
    practice.ready(number="484")
    practice.invoice(number="485")
    while catch_up(practice.context):
        pass
    return {
        "482": "rejeté",
        "483": "reçu ou non nécessaire",
        "484": "à télétransmettre ou en cours",
        "485": "à ajouter",
    }


def test_suivi_de_l_etat_des_justificatifs(context: Context, browser: Browser, walk: Walk) -> None:
    practice = Practice(context)
    told = of_all_four_colours(practice)
    with served(practice.context), opened_at(browser, context.settings, "/") as opened:
        page = opened.page
        walk.step(opened)
        page.locator("#places").get_by_role("link", name="Factures").click()
        page.get_by_text("Colonnes").click()
        shown = page.locator("[data-column=scor]")
        shown.uncheck()
        expect(page.get_by_role("columnheader", name="SCOR")).to_have_count(0)
        walk.step(opened)
        shown.check()
        page.get_by_text("Colonnes").click()
        for number, word in told.items():
            row = page.locator("tbody tr", has=page.get_by_role("link", name=number, exact=True))
            expect(row.locator(".column-scor")).to_have_text(word)
        walk.step(opened)
