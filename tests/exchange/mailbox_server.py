"""A POP3 and IMAP server of the tests that misbehaves as it is told, on loopback, with STARTTLS.

Well-behaved it knows one account and what our clients say, no more.
"""

from __future__ import annotations

import re
import socket
import ssl
import threading
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Self

from scord.exchange.mail_server import MailServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tests.exchange.certificates import Issued

Kind = Literal["drop", "cut", "hang", "error", "slow", "garbage", "steady"]
KINDS: tuple[Kind, ...] = ("drop", "cut", "hang", "error", "slow", "garbage")
GARBAGE = bytes(range(0x80, 0x100)) + b"\r\n"
_DRIP_SECONDS = 0.02
_STEADY_BYTES = 4_000  # every so often: 200 kB a second
_NOT_TLS = b"\x16\x03\x03\x40\x00"  # a record of 16 kB is announced


@dataclass(frozen=True)
class Fault:
    """What goes wrong at the `nth` time that `verb` is to be answered."""

    verb: str
    kind: Kind
    nth: int = 1


@dataclass
class Script:
    """`replies`: what to say to a verb instead, `{tag}` standing for IMAP's."""

    letters: Sequence[bytes]
    fault: Fault | None = None
    replies: Mapping[str, bytes] = field(default_factory=dict)
    validity: int = 7
    first_uid: int = 1
    uidl: Callable[[int], str] = "uid-{}".format


class _OverError(Exception):
    pass


class MailboxServer:
    """One port; sessions one after the other. `said`: all commands that came."""

    def __init__(self, issued: Issued, script: Script) -> None:
        self.script = script
        self.said: list[str] = []
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(issued.certificate_path, issued.key_path)
        self._line: socket.socket
        self._stopped = threading.Event()
        self._counts: Counter[str] = Counter()

    def __enter__(self) -> Self:
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self._thread.join(10)
        assert not self._thread.is_alive()

    def account(self, timeout_seconds: float = 5.0) -> MailServer:
        return MailServer("127.0.0.1", self.port, "acks", "ackpw", timeout_seconds=timeout_seconds)

    def talk(self) -> None:
        raise NotImplementedError

    def refusal(self, verb: str) -> bytes:
        raise NotImplementedError

    def lines(self) -> Iterator[str]:
        """Read byte by byte, so that nothing of a TLS handshake is taken."""
        while not self._stopped.is_set():
            line = bytearray()
            while not line.endswith(b"\n"):
                one = self._line.recv(1)
                if not one:
                    return
                line += one
            said = line.decode().rstrip("\r\n")
            self.said.append(said)
            yield said

    def reply(self, verb: str, usual: bytes, tag: str = "*") -> bool:
        """Whether it went as usual; does not return from most faults."""
        self._counts[verb] += 1
        fault = self.script.fault
        if fault and (fault.verb, fault.nth) == (verb, self._counts[verb]):
            if fault.kind == "error":
                self._line.sendall(self.refusal(verb).replace(b"{tag}", tag.encode()))
                return False
            if fault.kind == "steady":
                return self._send_steadily(usual)
            self._misbehave(fault.kind, usual)
        said = self.script.replies.get(verb, usual)
        self._line.sendall(said.replace(b"{tag}", tag.encode()))
        return True

    def secure(self) -> None:
        fault = self.script.fault
        if fault and fault.verb == "TLS":
            self._line.recv(1)  # before that it would be words in the clear
            self._misbehave(fault.kind, _NOT_TLS)
        self._line = self._context.wrap_socket(self._line, server_side=True)

    def _serve(self) -> None:
        while not self._stopped.is_set():
            try:
                self._line, _ = self._door.accept()
            except OSError:
                return
            self._counts.clear()
            self._line.settimeout(5)
            with suppress(_OverError, OSError):
                self.talk()
            self._line.close()

    def _misbehave(self, kind: Kind, usual: bytes) -> None:
        if kind == "garbage":
            self._line.sendall(GARBAGE * 3)
        elif kind == "cut":
            self._line.sendall(usual[: len(usual) // 2])
        elif kind == "hang":
            while self._line.recv(1024):  # until the client gives up
                pass
        elif kind == "slow":
            self._drip(usual.rstrip(b"\r\n"))
        raise _OverError

    def _send_steadily(self, usual: bytes) -> bool:
        """Slowly, but as a poor line would."""
        for place in range(0, len(usual), _STEADY_BYTES):
            self._line.sendall(usual[place : place + _STEADY_BYTES])
            self._stopped.wait(_DRIP_SECONDS)
        return True

    def _drip(self, beginning: bytes) -> None:
        """Then something for ever, so that the answer never ends."""
        place = 0
        while not self._stopped.wait(_DRIP_SECONDS):
            self._line.sendall(beginning[place : place + 1] or b"x")
            place += 1


class Pop3Server(MailboxServer):
    def refusal(self, verb: str) -> bytes:  # noqa: ARG002 -- IMAP's needs it
        return b"-ERR no\r\n"

    def talk(self) -> None:
        self.reply("greeting", b"+OK here I am\r\n")
        for line in self.lines():
            verb, _, said = line.partition(" ")
            usual = self.reply(verb, self._answer(verb, said))
            if usual and verb == "STLS":
                self.secure()
            if verb == "QUIT":
                return

    def _answer(self, verb: str, said: str) -> bytes:
        letters = self.script.letters
        place = int(said.split(maxsplit=1)[0]) - 1 if verb in ("TOP", "RETR") else 0
        if verb == "LIST":
            return _long(f"{n} {len(one)}" for n, one in _numbered(letters))
        if verb == "UIDL":
            return _long(f"{n} {self.script.uidl(n)}" for n, _ in _numbered(letters))
        if verb == "TOP":
            return b"+OK\r\n" + _dotted(_header(letters[place]))
        if verb == "RETR":
            return b"+OK\r\n" + _dotted(letters[place])
        return b"+OK\r\n"


class ImapServer(MailboxServer):
    """A FETCH of sizes is answered as verb SIZES, of a header as HEADER, of a letter as BODY."""

    def refusal(self, verb: str) -> bytes:
        return b"* BYE no\r\n" if verb == "greeting" else b"{tag} NO no\r\n"

    def talk(self) -> None:
        self.reply("greeting", b"* OK here I am\r\n")
        for line in self.lines():
            tag, _, said = line.partition(" ")
            usual = self.reply(*self._answer(said), tag)
            if usual and said == "STARTTLS":
                self.secure()
            if usual and said.startswith("AUTHENTICATE"):
                if next(self.lines(), None) is None:  # the client was killed right there
                    return
                self.reply("LOGIN", b"{tag} OK done\r\n", tag)
            if said == "LOGOUT":
                return

    def _answer(self, said: str) -> tuple[str, bytes]:
        if said.startswith("UID FETCH 1:*"):
            return "SIZES", self._sizes() + b"{tag} OK done\r\n"
        if asked := re.fullmatch(r"UID FETCH (\d+) \(UID BODY\.PEEK\[(.*)\]\)", said):
            verb = asked[2] or "BODY"
            return verb, self._section(int(asked[1]), asked[2]) + b"{tag} OK done\r\n"
        verb = said.split(" ", maxsplit=1)[0]
        usual = {
            "CAPABILITY": b"* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN\r\n{tag} OK done\r\n",
            "AUTHENTICATE": b"+ \r\n",
            "EXAMINE": b"* OK [UIDVALIDITY %d] x\r\n{tag} OK [READ-ONLY]\r\n"
            % self.script.validity,
            "LOGOUT": b"* BYE\r\n{tag} OK done\r\n",
        }
        return verb, usual.get(verb, b"{tag} OK done\r\n")

    def _sizes(self) -> bytes:
        first = self.script.first_uid
        lines = (
            f"* {n} FETCH (UID {first + n - 1} RFC822.SIZE {len(one)})\r\n"
            for n, one in _numbered(self.script.letters)
        )
        return "".join(lines).encode()

    def _section(self, uid: int, section: str) -> bytes:
        place = uid - self.script.first_uid
        letter = self.script.letters[place]
        data = _header(letter) if section else letter
        head = f"* {place + 1} FETCH (UID {uid} BODY[{section}] {{{len(data)}}}\r\n"
        return head.encode() + data + b")\r\n"


def numbered_letter(number: int, size: int = 100) -> bytes:
    head = f"Message-ID: <{number}@caisse.invalid>\r\nSubject: ARL {number}\r\n\r\n"
    return head.encode() + b"." * size + b"\r\n"


def _numbered(letters: Sequence[bytes]) -> Iterator[tuple[int, bytes]]:
    return enumerate(letters, start=1)


def _header(letter: bytes) -> bytes:
    head, end, _ = letter.partition(b"\r\n\r\n")
    return head + end


def _long(lines: Iterator[str]) -> bytes:
    return "".join(f"{one}\r\n" for one in ["+OK", *lines, "."]).encode()


def _dotted(data: bytes) -> bytes:
    return re.sub(rb"(?m)^\.", b"..", data) + b".\r\n"
