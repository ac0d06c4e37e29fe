"""The profile `depot`: whole dossiers for the practice's approved software, which transmits them.

A lot is a folder of conforming PDFs with an index; docs/profile-depot.md describes it. It goes to
no caisse by itself and uses no restricted format, so it is for real use.
"""

from __future__ import annotations

import hashlib
from datetime import UTC
from typing import TYPE_CHECKING, ClassVar

from scord.exchange.profiles.depot_answer import read_answers
from scord.exchange.profiles.depot_archive import pack
from scord.exchange.profiles.depot_index import Entry, as_csv, as_json
from scord.exchange.profiles.depot_names import Patient, file_names
from scord.lots.profile import Frozen, Limits
from scord.settings import DOCUMENT_TYPES
from scord.store.tables import Attachment, Invoice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scord.billing.b2.layout import Layout
    from scord.lots.profile import LotFacts, ParsedAnswer, Piece, ReadPdf


class DepotProfile:
    """See docs/profile-depot.md."""

    name: ClassVar[str] = "depot"
    is_test: ClassVar[bool] = False
    # A folder that a person can look through, copied in seconds also where the share is slow; a
    # practice's day is some hundred dossiers of about 50 KB, so one lot a run and destination.
    limits: ClassVar[Limits] = Limits(pdfs=200, pdf_bytes=20_000_000)
    document_types: ClassVar[frozenset[str]] = frozenset(DOCUMENT_TYPES)

    @property
    def b2_layout(self) -> Layout | None:
        """None: part of the layout of `reference` is invented, and here it would be believed."""
        return None

    def build(self, lot: LotFacts, pieces: Sequence[Piece], read: ReadPdf) -> Frozen:
        """The files of the lot's folder as one ZIP; exchange.depot_folder takes it apart again.

        Patients' names come from the store: no other format needs them, so Piece has none.
        """
        stem = f"DEPOT-{lot.billing_number}-{lot.number:06d}"
        message_id = _message_id(stem, lot, pieces)
        names = file_names(pieces, _patients(pieces))
        entries = [
            Entry(f"{stem}-{place:04d}", piece, files)
            for place, (piece, files) in enumerate(zip(pieces, names, strict=True), start=1)
        ]

        def members() -> Iterator[tuple[str, bytes]]:
            yield "index.json", as_json(lot, message_id, entries)
            yield "index.csv", as_csv(lot, message_id, entries)
            for entry in entries:
                for part, name in zip(entry.piece.parts, entry.files, strict=True):
                    yield name, read(part.sha256)

        identifiers = tuple(entry.identifier for entry in entries)
        return Frozen(stem, message_id, identifiers, pack(members()))

    def parse_answer(self, data: bytes, name: str) -> tuple[ParsedAnswer, ...]:
        """The answers of one file. Raises ScordError ACK_UNREADABLE."""
        return read_answers(data, name)


def _message_id(stem: str, lot: LotFacts, pieces: Sequence[Piece]) -> str:
    """Who names it has seen this very lot: its last part follows from the PDFs."""
    hashes = " ".join(part.sha256 for piece in pieces for part in piece.parts)
    seal = hashlib.sha256(hashes.encode()).hexdigest()[:16]
    return f"<{stem}.{lot.frozen_at.astimezone(UTC):%Y%m%dT%H%M%SZ}.{seal}@scord.invalid>"


def _patients(pieces: Sequence[Piece]) -> list[Patient]:
    ids = [piece.attachment_id for piece in pieces]
    rows = Attachment.select(Attachment, Invoice).join(Invoice).where(Attachment.id.in_(ids))
    found = {row.id: Patient(row.invoice.family_name, row.invoice.given_name) for row in rows}
    return [found[one] for one in ids]
