"""The codes printed on a page: the QR of cover slips, and those of prescribers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import zxingcpp

    from scord.imaging.raster import Bitonal

Point = tuple[int, int]


@dataclass(frozen=True)
class PageCode:
    """A code seen on a page: what kind, what it says, and its corners in px, clockwise.

    `text` is empty where the code is there but too damaged to be read.
    """

    format: str
    text: str
    position: tuple[Point, Point, Point, Point]


def read_codes(bitonal: Bitonal) -> tuple[PageCode, ...]:
    """Every QR code of the page, in any direction, modules of 0.45 mm and more."""
    return _read(bitonal, "QRCode")


def read_all_codes(bitonal: Bitonal) -> tuple[PageCode, ...]:
    """As `read_codes`, and the Code 128 in which prescriptions show their prescriber's numbers."""
    return _read(bitonal, "QRCode", "Code128")


def _read(bitonal: Bitonal, *formats: str) -> tuple[PageCode, ...]:
    import zxingcpp  # noqa: PLC0415 -- for the workers alone, as OpenCV

    found = zxingcpp.read_barcodes(
        bitonal,
        formats=zxingcpp.BarcodeFormats([getattr(zxingcpp.BarcodeFormat, one) for one in formats]),
        binarizer=zxingcpp.Binarizer.FixedThreshold,  # the page is bitonal: a third faster
        try_downscale=False,
        try_invert=False,
        return_errors=True,  # a slip that cannot be read must not pass for an ordinary page
    )
    return tuple(
        PageCode(code.format.name, code.text if code.valid else "", _corners(code.position))
        for code in found
    )


def _corners(position: zxingcpp.Position) -> tuple[Point, Point, Point, Point]:
    return (
        _point(position.top_left),
        _point(position.top_right),
        _point(position.bottom_right),
        _point(position.bottom_left),
    )


def _point(point: zxingcpp.Point) -> Point:
    return (point.x, point.y)
