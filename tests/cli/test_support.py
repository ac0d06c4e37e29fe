"""`scord support`: a file to send to a maintainer, or the same to look at first."""

from __future__ import annotations

import json
import os
import zipfile
from typing import TYPE_CHECKING

import pytest
from tests.cli.installation import NAMES, Cli

from scord.store.database import FILE_NAME

if TYPE_CHECKING:
    from pathlib import Path

PARTS = {
    "about.json",
    "libraries.json",
    "settings.json",
    "metrics.txt",
    "rows.json",
    "alerts.json",
    "journal.json",
    "findings.json",
}
WITHOUT_STORE = {"about.json", "libraries.json", "settings.json", "store.json"}


def texts(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as made:
        return {name: made.read(name).decode() for name in made.namelist()}


def test_it_writes_one_file_for_its_maker_alone_that_names_nobody(filled: Cli) -> None:
    path = filled.root / "aide.zip"
    before = os.umask(0)
    try:
        said = filled.done("support", path)
    finally:
        os.umask(before)
    assert str(path) in said
    assert path.stat().st_mode & 0o777 == 0o600
    told = texts(path)
    assert set(told) == PARTS
    for word in (*NAMES, "481", "scan.tif", str(filled.root), "a key of the tests"):
        assert not [name for name, text in told.items() if f'"{word}"' in text or word in name]
    for word in (*NAMES, "scan.tif", str(filled.root), "a key of the tests"):
        assert not [name for name, text in told.items() if word in text]
    assert json.loads(told["rows.json"])["document"]["states"]["inbox"] == 1


def test_in_a_folder_it_is_named_by_the_time(filled: Cli, tmp_path: Path) -> None:
    place = tmp_path / "place"
    place.mkdir()
    filled.done("support", place)
    (made,) = place.iterdir()
    assert made.name.startswith("scord-support-")
    assert made.suffix == ".zip"


def test_a_file_that_is_there_is_never_overwritten(filled: Cli) -> None:
    path = filled.root / "aide.zip"
    path.write_bytes(b"mine")
    status, said = filled.refused("support", path)
    assert (status, said) == (1, "[output.exists]")
    assert path.read_bytes() == b"mine"


def test_shown_is_what_would_be_written_and_nothing_is(filled: Cli) -> None:
    before = {path.name for path in filled.root.iterdir()}
    said = filled.done("support", "--show")
    assert {line[3:] for line in said.splitlines() if line.startswith("== ")} == PARTS
    assert not [word for word in NAMES if word in said]
    assert {path.name for path in filled.root.iterdir()} == before


def test_a_file_to_write_and_to_show_only_is_a_usage_error(filled: Cli) -> None:
    assert filled("support", "--show", filled.root / "aide.zip").exit_code == 2
    assert not (filled.root / "aide.zip").exists()


def test_before_there_is_a_store_the_rest_is_told_and_none_is_made(cli: Cli) -> None:
    path = cli.root / "aide.zip"
    cli.done("support", path)
    assert set(texts(path)) == WITHOUT_STORE
    assert not (cli.root / "state").exists()


@pytest.mark.parametrize("data", [b"no database at all" * 100])
def test_a_store_that_does_not_open_is_told_by_its_fault_and_the_rest_beside_it(
    filled: Cli, data: bytes
) -> None:
    (filled.root / "state" / FILE_NAME).write_bytes(data)
    path = filled.root / "aide.zip"
    filled.done("support", path)
    told = texts(path)
    assert set(told) == WITHOUT_STORE
    assert json.loads(told["store.json"]) == {"fault": "store.unfit"}
