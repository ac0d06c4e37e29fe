"""However slowly the scanner drops a file, in the end it holds every byte."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from scord.demo.scanner import Drop, Scanner, after_a_pause, at_once, slowly

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from scord.demo.scanner import How

DATA = bytes(range(256)) * 41


def until(ready: Callable[[], bool]) -> None:
    give_up = time.monotonic() + 10
    while not ready():
        assert time.monotonic() < give_up
        time.sleep(0.01)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.jpg"
    path.write_bytes(DATA)
    return path


@pytest.mark.parametrize("how", [at_once, pytest.param(slowly, marks=pytest.mark.slow)])
def test_the_file_ends_whole(page: Path, tmp_path: Path, how: How) -> None:
    how(page, tmp_path / "dropped.jpg")
    assert (tmp_path / "dropped.jpg").read_bytes() == DATA


@pytest.mark.slow
def test_a_slow_file_grows_before_it_is_whole(page: Path, tmp_path: Path) -> None:
    target = tmp_path / "dropped.jpg"
    thread = threading.Thread(target=slowly, args=(page, target))
    thread.start()
    sizes = set()
    while thread.is_alive():
        sizes.add(target.stat().st_size if target.exists() else 0)
        time.sleep(0.005)
    assert len({size for size in sizes if 0 < size < len(DATA)}) > 1


def test_a_file_that_pauses_goes_on_once_it_was_taken_away(page: Path, tmp_path: Path) -> None:
    target, taken = tmp_path / "dropped.jpg", tmp_path / "taken.jpg"
    thread = threading.Thread(target=after_a_pause, args=(page, target))
    thread.start()
    until(lambda: target.exists() and target.stat().st_size > 0)
    assert target.stat().st_size == len(DATA) // 2
    target.rename(taken)
    thread.join(10)
    assert taken.read_bytes() == DATA


def test_what_the_scanner_could_not_do_is_raised_where_it_is_asked(tmp_path: Path) -> None:
    gone = Drop(tmp_path / "gone.jpg", tmp_path, "dropped.jpg")
    scanner = Scanner([gone], lambda _: None)
    with pytest.raises(FileNotFoundError):
        until(lambda: scanner.done)


def test_it_stops_after_the_file_at_hand(page: Path, tmp_path: Path) -> None:
    def endless() -> Iterator[Drop]:
        number = 0
        while True:
            number += 1
            yield Drop(page, tmp_path, f"{number}.jpg")

    dropped: list[Drop] = []
    scanner = Scanner(endless(), dropped.append)
    until(lambda: bool(dropped))
    scanner.stop()
    assert scanner.done
    assert (tmp_path / dropped[-1].name).read_bytes() == DATA
