"""docs/dependencies.md explains each dependency in pyproject.toml, and nothing else."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| `([^`]+)` \|(.*)\|$", re.MULTILINE)
NAME = re.compile(r"^[A-Za-z0-9._-]+")


def declared() -> set[str]:
    """Names as pyproject.toml writes them, from every table that can name a package."""
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = pyproject["project"]
    groups = [
        pyproject["build-system"]["requires"],
        project["dependencies"],
        *project["optional-dependencies"].values(),
        *pyproject["dependency-groups"].values(),
    ]
    return {match[0] for group in groups for line in group if (match := NAME.match(line))}


def explained() -> dict[str, list[str]]:
    """Name → the other cells of its row."""
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    return {name: [cell.strip() for cell in rest.split("|")] for name, rest in ROW.findall(page)}


def test_the_page_names_exactly_what_the_project_depends_on() -> None:
    assert set(explained()) == declared()


def test_every_row_has_purpose_licence_wheels_upkeep_and_reason() -> None:
    incomplete = {name for name, cells in explained().items() if len(cells) != 5 or not all(cells)}
    assert not incomplete
