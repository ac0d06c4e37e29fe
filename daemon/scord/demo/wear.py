"""Wears clean pages as scanners and phones do, and writes them as those machines write files.

An image is a uint8 array, height x width (grey) or height x width x 3 (RGB). Every function is
pure; where chance is wanted it comes from `seed`, so that a demo is the same each time.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

Image = NDArray[np.uint8]

# the EXIF orientation that undoes so many anticlockwise quarter turns of the stored pixels
_ORIENTATION_AFTER_TURNS = {0: 1, 1: 6, 2: 3, 3: 8}


def skew(image: Image, degrees: float) -> Image:
    """Turns the sheet anticlockwise on the glass; what shows beside it is the lid's near-white."""
    height, width = image.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    worn = cv2.warpAffine(image, turn, (width, height), borderValue=(246, 246, 246))
    return np.asarray(worn, dtype=np.uint8)


def tint(image: Image, paper: tuple[int, int, int] = (250, 246, 234)) -> Image:
    """Gives white paper a colour (RGB); print stays dark. Wants a colour image."""
    return _clip(image * (np.array(paper, dtype=np.float32) / 255))


def shade(image: Image, depth: float, seed: int) -> Image:
    """Uneven light: the sheet darkens by up to `depth` (0 to 1) away from one point.

    A soft shadow, such as a hand throws, lies on it.
    """
    rng = np.random.default_rng(seed)
    height, width = image.shape[:2]
    y, x = np.mgrid[0:1:64j, 0:1:48j]
    lit_x, lit_y, hand_x, hand_y = rng.uniform((0.2, 0.1, 0.5, 0.6), (0.5, 0.4, 0.9, 0.9))
    falloff = np.hypot(x - lit_x, y - lit_y) / np.hypot(0.8, 0.9)
    hand = np.exp(-(((x - hand_x) / 0.25) ** 2) - ((y - hand_y) / 0.2) ** 2)
    coarse = (1 - depth * np.clip(0.7 * falloff + 0.6 * hand, 0, 1)).astype(np.float32)
    light = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    return _clip(image * (light[..., None] if image.ndim == 3 else light))


def noise(image: Image, sigma: float, seed: int) -> Image:
    """The sensor's grain: independent per pixel, `sigma` in grey levels."""
    rng = np.random.default_rng(seed)
    grain = rng.standard_normal(image.shape[:2], dtype=np.float32) * sigma
    return _clip(image + (grain[..., None] if image.ndim == 3 else grain))


def fade(image: Image, strength: float) -> Image:
    """A printer at the end of its toner: `strength` 1 keeps the ink, 0 loses it."""
    return _clip(255 - (255 - image.astype(np.float32)) * strength)


def blur(image: Image, sigma: float) -> Image:
    """Out of focus by `sigma` pixels."""
    return np.asarray(cv2.GaussianBlur(image, (0, 0), sigma), dtype=np.uint8)


def security_lines(image: Image, period: float = 5.5) -> Image:
    """A photocopied security background: its fine wavy lines came out black.

    The eye still reads the page, but at 200 dpi G4 needs about 350,000 bytes for it, before and
    after a median. `period` is the distance between lines in pixels.
    """
    height, width = image.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    waves = 0.8 * x + 0.6 * y + 14 * np.sin(y / 90) + 9 * np.sin(x / 70)
    worn = image.copy()
    worn[(waves / period) % 1 < 0.35] = 30
    return worn


def photograph(image: Image, size: tuple[int, int], seed: int) -> Image:
    """The sheet lying on a wooden desk, taken by hand from above and a little aside.

    `size` is the photo's (height, width) in pixels. Wants a colour image.
    """
    rng = np.random.default_rng(seed)
    height, width = size
    sheet_h, sheet_w = image.shape[:2]
    corners = np.array([(0.13, 0.09), (0.86, 0.07), (0.93, 0.92), (0.06, 0.94)])
    corners = (corners + rng.uniform(-0.02, 0.02, corners.shape)) * (width, height)
    sheet = np.array([(0, 0), (sheet_w, 0), (sheet_w, sheet_h), (0, sheet_h)])
    view = cv2.getPerspectiveTransform(sheet.astype(np.float32), corners.astype(np.float32))
    photo = _desk(size, rng)
    cv2.warpPerspective(
        image, view, (width, height), dst=photo,
        flags=cv2.INTER_AREA, borderMode=cv2.BORDER_TRANSPARENT,
    )  # fmt: skip
    return photo


def jpeg_file(image: Image, *, quality: int, dpi: int | None = None, turns: int = 0) -> bytes:
    """A JPEG. Without `dpi` none is written, as phones do.

    `turns`: by how many quarter turns the camera was held; EXIF says so.
    """
    exif = Pillow.Exif()
    if turns:
        exif[0x0112] = _ORIENTATION_AFTER_TURNS[turns]
    stored = Pillow.fromarray(np.ascontiguousarray(np.rot90(image, turns)))
    out = BytesIO()
    resolution = {"dpi": (dpi, dpi)} if dpi else {}
    stored.save(out, "JPEG", quality=quality, exif=exif, **resolution)
    return out.getvalue()


def png_file(image: Image, *, dpi: int) -> bytes:
    out = BytesIO()
    Pillow.fromarray(image).save(out, "PNG", dpi=(dpi, dpi))
    return out.getvalue()


def tiff_file(pages: Sequence[Image], *, dpi: int, bilevel: bool) -> bytes:
    """A multi-page TIFF: G4 black and white if `bilevel`, else LZW as the pages are."""
    frames = [Pillow.fromarray(page) for page in pages]
    if bilevel:
        frames = [frame.convert("L").point(lambda v: 255 * (v > 150), "1") for frame in frames]
    out = BytesIO()
    frames[0].save(
        out, "TIFF", save_all=True, append_images=frames[1:], dpi=(dpi, dpi),
        compression="group4" if bilevel else "tiff_lzw",
    )  # fmt: skip
    return out.getvalue()


def pdf_file(pages: Sequence[Image], *, dpi: int, quality: int, made_on: date) -> bytes:
    """A PDF with one JPEG a page, as a multifunction device makes it."""
    frames = [Pillow.fromarray(page) for page in pages]
    made = made_on.timetuple()
    out = BytesIO()
    frames[0].save(
        out, "PDF", save_all=True, append_images=frames[1:], resolution=dpi, quality=quality,
        creationDate=made, modDate=made, producer="Copieur du cabinet",
    )  # fmt: skip
    return out.getvalue()


def _desk(size: tuple[int, int], rng: np.random.Generator) -> Image:
    """A wooden top: streaks along its length over a brown."""
    height, width = size
    streaks = rng.standard_normal((height // 12, width // 160), dtype=np.float32)
    grain = cv2.resize(streaks, (width, height), interpolation=cv2.INTER_CUBIC) * 7
    return _clip(np.array((124, 88, 60), dtype=np.float32) + grain[..., None])


def _clip(values: NDArray[np.floating]) -> Image:
    return np.asarray(np.clip(values, 0, 255), dtype=np.uint8)
