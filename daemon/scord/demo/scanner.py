"""The demo's scanner: drops files into a folder as machines do, some of them painfully slowly."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scord.demo.house import SETTLE_SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PIECES = 6  # a slow file comes in so many
_LOOK_SECONDS = 0.002
_LONGEST_PAUSE = 6 * SETTLE_SECONDS  # for systems that do not let an open file be taken away

How = Callable[[Path, Path], object]


def at_once(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)


def slowly(source: Path, target: Path) -> None:
    """In pieces, each pause shorter than the settle time: it must not be taken before its end."""
    with target.open("wb", buffering=0) as file:
        for piece in _pieces(source.read_bytes()):
            file.write(piece)
            time.sleep(SETTLE_SECONDS / 2)


def after_a_pause(source: Path, target: Path) -> None:
    """Stops half way until it is taken for finished, then goes on: it must end whole, and once."""
    data = source.read_bytes()
    half = len(data) // 2
    with target.open("wb", buffering=0) as file:
        file.write(data[:half])
        wait_until_gone(target)
        file.write(data[half:])


def wait_until_gone(path: Path) -> None:
    """Waits, though not for ever, until the service has taken the file out of its folder."""
    give_up = time.monotonic() + _LONGEST_PAUSE
    while path.exists() and time.monotonic() < give_up:
        time.sleep(_LOOK_SECONDS)


def _pieces(data: bytes) -> Iterator[bytes]:
    size = -(-len(data) // _PIECES)
    return (data[at : at + size] for at in range(0, len(data), size))


@dataclass(frozen=True)
class Drop:
    """One file to come: what it holds, where to, under which name, and how fast."""

    source: Path
    folder: Path
    name: str
    how: How = at_once


class Scanner:
    """Feeds one file after another from a thread of its own, so that the telling goes on."""

    def __init__(self, drops: Iterable[Drop], dropped: Callable[[Drop], None]) -> None:
        """`dropped` is called in that thread after each file."""
        self._drops = drops
        self._dropped = dropped
        self._stopping = False
        self._fault: BaseException | None = None
        self._thread = threading.Thread(target=self._work, name="scanner", daemon=True)
        self._thread.start()

    @property
    def done(self) -> bool:
        """Whether every file has been dropped. Raises what kept it from going on."""
        if self._fault is not None:
            raise self._fault
        return not self._thread.is_alive()

    def stop(self) -> None:
        """Ends after the file at hand."""
        self._stopping = True
        self._thread.join()

    def _work(self) -> None:
        try:
            for drop in self._drops:
                drop.how(drop.source, drop.folder / drop.name)
                self._dropped(drop)
                if self._stopping:
                    return
        except Exception as fault:  # noqa: BLE001 -- raised again where the main thread looks
            self._fault = fault
