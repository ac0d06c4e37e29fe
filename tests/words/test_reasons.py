"""Every reason why a paper waits or a piece stays has its words, French and English."""

from __future__ import annotations

import pytest

from scord.actions.explaining import Piece
from scord.filing.decide import Why
from scord.lots.obstacles import Obstacle
from scord.lots.piece_state import PieceState
from scord.words.reasons import OBSTACLES, PIECES, WHYS, obstacle, piece_line, why
from scord_shared.errors import Code

each_language = pytest.mark.parametrize("language", ["fr", "en"])


@pytest.mark.parametrize("table", [WHYS, OBSTACLES, PIECES])
def test_no_two_codes_of_a_table_say_the_same_and_languages_differ(
    table: dict[str, tuple[str, str]],
) -> None:
    for one in (0, 1):
        assert len({words[one] for words in table.values()}) == len(table)
    assert all(french != english for french, english in table.values())


@each_language
def test_every_reason_to_ask_a_person_has_its_words(language: str) -> None:
    assert {*Why} <= WHYS.keys()
    assert all(why(reason, language) != reason for reason in Why)


def test_every_obstacle_has_its_words_and_there_are_no_others() -> None:
    assert set(Obstacle) == set(OBSTACLES)


def test_every_state_of_a_piece_has_its_words_and_there_are_no_others() -> None:
    assert set(PieceState) == set(PIECES)


@pytest.mark.parametrize("code", Code)
def test_a_held_document_says_its_fault_in_words(code: Code) -> None:
    assert why(code, "fr") not in {"", code.value}


def test_a_reason_nobody_knows_is_shown_as_it_is() -> None:
    assert why("later-than-this-release", "fr") == "later-than-this-release"
    assert why(None, "fr") == ""


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"pages": [2, 5]}, "(page 2, 5)"),
        ({"page": 3}, "(page 3)"),
        ({"pages": []}, "octets"),
        ({}, "octets"),
    ],
)
def test_the_pages_at_fault_are_named(facts: dict[str, object], told: str) -> None:
    assert why(Code.IMAGE_TOO_HEAVY, "fr", facts).endswith(told)


def test_a_number_of_pages_is_no_list_of_them() -> None:
    assert why(Code.IMAGE_TOO_MANY_PAGES, "fr", {"pages": 1000}) == "Trop de pages : 1000"


@pytest.mark.parametrize(
    ("language", "shown"),
    [("fr", "pièce manquante : ORDN ou DSIP, FSNC"), ("en", "piece missing: ORDN or DSIP, FSNC")],
)
def test_missing_pieces_are_named_by_type(language: str, shown: str) -> None:
    assert obstacle("piece-missing", language, (("ORDN", "DSIP"), ("FSNC",))) == shown
    assert ":" not in obstacle("piece-missing", language, ())


def test_a_rejected_piece_says_why() -> None:
    piece = Piece(12, "ORDN", PieceState.REJECTED, "illisible", "L-1")
    assert piece_line(piece, "fr") == "ORDN, document 12 : rejetée (illisible)"
    assert piece_line(Piece(12, "ORDN", PieceState.TO_SEND, None, None), "en") == (
        "ORDN, document 12: to be sent"
    )
