"""`scord read` explains each page: its kind, and every clue on it."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from scord.demo import pages, wear
from scord.demo.people import ADRDEUX, VALMONT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.installation import Cli

pytestmark = pytest.mark.slow


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    pdf = pages.prescription(VALMONT, ADRDEUX, date(2025, 11, 12), ["Pansement simple"])
    path = tmp_path / "ordonnance.jpg"
    sheet = pages.render(pdf, 300, colour=True)[0]
    path.write_bytes(wear.jpeg_file(sheet, quality=85, dpi=300))
    return path


def test_read_tells_the_kind_and_every_clue(cli: Cli, scan: Path) -> None:
    head, *clues = cli.done("read", scan).splitlines()
    assert head.startswith(f"{scan}, page 1 : ordonnance (sûr à ")
    assert any(line.startswith("    date de naissance : 01/01/1981 — à ") for line in clues)
    assert any(line.startswith("    date (du document) : 12/11/2025 — à ") for line in clues)
    assert any(line.startswith("    n° RPPS (prescripteur) : 99900100019 — à ") for line in clues)


def test_read_as_json_has_each_clue_with_its_place(cli: Cli, scan: Path) -> None:
    (page,) = json.loads(cli.done("read", scan, "--json"))
    assert (page["page"], page["kind"]) == (1, "prescription")
    (birth,) = (clue for clue in page["clues"] if clue["kind"] == "birth-date")
    assert birth["value"] == "1981-01-01"
    left, top, right, bottom = birth["box"]
    assert left < right < 210
    assert top < bottom < 297
    assert "ADRDEUX LAURENT" in page["text"]


def test_a_file_that_is_no_image_does_not_hide_the_next(cli: Cli, scan: Path) -> None:
    bad = scan.with_name("lettre.txt")
    bad.write_text("Bonjour")
    result = cli("read", bad, scan)
    assert result.exit_code == 4
    assert f"✗ {bad}, page 1" in result.stdout
    assert "ordonnance (sûr à " in result.stdout
    assert result.stderr.splitlines()[-1] == "[image.unknown-format]"


def test_without_the_french_model_it_says_what_to_install(cli: Cli, scan: Path) -> None:
    empty = scan.parent / "no-model"
    empty.mkdir()
    with cli.config.open("a") as config:
        config.write(f"\n[reading]\nmodel_folder = '{empty}'\n")
    status, last = cli.refused("read", scan)
    assert (status, last) == (1, "[ocr.missing]")
