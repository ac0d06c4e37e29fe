"""docs/premier-jour.md: its pictures are small and there, its words are those of the page."""

from __future__ import annotations

import re

import pytest
from PIL import Image
from tests.docs.written import ROOT, pages

from scord.lots.colour import LOOKS

PAGE = pages()["docs/premier-jour.md"]
SCREENS = ROOT / "docs" / "screens"
HEAVIEST = 60_000  # bytes
_SOURCES = ("daemon/scord/page/templates", "daemon/scord/page/static", "daemon/scord/words")


def words_of_the_page() -> str:
    paths = [path for place in _SOURCES for path in sorted((ROOT / place).rglob("*"))]
    paths.append(ROOT / "daemon/scord/page/places.py")
    read = (one.read_text("utf-8") for one in paths if one.suffix in {".html", ".js", ".py"})
    return "\n".join(read).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


def test_every_picture_is_there_and_small_and_none_is_left_over() -> None:
    named = re.findall(r"!\[[^\]]+\]\(screens/([\w-]+\.png)\)", PAGE)
    assert 6 <= len(named) <= 10
    assert sorted(named) == sorted(path.name for path in SCREENS.iterdir())
    for name in named:
        with Image.open(SCREENS / name) as picture:
            assert picture.mode == "P"
        assert (SCREENS / name).stat().st_size < HEAVIEST


@pytest.mark.parametrize("called", sorted(set(re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", PAGE))))
def test_what_is_pressed_is_called_so_on_the_page(called: str) -> None:
    assert called in words_of_the_page()


def test_the_four_states_are_told_in_their_words() -> None:
    told = re.findall(r"^\| \w+ \w+ \| ([^|]+) \|", PAGE, re.MULTILINE)
    assert len(told) == 4
    assert [one.strip() for one in told] == [look.french for look in LOOKS.values()]
