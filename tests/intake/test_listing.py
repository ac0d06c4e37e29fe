"""What counts in a drop folder: ordinary files; no links, folders, pipes or half-written names."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

import pytest
from tests.powers import without_power_over_rights

from scord.intake.listing import is_ignored, list_folder
from scord_shared.errors import Code

if TYPE_CHECKING:
    from pathlib import Path

LIMIT = 1_000


def test_an_ordinary_file_is_listed_with_what_it_looks_like(tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(b"x" * 10)
    listing = list_folder(tmp_path, LIMIT)
    status = (tmp_path / "scan.pdf").stat()
    look = listing.files["scan.pdf"]
    assert (look.size, look.mtime_ns, look.inode) == (10, status.st_mtime_ns, status.st_ino)
    assert listing.refused == {}


@pytest.mark.skipif(os.name == "nt", reason="made with the means of Linux")
def test_links_folders_pipes_and_sockets_are_not_files(tmp_path: Path) -> None:
    outside = tmp_path.parent / "outside.pdf"
    outside.write_bytes(b"another's file")
    (tmp_path / "link.pdf").symlink_to(outside)
    (tmp_path / "broken.pdf").symlink_to(tmp_path / "nowhere")
    (tmp_path / "folder.pdf").mkdir()
    os.mkfifo(tmp_path / "pipe.pdf")
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(tmp_path / "socket.pdf"))
        listing = list_folder(tmp_path, LIMIT)
    assert listing.files == {}
    assert listing.refused == dict.fromkeys(
        ["link.pdf", "broken.pdf", "folder.pdf", "pipe.pdf", "socket.pdf"], Code.FILE_NOT_REGULAR
    )


def test_a_file_over_the_limit_is_too_large_and_one_at_it_is_not(tmp_path: Path) -> None:
    (tmp_path / "at.tif").write_bytes(b"x" * LIMIT)
    (tmp_path / "over.tif").write_bytes(b"x" * (LIMIT + 1))
    listing = list_folder(tmp_path, LIMIT)
    assert list(listing.files) == ["at.tif"]
    assert listing.refused == {"over.tif": Code.FILE_TOO_LARGE}


@pytest.mark.skipif(os.name == "nt", reason="Windows reads it all the same")
def test_a_file_without_the_right_to_read_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "locked.pdf").touch(mode=0o000)
    listing = without_power_over_rights(lambda: list_folder(tmp_path, LIMIT))
    assert listing.refused == {"locked.pdf": Code.FILE_UNREADABLE}


@pytest.mark.parametrize(
    "name",
    [
        ".hidden.pdf", "~$lettre.pdf", "scan.pdf.part", "scan.PDF.PART", "scan.tmp", "a.temp",
        "photo.jpg.crdownload", "scan.filepart", "scan.partial", "scan.tif~", "Thumbs.db",
        "desktop.ini",
    ],
)  # fmt: skip
def test_unfinished_hidden_and_system_names_are_as_if_not_there(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    listing = list_folder(tmp_path, LIMIT)
    assert (listing.files, listing.refused) == ({}, {})


@pytest.mark.parametrize("name", ["part.pdf", "tmp", "~scan.pdf", "SCAN0001.TIF", "a.part.pdf"])
def test_names_that_only_look_alike_count(name: str) -> None:
    assert not is_ignored(name)


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list_folder(tmp_path / "gone", LIMIT)
