"""Writes the made pages as a folder of cases: invoices*.json, files, truth.tsv, about.tsv."""

from __future__ import annotations

import csv
import json
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import TYPE_CHECKING

from tests.bench.filing.care import invoices_json
from tests.bench.filing.layouts import draw
from tests.bench.filing.wearing import WEARS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.bench.filing.plan import File, Plan

TRUTH, ABOUT = "truth.tsv", "about.tsv"
_TRUTH_COLUMNS = ("file", "invoices", "type", "page")
_ABOUT_COLUMNS = ("file", "page", "layout", "degradation", "identity", "trap")


def write(made: Plan, folder: Path, say: Callable[[str], None]) -> None:
    """Into `folder`, which is new; the same bytes each time. Two processes draw."""
    folder.mkdir(parents=True)
    for index, carer in enumerate(made.people.carers):
        text = json.dumps(invoices_json(made.episodes, carer), ensure_ascii=False, indent=1)
        (folder / f"invoices{index or ''}.json").write_text(text, encoding="utf-8")
    _write_table(folder / TRUTH, _TRUTH_COLUMNS, _truth(made))
    _write_table(folder / ABOUT, _ABOUT_COLUMNS, _about(made))
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as drawers:
        drawn = drawers.map(partial(write_file, folder), made.files, chunksize=8)
        for done, _ in enumerate(drawn, start=1):
            if not done % 200:
                say(f"made {done} of {len(made.files)} files")


def file_name(file: File) -> str:
    return f"{file.stem}.{WEARS[file.wear].suffix}"


def write_file(folder: Path, file: File) -> None:
    data = WEARS[file.wear].make([draw(paper) for paper in file.papers], file.seed)
    (folder / file_name(file)).write_bytes(data)


def _truth(made: Plan) -> Iterator[tuple[object, ...]]:
    for file in made.files:
        for number, paper in enumerate(file.papers, start=1):
            yield file_name(file), " ".join(paper.invoices), paper.type, number


def _about(made: Plan) -> Iterator[tuple[object, ...]]:
    for file in made.files:
        for number, paper in enumerate(file.papers, start=1):
            yield file_name(file), number, paper.layout, file.wear, paper.identity, paper.trap


def _write_table(path: Path, columns: tuple[str, ...], rows: Iterator[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream, delimiter="\t", lineterminator="\n")
        table.writerow(columns)
        table.writerows(rows)
