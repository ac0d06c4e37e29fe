"""A depot lot as one byte string: the files of its folder in a ZIP that never varies."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Iterable

LOT_FORMAT = "scord-depot/1"

_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)  # a fixed time: equal lots are equal bytes
_UNIX = 3
_FILE_MODE = 0o100644 << 16
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_]{1,120}\.[a-z]{1,10}")  # leads out of no folder


def pack(members: Iterable[tuple[str, bytes]]) -> bytes:
    """Stored, not compressed: G4 does not shrink further, and stored bytes never vary."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        archive.comment = LOT_FORMAT.encode()
        for name, data in members:
            member = zipfile.ZipInfo(name, _ZIP_EPOCH)
            member.create_system, member.external_attr = _UNIX, _FILE_MODE
            archive.writestr(member, data)
    return target.getvalue()


def unpack(data: bytes) -> list[tuple[str, bytes]]:
    """The files of a lot, each with the checksum that was put in.

    Raises ScordError FILE_UNREADABLE for anything that `pack` has not made, such as a lot that was
    frozen while another profile was in force.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if archive.comment != LOT_FORMAT.encode() or not all(map(_PLAIN_NAME.fullmatch, names)):
                raise _unfit()
            return [(name, archive.read(name)) for name in names]
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError) as fault:
        raise _unfit() from fault


def _unfit() -> ScordError:
    return ScordError(Code.FILE_UNREADABLE, reason=f"not {LOT_FORMAT}")
