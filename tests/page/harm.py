"""What those who mean harm bring to the page: names, scripts, sites and files of theirs."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page
    from tests.caisse import Received
    from tests.practice import Practice

HOSTILE = "<img src=x onerror=alert(1)>"
SCRIPT = "<script>alert(2)</script>"
HARMED = "img[src=x], [onerror], script:not([src]), [data-title] script"

# What a script that got in would try, by the directive of the policy that stops it.
TRIES = {
    "script-src-elem": "document.body.append(Object.assign(document.createElement('script'),"
    " {textContent: 'window.harmed = true'}))",
    "script-src-attr": "document.body.insertAdjacentHTML('beforeend',"
    ' \'<img src="/static/scord.svg" onload="window.harmed = true">\')',
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

# What another site would try.
FRAME = """(src) => new Promise((resolve) => document.body.append(
  Object.assign(document.createElement("iframe"), { src, onload: resolve })))"""
FETCH = """([to, mode]) => fetch(to, { method: "POST", mode, credentials: "include" })
  .then((answer) => answer.text(), () => "")"""
FORM = """(action) => document.body.appendChild(Object.assign(
  document.createElement("form"), { action, method: "post", enctype: "text/plain" })).submit()"""
LEAVE = """fetch("/v1/session", { method: "DELETE", headers: {
  "Content-Type": "application/json", "X-Scord-Key": sessionStorage.getItem("scord-key") } })"""


def offered(page: Page, name: str, *, text: str = "", zeros: int = 0) -> None:
    """A file dropped on the page: `text`, then as many bytes of nothing."""
    files = page.evaluate_handle(
        """([name, text, zeros]) => {
          const all = new DataTransfer();
          all.items.add(new File([text, new Uint8Array(zeros)], name));
          return all;
        }""",
        [name, text, zeros],
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


def refuse_all(practice: Practice, lot: Received) -> None:
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
