"""The key of the store's files, and its recovery code: the key itself, for paper and a safe."""

from __future__ import annotations

import base64
import hashlib
import os

from scord_shared.errors import Code, ScordError

ID_BYTES = 8
_KEY_BYTES = 32
_CHECK_BYTES = 3  # with the key 35: 56 signs of base 32, none left over
_GROUP = 4
_MISREAD = str.maketrans({"0": "O", "1": "I", "8": "B", "-": ""})


def new_key() -> bytes:
    return os.urandom(_KEY_BYTES)


def id_of(key: bytes) -> bytes:
    """Tells keys apart, and nothing of any."""
    return hashlib.sha256(b"scord-key-id" + key).digest()[:ID_BYTES]


def code_of(key: bytes) -> str:
    """In groups of four letters and digits, the last of them a check of the others."""
    signs = base64.b32encode(key + _check(key)).decode()
    return "-".join(signs[at : at + _GROUP] for at in range(0, len(signs), _GROUP))


def key_of(code: str) -> bytes:
    """The key that was written as `code`, however it was typed. Raises RECOVERY_CODE_WRONG."""
    try:
        data = base64.b32decode("".join(code.upper().translate(_MISREAD).split()))
    except ValueError as fault:  # letters that no code has, or too few
        raise ScordError(Code.RECOVERY_CODE_WRONG) from fault
    key = data[:_KEY_BYTES]
    if data[_KEY_BYTES:] != _check(key):
        raise ScordError(Code.RECOVERY_CODE_WRONG)
    return key


def _check(key: bytes) -> bytes:
    return hashlib.sha256(b"scord-recovery-code" + key).digest()[:_CHECK_BYTES]
