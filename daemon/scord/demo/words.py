"""The demo's French: rules, outcomes and codes in words, names and numbers for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scord.demo.outcome import AT_WORK, MISSING, MIXED, READING, TWICE
from scord.store.states import ItemVerdict
from scord.words import colours
from scord.words.reasons import why

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scord.lots.colour import Colour
    from scord.store.tables import ScorLot

GOOD, BAD, SO = "✓", "✗", "·"
FRENCH = "fr"
_LONGEST_NAME = 40

# by which rule a document came onto an invoice (Attachment.origin)
RULES = {
    "slip": "page de garde",
    "form": "feuille de soins établie par Scord",
    "file-name": "nom du fichier",
    "armed": "scan attendu pour cette facture",
    "text": "ce qui est écrit",
    "series": "même ordonnance",
    "follow": "suit la facture",
    "person": "par une personne",
}

# what became of a file (see outcome.py)
KINDS = {
    "filed by slip": "classé (page de garde)",
    "filed by name": "classé (nom du fichier)",
    "armed": "classé (scan attendu)",
    "filed by text": "classé (ce qui est écrit)",
    "to file": "à classer",
    "held": "à renumériser",
    "refused": "refusé",
    "duplicate": "doublon",
    MIXED: "cas divers",
    AT_WORK: "en cours",
    READING: "lecture en cours",
    MISSING: "disparu",
    TWICE: "pris deux fois",
}

VERDICTS = {
    ItemVerdict.ACCEPTED: "acceptées",
    ItemVerdict.REJECTED: "rejetées",
    ItemVerdict.AWAITED: "sans réponse",
}


def shown(name: str) -> str:
    """A file name for a terminal: it may hold anything and be of any length."""
    plain = "".join(character if character.isprintable() else "?" for character in name)
    if len(plain) <= _LONGEST_NAME:
        return plain
    half = _LONGEST_NAME // 2
    return f"{plain[: half - 1]}…{plain[-half:]}"


def counted(number: int, noun: str) -> str:
    """As in "1 pièce", "2 pièces"; a noun that takes an s."""
    return f"{thousands(number)} {noun}{'s' if number > 1 else ''}"


def coloured(colour: Colour) -> str:
    """A SCOR colour as a shape and a word."""
    return colours.coloured(colour, FRENCH)


def thousands(number: int) -> str:
    return f"{number:,}".replace(",", " ")


def reason(code: str | None, facts: Mapping[str, Any]) -> str:
    """Why a file was refused, held or left in À classer, without its name: the line has that."""
    return why(code, FRENCH, {**facts, "name": None})


def lot_name(lot: ScorLot) -> str:
    """As a practice tells its lots apart: by number, and whose it is."""
    return f"lot {lot.number} de {lot.practitioner.family_name}"
