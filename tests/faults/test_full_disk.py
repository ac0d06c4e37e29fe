"""No space left at any moment: nothing is lost, and all goes on by itself when there is space."""

from __future__ import annotations

import errno
import os
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.faults.conftest import becomes, goes_on
from tests.lps import invoice, invoices
from tests.practice import Practice, jpeg, sha256, until

from scord.doctor import FAULT, examine
from scord.store.flags import flag
from scord.store.states import ScanState
from scord.store.tables import DocumentPart, Flag, Invoice, Scan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scord.store.context import Context

pytestmark = pytest.mark.slow

DISK_MB = 12


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real, small file system where a practice's state folder lies."""
    place = tmp_path / "state"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m,mode=0700", "scord-test", str(place)]
    subprocess.run(mount, check=True)
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def _fill(disk: Path) -> Path:
    """Leaves not one byte."""
    ballast = disk / "ballast"
    with ballast.open("ab", buffering=0) as target:
        for size in (1 << 16, 1 << 9, 1):
            try:
                while True:
                    target.write(bytes(size))
            except OSError as fault:
                assert fault.errno == errno.ENOSPC  # noqa: PT017 -- the end of the loop
    return ballast


@pytest.mark.system  # mounts a disk, which takes root
@pytest.mark.parametrize(
    "step", ["intake.claimed", "intake.archived", "intake.taken", "imaging.pdf-written", None]
)
def test_a_disk_that_fills_up_loses_nothing_and_work_goes_on_when_there_is_space(
    small_disk: Path,
    tmp_path: Path,
    at_step: Callable[[str, Callable[[], object]], None],
    step: Any,
) -> None:
    practice = Practice(tmp_path)
    with practice.running() as context:
        goes_on(practice)
        if step:
            at_step(step, lambda: _fill(small_disk))
        else:
            _fill(small_disk)
        dropped = [practice.drop(f"{n}.jpg", jpeg(f"full disk {n}")) for n in range(3)]
        practice.hand(invoices(invoice("481")))
        until((small_disk / "ballast").exists, "the disk full")
        time.sleep(2.0)  # every stage tries more than once
        (small_disk / "ballast").unlink()
        for digest in dropped:
            becomes(digest, ScanState.CONVERTED)
        until(lambda: Invoice.get_or_none(Invoice.number == "481"), "the invoice imported")
        goes_on(practice)
        until(lambda: not any(practice.drop_folder.iterdir()), "an empty drop folder")
        assert Scan.select().count() == 5
        spool = practice.files.spool
        until(lambda: not any(names for _, _, names in os.walk(spool)), "no spool")
        until(lambda: not Flag.select().exists(), "every alarm taken back")
        assert [found for found in examine(context) if found.level == FAULT] == []


def test_a_pdf_that_finds_no_space_is_written_when_there_is(
    practice: Practice, service: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no small disk can be had: the system says so for the folder of PDFs alone."""
    folder = service.files.documents.root
    really_open = os.open

    def full(path: Any, *arguments: Any, **options: Any) -> int:
        if Path(os.fsdecode(path)).is_relative_to(folder):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return really_open(path, *arguments, **options)

    data = jpeg("no space for its PDF")
    with monkeypatch.context() as patch:
        patch.setattr(os, "open", full)
        practice.drop("full.jpg", data)
        becomes(sha256(data), ScanState.TAKEN)
        until(lambda: flag("stage-failed:convert"), "the fault reported")
        becomes(sha256(data), ScanState.TAKEN)
    scan = becomes(sha256(data), ScanState.CONVERTED)
    (document,) = scan.documents
    assert DocumentPart.select().where(DocumentPart.document == document).count() == 1
    until(lambda: flag("stage-failed:convert") is None, "the report taken back")
    goes_on(practice)
