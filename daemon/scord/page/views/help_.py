"""Aide: the rules of SCOR, a scanner's settings, what each colour and key means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import scord
from scord.lots.colour import Colour
from scord.page.looks import look
from scord.page.views.inbox import KINDS

if TYPE_CHECKING:
    from scord.page.visit import Visit


def fill(visit: Visit) -> dict[str, Any]:
    return {
        "colours": [look(colour, visit.language) for colour in Colour],
        "kinds": KINDS,
        "version": scord.__version__,
    }
