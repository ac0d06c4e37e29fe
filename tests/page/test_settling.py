"""What only a person can say of a lot is said on the page, and taken back where that may be."""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.api.serving import served
from tests.billing.makers import PRACTITIONER
from tests.exchange.depositing import Depositing
from tests.exchange.sending import Sending
from tests.lots.practice import SENT_AT, Practice
from tests.page.browser import opened_at

from scord.actions.importing import import_data
from scord.store.states import AckOutcome, FseVerdict, ScorLotState
from scord.store.tables import Acknowledgement, FseLot, ScorLot

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from scord.store.context import Context

pytestmark = pytest.mark.system


@pytest.fixture
def practice(context: Context) -> Practice:
    return Practice(context)


@contextmanager
def page_of(browser: Browser, context: Context, path: str) -> Iterator[Page]:
    with served(context), opened_at(browser, context.settings, path) as opened:
        yield opened.page


def confirm(page: Page) -> None:
    page.locator("#question-yes").click()


def test_a_deposit_is_rejected_in_part_taken_back_and_said_to_be_sent(
    browser: Browser, practice: Practice
) -> None:
    handed_over = Depositing(practice)
    assert handed_over.deliver() == 1
    with page_of(browser, handed_over.context, "/scor?tab=sent") as page:
        page.get_by_role("link", name="1", exact=True).click()
        page.get_by_role("button", name="Rejeté…").click()
        page.get_by_role("checkbox", name="482").check()
        page.get_by_label("Motif donné par la caisse").fill("pièce illisible")
        page.get_by_role("button", name="Noter le rejet").click()
        expect(page.locator("#view table")).to_contain_text("pièce illisible")
        assert handed_over.verdicts() == [("accepted", None), ("rejected", "pièce illisible")]
        page.locator("#toasts").get_by_role("button", name="Annuler").click()
        page.get_by_role("button", name="Télétransmis").click()
        expect(page.get_by_role("button", name="Revenir sur votre réponse")).to_be_visible()
        assert handed_over.refreshed().state == ScorLotState.ACCEPTED


def test_a_rejection_without_a_reason_is_not_noted(browser: Browser, practice: Practice) -> None:
    handed_over = Depositing(practice)
    handed_over.deliver()
    with page_of(browser, handed_over.context, "/scor/lots/1") as page:
        page.get_by_role("button", name="Rejeté…").click()
        page.get_by_role("button", name="Noter le rejet").click()
        expect(page.get_by_label("Motif donné par la caisse")).to_be_focused()
        page.get_by_role("button", name="Annuler").click()
        expect(page.locator("#rejecting")).to_be_hidden()
        assert handed_over.refreshed().state == ScorLotState.SENT


def test_a_lot_answered_in_two_ways_is_settled_after_a_question(
    browser: Browser, practice: Practice
) -> None:
    sending = Sending(practice, pieces=2)
    sending.deliver()
    sending.answer("1.json", id="A-1", verdict="positive")
    sending.take_answers()
    rejected = [{"identifier": sending.lot.items[1].identifier, "reason": "illisible"}]
    sending.answer("2.json", id="A-2", verdict="negative", rejected=rejected)
    sending.take_answers()
    with page_of(browser, practice.context, "/scor?tab=sent") as page:
        page.get_by_role("link", name="1", exact=True).click()
        page.get_by_role("button", name="Refusé par la caisse").click()
        page.keyboard.press("Escape")
        assert ScorLot.get().state == ScorLotState.CONTESTED
        page.get_by_role("button", name="Refusé par la caisse").click()
        confirm(page)
        expect(page.locator("#view table")).to_contain_text("illisible")
        assert ScorLot.get().state == ScorLotState.PARTIAL


def test_an_fse_lot_and_an_arl_that_are_not_clear_are_settled(
    browser: Browser, practice: Practice
) -> None:
    contested = practice.lot(verdict=FseVerdict.CONTESTED)
    first, second = (
        practice.lot(number="077", sent_at=SENT_AT - timedelta(days=days), verdict="awaited")
        for days in (14, 0)
    )
    ack = {"id": "A-1", "lot": "077", "date": "2026-03-10", "result": "positive", "label": "ok"}
    whole = {"format": "scord-acks/1", "practitioner": PRACTITIONER, "acks": [ack]}
    import_data(practice.context, "arl.json", json.dumps(whole).encode())
    assert Acknowledgement.get().outcome == AckOutcome.AMBIGUOUS
    with page_of(browser, practice.context, "/scor?tab=awaiting") as page:
        page.get_by_role("button", name="Accepté", exact=True).click()
        confirm(page)
        expect(page.get_by_role("heading", name="À trancher")).to_be_hidden()
        assert FseLot.get_by_id(contested.id).verdict == FseVerdict.POSITIVE
        page.get_by_role("button", name="lot envoyé le").last.click()
        confirm(page)
        expect(page.get_by_role("heading", name="De quel lot")).to_be_hidden()
    verdicts = {lot.id: FseLot.get_by_id(lot.id).verdict for lot in (first, second)}
    assert sorted(verdicts.values()) == [FseVerdict.AWAITED, FseVerdict.POSITIVE]


def test_the_bordereau_of_a_lot_without_answer_is_saved(
    browser: Browser, practice: Practice, tmp_path: Path
) -> None:
    """In time by the tests' clock, long overdue by that of the API, which is the machine's."""
    Sending(practice, pieces=1).deliver()
    with page_of(browser, practice.context, "/scor/lots/1") as page:
        with page.expect_download() as saved:
            page.get_by_role("button", name="Bordereau").click()
        saved.value.save_as(tmp_path / "bordereau.pdf")
    assert (tmp_path / "bordereau.pdf").read_bytes().startswith(b"%PDF")
