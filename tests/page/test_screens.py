"""Every screen, in light, dark and at phone width, in both languages: axe finds nothing grave."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.caisse import Caisse
from tests.lps import ack, acks
from tests.page.browser import opened_at
from tests.page.papers import PATIENTS, billed, doubtful
from tests.practice import Practice, until

from scord.intake import incoming
from scord.store.states import DocumentState, ScorLotState
from scord.store.tables import Document, Invoice, ScorLot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

pytestmark = pytest.mark.system

PLACES = (
    "/", "/a-classer", "/planning", "/factures", "/factures/1", "/factures/2/corriger",
    "/patients/2", "/scor",
    "/scor?tab=awaiting", "/scor?tab=sent", "/scor?tab=accepted", "/scor?tab=rejected",
    "/scor/lots/1", "/alertes", "/journal", "/reglages", "/aide",
)  # fmt: skip
WIDE = {"viewport": {"width": 1280, "height": 900}}
LOOKS: dict[str, dict[str, Any]] = {
    "light": WIDE,
    "dark": {**WIDE, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}},
}
# Where pictures of the screens are wanted, for people to look at: SCREENS=FOLDER
SCREENS = os.environ.get("SCREENS")


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Practice]:
    """A practice in the middle of its day: something of everything."""
    practice = Practice(tmp_path_factory.mktemp("busy"))
    usual, incoming.QUIET_SECONDS = incoming.QUIET_SECONDS, 0.2
    try:
        with practice.running() as context:
            numbers = billed(practice, PATIENTS)
            practice.hand(acks(ack()))
            until(lambda: Invoice.select().count() == len(numbers), "invoices")
            practice.drop("slip.tif", practice.slipped(numbers[0]))
            for at, patient in enumerate(PATIENTS[1:4]):
                practice.drop(f"scan_{at}.tif", doubtful(patient))
            inbox = Document.state == DocumentState.INBOX
            until(lambda: Document.select().where(inbox).count() == 3, "three to file", 120)
            practice.send(context)
            caisse = Caisse(practice)
            lot = caisse.next_lot()
            caisse.answer(lot, "negative", rejected=tuple(lot.identifiers))
            until(lambda: ScorLot.get().state == ScorLotState.REJECTED, "the rejection")
            yield practice
    finally:
        incoming.QUIET_SECONDS = usual


@pytest.mark.parametrize(
    ("look", "language"), [("light", "fr"), ("light", "en"), ("dark", "fr"), ("phone", "fr")]
)
def test_every_screen_is_fit_for_everyone(
    busy: Practice, browser: Browser, look: str, language: str
) -> None:
    unfit = {}
    with opened_at(browser, busy.settings, "/", **LOOKS[look]) as opened:
        if language == "en":
            opened.page.get_by_role("button", name="English").click()
        for place in PLACES:
            opened.go(place)
            if found := opened.unfit():
                unfit[place] = found
            if opened.sideways():
                unfit.setdefault(place, []).append("the screen scrolls sideways")
            if SCREENS:
                opened.page.wait_for_timeout(700)  # pictures of pages are fetched by themselves
                name = place.strip("/").replace("/", "-").replace("?tab=", "-") or "overview"
                opened.picture(Path(SCREENS) / f"{name}-{look}-{language}.png")
    assert unfit == {}
