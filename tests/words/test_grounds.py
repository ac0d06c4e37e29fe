"""Grounds are told as a person would say them."""

from __future__ import annotations

import pytest

from scord.words.grounds import RULES, tell

TOLD = [
    ([("nir", "exact", None), ("family-name", "near", None)], "NIR exact, nom proche",
     "exact NIR, near family name"),
    ([("birth-date", "exact", None)], "date de naissance exacte", "exact birth date"),
    ([("care-dates", "near", None)], "dates de soins proches", "near dates of care"),
    ([("care-dates", "contradicted", 2)], "dates de soins à 2 jours", "dates of care 2 days off"),
    ([("prescription-date", "near", 1)], "date d'ordonnance à 1 jour",
     "date of the prescription 1 day off"),
    ([("care-after", "near", 3)], "soins 3 jours après l'ordonnance",
     "care 3 days after the prescription"),
    ([("patient-name", "contradicted", None)], "nom du patient différent",
     "different patient's name"),
    ([("total", "absent", None)], "", ""),
    ([], "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "french", "english"), TOLD)
def test_grounds_in_words(
    facts: list[tuple[str, str, int | None]], french: str, english: str
) -> None:
    grounds = [
        {"aspect": aspect, "degree": degree, "page": 1, "days": days}
        for aspect, degree, days in facts
    ]
    assert tell(grounds, "fr") == french
    assert tell(grounds, "en") == english


def test_a_rule_says_what_it_asks_for() -> None:
    assert RULES["nir+prescription-date"] == (
        "NIR exact (clé juste), nom proche, prénom exact, date d'ordonnance exacte",
        "exact NIR (right key), near family name, exact given name, exact date of the prescription",
    )
