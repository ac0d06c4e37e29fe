"""What a PDF page draws: its images at their size on paper, and whether there is anything else."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, NameObject, StreamObject

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pypdf import PageObject, PdfReader

_POINTS = 72.0  # to an inch
_FORMS_MAX = 500  # forms can hold each other: a few lines would draw for ever
_INVISIBLE = 3  # text rendering mode
_SHOWS_TEXT = frozenset({b"Tj", b"TJ", b"'", b'"'})
_PAINTS = frozenset({b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"sh"})
_GREY = frozenset({"/DeviceGray", "/CalGray", "/G"})
_INDEXED = frozenset({"/Indexed", "/I"})
_ABBREVIATED = {  # in an inline image
    "/W": "/Width",
    "/H": "/Height",
    "/BPC": "/BitsPerComponent",
    "/CS": "/ColorSpace",
    "/F": "/Filter",
    "/IM": "/ImageMask",
}
_UNSEEN_NOTES = frozenset({"/Link", "/Popup"})

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True)
class DrawnImage:
    """An image where a page draws it. `dpi` is the coarser of its two directions."""

    width: int
    height: int
    dpi: float
    bits: int  # per component
    bitonal: bool
    filter: str  # as the PDF names it, without the slash; "" where the data are plain


@dataclass
class Drawing:
    """All that a page shows."""

    images: list[DrawnImage] = field(default_factory=list)
    other: bool = False  # text, lines, notes: anything that is no image


def drawing_of(page: PageObject, reader: PdfReader) -> Drawing:
    """Follows the page's content, forms included. Raises what pypdf raises on a broken page."""
    drawing = Drawing()
    contents = page.get_contents()
    if contents is not None:
        resources: Any = page.get("/Resources", DictionaryObject()).get_object()
        _Pen(reader, drawing).follow(contents, resources, _IDENTITY)
    notes = page.get("/Annots") or []
    drawing.other |= any(note.get_object().get("/Subtype") not in _UNSEEN_NOTES for note in notes)
    return drawing


class _Pen:
    """Carries the graphics state through one content stream after another."""

    def __init__(self, reader: PdfReader, drawing: Drawing) -> None:
        self._reader = reader
        self._drawing = drawing
        self._forms_left = _FORMS_MAX

    def follow(self, contents: Any, resources: Any, matrix: Matrix) -> None:
        saved: list[tuple[Matrix, int]] = []
        text_mode = 0
        for operands, operator in ContentStream(contents, self._reader).operations:
            match operator:
                case b"q":
                    saved.append((matrix, text_mode))
                case b"Q" if saved:
                    matrix, text_mode = saved.pop()
                case b"cm":
                    matrix = _product(_matrix(operands), matrix)
                case b"Tr":
                    text_mode = int(operands[0])
                case b"Do":
                    thing = resources["/XObject"][operands[0]].get_object()
                    self._draw(thing, resources, matrix)
                case b"INLINE IMAGE":
                    self._drawing.images.append(_drawn(_spelt_out(operands["settings"]), matrix))
                case _ if operator in _PAINTS:
                    self._drawing.other = True
                case _ if operator in _SHOWS_TEXT and text_mode != _INVISIBLE:
                    self._drawing.other = True

    def _draw(self, thing: StreamObject, resources: Any, matrix: Matrix) -> None:
        if thing.get("/Subtype") == "/Image":
            self._drawing.images.append(_drawn(thing, matrix))
            return
        self._forms_left -= 1
        if self._forms_left < 0:
            raise ValueError("too many forms")
        inner = thing.get("/Resources", resources).get_object()
        self.follow(thing, inner, _product(_matrix(thing.get("/Matrix", _IDENTITY)), matrix))


def _drawn(image: Any, matrix: Matrix) -> DrawnImage:
    width, height = int(image["/Width"]), int(image["/Height"])
    stencil = bool(image.get("/ImageMask", False))
    bits = 1 if stencil else int(image.get("/BitsPerComponent", 8))
    across, down = math.hypot(matrix[0], matrix[1]), math.hypot(matrix[2], matrix[3])
    return DrawnImage(
        width=width,
        height=height,
        dpi=min(_dpi(width, across), _dpi(height, down)),
        bits=bits,
        bitonal=bits == 1 and (stencil or _is_black_and_white(image.get("/ColorSpace"))),
        filter=_filter_name(image.get("/Filter")),
    )


def _dpi(pixels: int, points: float) -> float:
    return pixels * _POINTS / points if points > 0 else math.inf


def _is_black_and_white(space: Any) -> bool:
    """Whether one bit of this colour space means black or white, and no other pair of colours."""
    space = space.get_object() if space is not None else None
    if not isinstance(space, ArrayObject):
        return space in _GREY
    kind = space[0].get_object()
    if kind in _INDEXED:
        palette = space[3].get_object()
        data = palette.get_data() if isinstance(palette, StreamObject) else palette.original_bytes
        width = len(data) // 2  # bytes of a colour: one bit has two
        return {data[:width], data[width:]} <= {b"\x00" * width, b"\xff" * width}
    if kind == "/ICCBased":
        return bool(space[1].get_object().get("/N") == 1)
    return kind in _GREY


def _filter_name(filters: Any) -> str:
    """The last filter: what the pixels themselves are coded in."""
    filters = filters.get_object() if filters is not None else None
    if isinstance(filters, ArrayObject):
        filters = filters[-1].get_object() if filters else None
    return str(filters).removeprefix("/") if filters else ""


def _spelt_out(settings: DictionaryObject) -> DictionaryObject:
    return DictionaryObject(
        {NameObject(_ABBREVIATED.get(key, key)): value for key, value in settings.items()}
    )


def _matrix(numbers: Iterable[Any]) -> Matrix:
    a, b, c, d, e, f = (float(number) for number in numbers)
    return (a, b, c, d, e, f)


def _product(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that applies `first`, and to its result `then`."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )
