"""A mailbox by IMAP: one folder, opened read-only and read with PEEK, so that nothing changes."""

from __future__ import annotations

import imaplib
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scord.exchange.imap_session import RefusedError, Session, TooLongError
from scord.exchange.mail_line import SHORT
from scord.exchange.mailbox import MOST_HEADER, MOST_LIST, Letter, Mailbox
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scord.exchange.mail_server import MailServer

_UID = re.compile(rb"\bUID (\d{1,10})\b")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d{1,12})\b")
_STATUS = re.compile(r"\[([A-Z]{1,30})[\] ]")
_BYE = re.compile(r"\* BYE\b")
# RFC 5530 section 3
_CODES = {
    "AUTHENTICATIONFAILED": Code.MAIL_LOGIN_REFUSED,
    "AUTHORIZATIONFAILED": Code.MAIL_LOGIN_REFUSED,
    "EXPIRED": Code.MAIL_LOGIN_REFUSED,
    "INUSE": Code.MAIL_BUSY,
    "LIMIT": Code.MAIL_BUSY,
    "PRIVACYREQUIRED": Code.MAIL_UNTRUSTED,
    "SERVERBUG": Code.MAIL_BUSY,
    "UNAVAILABLE": Code.MAIL_BUSY,
}


class ImapMailbox(Mailbox):
    """See Mailbox."""

    def __init__(self, server: MailServer, folder: str = "INBOX") -> None:
        super().__init__(server)
        self._folder = folder
        self._removing = False

    def letters(self) -> list[Letter]:
        """See Mailbox."""
        lines = self._ask(MOST_LIST, "FETCH", "1:*", "(UID RFC822.SIZE)")
        found = [(_UID.search(line), _SIZE.search(line)) for line in lines if type(line) is bytes]
        sizes = {int(uid[1]): int(size[1]) for uid, size in found if uid and size}
        return [Letter(f"imap:{self._validity}:{uid}", sizes[uid]) for uid in sorted(sizes)]

    def fetch(self, letter: Letter, most_bytes: int) -> bytes:
        """See Mailbox."""
        if letter.size > most_bytes:
            raise self._too_large(letter.size, most_bytes)
        return self._section(letter, "BODY.PEEK[]", most_bytes)

    def headers(self, letter: Letter) -> bytes:
        """See Mailbox."""
        return self._section(letter, "BODY.PEEK[HEADER]", MOST_HEADER)

    def remove(self, letter: Letter) -> None:
        """See Mailbox."""
        if not self._removing:
            self._select(readonly=False)
            self._removing = True
        uid = self._uid(letter)
        self._ask(SHORT, "STORE", uid, "+FLAGS.SILENT", r"(\Deleted)")
        if "UIDPLUS" in self._imap.capabilities:
            self._ask(SHORT, "EXPUNGE", uid)

    def _open(self) -> None:
        with self._refused(Code.MAIL_BUSY):
            self._imap = Session(self._server, self._line)
        if self._server.encryption == "starttls":
            with self._refused(Code.MAIL_UNTRUSTED):
                self._line.expect(SHORT)
                self._imap.start_tls()
        with self._refused(Code.MAIL_LOGIN_REFUSED):
            self._line.expect(SHORT)
            self._imap.log_in(self._server)
        self._select(readonly=True)

    def _leave(self) -> None:
        self._line.expect(SHORT)
        with self._refused(Code.MAIL_BUSY):
            self._imap.logout()

    def _select(self, *, readonly: bool) -> None:
        self._line.expect(SHORT)
        with self._refused(Code.FOLDER_UNREACHABLE, path=self._folder):
            self._imap.open_folder(self._folder, readonly=readonly)
            validity = self._imap.response("UIDVALIDITY")[1][0]
        if not isinstance(validity, bytes) or not validity.isdigit():
            raise self._line.broken(Code.MAIL_NOT_UNDERSTOOD, reason="UIDVALIDITY")
        self._validity = validity.decode()

    def _uid(self, letter: Letter) -> str:
        _, validity, uid = letter.key.split(":")
        if validity != self._validity:
            raise self._gone()
        return uid

    def _section(self, letter: Letter, what: str, most_bytes: int) -> bytes:
        uid = self._uid(letter)
        self._line.expect(most_bytes + SHORT)
        with self._refused(Code.MAIL_BUSY):
            try:
                answer = self._imap.ask("FETCH", uid, f"(UID {what})", most_literal=most_bytes)
            except TooLongError as fault:
                raise self._too_large(fault.args[0], most_bytes) from None
        for one, after in zip(answer, [*answer[1:], b""], strict=False):
            if isinstance(one, tuple):
                end = after if isinstance(after, bytes) else b""
                named = _UID.search(one[0] + b" " + end)
                if named and named[1].decode() == uid:
                    return one[1]
        raise self._gone()

    def _ask(self, most_bytes: int, command: str, *said: str) -> list[bytes | tuple[bytes, bytes]]:
        self._line.expect(most_bytes)
        with self._refused(Code.MAIL_BUSY):
            return self._imap.ask(command, *said)

    @contextmanager
    def _refused(self, code: Code, **facts: object) -> Iterator[None]:
        """`code`: what NO means here, where the server does not say itself."""
        host = self._server.host
        try:
            yield
        except RefusedError as fault:
            status = _STATUS.search(str(fault))
            name = status[1] if status else None
            raise ScordError(
                _CODES.get(name or "", code), host=host, status=name, **facts
            ) from None
        except (imaplib.IMAP4.error, ValueError, TypeError, KeyError) as fault:
            # the last three are what imaplib makes of an answer that it did not foresee
            code = Code.MAIL_BUSY if _BYE.search(str(fault)) else Code.MAIL_NOT_UNDERSTOOD
            raise self._line.broken(code) from None
