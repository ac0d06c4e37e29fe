"""Which types of document an invoice has, and which it lacks: told at a glance."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, get_args

from scord.lots.obstacles import awaits_signature, still_missing
from scord.lots.piece_state import REFUSED, PieceState, piece_states_of
from scord.settings import DocumentType
from scord.store.tables import Invoice, Practitioner

if TYPE_CHECKING:
    from collections.abc import Collection

    from scord.lots.piece_state import Pieces

Marks = dict[DocumentType, "Mark"]

_TYPES: tuple[DocumentType, ...] = get_args(DocumentType)


class Mark(StrEnum):
    """The first that applies; of several types that would do, the usual one is missing."""

    REJECTED = "rejected"  # and none stands for it
    HAVE = "have"
    MISSING = "missing"
    NONE = "none"


def marks_of(numbers: Collection[int], lacking: Collection[int]) -> dict[int, Marks]:
    """By invoice. `lacking`: those that lack a piece (see Standing.missing)."""
    rows = Invoice.select(Invoice, Practitioner).join(Practitioner).where(Invoice.id.in_(numbers))
    pieces = piece_states_of(numbers)
    return {row.id: _marks(row, pieces.get(row.id, ()), row.id in lacking) for row in rows}


def first_missing(marks: Marks) -> DocumentType | None:
    return next((kind for kind, mark in marks.items() if mark == Mark.MISSING), None)


def _marks(invoice: Invoice, pieces: Pieces, lacks: bool) -> Marks:  # noqa: FBT001 -- within
    rejected = {one.document.type for one, state in pieces if state == PieceState.REJECTED}
    have = {
        one.document.type
        for one, state in pieces
        if state not in REFUSED and not awaits_signature(one.document)
    }
    wanted = still_missing(invoice, pieces).wanted if lacks else ()
    missing = {want.one_of[0] for want in wanted}
    first = ((Mark.REJECTED, rejected), (Mark.HAVE, have), (Mark.MISSING, missing))
    return {
        kind: next((mark for mark, types in first if kind in types), Mark.NONE) for kind in _TYPES
    }
