"""What a mail says in its header and bears as attachments, whoever wrote it and however badly.

The email package takes any bytes, but not in any time: long headers and deep nesting make it
quadratic. So both are counted before it sees them.
"""

from __future__ import annotations

import re
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOST_BYTES = 25_000_000  # of a mail: a bounce may bring back a whole lot
MOST_PARTS = 200
_MOST_LINES = 500_000  # base64 of all of it has 330,000
_MOST_BOUNDARIES = 5_000  # lines that may be one
_MOST_NESTED = 10  # multiparts and attached mails: every line is held against all around it
_MOST_HEADER = 1_000_000  # bytes of the header
_MOST_FIELD = 2_000  # bytes of a field that says how a part is built
_MOST_TOLD = 20_000  # characters of any other that is looked at: the rest of it is left out
_MOST_NAME = 200  # characters

_BUILT = re.compile(
    rb"(?:^|[\r\n])content-(?:type|disposition|transfer-encoding):"
    rb"([^\r\n]*+(?:(?:\r\n?|\n)[ \t][^\r\n]*+)*+)",
    re.IGNORECASE,
)
_NESTING = re.compile(rb"\s*(?:multipart|message)/", re.IGNORECASE)
_BOUNDARY_LINE = re.compile(rb"(?:^|[\r\n])--")
_END_OF_HEADER = re.compile(rb"\r\n\r\n|\n\n|\r\r")
_FOLDER = re.compile(r".*[/\\:]", re.DOTALL)
_ID = re.compile(r"<[^<>\s]{1,300}>")
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"@]{1,64}@[^\s<>()\[\],;:\"@]{1,255}")
_ADDRESS_IN_BRACKETS = re.compile(rf"<({_ADDRESS.pattern})>")
_TEXTS = ("text/plain", "text/html")
_BARE = (*_TEXTS, "multipart/alternative")


@dataclass(frozen=True)
class Head:
    """The header of a mail. `sender` in small letters, "" where there is none or several;
    `answers_to`: the Message-IDs of In-Reply-To and References; `kind`: the type of the content.
    """

    message_id: str | None
    sender: str
    sent_at: datetime | None
    answers_to: frozenset[str]
    kind: str


@dataclass(frozen=True)
class Attachment:
    """`name` without any folder, "" where it has none."""

    name: str
    data: bytes


def read_head(raw: bytes) -> Head:
    """Of a whole mail or of its header alone. Raises ScordError ACK_UNREADABLE."""
    end = _END_OF_HEADER.search(raw)
    message = parse(raw[: end.end()] if end else raw)
    return Head(
        message_id=next(iter(message_ids(told(message, "Message-ID"))), None),
        sender=_sender(message),
        sent_at=_sent_at(message),
        answers_to=frozenset(
            message_ids(f"{told(message, 'In-Reply-To')} {told(message, 'References')}")
        ),
        kind=message.get_content_type(),
    )


def read_attachments(raw: bytes) -> tuple[Attachment, ...]:
    """All parts that are not the text of the mail; those of a mail within it are not its own.

    Raises ScordError ACK_UNREADABLE, or MAIL_TOO_LARGE.
    """
    parts = own_parts(parse(raw))
    return tuple(Attachment(_name(part), payload(part)) for part in parts if _is_attached(part))


def may_be_ours(head: Head, sent: frozenset[str], senders: frozenset[str]) -> bool:
    """By its header alone: whether it is worth fetching. A stranger's mail answers none of the
    Message-IDs in `sent`, does not come from one of the addresses in `senders` (small letters), and
    is of a kind that can be no report and bear no attachment.
    """
    known = bool(head.answers_to & sent) or head.sender in senders
    return known or head.kind not in _BARE


def is_ours(
    head: Head,
    attachments: tuple[Attachment, ...],
    sent: frozenset[str],
    senders: frozenset[str],
    reads: Callable[[str, bytes], bool],
) -> bool:
    """Of the whole mail: it answers one of ours, comes from who is expected, or bears a file that
    the profile `reads`. Anybody can write a sender or an answer: this tells whose it may be, not
    what to believe. A bounce is found by `bounces.read_bounce`.
    """
    known = bool(head.answers_to & sent) or head.sender in senders
    return known or any(reads(one.name, one.data) for one in attachments)


def parse(raw: bytes) -> Message:
    """The mail as the email package sees it, if that takes no unreasonable time.

    Raises ScordError ACK_UNREADABLE, or MAIL_TOO_LARGE.
    """
    if len(raw) > MOST_BYTES:
        raise ScordError(Code.MAIL_TOO_LARGE, size=len(raw), limit=MOST_BYTES)
    if _is_hostile(raw):
        raise ScordError(Code.ACK_UNREADABLE)
    with _unreadable():
        return message_from_bytes(raw)


def own_parts(message: Message) -> Iterator[Message]:
    """The parts that hold something, in order, without looking into attached mails."""
    waiting = [message]
    for _ in range(MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop()
        held = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(held, list):
            waiting.extend(one for one in reversed(held) if isinstance(one, Message))
        else:
            yield part
    if waiting:
        raise ScordError(Code.ACK_UNREADABLE)


def payload(part: Message) -> bytes:
    """What a part holds, decoded as far as it can be; of an attached mail nothing."""
    with _unreadable():
        data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def told(message: Message, name: str) -> str:
    """A field's text, cut where it is long; "" where it is missing."""
    with _unreadable():
        return str(message.get(name, ""))[:_MOST_TOLD]


def message_ids(text: str) -> tuple[str, ...]:
    return tuple(_ID.findall(text))


def _is_hostile(raw: bytes) -> bool:
    if max(raw.count(b"\n"), raw.count(b"\r")) > _MOST_LINES:
        return True
    end = _END_OF_HEADER.search(raw)
    fields = [field[1] for field in _BUILT.finditer(raw)]
    return (
        (end.start() if end else len(raw)) > _MOST_HEADER
        or any(len(field) > _MOST_FIELD for field in fields)
        or sum(1 for field in fields if _NESTING.match(field)) > _MOST_NESTED
        or sum(1 for _ in _BOUNDARY_LINE.finditer(raw)) > _MOST_BOUNDARIES
    )


def _is_attached(part: Message) -> bool:
    kind = part.get_content_type()
    if kind.startswith("message/"):
        return False
    return kind not in _TEXTS or part.get_content_disposition() == "attachment" or bool(_name(part))


def _name(part: Message) -> str:
    """Decoded from RFC 2231, or from the encoded words that many programs put there instead."""
    with _unreadable():
        name = part.get_filename("")
        with suppress(ValueError, LookupError, HeaderParseError):  # then as it stands
            name = str(make_header(decode_header(name)))
    kept = "".join(one for one in _FOLDER.sub("", name) if one.isprintable())
    return kept.strip()[-_MOST_NAME:]


def _sender(message: Message) -> str:
    fields = message.get_all("From", [])
    if len(fields) != 1:
        return ""
    text = told(message, "From")
    found = _ADDRESS_IN_BRACKETS.findall(text) or _ADDRESS.findall(text)
    return str(found[0]).lower() if len(found) == 1 else ""


def _sent_at(message: Message) -> datetime | None:
    try:
        moment = parsedate_to_datetime(told(message, "Date"))
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


@contextmanager
def _unreadable() -> Iterator[None]:
    try:
        yield
    except Exception as fault:
        # on bytes made to harm it the email package fails in ways that it does not document
        raise ScordError(Code.ACK_UNREADABLE) from fault
