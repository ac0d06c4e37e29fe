"""Sends a kept file as it came, under its own name: somebody else's bytes, saved, never shown."""

import os
import re
from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import quote

from starlette.responses import Response, StreamingResponse

from scord.store.files import Shelf

OCTETS = "application/octet-stream"
_CHUNK = 1 << 18


def download(shelf: Shelf, sha256: str, name: str) -> StreamingResponse:
    """In pieces, since a scan may have 200 MB. Raises ScordError STORE_FILE_DAMAGED."""
    source = shelf.open(sha256)
    size = source.seek(0, os.SEEK_END)
    source.seek(0)
    headers = {"Content-Disposition": _saved_as(name), "Content-Length": str(size)}
    return StreamingResponse(_pieces(source), headers=headers, media_type=OCTETS)


def saved(data: bytes, name: str, media_type: str) -> Response:
    """`data` whole, under `name`."""
    headers = {"Content-Disposition": _saved_as(name)}
    return Response(data, media_type=media_type, headers=headers)


def _pieces(source: BinaryIO) -> Iterator[bytes]:
    with source:
        while piece := source.read(_CHUNK):
            yield piece


def _saved_as(name: str) -> str:
    """RFC 6266: the name in plain letters for old readers, then whole, in the code of RFC 8187."""
    plain = re.sub(r"[^\w.-]", "_", name, flags=re.ASCII)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
