"""A drop folder of the tests, and what lies where after each step."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scord.intake.claim import Claim, claim_file, take
from scord.intake.settle import Look, Tracked
from scord.settings import DropFolder
from scord.store.database import transaction
from scord.store.states import ScanState, move
from scord.store.tables import Scan

if TYPE_CHECKING:
    from pathlib import Path

    from scord.store.context import Context

NAME = "ordonnance.pdf"
DATA = b"%PDF-1.4 a page of our own words"


@dataclass
class Drop:
    """The folder "scanner" at `path`, known to the settings of `context`."""

    context: Context
    path: Path

    def __post_init__(self) -> None:
        self.path.mkdir(exist_ok=True)
        self.folder = DropFolder(
            name="scanner", path=self.path, settle_seconds=2, rescan_seconds=1, watch="polling"
        )
        self.set(folders=(self.folder,))

    def set(self, **changes: object) -> None:
        settings = self.context.settings.model_copy(update=changes)
        self.context = replace(self.context, settings=settings)

    def put(self, name: str = NAME, data: bytes = DATA) -> Path:
        path = self.path / name
        path.write_bytes(data)
        return path

    def seen(self, name: str = NAME) -> Tracked:
        """As settled just now."""
        return Tracked(Look.of(os.lstat(self.path / name)), 0.0, 0.0, self.context.clock.now())

    def claim(self, name: str = NAME, data: bytes = DATA) -> Claim:
        self.put(name, data)
        return claim_file(self.context, self.folder, name, self.seen(name))

    def scan(self, name: str = NAME, data: bytes = DATA) -> Scan:
        scan = take(self.context, self.claim(name, data))
        assert scan is not None
        return scan

    def refused(self, name: str = NAME, data: bytes = DATA) -> Scan:
        scan = self.scan(name, data)
        with transaction():
            move(scan, ScanState.REFUSED, by="machine", reason="image.damaged")
        return scan

    @property
    def left(self) -> list[str]:
        return sorted(path.name for path in self.path.iterdir())

    @property
    def spooled(self) -> list[bytes]:
        return [path.read_bytes() for path in self.context.files.spool.glob("*/*/*")]

    @property
    def claims(self) -> list[str]:
        return sorted(place.name for place in self.context.files.spool.glob("*/*"))


def grow(path: Path, data: bytes = b" and a second page") -> None:
    """What a scanner does that goes on with a file it had closed."""
    with path.open("ab") as target:
        target.write(data)


def states() -> list[str]:
    return [scan.state.value for scan in Scan.select().order_by(Scan.id)]
