"""A dossier: what one invoice has to send now, whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scord.lots.piece_state import PieceState
from scord.lots.profile import Limits, Part, Piece
from scord.store.tables import DocumentPart
from scord_shared.errors import ScordError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scord.store.files import StateFolder
    from scord.store.tables import Attachment, Invoice


@dataclass(frozen=True)
class Dossier:
    """All unsent pieces of one invoice. Equal dossiers freeze to equal entries of a lot."""

    invoice_id: int
    billing_number: str
    destination: str
    pieces: tuple[Piece, ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        return tuple(part for piece in self.pieces for part in piece.parts)

    def fits(self, limits: Limits) -> bool:
        return fit([self], limits)

    def is_sound(self, files: StateFolder) -> bool:
        """False where a piece has no PDF, or a PDF is gone or no longer what it was."""
        try:
            for part in self.parts:
                files.documents.read(part.sha256)
        except ScordError:
            return False
        return all(piece.parts for piece in self.pieces)


def fit(dossiers: Iterable[Dossier], limits: Limits) -> bool:
    """Whether they fit into one lot together."""
    sizes = [part.size for one in dossiers for part in one.parts]
    return len(sizes) <= limits.pdfs and sum(sizes) <= limits.pdf_bytes


def dossier(invoice: Invoice, piece_states: Iterable[tuple[Attachment, PieceState]]) -> Dossier:
    """What `invoice` has to send, by where its attachments stand (see piece_state.py)."""
    to_send = (one for one, where in piece_states if where == PieceState.TO_SEND)
    return Dossier(
        invoice.id,
        invoice.practitioner.billing_number,
        invoice.destination,
        tuple(piece_of(invoice, one) for one in to_send),
    )


def piece_of(invoice: Invoice, attachment: Attachment) -> Piece:
    """The attachment with its PDFs."""
    rows = DocumentPart.select().where(DocumentPart.document == attachment.document_id)
    return Piece(
        attachment.id,
        invoice.ref,
        invoice.fse_lot.number if invoice.fse_lot else "",
        attachment.document.type or "",
        tuple(Part(row.number, row.sha256, row.size) for row in rows.order_by(DocumentPart.number)),
    )
