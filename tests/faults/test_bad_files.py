"""What befalls a file in the drop folder, or the folder itself."""

from __future__ import annotations

import os
import threading
from functools import partial
from typing import TYPE_CHECKING

import pytest
from tests.faults.conftest import becomes, goes_on
from tests.practice import PATIENCE_SECONDS, Practice, jpeg, sha256, the_scan, until
from watchdog.observers.api import EventEmitter

from scord.store.flags import flag
from scord.store.states import DocumentState, ScanState
from scord.store.tables import Scan, Sighting
from scord_shared.errors import Code

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scord.store.context import Context

if os.name == "nt":
    pytest.skip("links, FIFOs and open files as POSIX has them", allow_module_level=True)

pytestmark = pytest.mark.slow

UNREACHABLE = "folder-unreachable:scanner"


def _open_sighting(name: str) -> Sighting | None:
    found: Sighting | None = Sighting.get_or_none(
        (Sighting.name == name) & Sighting.resolved_at.is_null()
    )
    return found


def _sighted(name: str) -> Sighting:
    found: Sighting = until(partial(_open_sighting, name), f"a sighting of {name!r}")
    return found


# -- what is no file of a scanner


def _link(path: Path) -> None:
    path.symlink_to("/etc/hostname")


def _folder(path: Path) -> None:
    path.mkdir()
    (path / "inside.jpg").write_bytes(jpeg("inside"))


@pytest.mark.parametrize("make", [_link, os.mkfifo, _folder])
def test_a_link_fifo_or_folder_is_left_where_it_is_and_reported(
    practice: Practice, service: Context, make: Callable[[Path], None]
) -> None:
    path = practice.drop_folder / f"{make.__name__}.jpg"
    before = Scan.select().count()
    make(path)
    sighting = _sighted(path.name)
    assert sighting.code == Code.FILE_NOT_REGULAR
    reasons = f"sighting-{sighting.id}-*.txt"
    until(lambda: len(list(service.files.refused.glob(reasons))) == 1, "its reason file")
    goes_on(practice)
    assert os.path.lexists(path)
    assert Scan.select().count() == before + 1
    path.rename(practice.root / path.name)
    until(lambda: _open_sighting(path.name) is None, "the sighting resolved")


@pytest.mark.parametrize(
    "name", [".hidden.jpg", "half.jpg.part", "~$lock.jpg", "a.tmp", "Thumbs.db"]
)
def test_a_hidden_or_temporary_name_is_left_alone_without_a_word(
    practice: Practice, service: Context, name: str
) -> None:
    path = practice.drop_folder / name
    path.write_bytes(jpeg(name))
    goes_on(practice)
    assert path.exists()
    assert the_scan(sha256(path.read_bytes())) is None
    assert _open_sighting(name) is None
    path.unlink()


# -- a file that changes after it looked finished


@pytest.mark.parametrize(
    "step",
    [
        "intake.claimed",
        "intake.archived",
        "intake.taken",
        "imaging.pdf-written",
        "imaging.converted",
        "filing.filed",
    ],
)
def test_a_file_that_grows_after_it_was_claimed_ends_whole_and_once(
    practice: Practice,
    service: Context,
    at_step: Callable[[str, Callable[[], object]], None],
    step: str,
) -> None:
    first, rest = jpeg(f"growing at {step}"), b"a later page"
    path = practice.drop_folder / f"growing-{step}.jpg"
    with path.open("wb") as writer:
        writer.write(first)
        at_step(step, lambda: (writer.write(rest), writer.flush()))
        writer.flush()
        whole = becomes(sha256(first + rest), ScanState.CONVERTED)
    earlier = the_scan(sha256(first))
    assert earlier is None or earlier.state == ScanState.OUTGROWN
    made = list(earlier.documents) if earlier else []
    assert {document.state for document in made} <= {DocumentState.SET_ASIDE}
    assert [one.position for one in whole.documents] == [1]
    until(lambda: not list(service.files.spool.glob(f"*/*/{path.name}")), "the spool emptied")
    goes_on(practice)


def test_a_half_written_file_that_was_claimed_is_not_refused_but_ends_whole(
    practice: Practice, service: Context, at_step: Callable[[str, Callable[[], object]], None]
) -> None:
    data = jpeg("half written")
    half = len(data) // 2
    with (practice.drop_folder / "half.jpg").open("wb") as writer:
        writer.write(data[:half])
        at_step("intake.taken", lambda: (writer.write(data[half:]), writer.flush()))
        writer.flush()
        becomes(sha256(data), ScanState.CONVERTED)
    earlier = the_scan(sha256(data[:half]))
    assert earlier is not None
    assert earlier.state == ScanState.OUTGROWN
    goes_on(practice)


def test_a_file_rewritten_while_it_is_read_ends_as_what_it_became(
    practice: Practice, service: Context, at_step: Callable[[str, Callable[[], object]], None]
) -> None:
    before, after = jpeg("before"), jpeg("after it was rewritten")

    def rewrite() -> None:
        (claimed,) = service.files.spool.rglob("rewritten.jpg")
        claimed.write_bytes(after)

    at_step("intake.taken", rewrite)
    practice.drop("rewritten.jpg", before)
    becomes(sha256(after), ScanState.CONVERTED)
    becomes(sha256(before), ScanState.OUTGROWN)
    goes_on(practice)


def test_a_file_replaced_while_it_is_read_leaves_two_scans(
    practice: Practice, service: Context, at_step: Callable[[str, Callable[[], object]], None]
) -> None:
    first, second = jpeg("the first"), jpeg("the second")
    at_step("intake.claimed", lambda: practice.drop("replaced.jpg", second))
    practice.drop("replaced.jpg", first)
    becomes(sha256(first), ScanState.CONVERTED)
    becomes(sha256(second), ScanState.CONVERTED)
    goes_on(practice)


def test_a_file_that_never_settles_is_reported_and_taken_once_it_does(
    practice: Practice, service: Context
) -> None:
    path = practice.drop_folder / "restless.jpg"
    data = jpeg("restless")
    with path.open("wb") as writer:

        def still_growing() -> Sighting | None:
            os.utime(path)
            return _open_sighting(path.name)

        writer.write(data)
        writer.flush()
        assert until(still_growing, "a sighting").code == Code.FILE_NEVER_STABLE
    becomes(sha256(data), ScanState.CONVERTED)
    until(lambda: _open_sighting(path.name) is None, "the sighting resolved")
    goes_on(practice)


# -- the folder, the watch


@pytest.mark.parametrize("same", [True, False])
def test_a_folder_that_vanishes_is_reported_and_served_again_when_it_is_back(
    practice: Practice, service: Context, *, same: bool
) -> None:
    aside = practice.root / f"aside-{same}"
    practice.drop_folder.rename(aside)
    until(lambda: flag(UNREACHABLE), "the folder reported")
    if same:
        aside.rename(practice.drop_folder)
    else:
        practice.drop_folder.mkdir()
    goes_on(practice)
    until(lambda: flag(UNREACHABLE) is None, "the report taken back")


def test_a_watch_that_dies_is_reported_and_built_anew(
    practice: Practice, service: Context, caplog: pytest.LogCaptureFixture
) -> None:
    (emitter,) = until(_emitters, "the watch")
    emitter.stop()
    emitter.join(PATIENCE_SECONDS)
    until(lambda: [one for one in _emitters() if one is not emitter], "a new watch")
    assert "the watch on drop is built anew" in caplog.text
    goes_on(practice)


def _emitters() -> list[threading.Thread]:
    return [
        one for one in threading.enumerate() if isinstance(one, EventEmitter) and one.is_alive()
    ]
