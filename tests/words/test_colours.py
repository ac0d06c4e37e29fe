"""A colour is told by a shape and a word, never by colour alone."""

from __future__ import annotations

import pytest

from scord.lots.colour import Colour
from scord.words.colours import coloured


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_colour_has_a_shape_and_a_word_of_its_own(language: str) -> None:
    told = [coloured(one, language).split(" ", maxsplit=1) for one in Colour]
    shapes, words = zip(*told, strict=True)
    assert len(set(shapes)) == len(set(words)) == len(Colour)


def test_rejected_is_told_in_both_languages() -> None:
    assert (coloured(Colour.RED, "fr"), coloured(Colour.RED, "en")) == ("⬢ rejeté", "⬢ rejected")
