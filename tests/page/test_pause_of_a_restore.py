"""After a restore, the button that lets lots leave again first asks what has left already."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.api.serving import served
from tests.page.browser import opened_at

from scord.store.flags import PAUSED, flag, raise_flag

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from scord.store.context import Context

pytestmark = pytest.mark.system

SCREENS = os.environ.get("SCREENS")


def test_sending_goes_on_only_once_the_question_is_answered(
    context: Context, browser: Browser
) -> None:
    raise_flag(context, PAUSED, by="Anne", restored="2026-03-22T02:00:00+00:00")
    with served(context), opened_at(browser, context.settings, "/") as opened:
        page = opened.page
        again = page.locator("main").get_by_role("button", name="Reprendre l'envoi")
        question = page.get_by_role("dialog")
        again.click()
        expect(question).to_contain_text("partirait une seconde fois")
        if SCREENS:
            opened.picture(Path(SCREENS) / "reprendre-apres-restauration.png")
        assert opened.unfit() == []
        page.keyboard.press("Escape")
        expect(question).to_have_count(0)
        assert flag(PAUSED)
        again.click()
        question.get_by_role("button", name="Reprendre l'envoi").click()
        expect(again).to_have_count(0)
    assert flag(PAUSED) is None
