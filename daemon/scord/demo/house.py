"""The demo's own practice: a temporary state folder, drop folders, and a settings file for both."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from scord.demo.people import BRUN, GRIS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

SCANNER, COUNTER = "scanner", "comptoir"  # the drop folders: the feeder's, and the desk's by hand
SETTLE_SECONDS = 0.5
# What of the caller's environment may reach the demo. SCORD_STATE_DIR must not: it is the real one.
_LET_IN = frozenset({"SCORD_LANGUAGE", "SCORD_LOG_LEVEL"})


@dataclass(frozen=True)
class House:
    """Where everything of one demo lies; all of it under `root`."""

    root: Path

    @property
    def state(self) -> Path:
        return self.root / "state"

    @property
    def settings_file(self) -> Path:
        return self.root / "scord.toml"

    @property
    def log(self) -> Path:
        return self.state / "service.log"

    @property
    def paper(self) -> Path:
        """Pages that are not scanned yet."""
        return self.root / "papiers"

    @property
    def lps(self) -> Path:
        """Where the billing software leaves its files."""
        return self.root / "factures"

    def drop_folder(self, name: str) -> Path:
        return self.root / name


@contextmanager
def open_house(*, keep: bool, today: date) -> Iterator[House]:
    """A new house under the system's temporary folder, for this user only; gone at the end.

    Within, the environment holds no SCORD_ variable that could lead to a real installation.
    """
    house = House(Path(tempfile.mkdtemp(prefix="scord-demo-")))
    before = dict(os.environ)
    try:
        _furnish(house, today)
        for name in before:
            if name.startswith("SCORD_") and name not in _LET_IN:
                del os.environ[name]
        yield house
    finally:
        os.environ.update(before)
        if not keep:
            shutil.rmtree(house.root, ignore_errors=True)


def _furnish(house: House, today: date) -> None:
    folders = (house.drop_folder(SCANNER), house.drop_folder(COUNTER), house.lps, house.paper)
    for folder in folders:
        folder.mkdir()
    house.settings_file.write_text(settings_text(house, today), "utf-8")


def settings_text(house: House, today: date) -> str:
    """The settings in TOML: as an installation's, but without the long waits."""
    lines = [
        f"state_dir = {_quoted(house.state)}",
        "min_free_mb = 0",
        f"invoices.folder = {_quoted(house.lps)}",
        "filing.machine_wait_minutes = 0",
        "forms.on_arrival = false",  # the day that is shown is one of papers
        "exchange.poll_seconds = 0.2",
        'caisses.open = ["01-349"]',
    ]
    for name in (SCANNER, COUNTER):
        lines += [
            "[[folders]]",
            f"name = {_quoted(name)}",
            f"path = {_quoted(house.drop_folder(name))}",
            f"settle_seconds = {SETTLE_SECONDS}",
            "rescan_seconds = 1.0",
        ]
    for carer in (GRIS, BRUN):
        lines += [
            "[[practitioners]]",
            f"billing_number = {_quoted(carer.billing_number)}",
            'region = "84"',
            f"scor_start_date = {today - timedelta(days=30)}",
        ]
    return "\n".join([*lines, ""])


def _quoted(value: object) -> str:
    """A JSON string is a TOML string."""
    return json.dumps(str(value), ensure_ascii=False)
