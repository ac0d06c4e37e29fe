"""Readings as the reading room gives them, without any page being read."""

from __future__ import annotations

from scord.reading.clue import Box, Clue, ClueKind, FormKind, Label, PageText, Reading

NOWHERE = Box(0, 0, 10, 5)

NIR, OTHER_NIR = "181016322075140", "269054958815780"


def clue(kind: ClueKind, value: str, label: Label = Label.NONE, sure: float = 0.9) -> Clue:
    return Clue(kind, value, NOWHERE, sure, label)


def nir(value: str = NIR) -> Clue:
    return clue(ClueKind.NIR, value, Label.PATIENT)


def named(value: str) -> Clue:
    return clue(ClueKind.NAME, value, Label.PATIENT)


def born(value: str) -> Clue:
    return clue(ClueKind.BIRTH_DATE, value, Label.PATIENT)


def written_on(value: str) -> Clue:
    return clue(ClueKind.DATE, value, Label.DOCUMENT)


def says(kind: FormKind, *clues: Clue, sure: float = 0.95) -> Reading:
    return Reading(kind, sure, clues, PageText(210, 297, ()))
