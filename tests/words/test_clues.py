"""Kinds and clues have words in both languages."""

from __future__ import annotations

import pytest

from scord.reading.clue import Box, Clue, ClueKind, FormKind, Label
from scord.words.clues import CLUES, KINDS, LABELS, clue_told, kind_told

BOX = Box(75.2, 56.4, 120, 60)


def test_every_kind_clue_and_label_has_its_words() -> None:
    assert set(KINDS) == set(FormKind)
    assert set(CLUES) == set(ClueKind)
    assert set(LABELS) == set(Label) - {Label.NONE}


@pytest.mark.parametrize(
    ("clue", "french", "english"),
    [
        (
            Clue(ClueKind.NIR, "181016322075140", BOX, 0.72, Label.INSURED, mended=True),
            "NIR (assuré) : 181016322075140 — à 75 x 56 mm, sûr à 72 %, corrigé grâce à la clé",
            "NIR (insured person): 181016322075140 — at 75 x 56 mm, 72% sure, corrected by its key",
        ),
        (
            Clue(ClueKind.BIRTH_DATE, "1981-01-01", BOX, 0.9),
            "date de naissance : 01/01/1981 — à 75 x 56 mm, sûr à 90 %",
            "birth date: 1981-01-01 — at 75 x 56 mm, 90% sure",
        ),
        (
            Clue(ClueKind.AMOUNT, "2305", BOX, 1.0, Label.TOTAL),
            "montant (total) : 23,05 € — à 75 x 56 mm, sûr à 100 %",
            "amount (total): €23.05 — at 75 x 56 mm, 100% sure",
        ),
    ],
)
def test_a_clue_is_told_in_one_line(clue: Clue, french: str, english: str) -> None:
    assert clue_told(clue, "fr") == french
    assert clue_told(clue, "en") == english


def test_how_sure_a_kind_is_stands_beside_it_but_for_an_unknown_one() -> None:
    assert kind_told(FormKind.PRESCRIPTION, 0.934, "fr") == "ordonnance (sûr à 93 %)"
    assert kind_told(FormKind.UNKNOWN, 0.0, "en") == "unknown type"
