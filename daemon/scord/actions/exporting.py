"""Exporter: an invoice's PDFs and what is known of each, in one archive."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scord.actions.lookup import full_name
from scord.actions.purging.marks import purged_at
from scord.exchange.profiles.depot_names import Patient, file_names
from scord.lots.dossier import piece_of
from scord.lots.piece_state import piece_states
from scord.store.tables import DocumentPart

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scord.lots.piece_state import PieceState
    from scord.lots.profile import Part
    from scord.store.context import Context
    from scord.store.tables import Attachment, Invoice

FORMAT = "scord-export/1"


@dataclass(frozen=True)
class File:
    """A file to save under `name`."""

    name: str
    data: bytes


@dataclass(frozen=True)
class _Entry:
    """One PDF in the archive; `name` is None where it was purged after its retention."""

    attachment: Attachment
    state: PieceState
    part: Part
    name: str | None

    def facts(self) -> dict[str, Any]:
        return {
            "document": self.attachment.document_id,
            "type": self.attachment.document.type,
            "state": self.state.value,
            "part": self.part.number,
            "file": self.name,
            "size": self.part.size,
            "sha256": self.part.sha256,
        }


def export(context: Context, invoice: Invoice) -> File:
    """A ZIP without folders: index.json, index.csv, and the PDFs named as in a depot. Raises
    ScordError STORE_FILE_DAMAGED.
    """
    entries = list(_entries(invoice))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in _members(context, invoice, entries):
            archive.writestr(
                zipfile.ZipInfo(name), data
            )  # without a time: equal files, equal bytes
    return File(f"{full_name(invoice).replace(':', '_')}.zip", target.getvalue())


def _members(
    context: Context, invoice: Invoice, entries: list[_Entry]
) -> Iterator[tuple[str, bytes]]:
    yield "index.json", _as_json(invoice, entries)
    yield "index.csv", _as_csv(entries)
    for entry in entries:
        if entry.name:
            yield entry.name, context.files.documents.read(entry.part.sha256)


def _entries(invoice: Invoice) -> Iterator[_Entry]:
    pieces = [(one, state, piece_of(invoice, one)) for one, state in piece_states(invoice)]
    patient = Patient(invoice.family_name, invoice.given_name)
    names = file_names([piece for *_, piece in pieces], [patient] * len(pieces))
    for (attachment, state, piece), called in zip(pieces, names, strict=True):
        for part, name in zip(piece.parts, called, strict=True):
            yield _Entry(attachment, state, part, None if _is_purged(part) else name)


def _is_purged(part: Part) -> bool:
    return any(map(purged_at, DocumentPart.select().where(DocumentPart.sha256 == part.sha256)))


def _as_json(invoice: Invoice, entries: list[_Entry]) -> bytes:
    whole = {
        "format": FORMAT,
        "invoice": {
            "billing_number": invoice.practitioner.billing_number,
            "number": invoice.number,
            "invoice_date": invoice.invoice_date.isoformat(),
            "fse_lot": invoice.fse_lot.number if invoice.fse_lot else None,
            "destination": invoice.destination,
            "family_name": invoice.family_name,
            "given_name": invoice.given_name,
            "total_cents": invoice.total_cents,
        },
        "files": [entry.facts() for entry in entries],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _as_csv(entries: list[_Entry]) -> bytes:
    """With semicolons, as French spreadsheets want it."""
    target = io.StringIO(newline="")
    columns = ("document", "type", "state", "part", "file", "size", "sha256")
    writer = csv.DictWriter(target, columns, delimiter=";")
    writer.writeheader()
    writer.writerows(entry.facts() for entry in entries)
    return target.getvalue().encode()
