"""Renews the tables of docs/configuration.md from settings.py.

Run it as `python packaging/dev/configuration.py`. Each table stands between a comment that names it
(`settings: NAME`) and one that says `end`; the text around them is written by hand.
tests/docs/test_configuration.py fails while the page is not what this script would write.
"""

from __future__ import annotations

import re
from datetime import time
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from scord.settings import DropFolder, MailAccount, PractitionerSettings, tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel
    from pydantic.fields import FieldInfo

PAGE = Path(__file__).parents[2] / "docs" / "configuration.md"
_PLACE = re.compile(r"(<!-- settings: (\S+) -->\n).*?(<!-- end -->)", re.DOTALL)
_TOP = "top"  # how the page calls what stands above all tables
_LISTED: tuple[type[BaseModel], ...] = (DropFolder, MailAccount, PractitionerSettings)


def renewed(page: str) -> str:
    """The page with every table as settings.py has it today."""
    return _PLACE.sub(lambda place: f"{place[1]}{_table(place[2])}{place[3]}", page)


def named(page: str) -> list[str]:
    """The tables the page has a place for, by their names in TOML; "" is the top."""
    return ["" if place[2] == _TOP else place[2] for place in _PLACE.finditer(page)]


def _table(name: str) -> str:
    model = tables()["" if name == _TOP else name]
    head = "| setting | default | in the environment | what and why |\n|---|---|---|---|\n"
    return head + "".join(_rows("" if name == _TOP else name, model))


def _rows(table: str, model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        if name in tables() and field.description is None:
            continue  # a table of its own
        variable = "SCORD_" + "__".join(part.upper() for part in (table, name) if part)
        inside = "" if model in _LISTED else f"`{variable}`"
        cells = (f"`{name}`", _default(field), inside, _words(field))
        yield f"| {' | '.join(cells)} |\n"


def _words(field: FieldInfo) -> str:
    return " ".join(part for part in (field.description, _bounds(field)) if part)


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    if field.default_factory is not None:
        return "the system's place"
    return "none" if field.default in (None, (), {}) else f"`{_toml(field.default)}`"


def _toml(value: Any) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, PurePath):
        return f'"{value.as_posix()}"'
    if isinstance(value, time):
        return f'"{value:%H:%M}"'
    return f'"{value}"' if isinstance(value, str) else f"{value:_}".removesuffix(".0")


def _bounds(field: FieldInfo) -> str:
    """What a value may be, where that is not any text or path."""
    literal = next((one for one in _kinds(field.annotation) if get_origin(one) is Literal), None)
    if literal:
        return f"One of {', '.join(f'`{one}`' for one in get_args(literal))}."
    bounds = [
        f"{word} {getattr(one, sign):_}"
        for one in field.metadata
        for sign, word in (("ge", "at least"), ("le", "at most"))
        if getattr(one, sign, None) is not None
    ]
    return f"{', '.join(bounds).capitalize()}." if bounds else ""


def _kinds(annotation: Any) -> Iterator[Any]:
    yield annotation
    if get_origin(annotation) is not Literal:
        for inner in get_args(annotation):
            yield from _kinds(inner)


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text("utf-8")), "utf-8")
