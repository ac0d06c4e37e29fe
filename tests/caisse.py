"""The tests' caisse: takes lots out of the one folder and puts answers into the other."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from tests.practice import sha256, until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.practice import Practice


@dataclass(frozen=True)
class Received:
    """One lot as the caisse read it."""

    file_name: str
    sha256: str
    index: dict[str, Any]
    pdfs: dict[str, bytes]

    @property
    def identifiers(self) -> list[str]:
        return [piece["identifier"] for piece in self.index["pieces"]]


@dataclass
class Caisse:
    """The other side of the folder pair. Takes each file away as it reads it and remembers all."""

    practice: Practice
    received: list[Received] = field(default_factory=list)

    def waiting(self) -> list[Path]:
        """The files a reader may take: whole, under their own names."""
        folder = self.practice.settings.out_folder
        return sorted(
            path
            for path in (folder.iterdir() if folder.exists() else ())
            if not path.name.startswith(".") and path.suffix != ".part"
        )

    def read(self) -> list[Received]:
        """Takes what waits."""
        taken = []
        for path in self.waiting():
            data = path.read_bytes()
            path.unlink()
            with zipfile.ZipFile(BytesIO(data)) as archive:
                parts = {name: archive.read(name) for name in archive.namelist()}
            index = json.loads(parts.pop("index.json"))
            taken.append(Received(path.name, sha256(data), index, parts))
        self.received += taken
        return taken

    def answer(
        self, lot: Received, verdict: str = "positive", rejected: tuple[str, ...] = ()
    ) -> None:
        told = {
            "id": f"ARL-{lot.index['billing_number']}-{lot.index['lot']}-{verdict}",
            "billing_number": lot.index["billing_number"],
            "lot": lot.index["lot"],
            "message_id": lot.index["message_id"],
            "verdict": verdict,
            "date": datetime.now(UTC).isoformat(),
            "label": "",
            "rejected": [{"identifier": one, "reason": "illisible"} for one in rejected],
        }
        data = {"format": "scord-reference-answer/1", "test": True, "answers": [told]}
        folder = self.practice.settings.in_folder
        partial = folder / f".{told['id']}.part"
        partial.write_text(json.dumps(data), "utf-8")
        partial.rename(folder / f"{told['id']}.json")

    def next_lot(self) -> Received:
        """Waits for one lot, and that no second comes with it."""
        taken = until(self.read, "a SCOR lot in the out folder")
        assert len(taken) == 1
        lot: Received = taken[0]
        return lot
