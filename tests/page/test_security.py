"""Whoever means harm, in the browser: HTML in names, scripts, other sites, stale links."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.caisse import Caisse
from tests.lps import ack, acks, invoice, invoices
from tests.page.browser import opened_at, tab
from tests.practice import Practice, paper, tiff, until

from scord.api import sessions
from scord.api.endpoint import place_of
from scord.intake import incoming
from scord.page.places import PLACES
from scord.store.states import DocumentState, ScorLotState
from scord.store.tables import Attachment, Document, Invoice, ScorLot
from scord_shared.client import Client

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page
    from tests.caisse import Received

pytestmark = pytest.mark.system

HOSTILE = "<img src=x onerror=alert(1)>"
SCRIPT = "<script>alert(2)</script>"
HARMED = "img[src=x], [onerror], script:not([src]), [data-title] script"
SCREENS = (
    *(place.path.replace("{invoice}", "1").replace("{lot}", "1") for place in PLACES),
    "/scor?tab=awaiting", "/scor?tab=sent", "/scor?tab=rejected", "/alertes?over=1",
    "/factures?q=%3Cb%3E",
)  # fmt: skip
TELLING = {"/factures", "/factures/1", "/a-classer", "/scor?tab=rejected", "/scor/lots/1"}

# What a script that got in would try, by the directive of the policy that stops it.
TRIES = {
    "script-src-elem": "document.body.append(Object.assign(document.createElement('script'),"
    " {textContent: 'window.harmed = true'}))",
    "script-src-attr": "document.body.insertAdjacentHTML('beforeend',"
    " '<img src=\"/static/scord.svg\" onload=\"window.harmed = true\">')",
    "script-src": "setTimeout('window.harmed = true', 0)",
    "style-src-attr": "document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">')",
    "style-src-elem": "document.body.insertAdjacentHTML('beforeend',"
    " '<style>body {display: none}</style>')",
    "img-src": "document.body.append(Object.assign(new Image(), {src: 'http://example.invalid/'}))",
    "connect-src": "fetch('http://example.invalid/').catch(() => {})",
    "frame-src": "document.body.insertAdjacentHTML('beforeend',"
    " '<iframe src=\"http://example.invalid/\">')",
    "form-action": "document.body.insertAdjacentHTML('beforeend',"
    " '<form action=\"http://example.invalid/\" method=post data-act=x>');"
    " document.querySelector('form[data-act=x]').submit()",
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
        refuse(practice, Caisse(practice).next_lot())
        until(lambda: ScorLot.get().state == ScorLotState.REJECTED, "the rejection")
        yield practice


def refuse(practice: Practice, lot: Received) -> None:
    """The caisse's answer, with reasons of its own."""
    told = {
        "id": "ARL-1",
        "billing_number": lot.index["billing_number"],
        "lot": lot.index["lot"],
        "message_id": lot.index["message_id"],
        "verdict": "negative",
        "date": "2026-03-10T09:00:00Z",
        "label": SCRIPT,
        "rejected": [{"identifier": one, "reason": HOSTILE} for one in lot.identifiers],
    }
    data = {"format": "scord-reference-answer/1", "test": True, "answers": [told]}
    path = practice.settings.in_folder / "ARL-1.json"
    path.with_name(".ARL-1.part").write_text(json.dumps(data), "utf-8")
    path.with_name(".ARL-1.part").rename(path)


def offered(page: Page, name: str, data: bytes) -> None:
    """A file dropped on the page."""
    files = page.evaluate_handle(
        """([name, size, text]) => {
          const all = new DataTransfer();
          all.items.add(new File([text || new Uint8Array(size)], name));
          return all;
        }""",
        [name, len(data), data.decode("ascii").strip("\0")],
    )
    page.dispatch_event("#view", "drop", {"dataTransfer": files})


@contextmanager
def another_site() -> Iterator[int]:
    """A web server of somebody else on this machine; gives its port."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>another</title>")

        def log_message(self, *_: object) -> None:
            """Not told."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


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
            opened.go(path)
            assert page.locator(HARMED).count() == 0, path
            if HOSTILE in page.locator("#view").inner_text():
                telling.add(path)
        opened.go("/factures/1")
        page.get_by_role("button", name="Voir").click()
        expect(page.get_by_role("dialog", name=HOSTILE)).to_be_visible()
        page.keyboard.press("Escape")
        opened.go("/a-classer")
        page.keyboard.press("p")
        expect(page.locator("dialog.arranging")).to_be_visible()
        assert page.locator(HARMED).count() == 0
    assert (elsewhere, dialogs) == ([], [])
    assert telling >= TELLING


@pytest.mark.parametrize(
    ("name", "data", "told", "advice"),
    [
        (f"{HOSTILE}.tif", bytes(100_001), "trop grosse", "100 000 octets"),
        ("grand.tif", bytes(30_000_000), "trop grosse", "100 000 octets"),
        (f"{SCRIPT}.tif", b"", "vide", "umérisez"),
    ],
    ids=["too large", "far too large", "empty"],
)
def test_a_file_that_cannot_be_taken_is_refused_with_title_and_advice(
    beset: Practice, browser: Browser, name: str, data: bytes, told: str, advice: str
) -> None:
    with tab(browser, beset.settings) as opened:
        opened.enter("/")
        offered(opened.page, name, data)
        toast = opened.page.locator(".toast.failed")
        expect(toast).to_contain_text(told)
        expect(toast).to_contain_text(advice)
        assert opened.page.locator(HARMED).count() == 0


def test_a_file_of_nonsense_is_taken_and_told_as_an_alert(
    beset: Practice, browser: Browser
) -> None:
    with opened_at(browser, beset.settings, "/alertes") as opened:
        offered(opened.page, f"{HOSTILE}.tif", b"neither TIFF nor PDF")
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


@pytest.mark.parametrize("path", ["/", "/enter", "/v1/status", "/static/js/page.js"])
def test_the_page_asked_under_another_name_is_refused_with_a_sentence(
    beset: Practice, browser: Browser, path: str
) -> None:
    """DNS rebinding; browsers take every name below localhost for this machine."""
    with tab(browser, beset.settings) as opened:
        opened.enter("/")
        answer = opened.page.goto(opened.origin.replace("127.0.0.1", "evil.localhost") + path)
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
        page.evaluate(
            "(src) => document.body.append(Object.assign(document.createElement('iframe'), {src}))",
            f"{opened.origin}/",
        )
        until(lambda: len(page.frames) == 2 and page.frames[1].url.startswith("chrome-"), "frame")
        for mode in ("cors", "no-cors"):
            asked = "([to, mode]) => fetch(to, {method: 'POST', mode, credentials: 'include'})"
            read = f"{asked[:-1]}).then((answer) => answer.text(), () => '')"
            assert page.evaluate(read, [pause, mode]) == ""
        with page.expect_navigation() as gone:
            page.evaluate(
                """(action) => {
                  const form = { action, method: "post", enctype: "text/plain" };
                  document.body.appendChild(
                    Object.assign(document.createElement("form"), form)).submit();
                }""",
                pause,
            )
        assert gone.value.status == 403
        assert "scord open" in gone.value.json()["advice"]
        assert Client(place_of(beset.settings)).status().status.paused_since is None


# -- links and sessions that are over

CLOSED = {"fr": "Ouvrez cette page depuis l'icône de Scord, ou par « scord open ».",
          "en": "Open this page from Scord's icon, or by “scord open”."}  # fmt: skip
SPENT = {"fr": "Rouvrez la page par l'icône ou « scord open »", "en": "scord open"}


def spoken(page: Page, language: str) -> None:
    if language == "en":
        page.get_by_role("button", name="English").click()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_link_used_twice_or_too_late_says_how_to_open_the_page(
    beset: Practice, browser: Browser, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tab(browser, beset.settings) as opened:
        client = Client(place_of(beset.settings))
        link = client.page_link()
        opened.page.goto(link)
        opened.page.wait_for_selector("#view > .place")
        spoken(opened.page, language)
        monkeypatch.setattr(sessions, "LINK_SECONDS", 0.0)
        for stale in (link, client.page_link()):
            opened.page.goto(stale)
            expect(opened.page.locator("#told")).to_contain_text(SPENT[language])
            expect(opened.page.locator("html")).to_have_attribute("lang", language)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_tab_that_was_not_entered_and_one_whose_session_is_over_say_how_to_open_the_page(
    beset: Practice, browser: Browser, language: str
) -> None:
    with tab(browser, beset.settings) as opened:
        opened.enter("/")
        spoken(opened.page, language)
        other = opened.page.context.new_page()
        other.goto(f"{opened.origin}/factures")
        expect(other.locator("#view")).to_contain_text(CLOSED[language])
        opened.page.evaluate(
            """fetch("/v1/session", { method: "DELETE", headers: {
              "Content-Type": "application/json",
              "X-Scord-Key": sessionStorage.getItem("scord-key") } })"""
        )
        opened.page.locator("#places a[href='/factures']").click()
        expect(opened.page.locator("#view")).to_contain_text(CLOSED[language])
        assert HOSTILE not in opened.page.locator("body").inner_text()


def test_a_tab_whose_service_has_stopped_says_how_to_open_the_page(
    practice: Practice, browser: Browser
) -> None:
    with tab(browser, practice.settings) as opened:
        with practice.running():
            opened.enter("/")
        expect(opened.page.locator("#banner")).to_contain_text("scord open")
