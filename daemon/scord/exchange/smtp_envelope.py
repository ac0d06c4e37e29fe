"""What SMTP needs to know of a frozen message, read from its own headers."""

from __future__ import annotations

import re
from email.parser import BytesHeaderParser
from email.policy import SMTP
from typing import TYPE_CHECKING, NamedTuple

from scord.exchange.letter import ADDRESS
from scord.exchange.transport import RefusedError
from scord_shared.errors import Code

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scord.exchange.transport import Parcel

_WIRE = re.compile(rb"(?:[\x01-\x09\x0b\x0c\x0e-\x7f]{0,998}+\r\n)*+")  # RFC 5321, 4.5.3.1.6
_MAX_ENVID = 100  # characters, RFC 3461 section 4.4


class Envelope(NamedTuple):
    """`size`: of the message in bytes, as RFC 1870 counts it."""

    sender: str
    recipients: tuple[str, ...]
    message_id: str
    size: int

    def mail_options(self, offered: Mapping[str, str]) -> list[str]:
        """What goes with MAIL FROM; bounces then name the message by its id (RFC 3461)."""
        options = []
        if "size" in offered:
            options.append(f"SIZE={self.size}")
        if "dsn" in offered:
            options.append("RET=HDRS")
            name = _xtext(self.message_id.strip("<>"))
            if len(name) <= _MAX_ENVID:
                options.append(f"ENVID={name}")
        return options

    def rcpt_options(self, offered: Mapping[str, str]) -> list[str]:
        return ["NOTIFY=FAILURE,DELAY"] if "dsn" in offered else []


def size_limit(offered: Mapping[str, str]) -> int | None:
    """The server's, in bytes; None where it has none or does not say (RFC 1870 section 4)."""
    said = offered.get("size", "")
    return int(said) or None if re.fullmatch("[0-9]{1,20}", said) else None


NOBODY = Envelope("", (), "", 0)


def envelope_of(parcel: Parcel) -> Envelope:
    """Raises RefusedError INTERNAL where the message is one that servers would mangle."""
    head, end, _ = parcel.data.partition(b"\r\n\r\n")
    headers = BytesHeaderParser(policy=SMTP).parsebytes(head + end)
    senders, recipients = (
        tuple(one.addr_spec for field in headers.get_all(name, ()) for one in field.addresses)
        for name in ("From", "To")
    )
    fit = all(map(ADDRESS.fullmatch, senders + recipients)) and _WIRE.fullmatch(parcel.data)
    if len(senders) != 1 or not recipients or not fit:
        raise RefusedError(Code.INTERNAL, reason="letter")
    return Envelope(senders[0], recipients, parcel.message_id, len(parcel.data))


def _xtext(text: str) -> str:
    """RFC 3461 section 4."""
    plain = (
        chr(one) if 33 <= one <= 126 and one not in b"+=" else f"+{one:02X}"
        for one in text.encode()
    )
    return "".join(plain)
