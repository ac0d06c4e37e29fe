"""Draws the icon: a shape for the state and a badge for how many things wait.

Each shape has a dark outline inside a light one, so that it stands out on any panel. The badge's
digits come from Pillow's own font in its basic layout: with the other layout text vanishes in a
process that has loaded GTK (seen with Pillow 12 and 13).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from scord_tray.model import Shape

if TYPE_CHECKING:
    from scord_tray.model import View

DEFAULT_SIZE = 64

_GRID = 32  # the shapes stand on a grid of this many units
_FINE = 4  # drawn this much larger, then averaged down
_LIGHT = (255, 255, 255, 255)
_DARK = (8, 10, 14, 255)
_BADGE = (140, 16, 32, 255)

# The colours of SCOR, which the trade knows: red rejected, orange to add, yellow under way, green.
_COLOURS = {
    Shape.CROSS: (150, 152, 156, 255),
    Shape.OCTAGON: (222, 48, 48, 255),
    Shape.BARS: (96, 140, 214, 255),
    Shape.DIAMOND: (245, 140, 30, 255),
    Shape.ARROW: (250, 208, 60, 255),
    Shape.CHECK: (62, 170, 84, 255),
}

_Polygon = tuple[tuple[float, float], ...]

_SHAPES: dict[Shape, tuple[_Polygon, ...]] = {
    Shape.CROSS: (
        (
            (9, 4), (16, 11), (23, 4), (28, 9), (21, 16), (28, 23),
            (23, 28), (16, 21), (9, 28), (4, 23), (11, 16), (4, 9),
        ),
    ),
    Shape.OCTAGON: (
        (
            (10.5, 3), (21.5, 3), (29, 10.5), (29, 21.5),
            (21.5, 29), (10.5, 29), (3, 21.5), (3, 10.5),
        ),
    ),
    Shape.BARS: (
        ((5, 5.5), (12, 5.5), (12, 26.5), (5, 26.5)),
        ((20, 5.5), (27, 5.5), (27, 26.5), (20, 26.5)),
    ),
    Shape.DIAMOND: (((16, 2.5), (29.5, 16), (16, 29.5), (2.5, 16)),),
    Shape.ARROW: (
        ((3, 11.5), (15, 11.5), (15, 4), (29, 16), (15, 28), (15, 20.5), (3, 20.5)),
    ),
    Shape.CHECK: (((3, 17), (8, 12), (13, 17), (24, 5.5), (29, 10.5), (13, 27)),),
}  # fmt: skip


def draw(view: View, size: int = DEFAULT_SIZE) -> Image.Image:
    """`view`'s shape and badge as a square picture of `size` pixels, on nothing."""
    image = _draw_shape(view.shape, size)
    if view.badge:
        _draw_badge(image, view.badge)
    return image


def _draw_shape(shape: Shape, size: int) -> Image.Image:
    canvas = Image.new("RGBA", (size * _FINE, size * _FINE), (0, 0, 0, 0))
    pen = ImageDraw.Draw(canvas)
    unit = size * _FINE / _GRID
    line = max(_GRID / size, 1.25)  # in units: one pixel at least
    polygons = [[(x * unit, y * unit) for x, y in polygon] for polygon in _SHAPES[shape]]
    for colour, width in ((_LIGHT, 4.4 * line), (_DARK, 2.2 * line)):
        for polygon in polygons:
            closed = [*polygon, *polygon[:2]]
            pen.line(closed, colour, round(width * unit), joint="curve")
    for polygon in polygons:
        pen.polygon(polygon, _COLOURS[shape])
    return canvas.reduce(_FINE)


def _draw_badge(image: Image.Image, text: str) -> None:
    """White on red, bottom right, as wide as the text needs."""
    size = image.width
    font = ImageFont.load_default(max(size * 0.5, 9))
    pen = ImageDraw.Draw(image)
    left, top, right, bottom = pen.textbbox((0, 0), text, font)
    height = bottom - top + max(size // 8, 2)
    width = max(right - left + max(size // 8, 2), height)
    x, y = size - width, size - height
    pen.rounded_rectangle(
        (x, y, size - 1, size - 1), height // 3, _BADGE, _LIGHT, max(size // 32, 1)
    )
    pen.text((x + (width - right - left) / 2, y + (height - bottom - top) / 2), text, _LIGHT, font)
