from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.bench.imaging.corpus import Item, few, group_of, in_words, is_french, read

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("fr01_scan300c.jpg", "clean_scans"),
        ("fr01_faint300c.jpg", "faint_scans"),
        ("fr01_dim8.jpg", "dim_photos"),
        ("fr01_photo12.heic", "photos_12mp"),
        ("receiptde_IMG0003.jpg", "receipts"),
        ("funsd_82092117.png", "forms"),
        ("form-soins_faint200.jpg", "faint_scans"),
        ("lept_feyn.tif", "other"),
    ],
)
def test_name_tells_the_group(name: str, group: str) -> None:
    assert group_of(name) == group


def _folder(place: Path, manifest: str) -> Path:
    (place / "img").mkdir()
    (place / "img" / "a.jpg").write_bytes(b"a")
    (place / "manifest.tsv").write_text(manifest)
    return place


def test_manifest_with_names_alone_is_enough(tmp_path: Path) -> None:
    (item,) = read(_folder(tmp_path, "file\na.jpg\n"))
    assert item == Item(tmp_path / "img" / "a.jpg", kind="", pages=1, group="other")


def test_words_and_pixels_are_found_by_the_manifest_or_by_name(tmp_path: Path) -> None:
    folder = _folder(tmp_path, "file\tpages\ttxt\na.jpg\t2\tother.txt\n")
    for name in ("txt", "gt"):
        (folder / name).mkdir()
    (folder / "txt" / "other.txt").write_text("mot")
    (folder / "gt" / "a.png").write_bytes(b"")
    (item,) = read(folder)
    assert (item.text, item.truth, item.pages) == ("mot", folder / "gt" / "a.png", 2)


def test_file_that_is_not_there_is_left_out(tmp_path: Path) -> None:
    assert [one.path.name for one in read(_folder(tmp_path, "file\na.jpg\nb.jpg\n"))] == ["a.jpg"]


def test_few_is_a_tenth_but_one_of_each_group(tmp_path: Path) -> None:
    items = [Item(tmp_path / f"{n}", "scan", 1, "other") for n in range(25)]
    items.append(Item(tmp_path / "f", "scan", 1, "forms"))
    assert [one.group for one in few(items)] == ["other", "other", "other", "forms"]


def test_corpus_is_told_without_its_place(tmp_path: Path) -> None:
    items = [Item(tmp_path / "a", "scan", 3, "other", "mots"), Item(tmp_path / "b", "", 1, "other")]
    told = in_words(items)
    assert told.startswith("2 files with 4 pages (1 scan, 1 of unsaid kind); the words of 1 files")
    assert str(tmp_path) not in told


def test_accents_tell_french() -> None:
    assert is_french("Séances de soins infirmiers à domicile, prévention d'escarres")
    assert not is_french("Nursing at home, twice a day, prevention of bedsores")
