"""A file name is a clue only when it follows the rule to the letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scord.filing.clues import NameClue, name_clue

PREFIX = "SCORD"


@pytest.mark.parametrize(
    ("name", "clue"),
    [
        ("SCORD_481_ADRDEUX.pdf", NameClue("481", "ADRDEUX", None)),
        ("SCORD_481_adrdeux.JPG", NameClue("481", "ADRDEUX", None)),
        ("SCORD_481_LE GALL.tif", NameClue("481", "LEGALL", None)),
        ("SCORD_481_Le-Gall.tif", NameClue("481", "LEGALL", None)),
        ("SCORD_481_D'Éloïse.pdf", NameClue("481", "DELOISE", None)),
        ("SCORD_481_E\u0301loi.pdf", NameClue("481", "ELOI", None)),
        ("SCORD_481_CŒUR.pdf", NameClue("481", "COEUR", None)),
        ("SCORD_481_ADRDEUX_ORDN.pdf", NameClue("481", "ADRDEUX", "ORDN")),
        ("SCORD_481_LE GALL_FSNC.pdf", NameClue("481", "LEGALL", "FSNC")),
        ("SCORD_2026/A-7_ADRDEUX.pdf", NameClue("2026/A-7", "ADRDEUX", None)),
        ("SCORD_481_ST. JEAN.pdf", NameClue("481", "STJEAN", None)),
    ],
)
def test_the_rule_is_prefix_number_name_and_perhaps_type(name: str, clue: NameClue) -> None:
    assert name_clue(name, PREFIX) == clue


@pytest.mark.parametrize(
    "name",
    [
        "",
        "SCORD_481.pdf",
        "SCORD__ADRDEUX.pdf",
        "SCORD_481_.pdf",
        "SCORD_481_---.pdf",
        "SCORD_481_ADRDEUX",
        "scord_481_ADRDEUX.pdf",
        "SCAN_481_ADRDEUX.pdf",
        "XSCORD_481_ADRDEUX.pdf",
        " SCORD_481_ADRDEUX.pdf",
        "SCORD 481 ADRDEUX.pdf",
        "SCORD_4 81_ADRDEUX.pdf",
        "SCORD_481_ADRDEUX_LAURENT.pdf",
        "SCORD_481_ADRDEUX_ORDN_2.pdf",
        "SCORD_481_ADRDEUX_ordn.pdf",
        "SCORD-481-ADRDEUX.pdf",
    ],
)
def test_a_name_that_does_not_follow_the_rule_is_no_clue(name: str) -> None:
    assert name_clue(name, PREFIX) is None


def test_a_prefix_with_signs_of_a_pattern_is_taken_as_written() -> None:
    assert name_clue("A.B_481_ADRDEUX.pdf", "A.B") is not None
    assert name_clue("AxB_481_ADRDEUX.pdf", "A.B") is None


@given(st.text(max_size=40))
def test_no_name_is_an_error(name: str) -> None:
    found = name_clue(name, PREFIX)
    assert found is None or name.startswith("SCORD_")
