"""A bare G4 strip as a file: Pillow cannot be given strips. Without OpenCV, for the service too."""

from __future__ import annotations

import struct

STRIP_OFFSETS = 273
STRIP_LENGTHS = 279


def tiff_of(strip: bytes, width: int, height: int) -> bytes:
    """`strip` (ink as black runs) as the smallest TIFF that Pillow decodes; sizes in px."""
    tags = {
        256: width,
        257: height,
        259: 4,  # compression: Group 4
        262: 0,  # white is zero
        STRIP_OFFSETS: 0,
        278: height,  # rows in the strip
        STRIP_LENGTHS: len(strip),
    }
    tags[STRIP_OFFSETS] = 8 + 2 + 12 * len(tags) + 4
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags.items())
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + bytes(4) + strip
