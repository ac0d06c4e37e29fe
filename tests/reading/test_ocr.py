"""Words and their places, and why text may not be read here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.imaging.drawing import draw_page, draw_prescription

from scord.reading import ocr
from scord.reading.clue import PageText
from scord.reading.ocr import Missing, find_tessdata, lacking, read_scattered_words, read_words

if TYPE_CHECKING:
    from pathlib import Path


def bitonal(page: object) -> np.ndarray:
    return np.where(np.asarray(page) < 128, 0, 255).astype(np.uint8)


def tessdata() -> Path:
    found = find_tessdata(None)
    assert found is not None
    return found


@pytest.mark.slow
def test_words_are_read_in_lines_where_they_stand_in_millimetres() -> None:
    text = read_words(bitonal(draw_page(300)), 300, tessdata())
    assert (text.width, text.height) == (pytest.approx(210, abs=1), pytest.approx(297, abs=1))
    (first, *_) = text.lines
    assert [word.text for word in first] == ["Cabinet", "infirmier", "des", "Tilleuls"]
    assert first[0].box.left == pytest.approx(12.7, abs=1)
    assert 12 < first[0].box.top < 18
    assert all(0.5 < word.sure <= 1 for word in first)


@pytest.mark.slow
def test_an_empty_page_has_no_words() -> None:
    assert read_words(np.full((3508, 2480), 255, np.uint8), 300, tessdata()).lines == ()


@pytest.mark.slow
def test_a_second_look_adds_what_the_first_lacked_and_nothing_twice() -> None:
    page = bitonal(draw_prescription(300))
    whole = read_words(page, 300, tessdata())
    half = PageText(whole.width, whole.height, whole.lines[:5])
    again = read_scattered_words(page, 300, tessdata(), half)
    assert sum(map(len, again.lines)) == pytest.approx(sum(map(len, whole.lines)), rel=0.1)
    assert again.lines[:5] == whole.lines[:5]


def test_a_model_that_is_named_is_looked_for_nowhere_else(tmp_path: Path) -> None:
    assert find_tessdata(tmp_path) is None
    assert lacking(tmp_path) is Missing.MODEL
    (tmp_path / "fra.traineddata").touch()
    assert find_tessdata(tmp_path) == tmp_path
    assert lacking(tmp_path) is None


def test_the_environment_names_the_model_before_the_usual_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fra.traineddata").touch()
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    assert find_tessdata(None) == tmp_path


def test_without_the_engine_no_model_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "find_spec", lambda _name: None)
    assert lacking(None) is Missing.ENGINE
