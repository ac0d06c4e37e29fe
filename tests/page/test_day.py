"""The practitioner's day at the page, in Chromium, over the real service."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.page.browser import opened_at
from tests.page.papers import PATIENTS, billed, doubtful
from tests.practice import Practice, until

from scord.store.states import DocumentState
from scord.store.tables import Attachment, Document, Invoice

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.system


def in_inbox(count: int) -> None:
    waiting = Document.state == DocumentState.INBOX
    until(lambda: Document.select().where(waiting).count() == count, f"{count} in À classer", 180)


def attached(number: str) -> int:
    live = (Invoice.number == number) & Attachment.removed_at.is_null()
    return int(Attachment.select().join(Invoice).where(live).count())


def test_ten_scans_are_filed_by_keyboard_in_under_a_minute(
    practice: Practice, browser: Browser
) -> None:
    patients = (*PATIENTS, *PATIENTS[:2])
    with practice.running():
        numbers = billed(practice, PATIENTS)
        until(lambda: Invoice.select().count() == len(numbers), "invoices")
        for at, patient in enumerate(patients):
            practice.drop(f"scan_{at:02d}.tif", doubtful(patient) + bytes(at))
        in_inbox(len(patients))
        with opened_at(browser, practice.settings, "/a-classer") as opened:
            page = opened.page
            begun = time.monotonic()
            for left in range(len(patients), 0, -1):
                expect(page.locator("h1")).to_contain_text(f"{left} ")
                page.keyboard.press("o")
                page.keyboard.press("1")
            expect(page.locator("#view")).to_contain_text("Tout est classé.")
            assert time.monotonic() - begun < 60
        assert sum(attached(number) for number in numbers) == len(patients)


def test_a_scan_is_filed_by_mouse_by_drag_and_by_search_and_taken_back(
    practice: Practice, browser: Browser
) -> None:
    first, second, third = PATIENTS[:3]
    with practice.running():
        numbers = billed(practice, PATIENTS)
        until(lambda: Invoice.select().count() == len(numbers), "invoices")
        for name, patient in (("a.tif", first), ("b.tif", second), ("c.tif", third)):
            practice.drop(name, doubtful(patient))
            in_inbox(ord(name[0]) - ord("a") + 1)
        with opened_at(browser, practice.settings, "/a-classer") as opened:
            page = opened.page
            # by mouse, then undone, then again
            page.get_by_role("radio", name="ORDN").check()
            page.locator("[data-candidate='1']").click()
            expect(page.locator("#toasts")).to_contain_text("Classé sur la facture 481.")
            assert attached("481") == 1
            expect(page.locator("#file-name")).to_have_text("b.tif")
            page.get_by_role("button", name="Annuler").click()
            expect(page.locator("#file-name")).to_have_text("a.tif")
            assert attached("481") == 0
            page.get_by_role("radio", name="ORDN").check()
            page.locator("[data-candidate='1']").click()
            # by drag
            expect(page.locator("#file-name")).to_have_text("b.tif")
            page.get_by_role("radio", name="ORDN").check()
            page.locator("figure.page").drag_to(page.locator("[data-candidate='1']"))
            expect(page.locator("#file-name")).to_have_text("c.tif")
            assert attached("482") == 1
            # by search: a name, which stands in no address
            page.locator("#search").fill(third.family_name.lower())
            page.locator("#search").press("Enter")
            found = page.locator(".candidates li", has_text=third.family_name).first
            expect(found).to_be_visible()
            assert third.family_name.lower() not in page.url.lower()
            page.get_by_role("radio", name="ORDN").check()
            found.get_by_role("button").click()
            expect(page.locator("#view")).to_contain_text("Tout est classé.")
        assert [attached(number) for number in numbers[:3]] == [1, 1, 1]


def test_papers_scanned_together_are_cut_apart_turned_and_put_back(
    tmp_path: Path, browser: Browser
) -> None:
    practice = Practice(tmp_path, tables="[reading]\ntext = false")  # else Scord cuts them itself
    with practice.running():
        practice.drop("deux.tif", doubtful(PATIENTS[0], PATIENTS[0]))
        in_inbox(1)
        with opened_at(browser, practice.settings, "/a-classer") as opened:
            page = opened.page
            page.keyboard.press("p")
            second = page.locator("[data-sheet='1']")
            second.get_by_role("button", name="Nouveau document à partir d'ici").click()
            second.get_by_role("button", name="Tourner à droite").click()
            page.get_by_role("button", name="Appliquer").click()
            expect(page.locator("h1")).to_contain_text("2 ")
            in_inbox(2)
            page.get_by_role("button", name="Annuler").click()
            expect(page.locator("h1")).to_contain_text("1 ")
            in_inbox(1)
            # what was scanned apart is joined
            practice.drop("verso.tif", doubtful(PATIENTS[1]))
            in_inbox(2)
            expect(page.locator("h1")).to_contain_text("2 ")
            page.keyboard.press("m")
            expect(page.locator(".sheets li")).to_have_count(3)
            page.get_by_role("button", name="Appliquer").click()
            expect(page.locator("h1")).to_contain_text("1 ")
            expect(page.locator("figure.page")).to_have_count(3)


def test_a_button_that_was_pressed_says_what_it_does_from_now_on(
    practice: Practice, browser: Browser
) -> None:
    with practice.running(), opened_at(browser, practice.settings, "/") as opened:
        page = opened.page
        page.get_by_role("button", name="Mettre l'envoi en pause").click()
        page.get_by_role("button", name="Reprendre l'envoi").click()
        expect(page.get_by_role("button", name="Mettre l'envoi en pause")).to_be_visible()
