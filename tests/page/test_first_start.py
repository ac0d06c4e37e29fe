"""Settings on the page of an empty service: what cannot be is refused, what IT fixed stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.page.browser import opened_at

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from tests.practice import Practice

pytestmark = pytest.mark.system


def bare(practice: Practice) -> None:
    """As IT leaves it after the installation: nothing but where the state lies."""
    practice.config.write_text(f"state_dir = '{practice.root}/state'\nmin_free_mb = 0\n", "utf-8")


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
