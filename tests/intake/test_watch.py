"""Hints come from a folder, and come again after it, or the thread that brings them, has gone."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from scord.intake.watch import FolderWatch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    MakeWatch = Callable[..., FolderWatch]


class Bell:
    """Rings at every hint."""

    def __init__(self) -> None:
        self.rung = threading.Event()

    def __call__(self) -> None:
        self.rung.set()

    def rings_after(self, act: Callable[[], object], seconds: float = 5) -> bool:
        self.rung.clear()
        act()
        return self.rung.wait(seconds)


@pytest.fixture
def bell() -> Bell:
    return Bell()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "scanner"
    made.mkdir()
    return made


@pytest.fixture
def watch(folder: Path, bell: Bell) -> Iterator[FolderWatch]:
    made = FolderWatch(folder, bell)
    yield made
    made.stop()


def test_a_new_file_is_a_hint(watch: FolderWatch, folder: Path, bell: Bell) -> None:
    assert watch.check()
    assert bell.rings_after(lambda: (folder / "scan.pdf").write_bytes(b"x"))


def test_a_new_watch_is_a_hint_itself_and_checking_it_again_is_none(
    watch: FolderWatch, bell: Bell
) -> None:
    assert bell.rings_after(watch.check, 0)
    assert not bell.rings_after(watch.check, 0.05)


def test_reading_a_file_is_no_hint(watch: FolderWatch, folder: Path, bell: Bell) -> None:
    """Else our own look at the folder would call for the next one."""
    (folder / "scan.pdf").write_bytes(b"x")
    watch.check()
    bell.rung.wait(0.1)
    assert not bell.rings_after((folder / "scan.pdf").read_bytes, 0.1)
    assert not bell.rings_after(lambda: list(folder.iterdir()), 0.1)


def test_a_folder_that_is_away_is_told_and_one_that_is_back_is_watched(
    watch: FolderWatch, folder: Path, bell: Bell
) -> None:
    watch.check()
    away = folder.rename(folder.with_name("away"))
    assert not watch.check()
    away.rename(folder)
    assert watch.check()
    assert bell.rings_after(lambda: (folder / "scan.pdf").write_bytes(b"x"))


def test_another_folder_in_the_place_of_the_first_is_watched(
    watch: FolderWatch, folder: Path, bell: Bell
) -> None:
    """As when a share is mounted anew between two looks."""
    watch.check()
    folder.rename(folder.with_name("before"))
    folder.mkdir()
    assert watch.check()
    assert bell.rings_after(lambda: (folder / "scan.pdf").write_bytes(b"x"))


def test_a_watcher_thread_that_died_is_replaced(
    watch: FolderWatch, folder: Path, bell: Bell
) -> None:
    watch.check()
    assert watch._observer is not None
    for emitter in watch._observer.emitters:
        emitter.stop()
        emitter.join(5)
    assert watch._observer.is_alive()
    watch.check()
    assert bell.rings_after(lambda: (folder / "scan.pdf").write_bytes(b"x"))


def test_no_thread_is_left_after_a_stop(folder: Path, bell: Bell) -> None:
    before = set(threading.enumerate())
    watch = FolderWatch(folder, bell)
    watch.check()
    watch.stop()
    watch.stop()
    assert {thread for thread in threading.enumerate() if thread.is_alive()} <= before


@pytest.mark.slow
def test_polling_stands_in_where_no_events_come(folder: Path, bell: Bell) -> None:
    watch = FolderWatch(folder, bell, polling=True)
    watch.check()
    assert bell.rings_after(lambda: (folder / "scan.pdf").write_bytes(b"x"))
    watch.stop()
