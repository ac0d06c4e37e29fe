"""Which format a file is, told by its first bytes: scanners and people misname files."""

from __future__ import annotations

import re
from enum import StrEnum


class Format(StrEnum):
    """What can be converted. The values are the names that Pillow gives the raster formats."""

    JPEG = "JPEG"
    PNG = "PNG"
    TIFF = "TIFF"
    PDF = "PDF"
    GIF = "GIF"
    BMP = "BMP"
    WEBP = "WEBP"
    HEIF = "HEIF"


HEAD_BYTES = 1024  # readers accept a PDF header anywhere in the first 1,024 bytes

_SIGNATURES = (
    (re.compile(rb"\xff\xd8\xff"), Format.JPEG),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), Format.PNG),
    (re.compile(rb"II[\x2a\x2b]\x00|MM\x00[\x2a\x2b]"), Format.TIFF),
    (re.compile(rb"GIF8[79]a"), Format.GIF),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), Format.WEBP),
    (re.compile(rb".{4}ftyp(hei[cxms]|hev[cxms]|mif1|msf1)", re.DOTALL), Format.HEIF),
    (re.compile(rb".{0,1019}?%PDF-", re.DOTALL), Format.PDF),
    (re.compile(rb"BM.{4}\x00{4}", re.DOTALL), Format.BMP),
)


def detect(head: bytes) -> Format | None:
    """The format of a file that starts with `head` (HEAD_BYTES of it), None where unknown."""
    return next((fmt for signature, fmt in _SIGNATURES if signature.match(head)), None)
