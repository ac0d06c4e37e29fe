"""The line to an SMTP server: encrypted, ending in time, and believing nothing that is no reply.

smtplib alone waits for ever on a server that drips, takes whatever was said too early for the next
answer, and gives the same exception before and after the end of a message.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING

from scord.exchange.mail_server import check_certificate, tls_context

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

    from scord.exchange.mail_server import MailServer

# No name of this machine goes out; mail programs say the same.
_SELF = "[127.0.0.1]"
_CHUNK = 16_384  # bytes: one TLS record, sent whole within the time of one reply
_MAX_REPLY = 65_536  # bytes; real ones have some hundred
_REPLY_LINE = re.compile(rb"([2-5][0-9]{2})(?:([ -])([^\r\n]*))?\r?\n")


class GarbledError(Exception):
    """What the server says is no reply of SMTP."""


class UnaskedError(Exception):
    """The server complained before it was asked. `args`: the code of its reply."""


class Session(smtplib.SMTP):
    """One connection, not open yet. Every method raises OSError where the line is lost or silent
    too long, GarbledError and UnaskedError.
    """

    def __init__(self, server: MailServer, seconds: float) -> None:
        """`seconds`: how long all of it may take, up to the end of the message."""
        super().__init__(local_hostname=_SELF)
        self._server = server
        self._patience = server.timeout_seconds
        self._until = monotonic() + seconds
        self._unread = b""

    def dial(self) -> None:
        """Connects; nothing is said yet."""
        place = (self._server.host, self._server.port)
        self.sock = socket.create_connection(place, self._left())
        # else the last piece waits 40 ms for the receiver to acknowledge the ones before
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def encrypt(self) -> None:
        """The TLS handshake. Also raises ssl.SSLError, and ScordError MAIL_UNTRUSTED."""
        if self._unread:  # in the clear, by anybody: it must not pass for said over TLS
            raise GarbledError
        self._line.settimeout(self._left())
        context = tls_context(self._server)
        encrypted = context.wrap_socket(self._line, server_hostname=self._server.host)
        self.sock = encrypted
        check_certificate(self._server, encrypted)

    def send(self, s: ReadableBuffer | str) -> None:
        """As smtplib's, for commands and the body alike, but not over the server's own words."""
        self.hear_out()
        self._put(s.encode("ascii") if isinstance(s, str) else s)

    def getreply(self) -> tuple[int, bytes]:
        """The code, and the lines' text without it, joined by line feeds."""
        until = monotonic() + self._patience
        codes: set[int] = set()
        texts: list[bytes] = []
        size, more = 0, True
        while more:
            line = self._read_line(until)
            size += len(line)
            found = _REPLY_LINE.fullmatch(line)
            if not found or size > _MAX_REPLY:
                raise GarbledError
            codes.add(int(found[1]))
            texts.append(found[3] or b"")
            more = found[2] == b"-"
        if len(codes) > 1:
            raise GarbledError
        return codes.pop(), b"\n".join(texts)

    def hear_out(self) -> None:
        """Raises UnaskedError if the server has a complaint, OSError if it has hung up.

        Taken later, what it says now would pass for the answer to what is said next.
        """
        if not self._unread:
            self._line.settimeout(0)
            with suppress(BlockingIOError, ssl.SSLWantReadError):
                self._receive()
        if self._unread:
            code, _ = self.getreply()
            raise UnaskedError(code) if code >= 400 else GarbledError

    def send_body(self, data: bytes) -> bytes:
        """Sends a message but for its last piece, which it returns: without that the server has no
        end of data and must drop the rest (RFC 5321 section 4.1.1.10).
        """
        wire = re.sub(rb"(?m)^\.", b"..", data) + b".\r\n"
        places = range(0, len(wire), _CHUNK)
        for place in places[:-1]:
            self.send(wire[place : place + _CHUNK])
        self.hear_out()
        return wire[places[-1] :]

    def send_end(self, last: bytes, seconds: float) -> tuple[int, bytes]:
        """Sends the last piece; the reply, for which the server has `seconds`."""
        self._patience = seconds
        self._until = monotonic() + seconds
        self._put(last)
        return self.getreply()

    def leave(self) -> None:
        """Says QUIT and waits for nothing, as Postfix does (`smtp_skip_quit_response`): the verdict
        stands, and every moment until it is on disk is one in which it can be lost.
        """
        with suppress(OSError):
            self._put(b"QUIT\r\n")
        self.close()

    @property
    def _line(self) -> socket.socket:
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected
        return self.sock

    def _left(self, until: float | None = None) -> float:
        """Seconds until then, at most until the end of the whole. Raises TimeoutError."""
        latest = monotonic() + self._patience if until is None else until
        left = min(latest, self._until) - monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def _put(self, data: ReadableBuffer) -> None:
        self._line.settimeout(self._left())
        self._line.sendall(data)

    def _read_line(self, until: float) -> bytes:
        while b"\n" not in self._unread:
            if len(self._unread) > _MAX_REPLY:
                raise GarbledError
            self._line.settimeout(self._left(until))
            self._receive()
        line, end, self._unread = self._unread.partition(b"\n")
        return line + end

    def _receive(self) -> None:
        more = self._line.recv(_CHUNK)
        if not more:
            raise smtplib.SMTPServerDisconnected
        self._unread += more
