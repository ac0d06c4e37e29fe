"""Words become the lines an eye sees."""

from __future__ import annotations

from tests.reading.writing import lines

from scord.reading.clue import Box, Word
from scord.reading.lines import fold, in_lines


def test_words_of_a_sloping_line_stay_together_and_lines_stand_from_top_to_bottom() -> None:
    low = [Word("né", Box(10, 52, 15, 55), 1), Word("le", Box(17, 52, 20, 55), 1)]
    slope = [Word(str(at), Box(20 * at, 20 + at, 20 * at + 5, 23 + at), 1) for at in range(1, 6)]
    found = in_lines([*low, *reversed(slope)])
    assert [[word.text for word in line] for line in found] == [list("12345"), ["né", "le"]]


def test_a_label_and_what_stands_far_beside_it_are_one_line_parted_by_a_tab() -> None:
    (line,) = lines("Nom et prénom\tADRDEUX Laurent")
    assert line.text == "Nom et prénom\tADRDEUX Laurent"


def test_a_place_in_the_text_is_a_place_on_the_page() -> None:
    (line,) = lines("Né le\t14/03/1952")
    start = line.text.index("14")
    assert line.box_of(start, start + 10).left > 40
    assert [word.text for word in line.within(start, start + 10)] == ["14/03/1952"]


def test_folding_keeps_every_sign_in_its_place() -> None:
    text = "N° d\N{RIGHT SINGLE QUOTATION MARK}IMMATRICULATION de l'Assuré(e) Œuvre"
    assert len(fold(text)) == len(text)
    assert fold(text).startswith("n° d'immatriculation de l'assure(e)")
