from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.bench.filing import cases
from tests.bench.filing.layouts import EMPTY, NAMES, draw
from tests.bench.filing.make import file_name, write, write_file
from tests.bench.filing.paper import Paper
from tests.bench.filing.plan import FIGURES, File, plan
from tests.bench.filing.wearing import WEARS

from scord.actions.importing import import_file

if TYPE_CHECKING:
    from pathlib import Path

    from scord.store.context import Context

ONE = plan(FIGURES, 30)


@pytest.mark.parametrize("layout", NAMES)
def test_every_layout_draws_a_page_the_same_each_time(layout: str) -> None:
    paper = next(
        paper for file in ONE.files for paper in file.papers if paper.doctor and paper.values
    )
    assert draw(replace(paper, layout=layout)) == draw(replace(paper, layout=layout))


@pytest.mark.slow
@pytest.mark.parametrize("wear", WEARS)
def test_every_wear_gives_the_same_bytes_each_time(wear: str) -> None:
    pdf = draw(Paper("offer", lines=("Essai",)))
    make = WEARS[wear].make
    assert make([pdf], 3) == make([pdf], 3)


@pytest.mark.slow
def test_folder_is_read_back_as_it_was_planned(tmp_path: Path) -> None:
    few = replace(ONE, files=ONE.files[:6])
    write(few, tmp_path / "cases", lambda _: None)
    rows = cases.read(tmp_path / "cases")
    assert [(row.file, row.page, row.invoices, row.type) for row in rows] == [
        (file_name(file), number, frozenset(paper.invoices), paper.type)
        for file in few.files
        for number, paper in enumerate(file.papers, start=1)
    ]
    assert [row.about.layout for row in rows] == [
        paper.layout for file in few.files for paper in file.papers
    ]


@pytest.mark.slow
def test_made_invoices_are_imported_without_a_fault(context: Context, tmp_path: Path) -> None:
    write(replace(ONE, files=()), tmp_path / "cases", lambda _: None)
    paths = cases.invoice_files(tmp_path / "cases")
    assert len(paths) == len(ONE.people.carers)
    for path in paths:
        incoming = import_file(context, path)
        assert incoming.reason is None
        assert incoming.report["applied"] == len(json.loads(path.read_text("utf-8"))["invoices"])


def test_file_of_several_papers_is_one_file(tmp_path: Path) -> None:
    file = File("scan0001", (Paper(EMPTY), Paper(EMPTY)), "lot-fax", seed=1)
    write_file(tmp_path, file)
    assert [path.name for path in tmp_path.iterdir()] == ["scan0001.tif"]
