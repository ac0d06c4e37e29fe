"""Why an invoice has its colour, and what keeps its pieces from leaving."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scord.actions.lookup import full_name
from scord.exchange.profiles import load_profile
from scord.lots.colour import Colour, colour
from scord.lots.obstacles import Obstacle, obstacles, still_missing
from scord.lots.piece_state import PieceState, piece_states
from scord.store.tables import LotItem

if TYPE_CHECKING:
    from scord.store.context import Context
    from scord.store.tables import Attachment, Invoice


@dataclass(frozen=True)
class Piece:
    """A document on the invoice. Of the last lot that it was in: what it is called there
    (`identifier`), and the caisse's `reason` where it refused it.
    """

    document: int
    type: str
    state: PieceState
    reason: str | None
    identifier: str | None


@dataclass(frozen=True)
class Explanation:
    """`obstacles`: empty means that it leaves with the next lot. `wanted`: the types of each piece
    still missing, one of which is enough.
    """

    invoice: str
    colour: Colour
    pieces: tuple[Piece, ...]
    obstacles: tuple[Obstacle, ...]
    wanted: tuple[tuple[str, ...], ...]


def explain(context: Context, invoice: Invoice) -> Explanation:
    """How `invoice` stands now, under the profile in force. Raises as load_profile does."""
    profile = load_profile(context.settings.exchange.profile)
    states = piece_states(invoice)
    lacking = still_missing(invoice, states)
    return Explanation(
        full_name(invoice),
        colour(context, invoice),
        tuple(_piece(one, state) for one, state in states),
        obstacles(context, profile, invoice, context.clock.now()),
        tuple(want.one_of for want in lacking.wanted),
    )


def _piece(attachment: Attachment, state: PieceState) -> Piece:
    last = attachment.items.order_by(LotItem.id.desc()).first()
    document = attachment.document
    reason, identifier = (last.reason, last.identifier) if last else (None, None)
    return Piece(document.id, document.type or "", state, reason, identifier)
