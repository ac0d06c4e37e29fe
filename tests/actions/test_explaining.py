"""Why an invoice's pieces stay: colour, pieces and every obstacle at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.actions.explaining import explain
from scord.lots.colour import Colour
from scord.lots.obstacles import Obstacle
from scord.lots.piece_state import PieceState
from scord.store.states import FseVerdict, InvoiceStatus, ItemVerdict, ScorLotState
from scord.store.tables import Attachment, LotItem

if TYPE_CHECKING:
    from tests.lots.practice import Practice


def test_what_lacks_nothing_leaves_with_the_next_lot(practice: Practice) -> None:
    found = explain(practice.context, practice.ready(number="481"))
    assert found.invoice == "991129768:481:2026-03-09"
    assert (found.colour, found.obstacles, found.wanted) == (Colour.YELLOW, (), ())
    assert [(piece.type, piece.state) for piece in found.pieces] == [("ORDN", PieceState.TO_SEND)]


def test_every_obstacle_is_told_and_what_is_missing(practice: Practice) -> None:
    lot = practice.lot(verdict=FseVerdict.AWAITED)
    invoice = practice.invoice(mode="degrade", fse_lot=lot, status=InvoiceStatus.HELD)
    found = explain(practice.context, invoice)
    assert set(found.obstacles) == {
        Obstacle.NOTHING_TO_SEND,
        Obstacle.INVOICE_HELD,
        Obstacle.FSE_ARL_AWAITED,
        Obstacle.PIECE_MISSING,
    }
    assert found.wanted == (("ORDN", "DSIP"), ("FSNC", "FSDE"))
    assert (found.colour, found.pieces) == (Colour.ORANGE, ())


def test_a_rejected_piece_says_the_reason_of_the_caisse(practice: Practice) -> None:
    invoice = practice.ready()
    (lot,) = practice.lots()
    LotItem.update(verdict=ItemVerdict.REJECTED, reason="illisible").execute()
    Attachment.update(confirmed_at=None).execute()
    lot.state = ScorLotState.REJECTED
    lot.save()
    found = explain(practice.context, invoice)
    assert found.colour == Colour.RED
    assert [(piece.state, piece.reason) for piece in found.pieces] == [
        (PieceState.REJECTED, "illisible")
    ]
