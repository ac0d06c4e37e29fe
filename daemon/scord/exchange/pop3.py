"""A mailbox by POP3 (RFC 1939). DELE is never said unless `remove` is called.

poplib is not used: it takes lines of 2,048 bytes at most, forgets how they ended, and keeps for
itself what it takes to change that.
"""

from __future__ import annotations

import re
from base64 import b64encode
from typing import TYPE_CHECKING

from scord.exchange.mail_line import SHORT
from scord.exchange.mail_server import xoauth2
from scord.exchange.mailbox import MOST_HEADER, MOST_LIST, Letter, Mailbox
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scord.exchange.mail_server import MailServer

_UIDL = re.compile(rb"(\d{1,9}) +([\x21-\x7e]{1,250}) *\r?\n")  # 70 by the RFC; some give more
_LIST = re.compile(rb"(\d{1,9}) +(\d{1,12})(?: .*)?\r?\n")
_CONSENT = re.compile(rb"\+(?:OK\b|[ \r])")  # RFC 5034 section 4: "+ " asks for more
_REFUSAL = re.compile(rb"-ERR\b(?: \[([A-Z/-]{1,20})\])?")
_STATUS = {  # RFC 2449 section 8, RFC 3206
    b"AUTH": Code.MAIL_LOGIN_REFUSED,
    b"IN-USE": Code.MAIL_BUSY,
    b"LOGIN-DELAY": Code.MAIL_BUSY,
    b"SYS/PERM": Code.MAIL_BUSY,
    b"SYS/TEMP": Code.MAIL_BUSY,
}


class Pop3Mailbox(Mailbox):
    """See Mailbox. What POP3 has fetched most servers show to IMAP as seen; Dovecot does not where
    the session ends as ours do, with RSET. There is no surer way.
    """

    def __init__(self, server: MailServer) -> None:
        super().__init__(server)
        self._numbers: dict[Letter, int] = {}
        self._removed = False

    def letters(self) -> list[Letter]:
        """A server without UIDL is not understood: nothing else tells old letters from new."""
        keys = self._listed("UIDL", _UIDL)
        sizes = self._listed("LIST", _LIST)
        found = {
            Letter(f"pop3:{keys[number].decode()}", int(sizes[number])): number
            for number in sorted(keys.keys() & sizes.keys(), reverse=True)
        }
        self._numbers = dict(reversed(found.items()))  # of copies under one key, the oldest
        return list(self._numbers)

    def fetch(self, letter: Letter, most_bytes: int) -> bytes:
        """See Mailbox."""
        if letter.size > most_bytes:
            raise self._too_large(letter.size, most_bytes)
        return self._whole("RETR {}", letter, most_bytes)

    def headers(self, letter: Letter) -> bytes:
        """See Mailbox."""
        return self._whole("TOP {} 0", letter, MOST_HEADER)

    def remove(self, letter: Letter) -> None:
        """See Mailbox."""
        self._say(f"DELE {self._number(letter)}", Code.MAIL_BUSY)
        self._removed = True

    def _open(self) -> None:
        self._hear(Code.MAIL_BUSY)
        if self._server.encryption == "starttls":
            self._say("STLS", Code.MAIL_UNTRUSTED)
            self._line.start_tls()
        if self._server.login == "xoauth2":
            self._authenticate("XOAUTH2", xoauth2(self._server))
        else:
            self._say(f"USER {self._server.user}", Code.MAIL_LOGIN_REFUSED)
            self._say(f"PASS {self._server.secret}", Code.MAIL_LOGIN_REFUSED)

    def _authenticate(self, mechanism: str, answer: str) -> None:
        """SASL in the form of RFC 5034 that has no limit of length. A refusal by XOAUTH2 says its
        reasons first and waits for an empty line.
        """
        self._say(f"AUTH {mechanism}", Code.MAIL_LOGIN_REFUSED)
        said = self._say(b64encode(answer.encode()).decode(), Code.MAIL_LOGIN_REFUSED)
        if not said.startswith(b"+OK"):
            self._say("", Code.MAIL_LOGIN_REFUSED)

    def _leave(self) -> None:
        if not self._removed:
            self._say("RSET", Code.MAIL_BUSY)  # then the end can delete nothing at all
        self._say("QUIT", Code.MAIL_BUSY)

    def _listed(self, command: str, form: re.Pattern[bytes]) -> dict[int, bytes]:
        lines = self._lines(command, MOST_LIST, Code.MAIL_NOT_UNDERSTOOD)
        found = [form.fullmatch(line) for line in lines]
        if not all(found):
            raise self._line.broken(Code.MAIL_NOT_UNDERSTOOD, reason=command)
        return {int(one[1]): one[2] for one in found if one}

    def _whole(self, command: str, letter: Letter, most_bytes: int) -> bytes:
        data = bytearray()
        asked = command.format(self._number(letter))
        for line in self._lines(asked, most_bytes + SHORT, Code.MAIL_BUSY):
            data += line
            if len(data) > most_bytes:
                self._line.close()
                raise self._too_large(len(data), most_bytes)
        return bytes(data)

    def _number(self, letter: Letter) -> int:
        if not self._numbers:
            self.letters()
        if letter not in self._numbers:
            raise self._gone()
        return self._numbers[letter]

    def _lines(self, command: str, most_bytes: int, refused: Code) -> Iterator[bytes]:
        """The lines of a long answer with their ends as on the wire, doubled dots undone."""
        self._say(command, refused, most_bytes)
        while (line := self._line.readline()) not in (b".\r\n", b".\n"):
            yield line[1:] if line.startswith(b".") else line

    def _say(self, command: str, refused: Code, most_bytes: int = SHORT) -> bytes:
        """The first line of the answer. `refused`: what -ERR means here."""
        if self._line.unread:  # it would be taken for the answer to this command
            raise self._line.broken(Code.MAIL_NOT_UNDERSTOOD)
        self._line.expect(most_bytes)
        self._line.sendall(f"{command}\r\n".encode())
        return self._hear(refused)

    def _hear(self, refused: Code) -> bytes:
        said = self._line.readline()
        if _CONSENT.match(said):
            return said
        refusal = _REFUSAL.match(said)
        if not refusal:
            raise self._line.broken(Code.MAIL_NOT_UNDERSTOOD)
        status = refusal[1]
        raise ScordError(
            _STATUS.get(status, refused),
            host=self._server.host,
            status=status.decode() if status else None,
        )
