"""Topaze's page on SCOR: the five places to scan from, and the colours of the pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.api.serving import served
from tests.lots.practice import Practice as Rows
from tests.lps import yesterday
from tests.page import test_planning
from tests.page.browser import opened_at
from tests.page.papers import PATIENTS
from tests.page.tutorials.steps import (
    DOCTOR,
    filed,
    hand,
    of,
    row_of,
    to,
    walks_of,
)
from tests.practice import Practice, paper, tiff

from scord.demo import pages, people, wear
from scord.lots.standing import catch_up

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Locator
    from tests.page.tutorials.steps import Walk

    from scord.store.context import Context

pytestmark = [pytest.mark.system, pytest.mark.usefixtures("short_quiet")]

TUTORIALS = {
    "Acquisition - L'Ordonnance": "test_acquisition_l_ordonnance",
    "Acquisition - La Gestion patient": "test_acquisition_la_gestion_patient",
    "Acquisition - La Feuille de soins dégradée": "test_acquisition_la_feuille_degradee",
    "Acquisition - L'onglet SCOR, A transmettre": "test_acquisition_l_onglet_scor",
    "Acquisition - Code couleur": "test_acquisition_code_couleur",
}
# Walked beside the other tests of that screen.
ELSEWHERE = {
    "Acquisition - Le Planning et En cours": (
        test_planning.test_a_planned_visit_tells_what_to_scan_and_the_scan_lands_on_its_invoice,
        test_planning.test_an_ordonnance_is_scanned_before_any_invoice_and_its_series_finds_it,
    ),
}


def test_every_heading_has_its_test() -> None:
    assert walks_of(globals()) == set(TUTORIALS.values())


def test_acquisition_l_ordonnance(practice: Practice, browser: Browser, walk: Walk) -> None:
    with practice.running():
        hand(practice, *(of(number, prescription_ref="ORD-7") for number in ("481", "482")))
        with opened_at(browser, practice.settings, "/patients/1") as opened:
            page = opened.page
            prescribed = page.locator("section[aria-labelledby=prescribed]")
            expect(prescribed.locator("tbody tr")).to_have_count(1)
            expect(prescribed).to_contain_text("à numériser")
            walk.step(opened)
            prescribed.get_by_role("button", name="Scanner ORDN").click()
            expect(prescribed).to_contain_text("scan attendu jusqu'à")
            walk.step(opened)
            practice.drop("ordonnance.tif", tiff(paper("a series")))
            expect(prescribed).to_contain_text("numérisée")
            walk.step(opened)
        assert [(number, kind) for number, kind, _ in filed(2)] == [
            ("481", "ORDN"),
            ("482", "ORDN"),
        ]


def test_acquisition_la_gestion_patient(practice: Practice, browser: Browser, walk: Walk) -> None:
    with practice.running():
        hand(practice, of("481"), of("482"), of("483", 1))
        with opened_at(browser, practice.settings, "/factures") as opened:
            page = opened.page
            page.get_by_role("link", name="482", exact=True).click()
            page.get_by_role("link", name="Ce patient").click()
            still_open = page.locator("section[aria-labelledby=open] tbody tr")
            expect(still_open).to_have_count(2)
            walk.step(opened)
            row_of(page, "482").get_by_role("button", name="Scanner ORDN").click()
            expect(page.locator("#view")).to_contain_text("scan attendu jusqu'à")
            practice.drop("un.tif", tiff(paper("of 482")))
            expect(still_open.locator(".type.ORDN.have")).to_have_count(1)
            walk.step(opened)
        assert filed(1) == [("482", "ORDN", "armed")]


def test_acquisition_la_feuille_degradee(practice: Practice, browser: Browser, walk: Walk) -> None:
    acts = [pages.Act(yesterday(), "G", 2500)]
    sheet = pages.render(pages.care_sheet(people.BRUN, PATIENTS[0], acts), 200, colour=False)
    with practice.running():
        hand(practice, of("481", lot=None, mode="degrade"), practitioner=DOCTOR)
        with opened_at(browser, practice.settings, "/factures") as opened:
            page = opened.page
            page.get_by_role("link", name="481", exact=True).click()
            scor = page.locator("section[aria-labelledby=scor]")
            expect(scor.locator(".type.FSNC.missing")).to_have_count(1)
            walk.step(opened)
            page.get_by_role("button", name="Scanner pour cette facture").click()
            expect(scor).to_contain_text("Le prochain scan est pour cette facture")
            walk.step(opened)
            practice.drop("feuille.tif", wear.tiff_file(sheet, dpi=200, bilevel=True))
            expect(scor.locator("tbody .type.FSNC.have")).to_have_count(1)
            walk.step(opened)
        assert filed(1) == [("481", "FSNC", "armed")]


def test_acquisition_l_onglet_scor(tmp_path: Path, browser: Browser, walk: Walk) -> None:
    practice = Practice(tmp_path, forms=True)
    with practice.running():
        hand(practice, of("481", lot=None, mode="degrade"))
        filed(1)
        with opened_at(browser, practice.settings, "/") as opened:
            page = opened.page
            to(page, "SCOR")
            row = page.locator("section[aria-labelledby=staying] tbody tr")
            expect(row).to_contain_text("481")
            walk.step(opened)
            row.get_by_role("button", name="Scanner ORDN").click()
            expect(row).to_contain_text("scan attendu jusqu'à")
            practice.drop("un.tif", tiff(paper("from SCOR")))
            expect(row.locator(".type.ORDN.have")).to_have_count(1)
            walk.step(opened)
        assert filed(2) == [("481", "FSDE", "form"), ("481", "ORDN", "armed")]


def test_acquisition_code_couleur(context: Context, browser: Browser, walk: Walk) -> None:
    practice = Rows(context)
    there = {"481": ["ORDN"], "482": ["DSIP", "AUTP"], "483": ["FSNC"], "484": []}
    lacking = {"481": [], "482": [], "483": ["ORDN"], "484": ["FSNC", "ORDN"]}
    for number, kinds in there.items():
        degraded = "FSNC" in kinds + lacking[number]
        row = practice.invoice(number=number, mode="degrade" if degraded else "sesam_vitale")
        for kind in kinds:
            practice.attach(row, practice.document(kind))
    while catch_up(practice.context):
        pass
    with (
        served(practice.context),
        opened_at(browser, practice.context.settings, "/factures") as opened,
    ):
        for number, kinds in there.items():
            marks = row_of(opened.page, number).locator(".column-pieces")
            assert _kinds(marks, "have") == sorted(kinds)
            assert _kinds(marks, "missing") == lacking[number]
        walk.step(opened)


def _kinds(marks: Locator, standing: str) -> list[str]:
    texts = marks.locator(f".type.{standing}").all_inner_texts()
    return sorted(text.split()[0] for text in texts)
