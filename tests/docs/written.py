"""The Markdown that people read, taken apart: pages, blocks of code, code between words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
_FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.DOTALL | re.MULTILINE)
_SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")


class Block(NamedTuple):
    language: str
    text: str


def pages() -> dict[str, str]:
    """Every page of the site, by its path from the top."""
    found = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("packaging/*/README.md")]
    return {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in sorted(found)}


def blocks(page: str, *languages: str) -> list[Block]:
    """Its fenced blocks; of `languages` only, where any is given."""
    found = [Block(language, text) for _, language, text in _FENCE.findall(page)]
    return [one for one in found if not languages or one.language in languages]


def spans(page: str) -> list[str]:
    """What stands between backticks in its sentences."""
    return _SPAN.findall(_FENCE.sub("", page))
