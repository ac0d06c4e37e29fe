"""What the other side may answer in a storm, right or wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from scord.lots.piece_state import PieceState, piece_states
from scord.store.tables import Attachment, Invoice, Message, ScorLot

if TYPE_CHECKING:
    from collections.abc import Callable


class Told(NamedTuple):
    """An `answer`, and how it came: the sha256 of the file or letter that held it. `counts`: it was
    sent by whom the settings name.
    """

    answer: bytes
    sha256: str
    counts: bool = True


_Said = dict[str, Any]
KINDS: dict[str, Callable[[ScorLot], _Said | bytes]] = {
    "positive": lambda _: {"verdict": "positive"},
    "negative": lambda _: {"verdict": "negative", "label": "illisible"},
    "negative for one piece": lambda lot: _refusing(lot.items[0].identifier),
    "for a piece that is none": lambda _: _refusing("TEST-NONE"),
    "for another message": lambda _: {"message_id": "<other@scord.invalid>"},
    "for a lot that is none": lambda _: {"lot": 999_999},
    "half of one": lambda lot: _whole(lot, {})[:-20],
    "garbage": lambda _: b"\xff" * 100,
}


def answer(lot: ScorLot, kind: str, number: int) -> bytes:
    """As the reference profile reads it; each with a `number` of its own, unless it is garbage."""
    said = KINDS[kind](lot)
    return said if isinstance(said, bytes) else _whole(lot, {"id": f"A-{number}", **said})


def pieces(state: PieceState) -> list[Attachment]:
    """Those of all invoices that stand so."""
    found = (piece_states(invoice) for invoice in Invoice.select().order_by(Invoice.id))
    return [piece for there in found for piece, stands in there if stands == state]


def _refusing(identifier: str) -> _Said:
    return {"verdict": "negative", "rejected": [{"identifier": identifier, "reason": "coupé"}]}


def _whole(lot: ScorLot, said: _Said) -> bytes:
    one = {
        "id": "A-0",
        "billing_number": lot.practitioner.billing_number,
        "lot": lot.number,
        "message_id": Message.get(Message.lot == lot).message_id,
        "verdict": "positive",
        "date": "2026-03-11T09:30:00+01:00",
        **said,
    }
    whole = {"format": "scord-reference-answer/1", "test": True, "answers": [one]}
    return json.dumps(whole).encode()
