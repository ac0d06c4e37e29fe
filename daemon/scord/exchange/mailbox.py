"""A mailbox that ARLs come back to: what POP3 and IMAP both offer, and how little they touch there.

The mailbox may be shared with the LPS and with people: nothing in it is deleted or flagged unless
`remove` is called. What is new is never asked of the server (a POP3 client marks mail as seen for
IMAP's): whoever reads keeps the keys of what is already taken.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from scord.exchange.mail_line import Line
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from types import TracebackType

    from scord.exchange.mail_server import MailServer

MOST_LIST = 20_000_000  # bytes: some 300,000 letters
MOST_HEADER = 1_000_000  # bytes; Postfix takes 102,400 in all
_CONTROL = re.compile(r"[\0-\x1f\x7f]")


@dataclass(frozen=True)
class Letter:
    """One mail on the server. `key`: "pop3:<UIDL>" or "imap:<UIDVALIDITY>:<UID>".

    `size` in bytes, as the server says; a known key with another size is another letter (a server
    must not use a UIDL twice, but some do).
    """

    key: str
    size: int


class Mailbox(ABC):
    """One session, from `with` to its end. Not for several threads.

    Everything raises ScordError: MAIL_UNREACHABLE (also where the line breaks or is too slow),
    MAIL_UNTRUSTED, MAIL_LOGIN_REFUSED, MAIL_NOT_UNDERSTOOD, MAIL_BUSY (also where another program
    holds the mailbox). FOLDER_UNREACHABLE: it has no such folder. Of one letter, and the others may
    be tried: MAIL_BUSY (the server does not give it now, or it is gone: status "gone") and
    MAIL_TOO_LARGE. To leave the session never raises.
    """

    def __init__(self, server: MailServer) -> None:
        self._server = server

    def __enter__(self) -> Self:
        if _CONTROL.search(self._server.user + self._server.secret):
            # the server would read more than a name or a password in what is said to it
            raise ScordError(Code.MAIL_LOGIN_REFUSED, host=self._server.host)
        self._line = Line(self._server)
        try:
            self._open()
        except ScordError:
            self._line.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with suppress(ScordError):
            if not fault:
                self._leave()
        self._line.close()

    @abstractmethod
    def letters(self) -> list[Letter]:
        """All there are, oldest first."""

    @abstractmethod
    def fetch(self, letter: Letter, most_bytes: int) -> bytes:
        """The whole letter as it is on the wire. Raises MAIL_TOO_LARGE above `most_bytes`."""

    @abstractmethod
    def headers(self, letter: Letter) -> bytes:
        """Its header alone, so that strangers' mail need not be fetched to be known as such."""

    @abstractmethod
    def remove(self, letter: Letter) -> None:
        """Deletes it from the server, where a setting says so.

        By POP3 it takes effect when the session ends without a fault. By IMAP on a server without
        UIDPLUS it is only flagged as deleted: to expunge it would take what others have flagged.
        """

    @abstractmethod
    def _open(self) -> None:
        """From the first word of the server to where letters can be asked for."""

    @abstractmethod
    def _leave(self) -> None:
        """Says farewell."""

    def _too_large(self, size: int, limit: int) -> ScordError:
        return ScordError(Code.MAIL_TOO_LARGE, host=self._server.host, size=size, limit=limit)

    def _gone(self) -> ScordError:
        return ScordError(Code.MAIL_BUSY, host=self._server.host, status="gone")
