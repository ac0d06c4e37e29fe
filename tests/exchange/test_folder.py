"""The folder transport: whole files under their names, nothing overwritten, faults told."""

from __future__ import annotations

import errno
import hashlib
import os
from typing import TYPE_CHECKING

import pytest
from tests.exchange.sending import Crash, at_step

from scord.exchange.folder import FolderTransport
from scord.exchange.transport import NotDeliveredError, Parcel, RefusedError, Trace
from scord.intake.listing import is_ignored
from scord_shared.errors import Code

if TYPE_CHECKING:
    from pathlib import Path

DATA = os.urandom(300_000)
LINK = pytest.param(
    "a link to nowhere",
    marks=pytest.mark.skipif(os.name == "nt", reason="Windows lets few users make links"),
)
PARCEL = Parcel("TEST-SCOR-1.zip", "<1@scord.invalid>", hashlib.sha256(DATA).hexdigest(), DATA)


@pytest.fixture
def transport(tmp_path: Path) -> FolderTransport:
    return FolderTransport(tmp_path)


def visible(folder: Path) -> list[str]:
    """What a reader takes that keeps to the rule on temporary names."""
    return [path.name for path in folder.iterdir() if not is_ignored(path.name)]


def trace(transport: FolderTransport) -> Trace:
    return transport.trace(PARCEL.file_name, PARCEL.sha256)


def deliver(transport: FolderTransport) -> list[str]:
    """Delivers, and returns what was seen from the start on, in order."""
    told: list[str] = []
    transport.deliver(PARCEL, lambda: told.append("starting"))
    return told


def test_a_parcel_stands_whole_under_its_name_and_nothing_else_is_left(
    transport: FolderTransport, tmp_path: Path
) -> None:
    assert deliver(transport) == ["starting"]
    assert [path.name for path in tmp_path.iterdir()] == [PARCEL.file_name]
    assert (tmp_path / PARCEL.file_name).read_bytes() == DATA


@pytest.mark.parametrize("step", ["exchange.copied", "exchange.delivered"])
def test_a_reader_never_sees_half_a_file(
    transport: FolderTransport, tmp_path: Path, step: str
) -> None:
    def look() -> None:
        assert all((tmp_path / name).read_bytes() == DATA for name in visible(tmp_path))
        assert bool(visible(tmp_path)) == (step == "exchange.delivered")

    with at_step(step, look):
        deliver(transport)


def test_bytes_reach_the_disk_before_the_name_appears(
    transport: FolderTransport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[tuple[int, list[str]]] = []

    def fsync(handle: int) -> None:
        status = os.fstat(handle)
        synced.append((status.st_size, visible(tmp_path)))

    monkeypatch.setattr("scord.exchange.into_folder.os.fsync", fsync)
    deliver(transport)
    assert synced[0] == (len(DATA), [])
    if os.name != "nt":  # which has no such call for folders
        assert synced[-1][1] == [PARCEL.file_name]  # the folder, after the rename


def test_what_stands_there_already_is_delivered_without_a_new_start(
    transport: FolderTransport, tmp_path: Path
) -> None:
    (tmp_path / PARCEL.file_name).write_bytes(DATA)
    assert deliver(transport) == []


@pytest.mark.parametrize("taken_by", ["another file", "a folder", LINK])
def test_a_name_taken_by_something_else_is_refused_and_left_as_it_is(
    transport: FolderTransport, tmp_path: Path, taken_by: str
) -> None:
    final = tmp_path / PARCEL.file_name
    if taken_by == "another file":
        final.write_bytes(b"theirs")
    elif taken_by == "a folder":
        final.mkdir()
    else:
        final.symlink_to(tmp_path / "nowhere")
    before = os.lstat(final)
    with pytest.raises(RefusedError) as raised:
        deliver(transport)
    assert raised.value.code == Code.EXCHANGE_NAME_TAKEN
    assert os.lstat(final) == before
    assert len(list(tmp_path.iterdir())) == 1


def test_what_an_attempt_left_half_written_is_written_anew(
    transport: FolderTransport, tmp_path: Path
) -> None:
    (tmp_path / f".{PARCEL.file_name}.part").write_bytes(b"half")
    deliver(transport)
    assert (tmp_path / PARCEL.file_name).read_bytes() == DATA
    assert len(list(tmp_path.iterdir())) == 1


def test_a_missing_folder_is_not_made_and_told_as_unreachable(tmp_path: Path) -> None:
    with pytest.raises(NotDeliveredError) as raised:
        deliver(FolderTransport(tmp_path / "share"))
    assert raised.value.code == Code.FOLDER_UNREACHABLE
    assert not (tmp_path / "share").exists()


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, Code.DISK_FULL),
        (errno.EDQUOT, Code.DISK_FULL),
        (errno.EACCES, Code.FOLDER_UNREACHABLE),
        (errno.EROFS, Code.FOLDER_UNREACHABLE),
        (errno.EIO, Code.FOLDER_UNREACHABLE),
    ],
)
def test_a_fault_while_writing_is_surely_not_delivered(
    transport: FolderTransport,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    code: Code,
) -> None:
    def fail(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("scord.exchange.into_folder.os.fsync", fail)
    with pytest.raises(NotDeliveredError) as raised:
        deliver(transport)
    assert raised.value.code == code
    assert list(tmp_path.iterdir()) == []
    assert trace(transport) == Trace.UNKNOWN


@pytest.mark.parametrize(
    ("step", "expected"),
    [("exchange.copied", Trace.UNTOUCHED), ("exchange.delivered", Trace.DELIVERED)],
)
def test_the_trace_tells_how_far_an_attempt_came(
    transport: FolderTransport, step: str, expected: Trace
) -> None:
    def crash() -> None:
        raise Crash

    with at_step(step, crash), pytest.raises(Crash):
        deliver(transport)
    assert trace(transport) == expected


def test_the_trace_of_a_parcel_that_was_picked_up_is_unknown(
    transport: FolderTransport, tmp_path: Path
) -> None:
    deliver(transport)
    (tmp_path / PARCEL.file_name).unlink()
    assert trace(transport) == Trace.UNKNOWN


def test_the_trace_of_other_bytes_under_the_name_is_unknown(
    transport: FolderTransport, tmp_path: Path
) -> None:
    (tmp_path / PARCEL.file_name).write_bytes(b"theirs")
    assert trace(transport) == Trace.UNKNOWN


def test_the_trace_never_raises_where_the_folder_is_gone(tmp_path: Path) -> None:
    assert trace(FolderTransport(tmp_path / "share")) == Trace.UNKNOWN
