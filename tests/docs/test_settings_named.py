"""Every setting that a page names is one that there is."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from tests.docs.written import blocks, pages, spans

from scord.actions.encrypting.keepers import NAME as STORE_KEY
from scord.secrets import KNOWN
from scord.settings import Settings, tables

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMED = re.compile(r"\[?\[?([a-z]+)\]?\]?\.([a-z_]+)(?: = .*)?")
_VARIABLE = re.compile(r"(?<![A-Z_])SCORD_[A-Z_]+")
_FILES = {"csv", "db", "json", "lock", "md", "page", "pdf", "png", "py", "sock", "toml", "txt"}
# of the log: docs/operations.md
_FIELDS = {
    f"SCORD_{one}"
    for one in (
        *("FILE", "SCAN", "SIGHTING", "DOCUMENT", "INVOICE", "LOT", "MESSAGE", "INCOMING"),
        *("EVENT", "STAGE"),
    )
}
_OTHER = (
    _FIELDS
    | {"SCORD_CONFIG", "SCORD_SECRET_"}
    | {f"SCORD_SECRET_{one.upper()}" for one in (*KNOWN, STORE_KEY)}
)


def test_every_setting_between_words_is_there() -> None:
    found = [(path, *one) for path, page in pages().items() for one in named(page)]
    assert len(found) > 10
    assert [one for one in found if not known(*one[1:])] == []


def test_every_settings_file_in_a_block_has_only_settings_that_are_there() -> None:
    found = [(path, *one) for path, page in pages().items() for one in written(page)]
    assert len(found) > 10
    assert [one for one in found if not known(*one[1:])] == []


def test_every_variable_is_one_of_a_setting_or_a_secret() -> None:
    found = {(path, name) for path, page in pages().items() for name in _VARIABLE.findall(page)}
    assert [one for one in sorted(found) if not of_environment(one[1])] == []


@pytest.mark.parametrize("text", ["`api.read_groop`", "```toml\n[api]\nread_groop = 'x'\n```\n"])
def test_a_setting_that_is_not_there_is_found(text: str) -> None:
    assert [one for one in [*named(text), *written(text)] if not known(*one)]


def known(table: str, name: str) -> bool:
    return table in tables() and name in tables()[table].model_fields


def named(page: str) -> Iterator[tuple[str, str]]:
    """`table.setting` between backticks; files and codes of faults look otherwise."""
    for span in spans(page):
        if (found := _NAMED.fullmatch(span)) and found[2] not in _FILES and found[1] in tables():
            yield found[1], found[2]


def written(page: str) -> Iterator[tuple[str, str]]:
    for block in blocks(page, "toml"):
        told = tomllib.loads(block.text)
        if not told.keys() & {"project", "accounts"}:  # of a package, of a profile's own
            yield from keys(told)


def keys(told: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in told.items():
        inner = value[0] if isinstance(value, list) and value else value
        if isinstance(inner, dict):
            yield from ((name, one) for one in inner)
        else:
            yield "", name


def of_environment(variable: str) -> bool:
    if variable in _OTHER or variable.startswith("SCORD_SECRET_MAIL_"):
        return True
    table, _, name = variable.removeprefix("SCORD_").lower().rpartition("__")
    return known(table, name) or name in Settings.model_fields
