"""Whoever means harm, in the browser: HTML in names, scripts, other sites, stale links."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.caisse import Caisse
from tests.lps import ack, acks, invoice, invoices
from tests.page.browser import opened_at, tab
from tests.page.harm import (
    FETCH,
    FORM,
    FRAME,
    HARMED,
    HOSTILE,
    LEAVE,
    SCRIPT,
    TRIES,
    another_site,
    offered,
    refuse_all,
)
from tests.page.screens import SCREENS, walk
from tests.practice import Practice, paper, tiff, until

from scord.api import sessions
from scord.api.endpoint import place_of
from scord.intake import incoming
from scord.store.states import DocumentState, ScorLotState
from scord.store.tables import Attachment, Document, Invoice, ScorLot
from scord_shared.client import Client

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

pytestmark = pytest.mark.system

TELLING = {"/factures", "/factures/1", "/a-classer", "/scor?tab=rejected", "/scor/lots/1"}

CLOSED = {
    "fr": "Ouvrez cette page depuis l'icône de Scord, ou par « scord open ».",
    "en": "Open this page from Scord's icon, or by “scord open”.",
}
SPENT = {
    "fr": "Ce lien ne s'ouvre plus. Un lien sert une fois, pendant une minute. Rouvrez la page par"
    " l'icône ou « scord open ».",
    "en": "scord open",
}


@pytest.fixture(scope="module")
def beset(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Practice]:
    """A practice whose every text from outside is HTML that would run a script."""
    limit = "[api]\nmax_body_bytes = 100_000"
    practice = Practice(tmp_path_factory.mktemp("beset"), tables=limit)
    named = {"family_name": HOSTILE, "given_name": SCRIPT, "birth_date": "1981-01-01"}
    with pytest.MonkeyPatch.context() as patch, practice.running() as context:
        patch.setattr(incoming, "QUIET_SECONDS", 0.2)
        practice.hand(invoices(invoice("481", patient=named)), acks(ack(label=HOSTILE)))
        until(lambda: Invoice.select().count() == 1, "invoice")
        practice.drop(f"{HOSTILE}.tif", practice.slipped("481"))
        practice.drop(f"{HOSTILE} 2.tif", tiff(paper(HOSTILE)))
        until(lambda: Attachment.select().count() == 1, "one filed")
        inbox = Document.state == DocumentState.INBOX
        until(lambda: Document.select().where(inbox).count() == 1, "one to file")
        practice.send(context)
        refuse_all(practice, Caisse(practice).next_lot())
        until(lambda: ScorLot.get().state == ScorLotState.REJECTED, "the rejection")
        yield practice


# -- what comes from outside


def test_html_in_names_papers_and_answers_stays_text_on_every_screen(
    beset: Practice, browser: Browser
) -> None:
    telling, elsewhere, dialogs = set(), [], []
    with opened_at(browser, beset.settings, "/") as opened:
        page, ours = opened.page, (opened.origin, f"blob:{opened.origin}")
        page.on("request", lambda asked: asked.url.startswith(ours) or elsewhere.append(asked.url))
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        for path in SCREENS:
            walk(page, path)
            assert page.locator(HARMED).count() == 0, path
            if HOSTILE in page.locator("#view").inner_text():
                telling.add(path)
        walk(page, "/factures/1")
        page.get_by_role("button", name="Voir").click()
        expect(page.get_by_role("dialog", name=HOSTILE)).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        walk(page, "/a-classer")
        page.keyboard.press("p")
        expect(page.locator("dialog.arranging")).to_be_visible()
        assert page.locator(HARMED).count() == 0
    assert (elsewhere, dialogs) == ([], [])
    assert telling >= TELLING


def test_a_file_too_large_or_empty_is_refused_with_title_and_advice(
    beset: Practice, browser: Browser
) -> None:
    refused = (
        (f"{HOSTILE}.tif", 100_001, "trop grosse", "100 000 octets"),
        ("grand.tif", 30_000_000, "trop grosse", "100 000 octets"),  # still on its way
        (f"{SCRIPT}.tif", 0, "vide", "umérisez"),
    )
    with tab(browser, beset.settings) as opened:
        opened.enter("/")
        for name, size, title, advice in refused:
            offered(opened.page, name, zeros=size)
            toast = opened.page.locator(".toast.failed")
            expect(toast).to_contain_text(title)
            expect(toast).to_contain_text(advice)
            toast.get_by_role("button", name="Fermer").click()
        assert opened.page.locator(HARMED).count() == 0


def test_a_file_of_nonsense_is_taken_and_told_as_an_alert(
    beset: Practice, browser: Browser
) -> None:
    with opened_at(browser, beset.settings, "/alertes") as opened:
        offered(opened.page, f"{HOSTILE}.tif", text="neither TIFF nor PDF")
        expect(opened.page.locator(".toast.told")).to_contain_text(f"{HOSTILE}.tif : reçu")
        refused = opened.page.locator(".alert", has_text="refusé")
        expect(refused).to_be_visible()
        expect(refused.locator("p").first).not_to_be_empty()
        assert opened.page.locator(HARMED).count() == 0


# -- a script that got in, another site


def test_a_script_that_got_in_is_stopped_by_the_policy_and_reported(
    beset: Practice, browser: Browser
) -> None:
    with tab(browser, beset.settings) as opened:
        opened.enter("/")
        got_out: list[str] = []
        opened.page.on("response", lambda answer: got_out.append(answer.url))
        for attempt in TRIES.values():
            opened.page.evaluate(attempt)
        opened.page.wait_for_timeout(300)
        reported = {told.split()[1] for told in opened.faults if told.startswith("CSP ")}
        assert reported == set(TRIES)
        assert not opened.page.evaluate("window.harmed")
        assert [url for url in got_out if not url.startswith(opened.origin)] == []


def test_the_page_asked_under_another_name_is_refused_with_a_sentence(
    beset: Practice, browser: Browser
) -> None:
    """DNS rebinding; browsers take every name below localhost for this machine."""
    with tab(browser, beset.settings) as opened:
        opened.enter("/")
        rebound = opened.origin.replace("127.0.0.1", "evil.localhost")
        for path in ("/", "/enter", "/v1/status", "/static/js/page.js"):
            answer = opened.page.goto(rebound + path)
            assert answer
            assert answer.status == 403
            assert answer.json()["title"] in opened.page.inner_text("body")
            assert "scord open" in answer.json()["advice"]


@pytest.mark.parametrize("host", ["127.0.0.1", "evil.localhost"])
def test_another_site_sees_nothing_of_the_page_and_changes_nothing(
    beset: Practice, browser: Browser, host: str
) -> None:
    """Also one on another port of this machine, to which the page's cookie goes along."""
    with another_site() as port, tab(browser, beset.settings) as opened:
        opened.enter("/")
        page, pause = opened.page.context.new_page(), f"{opened.origin}/v1/pause"
        page.goto(f"http://{host}:{port}/")
        page.evaluate(FRAME, f"{opened.origin}/")
        page.frames[1].wait_for_url("chrome-error:**", wait_until="commit")
        for mode in ("cors", "no-cors"):
            assert page.evaluate(FETCH, [pause, mode]) == ""
        with page.expect_navigation() as gone:
            page.evaluate(FORM, pause)
        assert gone.value.status == 403
        assert "scord open" in gone.value.json()["advice"]
        assert Client(place_of(beset.settings)).status().status.paused_since is None


# -- links and sessions that are over


def test_a_link_used_twice_or_too_late_says_how_to_open_the_page(
    beset: Practice, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tab(browser, beset.settings) as opened:
        client, page = Client(place_of(beset.settings)), opened.page
        for language, told in SPENT.items():
            link = client.page_link()
            page.goto(link)
            page.wait_for_selector("#view > .place")
            monkeypatch.setattr(sessions, "LINK_SECONDS", 0.0)
            for stale in (link, client.page_link()):
                with page.expect_response("**/v1/session") as asked:
                    page.goto(stale)
                assert asked.value.status == 410
                expect(page.locator("#told")).to_contain_text(told)
                expect(page.locator("html")).to_have_attribute("lang", language)
            monkeypatch.undo()
            page.evaluate("localStorage.setItem('scord-language', 'en')")


def test_a_tab_that_was_not_entered_and_one_whose_session_is_over_say_how_to_open_the_page(
    beset: Practice, browser: Browser
) -> None:
    with tab(browser, beset.settings) as opened:
        opened.enter("/")
        other = opened.page.context.new_page()
        other.goto(f"{opened.origin}/factures")
        opened.page.evaluate(LEAVE)
        opened.page.locator("#places a[href='/factures']").click()
        for page in (other, opened.page):
            expect(page.locator("#view")).to_contain_text(CLOSED["fr"])
            page.get_by_role("button", name="English").click()
            expect(page.locator("#view")).to_contain_text(CLOSED["en"])
            assert HOSTILE not in page.locator("body").inner_text()
            page.get_by_role("button", name="Français").click()


def test_a_tab_whose_service_has_stopped_says_how_to_open_the_page(
    practice: Practice, browser: Browser
) -> None:
    with tab(browser, practice.settings) as opened:
        with practice.running():
            opened.enter("/")
        expect(opened.page.locator("#banner")).to_contain_text("scord open")
