"""What multifunction devices push over the network arrives whole and once, or is refused."""

from __future__ import annotations

import time
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from tests.practice import DPI, Practice, jpeg, sha256, the_scan, tiff, until
from tests.practice import paper as paper_of
from tests.system.shares import Ftp, Smb, ftp, mounted, smb

from scord.alerts.service_causes import FOLDER_UNREACHABLE
from scord.demo import wear
from scord.store.flags import flag
from scord.store.states import ScanState
from scord.store.tables import Scan
from scord_shared.errors import Code

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scord.store.context import Context

pytestmark = pytest.mark.system

SETTLE, RECHECK = 0.6, 4.0


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    return Practice(tmp_path, settle=SETTLE, recheck=RECHECK)


@pytest.fixture
def service(practice: Practice) -> Iterator[Context]:
    with practice.running() as context:
        yield context


@pytest.fixture
def share(practice: Practice) -> Iterator[Smb]:
    with smb(practice.drop_folder, practice.root / "smb") as server:
        yield server


@pytest.fixture
def server(practice: Practice) -> Iterator[Ftp]:
    with ftp(practice.drop_folder) as one:
        yield one


def _is(state: ScanState, data: bytes) -> bool:
    scan = the_scan(sha256(data))
    return scan is not None and scan.state == state


def _converted(data: bytes) -> None:
    until(lambda: _is(ScanState.CONVERTED, data), "the whole file converted")


def _all_gone(practice: Practice) -> None:
    until(lambda: not any(practice.drop_folder.iterdir()), "an empty drop folder")


def _batch(count: int) -> list[bytes]:
    return [jpeg(f"page {number}") for number in range(count)]


def _grain(sheet: wear.Image) -> wear.Image:
    """As a sensor sees it: millions of bytes, of which the SMB client keeps some back."""
    noise = np.random.default_rng(1).integers(0, 60, sheet.shape, dtype=np.uint8)
    return cv2.subtract(cv2.resize(sheet, None, fx=2, fy=2), cv2.resize(noise, None, fx=2, fy=2))


# -- SMB


def test_pushed_by_smb_under_its_own_name_or_renamed_at_last(
    practice: Practice, service: Context, share: Smb
) -> None:
    """Some makers write the last name at once, others a temporary one."""
    direct, renamed = tiff(paper_of("direct"), paper_of("verso")), jpeg("renomme")
    (practice.root / "a").write_bytes(direct)
    (practice.root / "b").write_bytes(renamed)
    share.does(f"put {practice.root / 'a'} SKM_001.tif")
    share.does(f"put {practice.root / 'b'} ~doc.tmp; rename ~doc.tmp doc0451.jpg")
    _converted(direct)
    _converted(renamed)
    _all_gone(practice)
    assert Scan.select().count() == 2


def test_switched_off_in_the_middle_by_smb_the_part_is_refused_and_the_whole_taken(
    practice: Practice, service: Context, share: Smb
) -> None:
    whole = wear.jpeg_file(_grain(paper_of("repris")), quality=100, dpi=DPI)
    page = practice.root / "page"
    page.write_bytes(whole)
    spool = service.files.spool
    share.puts_and_dies(
        page, "scan.jpg", len(whole) // 2, lambda: any(_sizes(practice)) or any(spool.glob("*/*"))
    )
    until(lambda: Scan.get_or_none(Scan.state == ScanState.REFUSED), "the part refused")
    share.does(f"put {page} scan.jpg")
    _converted(whole)
    part = Scan.get(Scan.state == ScanState.REFUSED)
    assert part.reason == Code.IMAGE_TRUNCATED
    assert whole.startswith(service.files.originals.read(part.sha256))


# -- FTP


def test_pushed_by_ftp_a_batch_at_a_time(practice: Practice, service: Context, server: Ftp) -> None:
    batch = _batch(6)
    with server.session() as device:
        for number, data in enumerate(batch):
            with (practice.root / "page").open("wb+") as source:
                source.write(data)
                source.seek(0)
                device.storbinary(f"STOR {number:03}.jpg", source, blocksize=997)
    for data in batch:
        _converted(data)
    _all_gone(practice)
    assert Scan.select().count() == len(batch)


@pytest.mark.parametrize("pause", [SETTLE / 3, SETTLE * 2], ids=["short", "longer-than-settled"])
def test_a_device_that_pauses_within_a_file_delivers_it_whole(
    practice: Practice, service: Context, server: Ftp, pause: float
) -> None:
    """Where the pause is longer than files take to settle, what went on is taken anew."""
    data = tiff(*[paper_of(f"feuille {number}") for number in range(3)])
    third = len(data) // 3 + 1
    with server.session() as device:
        device.voidcmd("TYPE I")
        with device.transfercmd("STOR lent.tif") as line:
            for start in range(0, len(data), third):
                line.sendall(data[start : start + third])
                time.sleep(pause)
        device.voidresp()
    _converted(data)
    _all_gone(practice)
    assert [one.sha256 for one in Scan.select().where(Scan.state == ScanState.CONVERTED)] == [
        sha256(data)
    ]


def test_a_line_cut_by_ftp_leaves_a_part_that_is_refused_with_its_reason(
    practice: Practice, service: Context, server: Ftp
) -> None:
    """To the folder it looks like the end of a file: only what it holds tells."""
    data = jpeg("coupe")
    with server.session() as device:
        device.voidcmd("TYPE I")
        line = device.transfercmd("STOR coupe.jpg")
        line.sendall(data[:-2000])
        until(lambda: _has_come(practice, data[:-2000]), "the part with the server")
        line.close()
        device.close()
    part = until(lambda: the_scan(sha256(data[:-2000])), "the part taken")
    until(lambda: _is(ScanState.REFUSED, data[:-2000]), "the part refused")
    assert Scan.get_by_id(part.id).reason == Code.IMAGE_TRUNCATED
    with server.session() as device, (practice.root / "again").open("wb+") as source:
        source.write(data)
        source.seek(0)
        device.storbinary("STOR coupe.jpg", source)
    _converted(data)


def _has_come(practice: Practice, part: bytes) -> bool:
    """All of it, in the folder or taken from there already."""
    return len(part) in _sizes(practice) or the_scan(sha256(part)) is not None


def _sizes(practice: Practice) -> Iterator[int]:
    """Of what is in the folder, out of which the service takes files at any moment."""
    for path in practice.drop_folder.iterdir():
        with suppress(FileNotFoundError):
            yield path.stat().st_size


# -- a share that is mounted on the service's own machine


@pytest.mark.parametrize("watch", ["events", "polling"])
def test_what_others_write_to_a_mounted_share_is_found_without_any_event(
    tmp_path: Path, watch: str
) -> None:
    shared = tmp_path / "elsewhere"
    shared.mkdir()
    practice = Practice(tmp_path)
    _set(practice, 'name = "scanner"', f'name = "scanner"\nwatch = "{watch}"')
    data = jpeg("ailleurs")
    with mounted(shared, practice.drop_folder), practice.running():
        (shared / "scan.jpg").write_bytes(data)
        _converted(data)
        until(lambda: not any(shared.iterdir()), "the share empty again")


def test_a_share_that_goes_away_is_named_and_taken_up_again(tmp_path: Path) -> None:
    shared, mount = tmp_path / "elsewhere", tmp_path / "mount"
    (shared / "scans").mkdir(parents=True)
    practice = Practice(tmp_path)
    _set(practice, f"'{tmp_path}/drop'", f"'{mount}/scans'")
    before, meanwhile = jpeg("avant"), jpeg("pendant")
    away = f"{FOLDER_UNREACHABLE}scanner"
    with ExitStack() as service:
        with mounted(shared, mount):
            service.enter_context(practice.running())
            (shared / "scans" / "a.jpg").write_bytes(before)
            _converted(before)
        until(lambda: flag(away), "the folder out of reach")
        (shared / "scans" / "b.jpg").write_bytes(meanwhile)
        with mounted(shared, mount):
            _converted(meanwhile)
            assert flag(away) is None
            service.close()


def _set(practice: Practice, before: str, after: str) -> None:
    text = practice.config.read_text("utf-8")
    assert before in text
    practice.config.write_text(text.replace(before, after), "utf-8")
