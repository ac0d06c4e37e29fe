"""S/MIME on the way back: a letter is decrypted, and only what its signature covers comes out.

Layers may lie in each other in any order, signed in encrypted or encrypted in signed. Text around
them, which anybody may have added, is never looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.exchange.mail_parts import parse, payload, read_head
from scord.exchange.smime.cms import ENCRYPTED, decrypt, malformed, read_info
from scord.exchange.smime.entity import (
    canonical,
    is_about_content,
    join,
    split_header,
    split_signed,
)
from scord.exchange.smime.signature import verify
from scord.exchange.smime.trust import Untrusted, check_signer, untrusted
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from email.message import Message

    from cryptography.x509 import Certificate

    from scord.exchange.smime.certificates import Keys
    from scord.exchange.smime.signature import Signed
    from scord.exchange.smime.trust import Trust

_MOST_LAYERS = 4  # three are in use: signed, encrypted, signed again
_DETACHED = "multipart/signed"
_MESSAGES = ("application/pkcs7-mime", "application/x-pkcs7-mime")


def open_letter(raw: bytes, keys: Keys, trust: Trust, now: datetime) -> bytes:
    """A letter that holds what was signed, under the address in From that the signer answers for;
    nothing else of the header is vouched for, so nothing else is in it. `now`: when `raw` came.

    Raises ScordError MESSAGE_UNTRUSTED, its reason an Untrusted.
    """
    try:
        return _open(raw, keys, trust, now)
    except ScordError as fault:
        if fault.code == Code.MESSAGE_UNTRUSTED:
            raise
        raise untrusted(Untrusted.MALFORMED) from fault  # mail_parts takes no such mail


def _open(raw: bytes, keys: Keys, trust: Trust, now: datetime) -> bytes:
    sender = read_head(raw).sender
    known = trust.pinned.get(sender, ())
    entity, is_signed = raw, False
    for _ in range(_MOST_LAYERS + 1):
        letter = parse(entity)
        kind = letter.get_content_type()
        if kind == _DETACHED:
            signed = _detached(letter, entity, known)
        elif kind in _MESSAGES:
            data = payload(letter)
            info = read_info(data)
            if info.kind in ENCRYPTED:
                entity = decrypt(data, keys)
                continue
            signed = verify(info, None, known)
        elif is_signed:
            return _as_letter(sender, entity)
        else:
            raise untrusted(Untrusted.NOT_SIGNED)
        with malformed():
            check_signer(signed.signer, signed.others, sender, trust, now)
        entity, is_signed = signed.content, True
    raise untrusted(Untrusted.MALFORMED)


def _detached(letter: Message, entity: bytes, known: Sequence[Certificate]) -> Signed:
    with malformed():
        boundary = str(letter.get_boundary("")).encode("ascii")
        content, part = split_signed(split_header(entity)[1], boundary)
    return verify(read_info(payload(parse(part))), canonical(content), known)


def _as_letter(sender: str, entity: bytes) -> bytes:
    fields, body = split_header(entity)
    about_content = [field for field in fields if is_about_content(field)]
    return join([b"From: " + sender.encode(), *about_content], body)
