"""The real service as a process on a folder of its own, with what a benchmark wants to ask it."""

from __future__ import annotations

import io
import json
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

import psutil
from PIL import Image, ImageDraw

from scord.settings import Settings, load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SETTLE_SECONDS = 0.5
BILLING_NUMBER = "991129768"
_PATIENCE_SECONDS = 900.0


def small_page(text: str) -> bytes:
    """A bitonal A4 page at 200 dpi as TIFF, different for each text."""
    page = Image.new("1", (1654, 2339), 1)
    draw = ImageDraw.Draw(page)
    for line in range(20):
        draw.text((150, 150 + 90 * line), f"{text} ligne {line}", fill=0, font_size=40)
    data = io.BytesIO()
    page.save(data, "TIFF", compression="group4", dpi=(200, 200))
    return data.getvalue()


def worn_page(text: str) -> bytes:
    """The same page as a 200-dpi grey JPEG, as most scanners send it."""
    with Image.open(io.BytesIO(small_page(text))) as page:
        data = io.BytesIO()
        page.convert("L").save(data, "JPEG", quality=80, dpi=(200, 200))
    return data.getvalue()


class Service:
    """`scord run` under `place`; leaves with a clean stop."""

    def __init__(self, place: Path, *, invoices: int = 0, idle_seconds: float = 60.0) -> None:
        self.state = place / "state"
        self.drop = place / "scans"
        self.lps = place / "lps"
        for folder in (place, self.drop, self.lps):
            folder.mkdir(parents=True)
        self._config = place / "scord.toml"
        self._config.write_text(
            f'state_dir = "{self.state}"\n'
            f'[[folders]]\nname = "scanner"\npath = "{self.drop}"\n'
            f"settle_seconds = {SETTLE_SECONDS}\n"
            f'[invoices]\nfolder = "{self.lps}"\n'
            f"[imaging]\nidle_seconds = {idle_seconds}\n"
        )
        self.address = self.state / "run"  # where its API is met
        self._log = (place / "service.log").open("w")
        self._invoices = invoices

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "scord", "--config", str(self._config), "run"]
        self._process = subprocess.Popen(command, stdout=self._log, stderr=self._log)
        self._ps = psutil.Process(self._process.pid)
        if self._invoices:
            (self.lps / "invoices.json").write_text(json.dumps(_invoices(self._invoices)))
            self._until("select count(*) from invoice", self._invoices)
        else:
            self._until("select count(*) from practitioner", 0)
        self._wait_for(self.address.joinpath("endpoint.json").exists)
        return self

    @property
    def settings(self) -> Settings:
        return load(self._config)

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(30)
        self._log.close()

    def file_one(self, number: int) -> float:
        """Seconds from the end of the file's quiet time until it was attached."""
        (self.drop / f"SCORD_{1000 + number}_PATIENT.jpg").write_bytes(worn_page(f"page {number}"))
        settled = datetime.now(UTC).timestamp() + SETTLE_SECONDS
        self._until("select count(*) from attachment", number + 1)
        (at,) = self._ask("select max(attached_at) from attachment")
        return datetime.fromisoformat(at).timestamp() - settled

    def drop_and_wait(self, name: str, data: bytes) -> None:
        (self.drop / name).write_bytes(data)
        self._until("select count(*) from scan where state = 'converted'", 1)

    def burst(self, files: list[tuple[str, bytes]]) -> float:
        """Drops all files at once; seconds until each is converted or the patience ends."""
        begun = time.monotonic()
        for name, data in files:
            (self.drop / name).write_bytes(data)
        self._until("select count(*) from scan where state = 'converted'", len(files) + 1)
        return time.monotonic() - begun

    def converted(self) -> int:
        return int(self._ask("select count(*) from scan where state = 'converted'")[0])

    def wait_until_alone(self) -> None:
        """Waits until the workers have ended; the tracker of multiprocessing may stay."""
        end = time.monotonic() + 120
        while any("spawn_main" in " ".join(child.cmdline()) for child in self._ps.children()):
            if time.monotonic() > end:
                raise TimeoutError("the workers do not end")
            time.sleep(0.2)

    def cpu_seconds_over(self, seconds: float) -> float:
        before = self._cpu()
        time.sleep(seconds)
        return self._cpu() - before

    def rss_mb(self) -> float:
        return self._ps.memory_info().rss / 1e6

    def _cpu(self) -> float:
        tree = [self._ps, *self._ps.children(recursive=True)]
        return sum(sum(one.cpu_times()[:2]) for one in tree)

    def _until(self, question: str, least: int) -> None:
        def is_so() -> bool:
            answer = self._ask(question)
            return bool(answer and answer[0] >= least)

        self._wait_for(is_so)

    def _wait_for(self, is_so: Callable[[], bool]) -> None:
        end = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < end:
            if is_so():
                return
            if self._process.poll() is not None:
                raise RuntimeError(f"the service ended: {self._log.name}")
            time.sleep(0.02)

    def _ask(self, question: str) -> tuple[object, ...] | None:
        try:
            with sqlite3.connect(f"file:{self.state}/scord.sqlite3?mode=ro", uri=True) as store:
                return store.execute(question).fetchone()
        except sqlite3.OperationalError:
            return None  # not there yet


def _invoices(count: int) -> dict[str, object]:
    day = datetime.now(UTC).date().isoformat()
    practitioner = {
        "rpps": "99900065279",
        "billing_number": BILLING_NUMBER,
        "family_name": "GRIS",
        "given_name": "ANNE",
        "profession": "infirmier",
    }
    return {
        "format": "scord-invoices/1",
        "practitioner": practitioner,
        "invoices": [_invoice(str(1000 + number), day) for number in range(count)],
    }


def _invoice(number: str, day: str) -> dict[str, object]:
    return {
        "number": number,
        "invoice_date": day,
        "mode": "sesam_vitale",
        "status": "active",
        "patient": {
            "family_name": "PATIENT",
            "given_name": "ESSAI",
            "birth_date": "1981-01-01",
            "nir": "181016322075140",
        },
        "insured_nir": "181016322075140",
        "organisation": {"regime": "01", "caisse": "349", "centre": "9881"},
        "lines": [{"code": "AMI", "date": day, "quantity": 1, "amount_cents": 2500}],
        "total_cents": 2500,
    }
