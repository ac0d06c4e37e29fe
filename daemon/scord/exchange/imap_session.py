"""imaplib over a Line: answers bounded, names and passwords in any script, refusals told apart."""

from __future__ import annotations

import imaplib
import re
from base64 import b64encode
from typing import TYPE_CHECKING

from scord.exchange.mail_line import SHORT
from scord.exchange.mail_server import xoauth2

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

    from scord.exchange.mail_line import Line
    from scord.exchange.mail_server import MailServer

_NOT_PRINTABLE_ASCII = re.compile(r"[^\x20-\x7e]+")


class RefusedError(Exception):
    """The server understood and said no; `args`: in its words."""


class TooLongError(ValueError):
    """`args`: the bytes that the server announced for one string."""


class Session(imaplib.IMAP4):
    """Connected and greeted when made. Raises RefusedError, ScordError (see Line), and imaplib's
    errors, ValueError, TypeError or KeyError for answers that make no sense.
    """

    def __init__(self, server: MailServer, line: Line) -> None:
        self._line = line
        self._most_literal = SHORT
        super().__init__(server.host, server.port)

    def open(self, host: str = "", port: int = 0, timeout: float | None = None) -> None:  # noqa: ARG002 -- imaplib's
        """The line is open already."""
        self.host, self.port = host, port

    def read(self, size: int) -> bytes:
        """Imaplib itself would make room for any number that is announced."""
        if size > self._most_literal:
            self._line.close()
            raise TooLongError(size)
        return self._line.read(size)

    def readline(self) -> bytes:
        """A server that takes its leave says nothing more, whatever imaplib goes on waiting for."""
        line = self._line.readline()
        if line.startswith(b"* BYE") and self.state != "LOGOUT":
            raise self.abort("* BYE")
        return line

    def send(self, data: ReadableBuffer) -> None:
        self._line.sendall(bytes(data))

    def shutdown(self) -> None:
        self._line.close()

    def start_tls(self) -> None:
        """A session that the server calls logged in already cannot be made private any more."""
        if self.state != "NONAUTH" or "STARTTLS" not in self.capabilities:
            raise RefusedError("STARTTLS")
        kind, said = self._simple_command("STARTTLS")
        if kind != "OK":
            raise RefusedError(said)
        self._line.start_tls()
        self._get_capabilities()

    def log_in(self, server: MailServer) -> None:
        """SASL PLAIN where it is offered (RFC 4616, UTF-8); LOGIN knows ASCII only."""
        try:
            if server.login == "xoauth2":
                self._authenticate("XOAUTH2", xoauth2(server))
            elif "AUTH=PLAIN" in self.capabilities:
                self._authenticate("PLAIN", f"\0{server.user}\0{server.secret}")
            else:
                self.login(_quoted(server.user), server.secret)
        except self.abort:
            raise
        except self.error as fault:
            raise RefusedError(*fault.args) from None
        self._get_capabilities()  # servers say more of themselves now

    def open_folder(self, name: str, *, readonly: bool) -> None:
        kind, said = self.select(_quoted(modified_utf7(name)), readonly)
        if kind != "OK":
            raise RefusedError(said)

    def ask(
        self, command: str, *said: str, most_literal: int = SHORT
    ) -> list[bytes | tuple[bytes, bytes]]:
        """What the server answers to a command about UIDs: lines, or the begin of a line and the
        string after it. No string may be longer than `most_literal` bytes, TooLongError otherwise.
        """
        self._most_literal = most_literal
        kind, answer = self.uid(command, *said)
        if kind != "OK":
            raise RefusedError(answer)
        return [one for one in answer if one is not None]

    def _authenticate(self, mechanism: str, first: str) -> None:
        """A refusal by XOAUTH2 says its reasons first and waits for an empty line."""
        answers = iter([first.encode()])
        self.authenticate(mechanism, lambda _: next(answers, b""))


def modified_utf7(name: str) -> str:
    """A folder's name as IMAP4rev1 writes it (RFC 3501 section 5.1.3)."""

    def shifted(match: re.Match[str]) -> str:
        code = b64encode(match[0].encode("utf-16-be")).decode().rstrip("=")
        return f"&{code.replace('/', ',')}-"

    return _NOT_PRINTABLE_ASCII.sub(shifted, name.replace("&", "&-"))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", r"\\").replace('"', r"\"")
    return f'"{escaped}"'
