"""A SCOR colour as a shape and a word, for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.lots.colour import LOOKS

if TYPE_CHECKING:
    from scord.lots.colour import Colour

SHAPES = {"octagon": "⬢", "diamond": "◆", "arrow": "➜", "check": "✔"}


def coloured(colour: Colour, language: str) -> str:
    look = LOOKS[colour]
    return f"{SHAPES[look.shape]} {look.english if language == 'en' else look.french}"
