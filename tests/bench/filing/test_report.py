from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from tests.bench.filing import report
from tests.bench.filing.cases import About, Row
from tests.bench.filing.found import Found, judge

if TYPE_CHECKING:
    from pathlib import Path

ABOUT = About("letterhead-left", "photo", "name+birth", "")
PAGES = [
    judge(Row("a.jpg", 1, frozenset({"1"}), "ORDN", ABOUT), Found(frozenset({"1"}), why="nir")),
    judge(Row("b.jpg", 1, frozenset({"2"}), "ORDN", ABOUT), Found(frozenset({"3"}), why="name")),
    judge(Row("c.jpg", 2, frozenset({"4"}), "ORDN", ABOUT), Found(why="not-sure")),
]


def test_every_wrong_page_is_listed_with_where_it_belongs() -> None:
    (line,) = report.wrong_ones(PAGES)
    assert line.startswith("b.jpg page 1: on 3 (name), belongs to 2 [letterhead-left photo")


def test_what_is_left_is_written_with_its_reason(tmp_path: Path) -> None:
    report.write_left(tmp_path / "left.tsv", PAGES)
    with (tmp_path / "left.tsv").open() as stream:
        (row,) = csv.DictReader(stream, delimiter="\t")
    assert (row["file"], row["page"], row["reason"]) == ("c.jpg", "2", "not-sure")


def test_figures_bear_the_names_that_others_read() -> None:
    told = report.as_json(PAGES, {"ocr_cpu_s_per_page_p50": 0.9})
    assert told["pages"] == 3
    assert told["wrong"] == 1
    assert told["right_share_with_identity"] == 0.3333
    assert told["left_to_person_share"] == 0.3333
    assert told["ocr_cpu_s_per_page_p50"] == 0.9


def test_page_for_docs_tells_aims_and_breakdowns() -> None:
    told = report.as_json(PAGES, {"candidates_ms_p95": 12.0})
    page = report.markdown(PAGES, told, "3 pages", "2026-03-12", seconds=60)
    assert "| pages on an invoice that is not theirs | ≤ 0 | 1 of 3 | **no** |" in page
    assert "| ms to find candidates, 95 of 100 | ≤ 20 | 12 | yes |" in page
    assert "| photo | 3 | 1: 33.3%" in page
    assert "## By trap" not in page
