"""The demo's pretend caisse. It is a fake: it speaks the reference profile and nothing else.

It takes lots out of the out folder, checks every PDF as anybody could, and answers as its script
says. What it received it remembers, so that a test can see that nothing was sent twice.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scord.clock import SystemClock
from scord.imaging.check import check_pdf
from scord.intake.listing import is_ignored
from scord.settings import PARIS
from scord.store.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scord.clock import Clock
    from scord.store.refs import LotRef


class Behaviour(StrEnum):
    """What it does with one lot."""

    HONEST = "honest"  # positive, but for pieces that do not conform
    REJECT_PIECE = "reject-piece"  # negative for the first piece, the others accepted
    REJECT_LOT = "reject-lot"
    LATE = "late"  # honest, some looks later
    TWICE = "twice"  # honest, and the same again
    CONTRADICT = "contradict"  # positive, then negative
    UNKNOWN_LOT = "unknown-lot"  # honest, and an answer to a lot that nobody sent
    GARBAGE = "garbage"  # honest, and a file that is no answer
    SILENT = "silent"


LATE_LOOKS = 5


@dataclass(frozen=True)
class ReceivedPiece:
    """`faults`: what is wrong with its PDFs, none if they conform (see imaging.check)."""

    identifier: str
    type: str
    invoice: str
    faults: tuple[str, ...]


@dataclass(frozen=True)
class ReceivedLot:
    file_name: str
    sha256: str
    message_id: str
    billing_number: str
    number: int
    pieces: tuple[ReceivedPiece, ...]


@dataclass
class _Letter:
    """A file to be put somewhere once `looks` more looks have passed."""

    looks: int
    path: Path
    data: bytes


class PretendCaisse:
    """`script`: what it does with the first lot, the second …; it is honest with all further ones.

    Nothing happens but in `look`, which is to be called again and again.
    """

    def __init__(
        self,
        out_folder: Path,
        in_folder: Path,
        lps_folder: Path,
        script: Sequence[Behaviour] = (),
        clock: Clock | None = None,
    ) -> None:
        self.received: list[ReceivedLot] = []
        self._out = out_folder
        self._in = in_folder
        self._lps = lps_folder
        self._script = list(script)
        self._clock = clock or SystemClock()
        self._letters: list[_Letter] = []
        self._numbers = count(1)

    def look(self) -> list[ReceivedLot]:
        """Takes the lots that are there, and posts the answers whose time has come."""
        lots = [self._take(path) for path in self._waiting()]
        for lot in lots:
            behaviour = self._script.pop(0) if self._script else Behaviour.HONEST
            self._answer(lot, behaviour)
        self.received += lots
        due = [letter for letter in self._letters if letter.looks <= 0]
        self._letters = [letter for letter in self._letters if letter.looks > 0]
        for letter in due:
            write_whole(letter.path, letter.data)
        for letter in self._letters:
            letter.looks -= 1
        return lots

    def acknowledge(
        self, lot: LotRef, *, positive: bool, label: str = "", after_looks: int = 0
    ) -> None:
        """Posts an ARL for an FSE lot into the LPS's folder, as the LPS would hand it over."""
        result = "positive" if positive else "negative"
        document = {
            "format": "scord-acks/1",
            "practitioner": {"billing_number": lot.billing_number},
            "acks": [
                {
                    "id": f"ARL-{lot.billing_number}-{lot.number}-{result}",
                    "lot": lot.number,
                    "lot_sent_at": lot.sent_at.isoformat(),
                    "result": result,
                    "date": self._clock.now().astimezone(PARIS).date().isoformat(),
                    "label": label or None,
                    "rejected_invoice": None,
                }
            ],
        }
        self._post(self._lps, "arl", _json(document), after_looks)

    def _waiting(self) -> list[Path]:
        return sorted(path for path in self._out.iterdir() if not is_ignored(path.name))

    def _take(self, path: Path) -> ReceivedLot:
        """Reads a lot and removes it from the folder: it has been received."""
        data = path.read_bytes()
        path.unlink()
        with zipfile.ZipFile(BytesIO(data)) as archive:
            index = json.loads(archive.read("index.json"))
            pieces = tuple(_piece(archive, entry) for entry in index["pieces"])
        return ReceivedLot(
            path.name,
            hashlib.sha256(data).hexdigest(),
            index["message_id"],
            index["billing_number"],
            index["lot"],
            pieces,
        )

    def _answer(self, lot: ReceivedLot, behaviour: Behaviour) -> None:
        rejected = {piece.identifier: piece.faults[0] for piece in lot.pieces if piece.faults}
        honest = self._said(lot, rejected)
        first = {lot.pieces[0].identifier: "illisible"}
        unknown = {**honest, "lot": 999_999, "message_id": None}
        said: dict[Behaviour, list[dict[str, Any] | None]] = {
            Behaviour.REJECT_PIECE: [self._said(lot, first)],
            Behaviour.REJECT_LOT: [self._said(lot, {}, positive=False, label="lot illisible")],
            Behaviour.TWICE: [honest, honest],
            Behaviour.CONTRADICT: [honest, self._said(lot, {}, positive=False, label="refus")],
            Behaviour.UNKNOWN_LOT: [honest, {**unknown, "rejected": []}],
            Behaviour.GARBAGE: [honest, None],
            Behaviour.SILENT: [],
        }
        for answer in said.get(behaviour, [honest]):
            data = _answers(answer) if answer else b"ceci n'est pas un ARL"
            looks = LATE_LOOKS if behaviour == Behaviour.LATE else 0
            self._post(self._in, "reponse", data, looks)

    def _said(
        self,
        lot: ReceivedLot,
        rejected: dict[str, str],
        *,
        positive: bool = True,
        label: str = "",
    ) -> dict[str, Any]:
        """One answer; it is negative where it rejects any piece."""
        return {
            "id": f"TEST-{next(self._numbers):06d}",
            "billing_number": lot.billing_number,
            "lot": lot.number,
            "message_id": lot.message_id,
            "verdict": "positive" if positive and not rejected else "negative",
            "date": self._clock.now().isoformat(),
            "label": label,
            "rejected": [
                {"identifier": identifier, "reason": reason}
                for identifier, reason in rejected.items()
            ],
        }

    def _post(self, folder: Path, kind: str, data: bytes, looks: int) -> None:
        name = f"TEST-{kind}-{next(self._numbers):06d}.json"
        self._letters.append(_Letter(looks, folder / name, data))


def _piece(archive: zipfile.ZipFile, entry: dict[str, Any]) -> ReceivedPiece:
    faults = [fault for part in entry["parts"] for fault in _faults(archive.read(part["file"]))]
    return ReceivedPiece(
        entry["identifier"], entry["type"], entry["invoice"]["number"], tuple(faults)
    )


def _faults(pdf: bytes) -> tuple[str, ...]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "piece.pdf"
        path.write_bytes(pdf)
        return check_pdf(path).faults


def _answers(answer: dict[str, Any]) -> bytes:
    return _json({"format": "scord-reference-answer/1", "test": True, "answers": [answer]})


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
