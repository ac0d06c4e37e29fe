"""A card that is plugged into vpcd, the virtual reader. Its protocol: two bytes of length, then a
command to the card, or one byte that says power off, power on, reset or "your ATR?".
"""

from __future__ import annotations

import socket
import struct
import threading
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scord.practice.card.reference import ReferenceCard
from scord_shared.errors import ScordError

if TYPE_CHECKING:
    from collections.abc import Callable

CPS3 = bytes.fromhex("3BAC00402A001225006480000310009000")
VITALE = bytes.fromhex("3B7513000043 09EA9000")
STRANGE = bytes.fromhex("3B8F8001804F0CA000000306030001000000006A")

_OFF, _ON, _RESET, _ATR = 0, 1, 2, 4
_SHORT = b"\x62\x82"  # the file ends before the length that was asked for
_SELECT, _READ, _MORE = 0xA4, 0xB0, 0xC0
_DONE, _NO_FILE, _NO_COMMAND, _NOT_SELECTED = b"\x90\x00", b"\x6a\x82", b"\x6d\x00", b"\x69\x86"

RPPS = "99900065279"
NUMBER = "9900065279"


def outcome(work: Callable[[], Any]) -> Any:
    """What it gives, or the code of the fault that it raises."""
    try:
        return work()
    except ScordError as fault:
        return fault.code


def tlv(tag: int, value: bytes) -> bytes:
    assert len(value) < 256
    length = bytes([len(value)]) if len(value) < 128 else bytes([0x81, len(value)])
    return bytes([tag]) + length + value


def serial_number(number: str = NUMBER) -> bytes:
    digits = bytes.fromhex("8025000001" + number.ljust(10, "F"))
    return tlv(0x5A, digits)


def person(**changes: str) -> bytes:
    """The object of the profile `reference`."""
    told = {
        "mark": ReferenceCard.MARK.decode(),
        "rpps": RPPS,
        "family_name": "GRIS",
        "given_name": "ANNE",
        "speciality": "SM26",
        "region": "84",
    } | changes
    tags = {name: tag for tag, name in ReferenceCard.TAGS.items()}
    return tlv(
        ReferenceCard.OBJECT,
        b"".join(tlv(tags[name], value.encode()) for name, value in told.items() if value),
    )


def files(**changes: str) -> dict[str, bytes]:
    """By the path that selects it."""
    return {"3F00D003": serial_number(), "3F005C01": person(**changes)}


@dataclass
class EmulatedCard:
    """In the reader from its making until `pull`. `heard` counts what the reader told the card."""

    port: int
    atr: bytes = CPS3
    files: dict[str, bytes] = field(default_factory=files)
    pulled_at: str = ""  # the file at which the card is pulled
    exact_length: bool = False  # wants to be asked for as many bytes as there are, as T=0 does
    heard: Counter[str] = field(default_factory=Counter)
    commands: list[bytes] = field(default_factory=list)
    selected: bytes | None = None

    def __post_init__(self) -> None:
        self._to = socket.create_connection(("127.0.0.1", self.port), 5)
        self._to.settimeout(None)
        self._thread = threading.Thread(target=self._live, daemon=True)
        self._thread.start()

    def pull(self) -> None:
        with suppress(OSError):  # the reader may have gone before
            self._to.shutdown(socket.SHUT_RDWR)
        self._to.close()

    def _live(self) -> None:
        try:
            while told := self._frame():
                answer = self._answer(told)
                if answer is not None:
                    self._to.sendall(struct.pack(">H", len(answer)) + answer)
        except OSError:
            return

    def _frame(self) -> bytes:
        head = self._bytes(2)
        return self._bytes(struct.unpack(">H", head)[0]) if head else b""

    def _bytes(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            # else each command waits 40 ms for a delayed acknowledgement
            self._to.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
            more = self._to.recv(count - len(data))
            if not more:
                return b""
            data += more
        return data

    def _answer(self, told: bytes) -> bytes | None:
        if len(told) > 1:
            self.heard["command"] += 1
            self.commands.append(told)
            return self._command(told)
        if told[0] == _ATR:
            return self.atr
        self.heard[{_OFF: "off", _ON: "on", _RESET: "reset"}[told[0]]] += 1
        self.selected = None  # and no PIN counts any more
        return None

    def _command(self, told: bytes) -> bytes:
        kind = told[1]
        if kind == _SELECT:
            return self._select(told[5 : 5 + told[4]].hex().upper())
        if kind == _MORE:
            return tlv(0x6F, b"\x84\x02\x3f\x00") + _DONE
        return self._read(told[4] or 256) if kind == _READ else _NO_COMMAND

    def _select(self, path: str) -> bytes:
        if path == self.pulled_at:
            self.pull()
        if path not in ("3F00", *self.files):
            return _NO_FILE
        self.selected = self.files.get(path)
        return _DONE if path == "3F00" else b"\x61\x27"

    def _read(self, wanted: int) -> bytes:
        if self.selected is None:
            return _NOT_SELECTED
        if self.exact_length and wanted != len(self.selected):
            return bytes([0x6C, len(self.selected)])
        return self.selected[:wanted] + (_DONE if wanted <= len(self.selected) else _SHORT)
