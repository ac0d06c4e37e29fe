from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench.filing.cases import About, Row, invoice_files, read

if TYPE_CHECKING:
    from pathlib import Path


def _folder(place: Path, truth: str) -> Path:
    for name in ("a.jpg", "b.tif"):
        (place / name).write_bytes(b"x")
    (place / "truth.tsv").write_text(truth)
    return place


def test_three_columns_are_enough(tmp_path: Path) -> None:
    rows = read(_folder(tmp_path, "file\tinvoices\ttype\na.jpg\t481 482\tORDN\n"))
    assert rows == [Row("a.jpg", None, frozenset({"481", "482"}), "ORDN", About())]


def test_pages_of_a_file_may_differ(tmp_path: Path) -> None:
    truth = "file\tinvoices\ttype\tpage\nb.tif\t\t\t2\nb.tif\t7\tFSNC\t1\n"
    rows = read(_folder(tmp_path, truth))
    assert [(row.page, row.invoices) for row in rows] == [(1, {"7"}), (2, frozenset())]


def test_file_that_is_not_there_is_left_out(tmp_path: Path) -> None:
    rows = read(_folder(tmp_path, "file\tinvoices\ttype\na.jpg\t\t\nc.jpg\t\t\n"))
    assert [row.file for row in rows] == ["a.jpg"]


def test_every_file_of_invoices_is_found(tmp_path: Path) -> None:
    for name in ("invoices.json", "invoices2.json", "other.json"):
        (tmp_path / name).write_text("{}")
    assert [path.name for path in invoice_files(tmp_path)] == ["invoices.json", "invoices2.json"]
