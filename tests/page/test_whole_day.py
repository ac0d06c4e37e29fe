"""The practitioner's day from the first start to the proof, as one, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader
from tests.caisse import Caisse
from tests.lps import ack, acks
from tests.page.browser import opened_at
from tests.page.papers import PATIENTS, billed, doubtful
from tests.practice import until

from scord.store.states import DocumentState, ScorLotState
from scord.store.tables import Attachment, Document, Invoice, ScorLot

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page
    from tests.page.browser import Tab
    from tests.practice import Practice

pytestmark = pytest.mark.system

# As IT leaves it after the installation; what a person would wait for is made short.
_BARE = """\
state_dir = '{root}/state'
min_free_mb = 0
imaging.workers = 1
filing.machine_wait_minutes = 0
exchange.poll_seconds = 0.2
"""
ENGLISH = {
    "Pour commencer": "To begin",
    "Ouvrir les réglages": "Open the settings",
    "Ajouter": "Add",
    "Numéro AM": "Billing number (AM)",
    "Début SCOR": "SCOR start date",
    "Nom": "Name",
    "Dossier": "Folder",
    "Dossier où le logiciel dépose ses exports": "Folder that the software exports into",
    "Caisses ouvertes à SCOR": "Caisses open for SCOR",
    "Enregistrer": "Save",
    "Réglages enregistrés.": "Settings saved.",
    "Essayer ce dossier": "Try this folder",
    "Ce dossier convient": "This folder is fine",
    "Classé sur la facture": "Filed on invoice",
    "Tout est classé.": "All is filed.",
    "À classer": "To be filed",
    "se préparent": "are being made",
    "Rejetés": "Rejected",
    "rejeté": "rejected",
    "Scanner pour cette facture": "Scan for this invoice",
    "Le prochain scan est pour cette facture": "The next scan is for this invoice",
    "reçu ou non nécessaire": "received or not needed",
    "Factures": "Invoices",
    "Preuve": "Proof",
}


@dataclass
class Day:
    """`t` gives the words of the page in the day's language."""

    practice: Practice
    opened: Tab
    english: bool

    @property
    def page(self) -> Page:
        return self.opened.page

    def t(self, french: str) -> str:
        return ENGLISH.get(french, french) if self.english else french

    def press(self, french: str, *, exact: bool = True) -> None:
        self.page.get_by_role("button", name=self.t(french), exact=exact).first.click()

    def told(self, french: str) -> None:
        expect(self.page.locator("#toasts")).to_contain_text(self.t(french))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_from_the_first_start_to_the_proof(
    practice: Practice, browser: Browser, tmp_path: Path, language: str
) -> None:
    practice.config.write_text(_BARE.format(root=practice.root), "utf-8")
    with practice.running(), opened_at(browser, practice.settings, "/") as opened:
        day = Day(practice, opened, english=language == "en")
        if day.english:
            day.page.get_by_role("button", name="English").click()
        set_up(day)
        numbers = billed(practice, (*PATIENTS, *PATIENTS[:2]))
        until(lambda: Invoice.select().count() == len(numbers), "invoices")
        for at, patient in enumerate((*PATIENTS, *PATIENTS[:2])):
            practice.drop(f"scan_{at:02d}.tif", doubtful(patient) + bytes(at))
        file_by_mouse_and_keyboard(day, len(numbers))
        practice.hand(acks(ack()))
        caisse, number = Caisse(practice), send_and_be_refused(day)
        mend(day, number)
        caisse.answer(caisse.next_lot())
        until(lambda: ScorLot.get(number=2).state == ScorLotState.ACCEPTED, "accepted", 30)
        assert number in prove(day, number, tmp_path / "proof.pdf")


def set_up(day: Day) -> None:
    page, t = day.page, day.t
    expect(page.locator("#view")).to_contain_text(t("Pour commencer"))
    page.get_by_role("link", name=t("Ouvrir les réglages")).click()
    who = page.locator("[data-place=practitioners]")
    who.get_by_role("button", name=t("Ajouter")).click()
    who.get_by_label(t("Numéro AM")).fill("991129768")
    who.get_by_label(t("Région")).fill("84")
    who.get_by_label(t("Début SCOR")).fill("2020-01-01")
    folder = page.locator("[data-place=folders]")
    folder.get_by_role("button", name=t("Ajouter")).click()
    folder.get_by_label(t("Nom")).fill("accueil")
    folder.get_by_label(t("Dossier")).fill(str(day.practice.drop_folder))
    exports = t("Dossier où le logiciel dépose ses exports")
    page.get_by_label(exports).fill(str(day.practice.lps_folder))
    page.get_by_label(t("Caisses ouvertes à SCOR")).fill("*")
    day.press("Enregistrer")
    day.told("Réglages enregistrés.")
    day.press("Essayer ce dossier")
    expect(page.locator(".toast").last).to_contain_text(t("Ce dossier convient"))


def file_by_mouse_and_keyboard(day: Day, count: int) -> None:
    """The first half by mouse, the others by keyboard."""
    waiting = Document.state == DocumentState.INBOX
    until(lambda: Document.select().where(waiting).count() == count, "all in À classer", 180)
    page = day.page
    page.locator("#places").get_by_role("link", name=day.t("À classer")).click()
    for left in range(count, 0, -1):
        expect(page.locator("h1")).to_contain_text(f"{left} ")
        if left > count // 2:
            page.get_by_role("radio", name="ORDN").check()
            page.locator("[data-candidate='1']").click()
        else:
            page.keyboard.press("o")
            page.keyboard.press("1")
    expect(page.locator("#view")).to_contain_text(day.t("Tout est classé."))
    live = Attachment.select().where(Attachment.removed_at.is_null())
    assert len({one.invoice_id for one in live}) == count


def send_and_be_refused(day: Day) -> str:
    """Sends all; the caisse refuses one piece. Gives its invoice's number."""
    caisse = Caisse(day.practice)
    day.page.locator("#places").get_by_role("link", name="SCOR").click()
    day.press("OK")
    day.told("se préparent")
    sent = caisse.next_lot()
    refused = sent.identifiers[0]
    caisse.answer(sent, "negative", rejected=(refused,))
    until(lambda: ScorLot.get().state == ScorLotState.PARTIAL, "the rejection", 30)
    day.page.get_by_role("link", name=day.t("Rejetés")).click()
    expect(day.page.locator("#view table")).to_contain_text("illisible")
    rows = day.page.locator("#view tbody tr")
    expect(rows).to_have_count(1)
    return rows.get_by_role("link").first.inner_text()


def mend(day: Day, number: str) -> None:
    """A better scan takes the place of the refused piece and leaves in a lot of its own."""
    page, t = day.page, day.t
    page.get_by_role("link", name=number, exact=True).click()
    expect(page.locator("h1")).to_contain_text(t("rejeté"))
    day.press("Scanner pour cette facture")
    expect(page.locator("#view")).to_contain_text(t("Le prochain scan est pour cette facture"))
    patient = PATIENTS[(int(number) - 481) % len(PATIENTS)]
    day.practice.drop("mieux.tif", doubtful(patient) + b"a better one")
    waiting = Document.state == DocumentState.INBOX
    until(lambda: Document.select().where(waiting).count() == 1, "the better scan", 60)
    day.opened.go("/a-classer")
    page.keyboard.press("o")
    page.keyboard.press("1")
    expect(page.locator("#view")).to_contain_text(t("Tout est classé."))
    day.opened.go("/scor")
    day.press("OK")


def prove(day: Day, number: str, saved_as: Path) -> str:
    """The text of the proof of that invoice, as it is saved to be printed."""
    page = day.page
    page.locator("#places").get_by_role("link", name=day.t("Factures")).click()
    page.get_by_role("link", name=number, exact=True).click()
    expect(page.locator("h1")).to_contain_text(day.t("reçu ou non nécessaire"))
    with page.expect_download() as saved:
        day.press("Preuve")
    saved.value.save_as(saved_as)
    return "\n".join(sheet.extract_text() for sheet in PdfReader(saved_as).pages)
