"""Worn pages whose true ink is known: print and pen of our own on old paper, drawn from a seed.

What wears them is what the contests of document binarisation (DIBCO, 2009 on) collect: grain,
uneven light, stains, show-through, faint and uneven ink, dark borders, blur, JPEG.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont
from tests.imaging.drawing import LINES, PRESCRIPTION

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]
    Field = NDArray[np.float32]  # 0 to 1 per pixel

SIZE = (600, 900)  # height, width: the part of a page that the contests show
_FINE = 2  # ink is drawn so much larger, for smooth edges


@dataclass(frozen=True)
class WornPage:
    """`ink` is true where the writer's ink covers at least half of the pixel."""

    grey: Grey
    ink: NDArray[np.bool_]


def worn_page(seed: int) -> WornPage:
    """Every second page is written by pen, the others are printed."""
    rng = np.random.default_rng(seed)
    draw = _pen if seed % 2 else _print
    ink = draw(rng)
    paper = _paper(rng)
    contrast = rng.uniform(0.25, 0.9)
    light = paper * (1 - contrast * _flow(rng, rng.uniform(0, 0.5)) * ink)
    if rng.random() < 0.5:
        other = cv2.GaussianBlur(draw(rng)[:, ::-1], (0, 0), rng.uniform(1.5, 4))
        light *= 1 - contrast * rng.uniform(0.1, 0.45) * _clouds(rng, 60) * other
    light = cv2.GaussianBlur(light, (0, 0), rng.uniform(0.4, 1.3))
    light += rng.normal(0, rng.uniform(0.5, 7), SIZE)
    grey = light.clip(0, 255).astype(np.uint8)
    return WornPage(_as_jpeg(grey, rng), ink > 0.5)


def pale_beside_black(darkness: float, pen_width: float, seed: int = 0) -> WornPage:
    """Pen of that darkness (0 to 1 of the paper) between solid black boxes and a bold letterhead.

    Only the pen counts as `ink`; the boxes are cut out of neither.
    """
    rng = np.random.default_rng(seed)
    pen = _pen(rng, pen_width)
    black = np.zeros(SIZE, np.float32)
    for top, left, bottom, right in ((40, 40, 90, 420), (250, 520, 320, 860), (430, 60, 500, 300)):
        black[top:bottom, left:right] = 1
        pen[top - 12 : bottom + 12, left - 12 : right + 12] = 0
    sheet = Image.new("L", SIZE[::-1])
    ImageDraw.Draw(sheet).text(
        (500, 30), "CABINET", fill=255, font=ImageFont.load_default(70), stroke_width=4
    )
    black = np.maximum(black, np.asarray(sheet, np.float32) / 255)
    pen[20:130, 480:] = 0
    light = 205 * (1 - darkness * pen) * (1 - 0.93 * black)
    light = cv2.GaussianBlur(light, (0, 0), 0.8) + rng.normal(0, 3, SIZE)
    return WornPage(light.clip(0, 255).astype(np.uint8), pen > 0.5)


def show_through(share: float, pen_width: float, *, blur: float, seed: int = 7) -> WornPage:
    """Print above, pen below of that share of its darkness, blurred by `blur` px as through paper.

    Only the pen counts as `ink`, whichever side it was written on.
    """
    rng = np.random.default_rng(seed)
    print_, pen = _print(rng), _pen(rng, pen_width)
    print_[300:], pen[:320] = 0, 0
    seen = cv2.GaussianBlur(pen, (0, 0), blur) if blur else pen
    light = 210 * (1 - 0.85 * print_) * (1 - 0.85 * share * seen)
    light = cv2.GaussianBlur(light, (0, 0), 0.8) + rng.normal(0, 3, SIZE)
    return WornPage(light.clip(0, 255).astype(np.uint8), pen > 0.5)


def _print(rng: np.random.Generator) -> Field:
    size = int(rng.integers(16, 52)) * _FINE
    weight = int(rng.integers(0, 1 + size // 24))
    sheet = Image.new("L", (SIZE[1] * _FINE, SIZE[0] * _FINE))
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(size)
    words = LINES + PRESCRIPTION
    for row, top in enumerate(range(size, sheet.height - size, round(size * rng.uniform(1.3, 2)))):
        text = words[(row + int(rng.integers(len(words)))) % len(words)]
        pen.text((size, top), text, fill=255, font=font, stroke_width=weight)
    return _shrunk(np.asarray(sheet))


def _pen(rng: np.random.Generator, width: float | None = None) -> Field:
    """Loops and hooks in words along lines, as a running hand makes them."""
    width = rng.uniform(2, 9) if width is None else width
    letter = max(rng.uniform(14, 40), 3.5 * width)
    sheet = np.zeros((SIZE[0] * _FINE, SIZE[1] * _FINE), np.uint8)
    for line in np.arange(2 * letter, SIZE[0] - letter, 3 * letter):
        left = letter
        while left < SIZE[1] - 8 * letter:
            count = int(rng.integers(2, 8))
            points = _word(rng, count) * letter + (left, line + rng.normal(0, letter / 8))
            for start in range(0, len(points) - 1, 6):  # the pen presses more here, less there
                part = (points[start : start + 7] * _FINE * 8).round().astype(np.int32)
                press = max(1, round(width * _FINE * rng.uniform(0.75, 1.15)))
                cv2.polylines(sheet, [part], False, 255, press, cv2.LINE_AA, 3)
            left += (count + 1.5) * letter
    return _shrunk(sheet)


def _word(rng: np.random.Generator, letters: int) -> NDArray[np.float64]:
    """Points (x, y) in letter heights, y downward from the base line."""
    time = np.linspace(0, 2 * np.pi * letters, letters * 24)
    knots = np.linspace(0, time[-1], letters + 1)
    tall = np.interp(time, knots, rng.choice((0.4, 0.5, 0.6, 1.1), letters + 1))
    wide = np.interp(time, knots, rng.uniform(0.1, 0.45, letters + 1))
    y = -tall * (1 - np.cos(time))
    return np.stack((time / (2 * np.pi) + wide * np.sin(time) - 0.3 * y, y), axis=1)


def _paper(rng: np.random.Generator) -> Field:
    texture = _clouds(rng, int(rng.integers(6, 30)))
    paper = rng.uniform(140, 250) * (1 - rng.uniform(0, 0.1) * texture)
    paper *= 1 - rng.uniform(0, 0.5) * _clouds(rng, 400)
    for _ in range(rng.poisson(1.5)):
        paper *= _stain(rng)
    if rng.random() < 0.25:
        paper *= _border(rng)
    return paper.astype(np.float32)


def _stain(rng: np.random.Generator) -> Field:
    stain = np.zeros(SIZE, np.float32)
    centre = (int(rng.integers(SIZE[1])), int(rng.integers(SIZE[0])))
    axes = (int(rng.integers(20, 200)), int(rng.integers(20, 120)))
    cv2.ellipse(stain, centre, axes, float(rng.uniform(0, 180)), 0, 360, 1.0, -1)
    stain = cv2.GaussianBlur(stain, (0, 0), rng.uniform(3, 40))
    return 1 - rng.uniform(0.05, 0.4) * stain * (0.5 + 0.5 * _clouds(rng, 40))


def _border(rng: np.random.Generator) -> Field:
    """The glass's dark edge beside the sheet, on one of the long sides."""
    border = np.ones(SIZE, np.float32)
    border[:, : int(rng.integers(8, 40))] = rng.uniform(0.05, 0.4)
    border = cv2.GaussianBlur(border, (0, 0), rng.uniform(1, 6))
    return border if rng.random() < 0.5 else border[:, ::-1]


def _flow(rng: np.random.Generator, depth: float) -> Field:
    """How full the ink is: uneven by `depth`."""
    return 1 - depth * _clouds(rng, int(rng.integers(10, 150)))


def _clouds(rng: np.random.Generator, scale: int) -> Field:
    """Smooth chance between 0 and 1 that changes over `scale` px."""
    high, wide = (max(2, side // scale + 2) for side in SIZE)
    coarse = rng.random((high, wide), np.float32)
    return np.clip(cv2.resize(coarse, SIZE[::-1], interpolation=cv2.INTER_CUBIC), 0, 1)


def _as_jpeg(grey: Grey, rng: np.random.Generator) -> Grey:
    if rng.random() < 0.4:
        return grey
    quality = int(rng.integers(50, 95))
    _, data = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)


def _shrunk(sheet: Grey) -> Field:
    small = cv2.resize(sheet, SIZE[::-1], interpolation=cv2.INTER_AREA)
    return small.astype(np.float32) / 255
