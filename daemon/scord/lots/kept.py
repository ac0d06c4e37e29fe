"""Reads back what a shelf keeps, and trusts the disk only after looking."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from scord.store.files import Shelf


def read_kept(shelf: Shelf, sha256: str) -> bytes:
    """The bytes kept under `sha256`. Raises ScordError STORE_FILE_DAMAGED where they are not."""
    path = shelf.path(sha256)
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise ScordError(Code.STORE_FILE_DAMAGED, name=path.name) from fault
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ScordError(Code.STORE_FILE_DAMAGED, name=path.name)
    return data
