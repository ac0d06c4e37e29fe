"""The SCOR colour of an invoice: always told with a shape and a word."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from scord.lots import coverage
from scord.lots.obstacles import still_missing
from scord.lots.piece_state import PieceState, piece_states
from scord.store.states import InvoiceStatus

if TYPE_CHECKING:
    from scord.lots.piece_state import Pieces
    from scord.store.context import Context
    from scord.store.tables import Invoice


class Colour(StrEnum):
    RED = "red"
    ORANGE = "orange"
    YELLOW = "yellow"
    GREEN = "green"


@dataclass(frozen=True)
class Look:
    """How a colour is told to those who do not see it. `shape` is the name of an outline."""

    shape: str
    french: str
    english: str


LOOKS = {
    Colour.RED: Look("octagon", "rejeté", "rejected"),
    Colour.ORANGE: Look("diamond", "à ajouter", "to be added"),
    Colour.YELLOW: Look("arrow", "à télétransmettre ou en cours", "to be sent or under way"),
    Colour.GREEN: Look("check", "reçu ou non nécessaire", "received or not needed"),
}

_CLOSED = (InvoiceStatus.CANCELLED, InvoiceStatus.REPLACED, InvoiceStatus.ERASED)


@dataclass(frozen=True)
class Verdict:
    """`asked`: SCOR asks something for the invoice; `missing`: a piece that it asks for is not
    there, or which it asks for is unknown.
    """

    colour: Colour
    asked: bool
    missing: bool


def colour(context: Context, invoice: Invoice) -> Colour:
    """The colour now, read from the facts and not from their projection."""
    return judge(context, invoice, piece_states(invoice)).colour


def judge(context: Context, invoice: Invoice, pieces: Pieces) -> Verdict:
    """The first that applies: rejected or contested pieces red, unknown or unmet needs orange,
    pieces not accepted yet yellow, else green.

    A cancelled or replaced invoice owes nothing, and one whose FSE lot left before the
    practitioner's start day goes on paper: of both, only pieces already sent are told.
    """
    states = {state for _, state in pieces}
    asked = not _outside(context, invoice)
    missing = asked and not still_missing(invoice, pieces).met
    waiting = {PieceState.TO_SEND, PieceState.UNDER_WAY} if asked else {PieceState.UNDER_WAY}
    if states & {PieceState.REJECTED, PieceState.CONTESTED}:
        shown = Colour.RED
    elif missing:
        shown = Colour.ORANGE
    else:
        shown = Colour.YELLOW if states & waiting else Colour.GREEN
    return Verdict(shown, asked, missing)


def _outside(context: Context, invoice: Invoice) -> bool:
    """Whether SCOR asks nothing for this invoice; a start day not chosen yet settles nothing."""
    if invoice.status in _CLOSED:
        return True
    started = coverage.start_day(context, invoice.practitioner.billing_number) is not None
    lot = invoice.fse_lot
    return started and lot is not None and not coverage.covered(context, lot)
