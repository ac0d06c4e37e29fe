"""Formats by their first bytes."""

from __future__ import annotations

import pytest

from scord.imaging.formats import Format, detect


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"\xff\xd8\xff\xe0", Format.JPEG),
        (b"\x89PNG\r\n\x1a\n", Format.PNG),
        (b"II*\0", Format.TIFF),
        (b"MM\0*", Format.TIFF),
        (b"MM\0+", Format.TIFF),  # BigTIFF
        (b"GIF89a", Format.GIF),
        (b"RIFF\0\0\0\0WEBP", Format.WEBP),
        (b"BM\x10\0\0\0\0\0\0\0", Format.BMP),
        (b"%PDF-1.4", Format.PDF),
        (b"\n" * 1000 + b"%PDF-1.4", Format.PDF),
        (b"\n" * 1100 + b"%PDF-1.4", None),
        (b"BMP is a format of images", None),
        (b"\0\0\0\x18ftypheic", Format.HEIF),
        (b"\0\0\0\x18ftypmif1", Format.HEIF),
        (b"\0\0\0\x18ftypmp42", None),
        (b"Bonjour", None),
        (b"", None),
    ],
)
def test_the_first_bytes_tell_the_format(head: bytes, expected: Format | None) -> None:
    assert detect(head) is expected
