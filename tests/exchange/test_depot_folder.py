"""The depot transport: whole folders that appear at once, nothing overwritten, faults told."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import subprocess
from stat import S_IMODE
from typing import TYPE_CHECKING

import pytest
from tests.exchange.sending import Crash, at_step

from scord.exchange.depot_folder import MARK, DepotTransport
from scord.exchange.profiles.depot_archive import pack
from scord.exchange.transport import NotDeliveredError, Parcel, RefusedError, Trace
from scord.intake.listing import is_ignored
from scord_shared.errors import Code

if TYPE_CHECKING:
    from pathlib import Path

FILES = {
    "index.json": b"{}",
    "index.csv": b"lot;file\r\n",
    "FACTURE_481_ADRDEUX_LAURENT.pdf": os.urandom(200_000),
}
DATA = pack(FILES.items())
NAME = "DEPOT-991129768-000012"
PARCEL = Parcel(NAME, "<1@scord.invalid>", hashlib.sha256(DATA).hexdigest(), DATA)
MARKED = f"{PARCEL.sha256}  {NAME}\n".encode()
POSIX = pytest.mark.skipif(os.name == "nt", reason="rights and links of Linux")


@pytest.fixture
def transport(tmp_path: Path) -> DepotTransport:
    return DepotTransport(tmp_path)


def visible(folder: Path) -> list[str]:
    """What a reader takes that keeps to the rule on temporary names."""
    return [path.name for path in folder.iterdir() if not is_ignored(path.name)]


def held(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def trace(transport: DepotTransport) -> Trace:
    return transport.trace(PARCEL.file_name, PARCEL.sha256)


def deliver(transport: DepotTransport, parcel: Parcel = PARCEL) -> list[str]:
    """Delivers, and returns what was seen from the start on, in order."""
    told: list[str] = []
    transport.deliver(parcel, lambda: told.append("starting"))
    return told


def refusal(transport: DepotTransport, parcel: Parcel = PARCEL) -> Code:
    with pytest.raises(RefusedError) as raised:
        deliver(transport, parcel)
    return raised.value.code


def crash() -> None:
    raise Crash


def test_a_lot_stands_whole_in_its_folder_and_nothing_else_is_left(
    transport: DepotTransport, tmp_path: Path
) -> None:
    assert deliver(transport) == ["starting"]
    assert [path.name for path in tmp_path.iterdir()] == [NAME]
    assert held(tmp_path / NAME) == {**FILES, MARK: MARKED}
    assert trace(transport) == Trace.DELIVERED


@pytest.mark.parametrize("step", ["exchange.copied", "exchange.delivered"])
def test_a_reader_never_sees_half_a_lot(
    transport: DepotTransport, tmp_path: Path, step: str
) -> None:
    seen: list[list[str]] = []
    with at_step(step, lambda: seen.append(visible(tmp_path))):
        deliver(transport)
    assert seen == [[] if step == "exchange.copied" else [NAME]]


def test_a_second_delivery_of_what_stands_there_changes_nothing(
    transport: DepotTransport, tmp_path: Path
) -> None:
    deliver(transport)
    (tmp_path / NAME / "index.csv").unlink()  # the receiver is taking it away just now
    assert deliver(transport) == []
    assert "index.csv" not in held(tmp_path / NAME)


def test_another_lot_under_the_name_is_refused_and_left_alone(
    transport: DepotTransport, tmp_path: Path
) -> None:
    deliver(transport)
    data = pack([("index.json", b"another")])
    other = Parcel(NAME, "<2@scord.invalid>", hashlib.sha256(data).hexdigest(), data)
    assert refusal(transport, other) == Code.EXCHANGE_NAME_TAKEN
    assert held(tmp_path / NAME) == {**FILES, MARK: MARKED}


@pytest.mark.parametrize(
    "kind", ["file", "empty folder", pytest.param("link to nowhere", marks=POSIX)]
)
def test_a_name_taken_is_refused_and_nothing_is_overwritten(
    transport: DepotTransport, tmp_path: Path, kind: str
) -> None:
    final = tmp_path / NAME
    match kind:
        case "file":
            final.write_bytes(b"theirs")
        case "empty folder":
            final.mkdir()
        case _:
            final.symlink_to(tmp_path / "nowhere")
    before = os.lstat(final)
    assert refusal(transport) == Code.EXCHANGE_NAME_TAKEN
    assert os.lstat(final) == before
    assert len(list(tmp_path.iterdir())) == 1


def test_a_name_taken_between_look_and_rename_is_surely_not_delivered(
    transport: DepotTransport, tmp_path: Path
) -> None:
    def theirs() -> None:
        (tmp_path / NAME).mkdir()
        (tmp_path / NAME / "theirs").write_bytes(b"theirs")

    with at_step("exchange.copied", theirs), pytest.raises(OSError, match=NAME):
        deliver(transport)
    assert trace(transport) == Trace.UNTOUCHED
    assert held(tmp_path / NAME) == {"theirs": b"theirs"}
    assert refusal(transport) == Code.EXCHANGE_NAME_TAKEN


@pytest.mark.parametrize("kind", ["folder", "file", pytest.param("link to a folder", marks=POSIX)])
def test_what_an_attempt_left_half_written_is_written_anew(
    transport: DepotTransport, tmp_path: Path, kind: str
) -> None:
    partial, elsewhere = tmp_path / f".{NAME}.part", tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").write_bytes(b"theirs")
    match kind:
        case "folder":
            partial.mkdir()
            (partial / "half.pdf").write_bytes(b"%PDF")
        case "file":
            partial.write_bytes(b"half")
        case _:
            partial.symlink_to(elsewhere)
    deliver(transport)
    assert held(tmp_path / NAME) == {**FILES, MARK: MARKED}
    assert held(elsewhere) == {"kept": b"theirs"}
    assert not os.path.lexists(partial)


def test_a_lot_of_another_profile_is_refused_and_nothing_is_written(
    transport: DepotTransport, tmp_path: Path
) -> None:
    data = b"PK a lot of the profile reference"
    parcel = Parcel("TEST-SCOR-1.zip", "<3@scord.invalid>", hashlib.sha256(data).hexdigest(), data)
    assert refusal(transport, parcel) == Code.FILE_UNREADABLE
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_not_made_and_told_as_unreachable(tmp_path: Path) -> None:
    with pytest.raises(NotDeliveredError) as raised:
        deliver(DepotTransport(tmp_path / "share"))
    assert raised.value.code == Code.FOLDER_UNREACHABLE
    assert not (tmp_path / "share").exists()
    assert trace(DepotTransport(tmp_path / "share")) == Trace.UNKNOWN


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
def test_a_fault_while_writing_is_surely_not_delivered_and_leaves_nothing(
    transport: DepotTransport,
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


@pytest.mark.system  # mounts a disk, which takes root
def test_a_full_disk_is_surely_not_delivered_and_goes_on_once_there_is_space(
    tmp_path: Path,
) -> None:
    mount = ["mount", "-t", "tmpfs", "-o", "size=128k", "scord-test", str(tmp_path)]
    subprocess.run(mount, check=True)
    try:
        with pytest.raises(NotDeliveredError) as raised:
            deliver(DepotTransport(tmp_path))
        assert raised.value.code == Code.DISK_FULL
        assert list(tmp_path.iterdir()) == []
        subprocess.run(["mount", "-o", "remount,size=1m", str(tmp_path)], check=True)
        deliver(DepotTransport(tmp_path))
        assert held(tmp_path / NAME) == {**FILES, MARK: MARKED}
    finally:
        subprocess.run(["umount", "--lazy", str(tmp_path)], check=True)


def test_a_disk_that_gives_back_other_bytes_is_surely_not_delivered(
    transport: DepotTransport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scord.exchange.depot_folder.hash_file", lambda _: "0" * 64)
    with pytest.raises(NotDeliveredError) as raised:
        deliver(transport)
    assert raised.value.code == Code.FOLDER_UNREACHABLE
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "delivered"), [(errno.EINVAL, True), (errno.ENOTSUP, True), (errno.EIO, False)]
)
def test_a_share_that_cannot_sync_folders_is_used_all_the_same(
    transport: DepotTransport,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    *,
    delivered: bool,
) -> None:
    def fail(_: Path) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("scord.exchange.into_folder.sync_folder", fail)
    if delivered:
        deliver(transport)
    else:
        with pytest.raises(NotDeliveredError):
            deliver(transport)
    assert visible(tmp_path) == ([NAME] if delivered else [])


@pytest.mark.parametrize(
    ("step", "expected"),
    [("exchange.copied", Trace.UNTOUCHED), ("exchange.delivered", Trace.DELIVERED)],
)
def test_the_trace_tells_how_far_an_attempt_came(
    transport: DepotTransport, step: str, expected: Trace
) -> None:
    with at_step(step, crash), pytest.raises(Crash):
        deliver(transport)
    assert trace(transport) == expected


def test_the_trace_of_a_lot_that_was_taken_is_unknown(
    transport: DepotTransport, tmp_path: Path
) -> None:
    deliver(transport)
    shutil.rmtree(tmp_path / NAME)
    assert trace(transport) == Trace.UNKNOWN


@pytest.mark.parametrize(
    "mark",
    [b"", b"\xff garbage", MARKED.replace(b"0012", b"0013")],
    ids=["empty", "garbage", "another lot"],
)
def test_the_trace_of_a_folder_with_another_mark_is_unknown(
    transport: DepotTransport, tmp_path: Path, mark: bytes
) -> None:
    (tmp_path / NAME).mkdir()
    (tmp_path / NAME / MARK).write_bytes(mark)
    assert trace(transport) == Trace.UNKNOWN


@POSIX
@pytest.mark.parametrize("rights", [0o2770, 0o755])
def test_who_may_take_the_lot_from_the_folder_may_take_all_of_it(
    transport: DepotTransport, tmp_path: Path, rights: int
) -> None:
    tmp_path.chmod(rights)
    before = os.umask(0o077)
    try:
        deliver(transport)
    finally:
        os.umask(before)
    assert S_IMODE((tmp_path / NAME).stat().st_mode) == rights
    files = {S_IMODE(path.stat().st_mode) for path in (tmp_path / NAME).iterdir()}
    assert files == {rights & 0o666}
