"""Détail of one invoice: who and what, its SCOR part, what a person may do, its history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scord.actions.correcting import may_correct
from scord.actions.forming import may_form, patient_of
from scord.actions.looking.documents import document_detail
from scord.actions.looking.invoices import invoice_detail
from scord.actions.lookup import find_document, invoice_of
from scord.actions.status import status
from scord.forms.contents import form_of
from scord.lots.obstacles import Obstacle
from scord.lots.piece_state import PieceState
from scord.page.looks import look
from scord.page.scanning import scanning
from scord.settings import DOCUMENT_TYPES
from scord.store.states import OPEN_STATUSES, InvoiceStatus
from scord.words.events import event_words
from scord.words.explained import explained
from scord.words.figures import born
from scord.words.forms import patient_words
from scord.words.invoice_fields import change_words
from scord.words.nomenclature import warning_words
from scord.words.pieces import MODES, state
from scord.words.reasons import PIECES, obstacle
from scord.words.speech import look_up

if TYPE_CHECKING:
    from scord.actions.explaining import Piece
    from scord.actions.looking.documents import DocumentDetail
    from scord.page.visit import Visit

_MOVABLE = {PieceState.TO_SEND, PieceState.REJECTED, PieceState.REPLACED}


@dataclass(frozen=True)
class Shown:
    """A piece of the invoice: its document, where it stands in words, by which way it came."""

    piece: Piece
    document: DocumentDetail
    standing: str
    came: str
    pages: int
    size: int
    may_leave: bool
    to_confirm: bool


def fill(visit: Visit) -> dict[str, Any]:
    row = invoice_of(visit.number("invoice") or 0)
    detail = invoice_detail(visit.context, row)
    told, spoken = detail.explanation, visit.language == "en"
    all_has_left = told.obstacles == (Obstacle.NOTHING_TO_SEND,)
    kept_by = () if all_has_left else told.obstacles
    scan = scanning(status(visit.context))
    return {
        "invoice": detail,
        "look": look(told.colour, visit.language),
        "born": born(detail.birth_date, visit.language),
        "mode": MODES[detail.mode][spoken] if detail.mode in MODES else detail.mode,
        "pieces": [_shown(visit, piece, detail.id) for piece in told.pieces],
        "wanted": told.wanted,
        "obstacles": [obstacle(one, visit.language, told.wanted) for one in kept_by],
        "lot_state": state(detail.lot.verdict, visit.language) if detail.lot else "",
        "is_open": detail.state in OPEN_STATUSES,
        "is_held": detail.state == InvoiceStatus.HELD,
        "is_cancelled": detail.state == InvoiceStatus.CANCELLED,
        "by_person": detail.state_by is not None,
        "may_correct": may_correct(visit.context, row),
        "wished": [change_words(one, visit.language) for one in detail.correction.changes]
        if detail.correction
        else [],
        "doubtful": [warning_words(one.code, one.facts, visit.language) for one in detail.warnings],
        "history": [(one, event_words(one.event, visit.language)) for one in detail.latest],
        "folders": scan["folders"],
        "arm": scan["armed"].get(f"/v1/invoices/{detail.id}"),
        "kinds": DOCUMENT_TYPES,
        "form": form_of(row, made_at=visit.context.clock.now()) if may_form(row) else None,
        "signed_words": patient_words(patient_of(row), visit.language),
    }


def _shown(visit: Visit, piece: Piece, invoice: int) -> Shown:
    row = find_document(piece.document)
    document = document_detail(row)
    on = next(one for one in reversed(document.attachments) if one.invoice.id == invoice)
    filed = explained(visit.context, row, visit.language).filed
    because = next((one for one in filed if one.invoice.id == invoice), None)
    return Shown(
        piece,
        document,
        look_up(PIECES, piece.state, visit.language, {"reason": piece.reason}),
        " · ".join(filter(None, (because.way, because.reasons))) if because else "",
        sum(part.page_count for part in document.parts),
        sum(part.size for part in document.parts),
        may_leave=piece.state in _MOVABLE,
        to_confirm=piece.state == PieceState.REJECTED
        or (piece.state == PieceState.TO_SEND and on.confirmed_at is None),
    )
