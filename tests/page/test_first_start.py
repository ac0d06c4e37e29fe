"""The first start: an empty service, set up on the page, takes a scan; what IT fixed stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.page.browser import opened_at
from tests.page.papers import PATIENTS, doubtful
from tests.practice import until

from scord.store.tables import Scan

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from tests.practice import Practice

pytestmark = pytest.mark.system


def bare(practice: Practice) -> None:
    """As IT leaves it after the installation: nothing but where the state lies."""
    practice.config.write_text(f"state_dir = '{practice.root}/state'\nmin_free_mb = 0\n", "utf-8")


def test_an_empty_service_is_set_up_on_the_page_and_takes_a_scan(
    practice: Practice, browser: Browser
) -> None:
    bare(practice)
    with practice.running(), opened_at(browser, practice.settings, "/") as opened:
        page = opened.page
        expect(page.locator("#view")).to_contain_text("Pour commencer")
        page.get_by_role("link", name="Ouvrir les réglages").click()
        who = page.locator("[data-place=practitioners]")
        who.get_by_role("button", name="Ajouter").click()
        who.get_by_label("Numéro AM").fill("991129768")
        who.get_by_label("Région").fill("84")
        who.get_by_label("Début SCOR").fill("2026-01-01")
        folder = page.locator("[data-place=folders]")
        folder.get_by_role("button", name="Ajouter").click()
        folder.get_by_label("Nom").fill("accueil")
        folder.get_by_label("Dossier").fill(str(practice.drop_folder))
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.locator("#toasts")).to_contain_text("Réglages enregistrés.")
        expect(page.get_by_role("button", name="Essayer ce dossier")).to_be_visible()
        page.get_by_role("button", name="Essayer ce dossier").click()
        expect(page.locator(".toast").last).to_contain_text("Ce dossier convient")
        practice.drop("un.tif", doubtful(PATIENTS[0]))
        until(lambda: Scan.select().count() == 1, "the first scan")


def test_a_setting_that_cannot_be_is_told_at_its_place_and_nothing_changes(
    practice: Practice, browser: Browser
) -> None:
    bare(practice)
    with practice.running(), opened_at(browser, practice.settings, "/reglages") as opened:
        page = opened.page
        folder = page.locator("[data-place=folders]")
        folder.get_by_role("button", name="Ajouter").click()
        folder.get_by_label("Nom").fill("accueil")
        folder.get_by_label("Dossier").fill("quelque/part")
        page.get_by_role("button", name="Enregistrer").click()
        expect(folder.locator(".faults")).to_contain_text("depuis la racine")
        assert practice.settings.folders == ()


def test_what_scord_toml_says_is_shown_as_fixed(practice: Practice, browser: Browser) -> None:
    with practice.running(), opened_at(browser, practice.settings, "/reglages") as opened:
        folders = opened.page.locator("[data-place=folders]")
        expect(folders).to_contain_text("Fixé par l'informatique")
        expect(folders.get_by_label("Nom")).to_be_disabled()
