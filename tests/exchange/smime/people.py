"""A practice and a caisse that write to each other: their certificates, and their authority."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tests.exchange.certificates import Authority, Issued, make_authority
from tests.exchange.smime.openssl import as_mail

from scord.exchange.smime.certificates import Keys, load_keys
from scord.exchange.smime.incoming import open_letter
from scord.exchange.smime.trust import Trust
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from pathlib import Path

PRACTICE, CAISSE, STRANGER = "cabinet@test.invalid", "scor@caisse.invalid", "autre@test.invalid"
NOW = datetime.now(UTC) + timedelta(hours=1)  # when what the tests issue is valid

# a part of a mail, as it is signed
CONTENT = b"\r\n".join(
    [
        b'Content-Type: application/octet-stream; name="ARL-1.txt"',
        b"Content-Transfer-Encoding: base64",
        b'Content-Disposition: attachment; filename="ARL-1.txt"',
        b"",
        b"QVJMIHBvc2l0aWY=",
        b"",
    ]
)
OPENED = b"From: " + CAISSE.encode() + b"\r\n" + CONTENT


@dataclass(frozen=True)
class People:
    authority: Authority
    practice: Issued
    caisse: Issued
    stranger: Issued
    keys: Keys

    @property
    def folder(self) -> Path:
        return self.authority.path.parent

    @property
    def issuer(self) -> Issued:
        """The authority, for openssl.issue."""
        return Issued(self.authority.path, self.authority.path.with_suffix(".key"))

    @property
    def trust(self) -> Trust:
        return Trust((self.authority.certificate,))


def make_people(folder: Path) -> People:
    authority = make_authority(folder)
    practice = authority.issue("practice", email=PRACTICE)
    return People(
        authority,
        practice,
        authority.issue("caisse", email=CAISSE),
        authority.issue("stranger", email=STRANGER),
        load_keys(together(practice), None, address=PRACTICE, now=NOW),
    )


def together(*issued: Issued) -> Path:
    """A file that holds the first one's key and the certificates of all."""
    path = issued[0].certificate_path.with_suffix(".both.pem")
    pems = [issued[0].key_path, *(one.certificate_path for one in issued)]
    path.write_bytes(b"".join(pem.read_bytes() for pem in pems))
    return path


def letter(entity: bytes, sender: str = CAISSE) -> bytes:
    """As it comes from the mailbox."""
    header = f"From: {sender}\r\nTo: {PRACTICE}\r\nSubject: ARL\r\nMessage-ID: <1@caisse.invalid>"
    return header.encode() + b"\r\n" + as_mail(entity)


def outcome(
    raw: bytes, people: People, trust: Trust | None = None, now: datetime = NOW
) -> bytes | str:
    """The opened letter, or the reason why not."""
    try:
        return open_letter(raw, people.keys, trust or people.trust, now)
    except ScordError as fault:
        return str(fault.facts["reason"]) if fault.code == Code.MESSAGE_UNTRUSTED else fault.code
