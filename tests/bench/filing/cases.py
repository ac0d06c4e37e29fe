"""The pages to file and what is true of each: a folder with invoices*.json, files, truth.tsv.

truth.tsv: `file`, `invoices` (numbers separated by spaces; empty: the page belongs to none),
`type`; `page` (from 1) where the pages of a file differ. about.tsv, where it is there, tells of
what kind each page is, for figures by kind.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.bench.filing.make import ABOUT, TRUTH

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class About:
    """Of a made page; all blank where nothing is known."""

    layout: str = ""
    degradation: str = ""
    identity: str = ""
    trap: str = ""


@dataclass(frozen=True)
class Row:
    """A line of the truth. `page` None: all pages of the file."""

    file: str
    page: int | None
    invoices: frozenset[str]
    type: str
    about: About = About()


def read(folder: Path) -> list[Row]:
    """The rows whose file is there, in order of the files' names."""
    about = {
        (one["file"], one["page"]): About(
            one["layout"], one["degradation"], one["identity"], one["trap"]
        )
        for one in _table(folder / ABOUT)
    }
    rows = [
        _row(one, about.get((one["file"], one.get("page") or ""), About()))
        for one in _table(folder / TRUTH)
        if (folder / one["file"]).is_file()
    ]
    return sorted(rows, key=lambda row: (row.file, row.page or 0))


def invoice_files(folder: Path) -> list[Path]:
    return sorted(folder.glob("invoices*.json"))


def _row(one: dict[str, str], about: About) -> Row:
    page = one.get("page")
    numbers = frozenset((one["invoices"] or "").split())
    return Row(one["file"], int(page) if page else None, numbers, one["type"] or "", about)


def _table(path: Path) -> list[dict[str, str]]:
    if not path.exists() and path.name == ABOUT:
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t"))
