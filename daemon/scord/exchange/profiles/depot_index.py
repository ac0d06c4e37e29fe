"""The index of a depot lot, twice: as JSON with all that is known, as CSV with one line per PDF."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any

from scord.exchange.profiles.depot_archive import LOT_FORMAT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scord.lots.profile import LotFacts, Piece

COLUMNS = (
    "billing_number",
    "destination",
    "lot",
    "message_id",
    "identifier",
    "invoice",
    "invoice_date",
    "fse_lot",
    "type",
    "part",
    "parts",
    "file",
    "size",
    "sha256",
)


@dataclass(frozen=True)
class Entry:
    """A piece of the lot: its name in answers, and that of each of its files."""

    identifier: str
    piece: Piece
    files: tuple[str, ...]


def as_json(lot: LotFacts, message_id: str, entries: Iterable[Entry]) -> bytes:
    whole = {
        "format": LOT_FORMAT,
        "message_id": message_id,
        "billing_number": lot.billing_number,
        "region": lot.region,
        "destination": lot.destination,
        "lot": lot.number,
        "frozen_at": lot.frozen_at.astimezone(UTC).isoformat(timespec="seconds"),
        "pieces": [_piece(entry) for entry in entries],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def as_csv(lot: LotFacts, message_id: str, entries: Iterable[Entry]) -> bytes:
    """With semicolons, as French spreadsheets want it; every line tells whose lot it is of."""
    target = io.StringIO(newline="")
    writer = csv.DictWriter(target, COLUMNS, delimiter=";")
    writer.writeheader()
    head = {
        "billing_number": lot.billing_number,
        "destination": lot.destination,
        "lot": lot.number,
        "message_id": message_id,
    }
    for entry in entries:
        writer.writerows({**head, **line} for line in _lines(entry))
    return target.getvalue().encode()


def _piece(entry: Entry) -> dict[str, Any]:
    piece = entry.piece
    return {
        "identifier": entry.identifier,
        "type": piece.type,
        "invoice": {
            "number": piece.invoice.number,
            "invoice_date": piece.invoice.invoice_date.isoformat(),
            "fse_lot": piece.fse_lot,
        },
        "parts": [
            {"number": part.number, "file": name, "size": part.size, "sha256": part.sha256}
            for part, name in zip(piece.parts, entry.files, strict=True)
        ],
    }


def _lines(entry: Entry) -> Iterator[dict[str, object]]:
    piece = entry.piece
    for part, name in zip(piece.parts, entry.files, strict=True):
        yield {
            "identifier": entry.identifier,
            "invoice": piece.invoice.number,
            "invoice_date": piece.invoice.invoice_date.isoformat(),
            "fse_lot": piece.fse_lot,
            "type": piece.type,
            "part": part.number,
            "parts": len(piece.parts),
            "file": name,
            "size": part.size,
            "sha256": part.sha256,
        }
