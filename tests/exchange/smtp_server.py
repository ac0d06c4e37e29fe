"""A scripted, misbehaving SMTP submission server on a real socket. For tests; it keeps no secret.

It says what a script gives for a phase instead of the right answer, or does something to the line.
`accepted` holds the messages it took: those a caisse would have.
"""

from __future__ import annotations

import base64
import socket
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain, repeat
from time import sleep
from typing import TYPE_CHECKING, Literal, Self

if TYPE_CHECKING:
    from tests.exchange.certificates import Issued

USER, SECRET = "cabinet@test.invalid", "mot de passe très sûr"
TOKEN = "invented-token"  # noqa: S105 -- of nothing

Phase = Literal[
    "greeting", "ehlo", "starttls", "tls", "ehlo2", "auth",
    "mail", "rcpt", "rcpt2", "data", "body", "end", "quit",
]  # fmt: skip
Deed = Literal["drop", "hang", "slow", "drip"]

_GIVE_UP_SECONDS = 20.0  # no test takes so long
_TLS_RECORD = b"\x16\x03\x03\x40\x00"  # begins one of 16 KB
_RIGHT: dict[str, bytes] = {
    "greeting": b"220 localhost ESMTP\r\n",
    "ehlo": b"250-localhost\r\n250 STARTTLS\r\n",
    "starttls": b"220 2.0.0 ready\r\n",
    "ehlo2": b"250-localhost\r\n250-SIZE 10000000\r\n250-DSN\r\n250 AUTH PLAIN LOGIN XOAUTH2\r\n",
    "auth": b"235 2.7.0 welcome\r\n",
    "mail": b"250 2.1.0 ok\r\n",
    "rcpt": b"250 2.1.5 ok\r\n",
    "rcpt2": b"250 2.1.5 ok\r\n",
    "data": b"354 go on\r\n",
    "end": b"250 2.0.0 queued\r\n",
    "quit": b"221 2.0.0 bye\r\n",
}


class _HangUpError(Exception):
    pass


@dataclass
class SmtpServer:
    """`says`: raw replies by phase; `does`: deeds by phase. Both only at that phase.

    "drop" hangs up, "hang" is silent from there on, "slow" is in time after all, "drip" sends byte
    after byte of a reply without an end. At "body" they come with the body half read.
    """

    issued: Issued
    says: dict[Phase, bytes] = field(default_factory=dict)
    does: dict[Phase, Deed] = field(default_factory=dict)
    implicit_tls: bool = False
    accepted: list[bytes] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16_384)
        self.port: int = self._listener.getsockname()[1]
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.finish()

    def finish(self) -> None:
        """Ends it; what it has accepted until now is final."""
        self._over.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    def _serve(self) -> None:
        while not self._over.is_set():
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            self._line: socket.socket = line
            self._file = line.makefile("rb")
            with suppress(OSError, _HangUpError):
                line.settimeout(_GIVE_UP_SECONDS)
                self._converse()
            self._file.close()
            self._line.close()

    def _converse(self) -> None:
        self._encrypted, self._recipients = False, 0
        if self.implicit_tls:
            self._encrypt()
        self._say("greeting")
        while command := self._file.readline().decode(errors="replace").strip():
            self.heard.append(command)
            answer = getattr(self, f"_{command.split()[0].lower()}", self._unknown)
            answer(command)

    def _ehlo(self, _: str) -> None:
        self._say("ehlo2" if self._encrypted else "ehlo")

    def _starttls(self, _: str) -> None:
        self._say("starttls")
        self._encrypt()

    def _auth(self, command: str) -> None:
        _, mechanism, *first = command.split()
        given = {
            "PLAIN": lambda: _decoded(first[0]).split("\0")[1:],
            "LOGIN": lambda: [self._challenged(b"VXNlcm5hbWU6"), self._challenged(b"UGFzc3dvcmQ6")],
            "XOAUTH2": lambda: [_decoded(first[0])],
        }[mechanism]()
        right = [f"user={USER}\1auth=Bearer {TOKEN}\1\1"] if len(given) == 1 else [USER, SECRET]
        if given == right:
            self._say("auth")
            return
        if mechanism == "XOAUTH2":
            self._challenged(base64.b64encode(b'{"status":"401"}'))
        self._line.sendall(b"535 5.7.8 no\r\n")

    def _challenged(self, challenge: bytes) -> str:
        self._line.sendall(b"334 %s\r\n" % challenge)
        answer = self._file.readline().decode().strip()
        self.heard.append(answer)
        return _decoded(answer)

    def _mail(self, _: str) -> None:
        self._say("mail")

    def _rcpt(self, _: str) -> None:
        self._recipients += 1
        self._say("rcpt" if self._recipients == 1 else "rcpt2")

    def _data(self, _: str) -> None:
        self._say("data")
        if not self.says.get("data", _RIGHT["data"]).startswith(b"354"):
            return
        body = self._body()
        reply = self.says.get("end", _RIGHT["end"])
        if not reply.startswith((b"4", b"5")):
            self.accepted.append(body)
        self._say("end")

    def _body(self) -> bytes:
        """The message as it was before the dots were doubled; an end of file is not its end."""
        lines: list[bytes] = []
        while (line := self._file.readline()) != b".\r\n":
            if not line:
                raise _HangUpError
            lines.append(line.removeprefix(b"."))
            if len(lines) == 5:
                self._do("body", b"")
        return b"".join(lines)

    def _unknown(self, _: str) -> None:
        self._line.sendall(b"500 5.5.2 what?\r\n")

    def _quit(self, _: str) -> None:
        self._say("quit")
        raise _HangUpError

    def _encrypt(self) -> None:
        raw = self.says.get("tls")
        if raw:
            self._line.sendall(raw)
        self._do("tls", b"")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.issued.certificate_path, self.issued.key_path)
        self._file.close()
        self._line = context.wrap_socket(self._line, server_side=True)
        self._file = self._line.makefile("rb")
        self._encrypted = True

    def _say(self, phase: Phase) -> None:
        reply = self.says.get(phase, _RIGHT[phase])
        if phase not in self.does:
            self._line.sendall(reply)
        else:
            self._do(phase, reply)

    def _do(self, phase: Phase, reply: bytes) -> None:
        deed = self.does.get(phase)
        if deed == "drop":
            raise _HangUpError
        if deed == "hang":
            self._over.wait(_GIVE_UP_SECONDS)
            raise _HangUpError
        if deed == "drip":
            self._drip(_TLS_RECORD if phase == "tls" else reply[:3] + b"-")
        elif deed == "slow":
            sleep(0.1)
            for place in range(len(reply)):
                self._line.sendall(reply[place : place + 1])

    def _drip(self, beginning: bytes) -> None:
        drops = chain(beginning, repeat(ord("x")))
        while not self._over.wait(0.1):
            self._line.sendall(bytes([next(drops)]))
        raise _HangUpError


def _decoded(text: str) -> str:
    return base64.b64decode(text).decode()
