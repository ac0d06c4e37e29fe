"""A pcscd of the tests with a virtual reader of two slots, on a machine where no other one runs."""

from __future__ import annotations

import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.card.emulated import EmulatedCard

if TYPE_CHECKING:
    from collections.abc import Callable

_DRIVER = "/usr/lib/pcsc/drivers/serial/libifdvpcd.so"
_SOCKET = Path("/run/pcscd/pcscd.comm")  # the clients' library knows no other
_POLKIT = "--disable-polkit"  # only later releases have it, and need it
_PATIENCE_SECONDS = 10.0

FIRST, SECOND = "Essai 00 00", "Essai 00 01"  # as PC/SC calls the slots


def until(holds: Callable[[], object], what: str, seconds: float = _PATIENCE_SECONDS) -> None:
    """Fails where it does not come to that."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.01)


@dataclass
class CardHouse:
    """`folder`: for pcscd's configuration."""

    folder: Path
    _port: int = 0
    _process: subprocess.Popen[bytes] | None = None
    _cards: list[EmulatedCard] = field(default_factory=list)

    def start(self, *, plugged: bool = True) -> None:
        """`plugged`: with the reader."""
        assert not _answers(), "another pcscd is at work on this machine"
        self._port = _two_free_ports()
        self.folder.mkdir(exist_ok=True)
        (self.folder / "reader").write_text(
            f'FRIENDLYNAME "Essai"\nDEVICENAME /dev/null:0x{self._port:X}\n'
            f"LIBPATH {_DRIVER}\nCHANNELID 0x{self._port:X}\n"
            if plugged
            else ""
        )
        _tidy()
        dies_with_us = ["setpriv", "--pdeathsig", "KILL"]  # however these tests end
        command = [*dies_with_us, "pcscd", "--foreground", "--config", str(self.folder)]
        if _POLKIT in subprocess.check_output(["pcscd", "--help"], text=True):
            command.append(_POLKIT)
        self._process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        until(lambda: _answers() and (not plugged or self._listens()), "pcscd")

    def insert(self, slot: str = FIRST, **card: object) -> EmulatedCard:
        one = EmulatedCard(self._port + (slot == SECOND), **card)  # type: ignore[arg-type]
        self._cards.append(one)
        return one

    def kill(self) -> None:
        """As a crash would, and then without what it left."""
        for card in self._cards:
            card.pull()
        self._cards.clear()
        if self._process:
            self._process.kill()
            self._process.wait(_PATIENCE_SECONDS)
            self._process = None
            _tidy()

    def _listens(self) -> bool:
        """Read from the kernel's list: a connection would count as a card."""
        lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        listening = {int(line[1].partition(":")[2], 16) for line in lines if line[3] == "0A"}
        return {self._port, self._port + 1} <= listening


def _tidy() -> None:
    """What a pcscd that was killed has left; the next one would take it for another at work."""
    for left in _SOCKET.parent.glob("*"):
        left.unlink()


def _two_free_ports() -> int:
    """The first of two in a row: one for each slot."""
    while True:
        with socket.socket() as one, socket.socket() as other:
            one.bind(("127.0.0.1", 0))
            port: int = one.getsockname()[1]
            try:
                other.bind(("127.0.0.1", port + 1))
            except (OSError, OverflowError):
                continue
            return port


def _answers() -> bool:
    with socket.socket(socket.AF_UNIX) as to:
        return to.connect_ex(str(_SOCKET)) == 0
