"""The guided start: each step leads to where it is done, the caisse is told, and it is all done."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.api.serving import served
from tests.lots.practice import Practice, in_force
from tests.page.browser import opened_at

from scord.actions.setting_up.caisse_told import caisses_told
from scord.actions.setting_up.checklist import Step, checklist
from scord.page.setting_up import _PLACES
from scord.settings import DropFolder

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from scord.store.context import Context

pytestmark = pytest.mark.system

SCREENS = os.environ.get("SCREENS")


@pytest.fixture
def practice(context: Context, tmp_path: Path) -> Practice:
    """All is done but that the caisse is told."""
    made = Practice(context)
    made.ready()
    (tmp_path / "drop").mkdir()
    made.context = in_force(
        made.context, folders=(DropFolder(name="scanner", path=tmp_path / "drop"),)
    )
    made.context.settings.out_folder.mkdir(parents=True)
    open_steps = [one.code for one in checklist(made.context).steps if not one.done]
    assert open_steps == [Step.CAISSE_TOLD]
    return made


def test_the_caisse_is_told_by_letter_and_said_to_be_and_the_start_is_done(
    practice: Practice, browser: Browser, tmp_path: Path
) -> None:
    context = practice.context
    with served(context), opened_at(browser, context.settings, "/") as opened:
        page = opened.page
        expect(page.locator(".checklist .todo")).to_have_count(1)
        if SCREENS:
            opened.picture(Path(SCREENS) / "pour-commencer.png")
        assert opened.unfit() == []
        page.get_by_role("link", name="Le faire").click()
        told = page.locator("#caisse-told")
        expect(told).to_be_in_viewport()
        with page.expect_download() as caught:
            told.get_by_role("button", name="Lettre à la caisse").click()
        caught.value.save_as(tmp_path / "lettre.pdf")
        assert (tmp_path / "lettre.pdf").read_bytes().startswith(b"%PDF")
        told.get_by_role("button", name="La caisse est prévenue").click()
        expect(told).to_contain_text("prévenue, selon")
        expect(page.locator(".checklist")).to_have_count(0)
        if SCREENS:
            opened.picture(Path(SCREENS) / "caisse-prevenue.png")
        assert opened.unfit() == []
        told.get_by_role("button", name="Pas encore prévenue").click()
        expect(page.locator(".checklist .todo")).to_have_count(1)
    (one,) = caisses_told(context.settings)
    assert one.at is None


def test_every_step_leads_to_a_place_that_is_there(practice: Practice, browser: Browser) -> None:
    context = practice.context
    with served(context), opened_at(browser, context.settings, "/reglages") as opened:
        anchors = [place.partition("#")[2] for place in _PLACES.values() if "#" in place]
        for name in anchors:
            expect(opened.page.locator(f"[id='{name}']")).to_have_count(1)
    assert set(_PLACES) == set(Step)
