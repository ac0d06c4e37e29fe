"""Topaze's page on SCOR: its principle, its norms, and sending."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader
from tests.caisse import Caisse
from tests.card.house import until as seen
from tests.lps import BILLING, ack, acks, lot_time, lots, yesterday
from tests.page.browser import opened_at
from tests.page.papers import PATIENTS
from tests.page.tutorials.steps import (
    filed,
    hand,
    of,
    row_of,
    to,
    walks_of,
)
from tests.practice import Practice, until

from scord.demo import pages, people, wear
from scord.practice.card.states import cards_now
from scord.practice.said import said_by_card
from scord.store.states import FseVerdict, ScorLotState
from scord.store.tables import FseLot, LotItem, ScorLot
from scord_shared.cards import CardState

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page
    from tests.card.house import CardHouse
    from tests.page.tutorials.steps import Walk


pytestmark = [pytest.mark.system, pytest.mark.usefixtures("short_quiet")]

TUTORIALS = {
    "Principe de SCOR": "test_principe_de_scor",
    "Normes à respecter lors de la numérisation": "test_normes_a_respecter",
    "Télétransmission des pièces justificatives": "test_teletransmission",
    "Télétransmission - Commencer : CPS, Région, date": "test_teletransmission_commencer",
}
MOST_BYTES = 250_000
LEAST_DPI = 200
CARE = ("Pansement une fois par jour pendant 8 jours",)
# As IT leaves it; the practitioner does the rest.
BARE = """\
state_dir = '{root}/state'
min_free_mb = 0
[invoices]
folder = '{root}/lps'
[exchange]
poll_seconds = 0.2
"""


def test_every_heading_has_its_test() -> None:
    assert walks_of(globals()) == set(TUTORIALS.values())


def scanned_ordonnance(dpi: int) -> Any:
    pdf = pages.prescription(people.VALMONT, PATIENTS[0], yesterday(), CARE)
    return pages.render(pdf, dpi, colour=True)[0]


def test_principe_de_scor(practice: Practice, browser: Browser, walk: Walk) -> None:
    with practice.running(), opened_at(browser, practice.settings, "/") as opened:
        page = opened.page
        to(page, "Réglages")
        page.get_by_role("button", name="La caisse est prévenue").click()
        expect(page.locator("#caisse-told")).to_contain_text("prévenue, selon")
        walk.step(opened)
        hand(practice, of("481"))
        practice.hand(acks(ack()))
        until(lambda: FseLot.get_or_none(FseLot.verdict == FseVerdict.POSITIVE), "the ARL")
        to(page, "Factures")
        page.get_by_role("link", name="481", exact=True).click()
        page.get_by_role("button", name="Scanner pour cette facture").click()
        expect(page.locator("#view")).to_contain_text("Le prochain scan est pour cette facture")
        walk.step(opened)
        practice.drop("photo.jpg", wear.jpeg_file(scanned_ordonnance(200), quality=80))
        assert filed(1) == [("481", "ORDN", "armed")]
        expect(page.locator("section[aria-labelledby=scor] tbody .type.ORDN")).to_be_visible()
        walk.step(opened)
        to(page, "SCOR")
        page.get_by_role("button", name="OK").click()
        caisse = Caisse(practice)
        sent = caisse.next_lot()
        caisse.answer(sent)
        until(lambda: ScorLot.get().state == ScorLotState.ACCEPTED, "the caisse's answer")
        to(page, "Factures")
        expect(row_of(page, "481").locator(".column-scor")).to_have_text("reçu ou non nécessaire")
        walk.step(opened)
    (pdf,) = sent.pdfs.values()
    assert pdf.startswith(b"%PDF")


def test_normes_a_respecter(
    practice: Practice, browser: Browser, tmp_path: Path, walk: Walk
) -> None:
    heavy = wear.jpeg_file(scanned_ordonnance(300), quality=95, dpi=300)
    assert len(heavy) > MOST_BYTES
    with practice.running():
        hand(practice, of("481"))
        with opened_at(browser, practice.settings, "/patients/1") as opened:
            page = opened.page
            row_of(page, "481").get_by_role("button", name="Scanner ORDN").click()
            expect(page.locator("#view")).to_contain_text("scan attendu jusqu'à")
            practice.drop("couleur.jpg", heavy)
            filed(1)
            page.get_by_role("link", name="481", exact=True).click()
            walk.step(opened)
            page.get_by_role("button", name="Voir").click()
            expect(page.locator("dialog.viewer img")).not_to_have_js_property("naturalWidth", 0)
            walk.step(opened)
            page.keyboard.press("Escape")
            with page.expect_download() as saved:
                page.get_by_role("button", name="PDF 1").click()
            saved.value.save_as(tmp_path / "piece.pdf")
    assert (tmp_path / "piece.pdf").stat().st_size <= MOST_BYTES
    (sheet,) = PdfReader(tmp_path / "piece.pdf").pages
    (picture,) = (one.get_object() for one in sheet["/Resources"]["/XObject"].values())
    assert picture["/BitsPerComponent"] == 1
    assert picture["/Width"] / (float(sheet.mediabox.width) / 72) >= LEAST_DPI - 0.5


def test_teletransmission(practice: Practice, browser: Browser, walk: Walk) -> None:
    degraded = {"number": "013", "sent_at": lot_time(), "kind": "degraded", "invoices": ["482"]}
    with practice.running():
        hand(practice, of("481"), of("482", 1, lot=None, mode="degrade"))
        practice.hand(lots(degraded))
        for number, kind in (("481", "ORDN"), ("482", "ORDN"), ("482", "FSNC")):
            practice.drop(f"{number}-{kind}.tif", practice.slipped(number, document_type=kind))
        filed(3)
        with opened_at(browser, practice.settings, "/") as opened:
            page = opened.page
            to(page, "SCOR")
            leaving = page.locator("section[aria-labelledby=leaving] tbody tr")
            staying = page.locator("section[aria-labelledby=staying] tbody tr")
            expect(leaving).to_contain_text(["482"])
            expect(staying).to_contain_text(["481"])
            expect(staying).to_contain_text(["ARL"])
            walk.step(opened)
            page.get_by_role("link", name="En attente d'ARL").click()
            expect(row_of(page, "012")).to_contain_text("attendu")
            walk.step(opened)
            practice.hand(acks(ack()))
            expect(page.get_by_role("link", name="012", exact=True)).to_have_count(0)
            page.get_by_role("link", name="À transmettre").click()
            expect(leaving).to_have_count(2)
            walk.step(opened)
            page.get_by_role("button", name="OK").click()
            caisse = Caisse(practice)
            sent = caisse.next_lot()
            page.get_by_role("link", name="Transmis").click()
            expect(page.locator("#view tbody tr")).to_have_count(1)
            walk.step(opened)
            caisse.answer(sent)
            until(lambda: ScorLot.get().state == ScorLotState.ACCEPTED, "the caisse's answer")
            page.get_by_role("link", name="Acceptés").click()
            expect(page.locator("#view tbody tr")).to_have_count(1)
            walk.step(opened)
        assert sorted(sent.identifiers) == sorted(item.identifier for item in LotItem.select())


def test_teletransmission_commencer(
    practice: Practice, browser: Browser, house: CardHouse, walk: Walk
) -> None:
    practice.config.write_text(BARE.format(root=practice.root), "utf-8")
    with practice.running(), opened_at(browser, practice.settings, "/reglages") as opened:
        page = opened.page
        who = page.locator("[data-place=practitioners]")
        who.get_by_role("button", name="Ajouter").click()
        who.get_by_label("Numéro AM").fill(BILLING)
        save(page)
        hand(practice, of("481"))  # which tells her RPPS
        house.insert()
        seen(lambda: cards_now().readers[0].state is CardState.CPS, "the card")
        walk.step(opened)
        who.get_by_role("button", name="Lire la carte CPS").click()
        expect(page.locator(f"[data-cps='{BILLING}']")).to_contain_text("Région 84, en vigueur")
        walk.step(opened)
        who.get_by_label("Début SCOR").fill("2026-01-05")
        save(page)
        walk.step(opened)
        opened.go("/")
        done = page.locator(".checklist .done")
        expect(done.filter(has_text="Région")).to_have_count(1)
        expect(done.filter(has_text="date de début")).to_have_count(1)
        walk.step(opened)
    said = said_by_card(BILLING)
    assert said
    assert said.region == "84"


def save(page: Page) -> None:
    page.get_by_role("button", name="Enregistrer", exact=True).first.click()
    expect(page.locator("#toasts")).to_contain_text("Réglages enregistrés.")
    expect(page.locator("[data-pending]")).to_have_count(0)
