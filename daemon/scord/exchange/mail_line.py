"""A line to a mailbox's server: private, and no server can hold it up or flood it.

An answer as a whole has a limit of time and of size, where the standard library waits for each
piece of it afresh and takes whatever comes. After any fault the line is closed, so that the rest of
one answer can never be taken for the beginning of the next.
"""

from __future__ import annotations

import socket
import ssl
import time
from typing import TYPE_CHECKING

from scord.exchange.mail_server import LOST_IN_TLS, check_certificate, tls_context
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from scord.exchange.mail_server import MailServer

SHORT = 65_536  # bytes: of any answer that is neither a letter nor a list
_SLOWEST = 20_000  # bytes a second, a bad ADSL line: what comes more slowly is dripping


class Line:
    """Connected when made, encrypted from the start or by `start_tls`. Everything raises ScordError
    MAIL_UNREACHABLE, MAIL_UNTRUSTED or MAIL_NOT_UNDERSTOOD.
    """

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._buffer = bytearray()
        self.expect(SHORT)
        try:
            address = (server.host, server.port)
            self._socket = socket.create_connection(address, server.timeout_seconds)
        except (OSError, UnicodeError) as fault:  # the second: no host can have such a name
            code, reason = Code.MAIL_UNREACHABLE, _reason(fault)
            raise ScordError(code, host=server.host, reason=reason) from fault
        if server.encryption == "tls":
            self.start_tls()

    def expect(self, most_bytes: int) -> None:
        """Before every command: its answer may have so many bytes. It has the server's timeout, and
        a second more for every 20 kB that have come.
        """
        self._most = most_bytes
        self._came = 0
        self._began = time.monotonic()

    def start_tls(self) -> None:
        """What came before in the clear, unasked, could be anyone's."""
        if self.unread:
            raise self.broken(Code.MAIL_UNTRUSTED, reason="STARTTLS")
        server = self._server
        self._socket.settimeout(server.timeout_seconds)
        try:
            self._socket = tls = tls_context(server).wrap_socket(
                self._socket, server_hostname=server.host
            )
            check_certificate(server, tls)
        except OSError as fault:
            raise self._told(fault) from fault
        except ScordError:
            self.close()
            raise

    @property
    def unread(self) -> bool:
        """Whether something came that nobody has read."""
        return bool(self._buffer)

    def sendall(self, data: bytes) -> None:
        try:
            self._socket.settimeout(self._server.timeout_seconds)
            self._socket.sendall(data)
        except OSError as fault:
            raise self._told(fault) from fault

    def readline(self) -> bytes:
        """Up to and with the next line feed."""
        searched = 0
        while (end := self._buffer.find(b"\n", searched)) < 0:
            searched = len(self._buffer)
            self._receive()
        return self._take(end + 1)

    def read(self, size: int) -> bytes:
        while len(self._buffer) < size:
            self._receive()
        return self._take(size)

    def close(self) -> None:
        self._socket.close()

    def broken(self, code: Code, **facts: object) -> ScordError:
        """The fault to be raised; nothing more can be said on this line."""
        self.close()
        return ScordError(code, host=self._server.host, **facts)

    def _take(self, size: int) -> bytes:
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken

    def _receive(self) -> None:
        patience = self._server.timeout_seconds
        left = self._began + patience + self._came / _SLOWEST - time.monotonic()
        if left <= 0:
            raise self.broken(Code.MAIL_UNREACHABLE, reason="too slow")
        try:
            self._socket.settimeout(min(left, patience))
            data = self._socket.recv(SHORT)
        except OSError as fault:
            raise self._told(fault) from fault
        if not data:
            raise self.broken(Code.MAIL_UNREACHABLE, reason="closed")
        self._came += len(data)
        if self._came > self._most:
            raise self.broken(Code.MAIL_NOT_UNDERSTOOD, reason="too much")
        self._buffer += data

    def _told(self, fault: OSError) -> ScordError:
        """What is no TLS counts as not safe: TLS may be set where STARTTLS is spoken."""
        lost = isinstance(fault, LOST_IN_TLS) or not isinstance(fault, ssl.SSLError)
        code = Code.MAIL_UNREACHABLE if lost else Code.MAIL_UNTRUSTED
        return self.broken(code, reason=_reason(fault))


def _reason(fault: Exception) -> str:
    if isinstance(fault, ssl.SSLCertVerificationError):
        return fault.verify_message
    return fault.strerror if isinstance(fault, OSError) and fault.strerror else str(fault)
