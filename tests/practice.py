"""A whole practice for tests of the service: settings, folders, papers, the service itself."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any

import cv2
from tests.lps import BILLING, invoice_ref, today, yesterday

from scord.actions.sending import send_now
from scord.clock import SystemClock
from scord.demo import pages, people, wear
from scord.engine import open_state, run
from scord.filing.slip import draw_slip
from scord.lots.colour import Colour, colour
from scord.secrets import load_secrets
from scord.settings import Settings, load
from scord.store.context import Context
from scord.store.database import database
from scord.store.files import StateFolder
from scord.store.tables import Invoice, Scan
from scord.wake import Wake

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from scord.demo.wear import Image

DPI = 120
PATIENCE_SECONDS = 120.0  # a machine may be busy; success waits for nothing

_SETTINGS = """\
state_dir = '{root}/state'
min_free_mb = 0
{top}
[[folders]]
name = "scanner"
path = '{root}/drop'
settle_seconds = {settle}
recheck_seconds = {recheck}
rescan_seconds = 0.2

[imaging]
workers = 1
[invoices]
folder = '{root}/lps'
[filing]
machine_wait_minutes = 0
[forms]
on_arrival = {forms}
[exchange]
poll_seconds = 0.2
[[practitioners]]
billing_number = "{billing}"
region = "84"
scor_start_date = 2020-01-01
[caisses]
open = ["*"]
{tables}
"""


@dataclass
class Practice:
    """`top` and `tables` are TOML added to the settings: keys, and tables not set here.

    `forms`: made as invoices arrive; else all papers are scanned.
    """

    root: Path
    top: str = ""
    tables: str = ""
    settle: float = 0.2
    recheck: float = 0.0
    forms: bool = False
    _numbers: count[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        for folder in (self.drop_folder, self.lps_folder):
            folder.mkdir(parents=True, exist_ok=True)
        self.config.write_text(
            _SETTINGS.format(
                root=self.root,
                billing=BILLING,
                settle=self.settle,
                recheck=self.recheck,
                forms=str(self.forms).lower(),
                top=self.top,
                tables=self.tables,
            ),
            "utf-8",
        )
        with self.store():
            self.slip_key = load_secrets(self.settings.state_dir)["slip_key"].encode()

    @property
    def config(self) -> Path:
        return self.root / "scord.toml"

    @property
    def settings(self) -> Settings:
        return load(self.config)

    @property
    def files(self) -> StateFolder:
        return StateFolder(self.settings.state_dir)

    @property
    def drop_folder(self) -> Path:
        return self.root / "drop"

    @property
    def lps_folder(self) -> Path:
        return self.root / "lps"

    # -- the service

    @contextmanager
    def store(self) -> Iterator[Context]:
        """The store without the service, or beside one in another process."""
        with open_state(self.settings, SystemClock()) as context:
            yield context

    @contextmanager
    def running(self) -> Iterator[Context]:
        """The service in a thread; it must still be well when the block ends."""
        wake, ready, faults = Wake(), threading.Event(), []

        def live() -> None:
            try:
                run(self.settings, wake=wake, started=lambda _: ready.set())
            except BaseException as fault:  # noqa: BLE001 -- raised again in the test's thread
                faults.append(fault)
            ready.set()

        thread = threading.Thread(target=live, name="service")
        thread.start()
        ready.wait(PATIENCE_SECONDS)
        try:
            if not faults:
                database.connect(reuse_if_open=True)  # each thread has its own connection
                yield Context(self.settings, self.files, SystemClock())
        finally:
            wake.stop()
            thread.join(PATIENCE_SECONDS)
            if not database.is_closed():
                database.close()
            if faults:
                raise faults[0]
        assert not thread.is_alive()

    # -- the scanner

    def drop(self, name: str, data: bytes) -> str:
        """Puts a whole file into the drop folder at once; gives its sha256."""
        partial = self.drop_folder / f".{next(self._numbers)}.part"
        partial.write_bytes(data)
        partial.rename(self.drop_folder / name)
        return sha256(data)

    def slip_page(
        self, number: str, document_type: str | None = None, day: date | None = None
    ) -> Image:
        ref = invoice_ref(number, day)
        pdf = draw_slip(ref, self.slip_key, printed_on=today(), document_type=document_type)
        return pages.render(pdf, DPI, colour=False)[0]

    def slipped(
        self, number: str, *, document_type: str | None = None, day: date | None = None
    ) -> bytes:
        """A scan of two sheets: the cover slip of an invoice (yesterday's), and an ordonnance."""
        return tiff(self.slip_page(number, document_type, day), paper(f"{number} {document_type}"))

    # -- the billing software

    def hand(self, *objects: dict[str, Any]) -> None:
        """Puts one file of the LPS into its folder."""
        name = f"lps-{next(self._numbers):03d}.json"
        partial = self.lps_folder / f".{name}.part"
        partial.write_text(json.dumps(list(objects), ensure_ascii=False), "utf-8")
        partial.rename(self.lps_folder / name)

    # -- a person

    def send(self, context: Context) -> None:
        send_now(context, by="Anne")


def until(condition: Callable[[], Any], what: str, seconds: float = PATIENCE_SECONDS) -> Any:
    """Waits for `condition` to hold and gives its value; fails with `what` was waited for."""
    give_up = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > give_up:
            raise AssertionError(f"waited {seconds:g} s in vain for: {what}")
        time.sleep(0.03)
    return value


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


# -- papers


@cache
def _prescription() -> Image:
    care = ("Pansement une fois par jour pendant 8 jours", "Ablation des fils au dixième jour")
    pdf = pages.prescription(people.VALMONT, people.ADRDEUX, date(2026, 3, 2), care)
    return pages.render(pdf, DPI, colour=False)[0]


def paper(text: str) -> Image:
    """An ordonnance that is like no other: `text` is printed on it."""
    image = _prescription().copy()
    at = (image.shape[1] // 4, image.shape[0] // 2 + 120)
    cv2.putText(image, text, at, cv2.FONT_HERSHEY_SIMPLEX, 1.2, 0, 3)
    return image


def tiff(*sheets: Image) -> bytes:
    return wear.tiff_file(sheets, dpi=DPI, bilevel=True)


def jpeg(text: str) -> bytes:
    return wear.jpeg_file(paper(text), quality=70, dpi=DPI)


# -- what the store says


def the_scan(digest: str) -> Scan | None:
    """The last scan of these bytes."""
    found: Scan | None = Scan.select().where(Scan.sha256 == digest).order_by(Scan.id.desc()).first()
    return found


def colour_of(context: Context, number: str) -> Colour | None:
    row = Invoice.get_or_none((Invoice.number == number) & (Invoice.invoice_date == yesterday()))
    return row and colour(context, row)
