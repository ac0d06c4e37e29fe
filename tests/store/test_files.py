"""Files are there whole or not at all, once for the same bytes, and for the service's user only."""

from __future__ import annotations

import hashlib
import os
import stat
from typing import TYPE_CHECKING

import pytest

from scord.store.files import Shelf, StateFolder, hash_file, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DATA = b"a page of ours"
SHA256 = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "documents", ".pdf")


def everything(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


@pytest.fixture
def usual_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def test_the_name_is_the_hash_of_the_bytes(shelf: Shelf) -> None:
    assert shelf.put(DATA) == SHA256
    assert shelf.path(SHA256).read_bytes() == DATA
    assert everything(shelf.root) == [f"{SHA256[:2]}/{SHA256}.pdf"]


def test_the_same_bytes_are_one_file_that_is_not_written_again(shelf: Shelf) -> None:
    shelf.put(DATA)
    before = shelf.path(SHA256).stat()
    assert shelf.put(DATA) == SHA256
    assert shelf.path(SHA256).stat().st_ino == before.st_ino
    assert len(everything(shelf.root)) == 1


def test_a_file_of_the_right_name_but_cut_short_is_written_anew(shelf: Shelf) -> None:
    shelf.put(DATA)
    shelf.path(SHA256).write_bytes(DATA[:3])
    shelf.put(DATA)
    assert shelf.path(SHA256).read_bytes() == DATA


def test_a_file_put_by_copy_has_the_same_name_as_by_bytes(shelf: Shelf, tmp_path: Path) -> None:
    source = tmp_path / "scan.pdf"
    source.write_bytes(DATA)
    assert shelf.put_file(source) == shelf.put(DATA) == SHA256
    assert source.read_bytes() == DATA
    assert len(everything(shelf.root)) == 1


def test_a_source_that_is_gone_leaves_nothing_behind(shelf: Shelf, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        shelf.put_file(tmp_path / "gone.pdf")
    assert everything(shelf.root) == []


def test_a_write_that_fails_leaves_what_was_there_and_no_half(tmp_path: Path) -> None:
    taken = tmp_path / "name"
    (taken / "inside").mkdir(parents=True)  # a file cannot be renamed onto a folder
    with pytest.raises(OSError, match="name"):
        write_whole(taken, DATA)
    assert (taken / "inside").is_dir()
    assert everything(tmp_path) == []


def test_names_are_those_of_whole_files_only_and_a_sweep_removes_the_halves(shelf: Shelf) -> None:
    shelf.put(DATA)
    (shelf.root / "0123.part").write_bytes(b"half")
    (shelf.path(SHA256).parent / f"{SHA256}.pdf.0123.part").write_bytes(b"half")
    assert list(shelf.names()) == [SHA256]
    shelf.sweep()
    assert everything(shelf.root) == [f"{SHA256[:2]}/{SHA256}.pdf"]


def test_dropping_a_file_twice_is_no_fault(shelf: Shelf) -> None:
    shelf.put(DATA)
    shelf.drop(SHA256)
    shelf.drop(SHA256)
    assert list(shelf.names()) == []


def test_a_file_of_several_chunks_hashes_as_a_whole(tmp_path: Path) -> None:
    data = os.urandom(3_000_001)
    path = tmp_path / "large"
    path.write_bytes(data)
    assert hash_file(path) == hashlib.sha256(data).hexdigest()
    shelf = Shelf(tmp_path / "originals")
    assert shelf.path(shelf.put_file(path)).read_bytes() == data


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
@pytest.mark.usefixtures("usual_umask")
def test_the_state_folder_is_for_the_service_alone_and_keeps_what_it_holds(tmp_path: Path) -> None:
    files = StateFolder(tmp_path / "deep" / "state")
    files.prepare()
    kept = files.originals.put(DATA)
    (files.documents.root / "0.part").write_bytes(b"half")
    files.prepare()
    folders = [files.root, files.spool, files.refused, *(shelf.root for shelf in files.shelves)]
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}
    assert everything(files.root) == [f"originals/{kept[:2]}/{kept}"]
