"""How a SCOR colour is shown: never by its colour alone; what is not known is never green."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scord.lots.colour import LOOKS

if TYPE_CHECKING:
    from scord.actions.looking.invoices import HowItStands
    from scord.lots.colour import Colour


class Shown(NamedTuple):
    """`name`: the colour, `shape`: the name of an outline."""

    name: str
    shape: str
    word: str


_UNKNOWN = ("pas encore examinée", "not looked at yet")


def look(colour: Colour, language: str) -> Shown:
    known = LOOKS[colour]
    return Shown(colour, known.shape, known.english if language == "en" else known.french)


def standing(stands: HowItStands | None, language: str) -> Shown:
    if stands is None:
        return Shown("unknown", "", _UNKNOWN[language == "en"])
    return look(stands.colour, language)
