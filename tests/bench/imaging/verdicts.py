"""How often the legibility verdict errs: on good pages, and on pages with a flaw put in.

The papers are those of `made.py`, at 200 dpi. A flaw is put in at strengths at which Tesseract
finds less than a third of their words; how many letters a cut goes through is known from
the PDF.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np
import pypdfium2
from PIL import Image as Pillow
from tests.bench.imaging import made

from scord.demo import pages, wear
from scord.imaging.options import ImagingOptions
from scord.imaging.page import convert_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

    from scord.demo.wear import Image
    from scord.imaging.page import Page

    _Wear = Callable[[Image], Image]

_DPI = 200
_MM = _DPI / 25.4
_LID = 245  # beside the sheet
_CUTS_MM = (3, 5, 8, 12, 20, 30)  # into the writing
_LETTERS = 6  # gone or cut through, so that a reader misses something
_HALVED = 2  # of them, so that it shows at the edge
_SIDES = ("top", "right", "bottom", "left")  # after so many quarter turns: on top


class Letters(NamedTuple):
    """The letters at the edges of a cut page."""

    halved: int
    gone: int


def figures() -> dict[str, float]:
    """The share of good pages held, and for each flaw the share of its pages let through.

    `verdict_miss_share_cut_<side>` counts the cuts through letters;
    `verdict_miss_share_cut_between_lines` those that leave nothing to be seen at the edge.
    """
    held: dict[str, list[bool]] = defaultdict(list)
    for pdf in made.PAPERS.values():
        sheet = pages.render(pdf, _DPI, colour=False)[0]
        held["good"] += [_is_held(wear_(sheet)) for wear_ in _GOOD.values()]
        for flaw, wears in _FLAWS.items():
            held[flaw] += [_is_held(wear_(sheet)) for wear_ in wears]
        for flaw, cut_page in _cuts(sheet, pdf):
            held[flaw].append(_is_held(cut_page))
    return _shares(held)


def _shares(held: Mapping[str, list[bool]]) -> dict[str, float]:
    missed = {
        f"verdict_miss_share_{flaw}": 1 - sum(outcomes) / len(outcomes)
        for flaw, outcomes in held.items()
        if flaw != "good"
    }
    good = held["good"]
    return {
        "verdict_pages": float(sum(map(len, held.values()))),
        "verdict_false_alarm_share": sum(good) / len(good),
        **missed,
    }


def _judged(image: Image) -> Page:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.bmp"  # nothing packs grain, so nothing is lost by not trying
        Pillow.fromarray(image).save(path, dpi=(_DPI, _DPI))
        return convert_page(path, 1, ImagingOptions())


def _is_held(image: Image) -> bool:
    return not _judged(image).legible


def _shifted(sheet: Image, quarter: int, by: float) -> Image:
    """The sheet has slid by so many px out of the side that so many quarter turns bring up.

    The lid shows at the other side.
    """
    turned = np.rot90(sheet, quarter)
    moved = np.full_like(turned, _LID)
    moved[: len(turned) - round(by)] = turned[round(by) :]
    return np.ascontiguousarray(np.rot90(moved, -quarter))


def _cuts(sheet: Image, pdf: bytes) -> Iterator[tuple[str, Image]]:
    worn = wear.noise(sheet, 3, 1)
    boxes = _letters(pdf)
    for quarter, side in enumerate(_SIDES):
        near, far = _from_side(boxes, quarter, sheet.shape)
        for deep in _CUTS_MM:
            at = float(near.min()) + deep * _MM
            letters = Letters(
                int(np.count_nonzero((near < at - 3) & (far > at + 5))),
                int(np.count_nonzero(far <= at)),
            )
            if sum(letters) < _LETTERS:
                continue
            flaw = f"cut_{side}" if letters.halved >= _HALVED else "cut_between_lines"
            yield flaw, _shifted(worn, quarter, at)


def _letters(pdf: bytes) -> NDArray[np.float64]:
    """Left, top, right and bottom of each letter of the first page, in px."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        text, high = page.get_textpage(), page.get_height()
        count = text.count_chars()
        boxes = [text.get_charbox(n) for n in range(count) if text.get_text_range(n, 1).strip()]
    scale = _DPI / 72
    return np.array([(x0, high - y1, x1, high - y0) for x0, y0, x1, y1 in boxes]) * scale


def _from_side(
    boxes: NDArray[np.float64], quarter: int, shape: tuple[int, ...]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How far each letter's near and far ends are from the side, in px."""
    left, top, right, bottom = boxes.T
    height, width = shape[:2]
    return (
        (top, bottom),
        (width - right, width - left),
        (height - bottom, height - top),
        (left, right),
    )[quarter]


def _bordered(sheet: Image) -> Image:
    worn = wear.noise(sheet, 3, 2)
    worn[:, : round(4 * _MM)] = 25
    worn[-round(3 * _MM) :] = 30
    return worn


def _ruled(sheet: Image) -> Image:
    """Rulings and the sides of boxes run off the page all round."""
    worn = sheet.copy()
    for at in range(round(15 * _MM), len(worn) - 10, round(9 * _MM)):
        worn[at : at + 2, : round(12 * _MM)] = 60
        worn[at : at + 2, -round(12 * _MM) :] = 60
    for at in range(round(10 * _MM), worn.shape[1] - 10, round(25 * _MM)):
        worn[: round(8 * _MM), at : at + 3] = 60
        worn[-round(8 * _MM) :, at : at + 3] = 60
    return wear.noise(worn, 3, 3)


def _stamped(sheet: Image) -> Image:
    """A round stamp, half of it beside the sheet."""
    worn = sheet.copy()
    centre = (worn.shape[1] - round(5 * _MM), worn.shape[0] // 2)
    for radius in (14, 11):
        cv2.circle(worn, centre, round(radius * _MM), 90, 4)
    cv2.putText(worn, "CABINET", (centre[0] - 70, centre[1]), 0, 1.1, 90, 3)
    return wear.noise(worn, 3, 4)


def _dirty(sheet: Image) -> Image:
    """Specks of a worn feeder along every edge."""
    worn = sheet.copy()
    rng = np.random.default_rng(5)
    for turn in range(4):
        edge = np.rot90(worn, turn)
        for at in rng.integers(0, edge.shape[1] - 6, 60):
            edge[: rng.integers(1, 6), at : at + rng.integers(1, 6)] = 70
    return wear.noise(worn, 3, 5)


def _tight(sheet: Image) -> Image:
    """Cropped to 1.5 mm around its ink, as phones' scanner programs do."""
    rows, columns = np.nonzero(sheet < 200)
    room = round(1.5 * _MM)
    top, left = max(0, rows.min() - room), max(0, columns.min() - room)
    return wear.noise(sheet[top : rows.max() + room, left : columns.max() + room], 3, 6)


_GOOD: dict[str, _Wear] = {
    "clean": lambda sheet: sheet,
    "noise": lambda sheet: wear.noise(sheet, 6, 1),
    "skew": lambda sheet: wear.noise(wear.skew(sheet, 2.0), 3, 2),
    "skew the other way": lambda sheet: wear.noise(wear.skew(sheet, -1.0), 3, 2),
    "faint": lambda sheet: wear.noise(wear.fade(wear.blur(sheet, 0.8), 0.2), 3, 1),
    "soft": lambda sheet: wear.noise(wear.blur(sheet, 1.5), 3, 1),
    "shade": lambda sheet: wear.noise(wear.shade(sheet, 0.6, 3), 4, 1),
    "dim": lambda sheet: wear.noise((sheet * 0.3).astype(np.uint8), 3, 1),
    "upside down": lambda sheet: wear.noise(np.rot90(sheet, 2), 3, 1),
    "sideways": lambda sheet: wear.noise(np.rot90(sheet), 3, 1),
    "borders": _bordered,
    "rulings": _ruled,
    "stamp": _stamped,
    "dirt": _dirty,
    "tight": _tight,
}


def _overexposed(sheet: Image) -> Image:
    pale = wear.noise(wear.fade(wear.blur(sheet, 0.8), 0.3), 4, 1).astype(np.float32)
    return (pale * 1.3).clip(0, 255).astype(np.uint8)


def _dark(sheet: Image) -> Image:
    return wear.noise((wear.fade(sheet, 0.8) * 0.07).astype(np.uint8), 5, 1)


def _grey(sheet: Image) -> Image:
    return wear.noise((130 + sheet * 0.04).astype(np.uint8), 2, 1)


_FLAWS: dict[str, tuple[_Wear, ...]] = {
    "too_white": (
        _overexposed,
        *(
            lambda sheet, left=left: wear.noise(wear.fade(wear.blur(sheet, 0.8), left), 3, 1)
            for left in (0.03, 0.05, 0.08)
        ),
    ),
    "too_black": (_dark,),
    "low_contrast": (_grey,),
    "blurred": tuple(
        lambda sheet, sigma=sigma: wear.noise(wear.blur(sheet, sigma), 3, 1)
        for sigma in (3.5, 4.0, 5.0, 8.0)
    ),
}
