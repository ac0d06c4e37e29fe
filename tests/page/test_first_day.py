"""The first day, as docs/premier-jour.md tells it; SCREENS=FOLDER takes the pictures of that page.

packaging/dev/screens.sh renews them.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.caisse import Caisse
from tests.lps import ack, acks
from tests.page.browser import opened_at
from tests.page.papers import PATIENTS, billed, doubtful
from tests.practice import until

from scord.store.states import DocumentState, ScorLotState
from scord.store.tables import Attachment, Document, Invoice, ScorLot

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator
    from tests.page.browser import Tab
    from tests.practice import Practice

pytestmark = pytest.mark.system

SCREENS = os.environ.get("SCREENS")
ROOM = {"width": 1280, "height": 820}
_DRAWN = "[...document.images].every((one) => one.naturalWidth > 0)"
_END = "document.querySelector('#view > .place').getBoundingClientRect().bottom"
_FROM_IT = """\
state_dir = '{root}/state'
min_free_mb = 0
imaging.workers = 1
filing.machine_wait_minutes = 0
exchange.poll_seconds = 0.2
"""


def test_the_first_day(practice: Practice, browser: Browser) -> None:
    practice.config.write_text(_FROM_IT.format(root=practice.root), "utf-8")
    with practice.running(), opened_at(browser, practice.settings, "/", viewport=ROOM) as opened:
        set_up(opened, practice)
        scan(opened, practice)
        send(opened, practice)
        prove(opened)
    shown()


def shot(opened: Tab, name: str, part: Locator | None = None) -> None:
    """What is on the screen down to its last card, or a part of it, with the notices gone."""
    if not SCREENS:
        return
    page, path = opened.page, Path(SCREENS) / f"{name}.png"
    expect(page.locator(".toast")).to_have_count(0)
    page.wait_for_timeout(500)  # icons come a moment after what they stand in
    if part:
        part.screenshot(path=path)
        return
    end = min(page.evaluate(_END) + 24, ROOM["height"])
    page.screenshot(path=path, clip={"x": 0, "y": 0, "width": ROOM["width"], "height": end})


def set_up(opened: Tab, practice: Practice) -> None:
    page = opened.page
    expect(page.locator("#view")).to_contain_text("Pour commencer")
    shot(opened, "pour-commencer")
    page.get_by_role("link", name="Ouvrir les réglages").click()
    who = page.locator("[data-place=practitioners]")
    who.get_by_role("button", name="Ajouter").click()
    who.get_by_label("Numéro AM").fill("991129768")
    who.get_by_label("Région").fill("84")
    who.get_by_label("Début SCOR").fill("2020-01-01")
    folder = page.locator("[data-place=folders]")
    folder.get_by_role("button", name="Ajouter").click()
    folder.get_by_label("Nom").fill("accueil")
    exports = page.get_by_label("Dossier où le logiciel dépose ses exports")
    folder.get_by_label("Dossier").fill("/var/spool/scord/scans")
    exports.fill("/var/spool/scord/lps")
    shot(opened, "reglages")
    folder.get_by_label("Dossier").fill(str(practice.drop_folder))
    exports.fill(str(practice.lps_folder))
    page.get_by_label("Caisses ouvertes à SCOR").fill("*")
    page.get_by_role("button", name="Enregistrer").first.click()
    expect(page.locator("#toasts")).to_contain_text("Réglages enregistrés.")
    page.get_by_role("button", name="Essayer ce dossier").click()
    expect(page.locator(".toast").last).to_contain_text("Ce dossier convient")


def scan(opened: Tab, practice: Practice) -> None:
    """Three papers: one by its cover slip, two for a person; then one for an open invoice."""
    page = opened.page
    numbers = billed(practice, PATIENTS[:5])
    until(lambda: Invoice.select().count() == len(numbers), "invoices")
    practice.drop("page-de-garde.tif", practice.slipped(numbers[0]))
    practice.drop("scan_0001.tif", doubtful(PATIENTS[1]))
    practice.drop("scan_0002.tif", doubtful(PATIENTS[2]))
    inbox = Document.state == DocumentState.INBOX
    until(lambda: Document.select().where(inbox).count() == 2, "two to file", 180)
    until(lambda: Attachment.select().count() == 1, "the slip's paper", 180)
    page.locator("#places").get_by_role("link", name="À classer").click()
    expect(page.locator("h1")).to_contain_text("2 documents attendent")
    until(lambda: page.evaluate(_DRAWN), "the pictures of the pages")
    shot(opened, "a-classer")
    for left in (2, 1):
        expect(page.locator("h1")).to_contain_text(f"{left} ")
        page.get_by_role("radio", name="ORDN").check()
        page.locator("[data-candidate='1']").click()
    expect(page.locator("#view")).to_contain_text("Tout est classé.")
    page.locator("#places").get_by_role("link", name="Factures").click()
    expect(page.locator("#view tbody tr")).to_have_count(len(numbers))
    shot(opened, "factures", page.locator("#view table"))
    page.get_by_role("link", name=numbers[3], exact=True).click()
    expect(page.get_by_role("button", name="Page de garde")).to_be_visible()
    page.get_by_role("button", name="Scanner pour cette facture").click()
    expect(page.locator("#view")).to_contain_text("Le prochain scan est pour cette facture")
    shot(opened, "scanner-pour-cette-facture", page.locator("section[aria-labelledby=scor]"))
    practice.drop("scan_0003.tif", doubtful(PATIENTS[3]))
    until(lambda: Attachment.select().count() == 4, "the armed scan", 180)


def send(opened: Tab, practice: Practice) -> None:
    page = opened.page
    practice.hand(acks(ack()))
    page.locator("#places").get_by_role("link", name="SCOR").click()
    expect(page.locator("#leaving")).to_contain_text("4 dossiers")
    shot(opened, "scor")
    page.get_by_role("button", name="OK", exact=True).click()
    expect(page.locator("#toasts")).to_contain_text("se préparent")
    caisse = Caisse(practice)
    sent = caisse.next_lot()
    caisse.answer(sent, "negative", rejected=(sent.identifiers[-1],))
    until(lambda: ScorLot.get().state == ScorLotState.PARTIAL, "the rejection", 30)
    page.get_by_role("link", name="Rejetés").click()
    expect(page.locator("#view table")).to_contain_text("illisible")
    page.locator("#places").get_by_role("link", name="Tableau de bord").click()
    expect(page.locator("#view")).to_contain_text("Rejets à traiter")
    shot(opened, "tableau-de-bord")


def prove(opened: Tab) -> None:
    page = opened.page
    page.locator("#places").get_by_role("link", name="Factures").click()
    page.get_by_role("link", name="481", exact=True).click()
    expect(page.locator("h1")).to_contain_text("reçu ou non nécessaire")
    shot(opened, "facture")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Preuve").click()
    assert saved.value.suggested_filename == "preuve-481.pdf"


def shown() -> None:
    """Each picture of the page is one of these."""
    if SCREENS:
        told = (Path(__file__).parents[2] / "docs" / "premier-jour.md").read_text("utf-8")
        made = {path.name for path in Path(SCREENS).glob("*.png")}
        assert {name for name in made if f"(screens/{name})" not in told} == set()
