"""The mail that carries a frozen lot: equal facts give equal bytes, to be sent as they are.

It is 7 bit with CRLF ends of line, so no server on the way has a reason to change it. It bears no
`Auto-Submitted`: that asks automatic responders for silence (RFC 3834 section 2), and an ARL may
well be an automatic response.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING

from scord.settings import MAIL_ADDRESS

if TYPE_CHECKING:
    from datetime import datetime

    from scord.lots.profile import Frozen

# what goes into MAIL FROM and RCPT TO without quotes and without SMTPUTF8
ADDRESS = re.compile(MAIL_ADDRESS)

# what the other side reads should a person open the mail
TEXT = """\
Ce message contient, en pièce jointe, un lot SCOR de pièces justificatives.
Il a été envoyé automatiquement par le logiciel Scord.
"""
TEST_TEXT = "TEST : ce message est un essai, il n'est pas destiné aux caisses.\n"
TEST_HEADER = ("X-Scord-Test", "TEST - not for caisses")
TEST_SUBJECT = "TEST - "


def seal(
    frozen: Frozen,
    *,
    sender: str,
    recipient: str,
    subject: str,
    frozen_at: datetime,
    test: bool,
) -> bytes:
    """The letter as it goes on the wire, before S/MIME. `sender`, `recipient`: bare addresses.

    Raises ValueError where an address is none, or a line break in any of the texts would begin a
    header of its own.
    """
    for address in (sender, recipient):
        if not ADDRESS.fullmatch(address):
            raise ValueError("not a mail address")
    letter = EmailMessage(policy=SMTP)
    letter["Date"] = frozen_at.astimezone(UTC)
    letter["From"] = sender
    letter["To"] = recipient
    letter["Message-ID"] = frozen.message_id
    letter["Subject"] = f"{TEST_SUBJECT}{subject}" if test else subject
    if test:
        name, value = TEST_HEADER
        letter[name] = value
    letter.set_content(TEST_TEXT + TEXT if test else TEXT, cte="quoted-printable")
    letter.add_attachment(
        frozen.data,
        maintype="application",
        subtype="octet-stream",  # what it is, only the profile knows
        filename=frozen.file_name,
    )
    letter.set_boundary(_boundary(frozen.message_id))
    return letter.as_bytes()


def _boundary(message_id: str) -> str:
    """Neither quoted-printable nor base64 has a line with "=_" in it."""
    return f"=_{hashlib.sha256(message_id.encode()).hexdigest()[:32]}"
