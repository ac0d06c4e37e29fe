"""Whether a four-sided shape in a photo is the whole sheet: doubt is no, since a crop must not cut.

A sheet is brighter than what it lies on all along its sides. What lies beyond them and looks like
its own writing on its own paper (a folded half, the other page of a notebook) forbids the crop.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from scord.imaging.paper_shapes import outward, pushed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scord.imaging.paper_shapes import Shapes
    from scord.imaging.raster import Bitonal, Grey

    _Numbers = NDArray[np.float64]

# along the sides, in px of a picture of some 500
_PLACES = np.linspace(0.03, 0.97, 32)  # of a side
_INSIDE = (4, 8, 13, 18)  # a bent sheet's edge lies that deep within the shape that holds it
_NEAR, _FAR = 4, 14
_STEP_NEAR, _STEP_FAR = 0.04, 0.03  # of the paper's brightness
_STEP_MEDIAN = 0.05
_SHARE_NEAR, _SHARE_FAR = 0.75, 0.70  # of a side; a finger may lie over the rest
_ON_FRAME, _OFF_FRAME = 0.2, 0.8  # of a side that can be seen from outside: none of it, or all
_FRAMED_MAX = 2  # sides where the photo ends before the sheet does
_OVER_FRAME = 8.0  # px: such a side is moved out of the picture

# writing, in px of a picture of some 1000
_STROKE = 9  # wider than any stroke
_LETTER_MIN, _LETTER_MAX, _LETTER_AREA_MIN = 2, 150, 3
_WORD = 25  # px: within so much, writing has several letters
_LETTERS_NEAR, _LETTERS_ANYWHERE = 4, 15
_BESIDE, _LETTERS_BESIDE = 40, 4  # px from the sheet; there a few letters are too many
_STROKES_MAX = 0.002  # of the sheet's area: larger things than letters
_STRENGTH = 0.5  # of the sheet's own strokes
_STRENGTH_MIN, _DARK_MIN = 0.12, 0.15  # of the ground's brightness
_GRAIN_MIN, _GRAIN = 6.0, 2.5  # grey levels; times the sheet's own
_PAPER_LIKE = 0.35  # of the sheet's brightness: part of it may lie in a shadow with a sharp edge
_LIGHT = 16  # times smaller: how the light falls is seen


def best(paper: Grey, shapes: Shapes) -> _Numbers | None:
    """The shape whose sides lie on the edges of paper most exactly, widened to hold a bent sheet.

    A side where the photo ends before the sheet does is moved out of the picture. None where no
    shape stands out from what it lies on along all its sides.
    """
    along = np.roll(shapes, -1, axis=1) - shapes
    lines = shapes[:, :, None] + along[:, :, None] * _PLACES[:, None]
    beside = outward(shapes)[:, :, None]
    inside = [_levels(paper, lines - beside * depth) for depth in _INSIDE]
    sheet = np.fmax.reduce(inside)
    beyond = _levels(paper, lines + beside * _NEAR)
    near, far = _step(sheet, beyond), _step(sheet, _levels(paper, lines + beside * _FAR))
    seen = np.mean(~np.isnan(near), axis=2)
    framed = seen < _ON_FRAME
    stands_out = (seen > _OFF_FRAME) & _is_stepped(near, far)
    proven = (framed | stands_out).all(axis=1) & (framed.sum(axis=1) <= _FRAMED_MAX)
    if not proven.any():
        return None
    exact = _share(_step(inside[0], beyond), _STEP_NEAR)
    chosen = int(np.argmax(np.where(proven, np.where(framed, 0, exact).sum(axis=1), -1)))
    wider = _overhang(paper, lines[chosen], beside[chosen], sheet[chosen])
    return pushed(shapes[chosen], np.where(framed[chosen], _OVER_FRAME, wider))


def _levels(picture: Grey, points: _Numbers) -> _Numbers:
    """Brightness there; nan outside the picture."""
    height, width = picture.shape
    columns, rows = points[..., 0].round().astype(int), points[..., 1].round().astype(int)
    seen = (columns >= 0) & (rows >= 0) & (columns < width) & (rows < height)
    levels = picture[rows.clip(0, height - 1), columns.clip(0, width - 1)]
    return np.where(seen, levels.astype(np.float64), np.nan)


def _step(sheet: _Numbers, beyond: _Numbers) -> _Numbers:
    step: _Numbers = (sheet - beyond) / np.fmax(sheet, 6)
    return step


def _share(steps: _Numbers, least: float) -> _Numbers:
    """The share of each side's seen places that step by more than `least`; 0 where none is seen."""
    seen = np.count_nonzero(~np.isnan(steps), axis=-1)
    return np.asarray(np.count_nonzero(steps > least, axis=-1) / np.maximum(seen, 1))


def _is_stepped(near: _Numbers, far: _Numbers) -> NDArray[np.bool_]:
    clear = (_share(near, _STEP_NEAR) >= _SHARE_NEAR) & (_share(near, _STEP_MEDIAN) >= 0.5)
    unseen = np.mean(~np.isnan(far), axis=-1) < _ON_FRAME
    return np.asarray(clear & (unseen | (_share(far, _STEP_FAR) >= _SHARE_FAR)))


def _overhang(paper: Grey, lines: _Numbers, beside: _Numbers, sheet: _Numbers) -> _Numbers:
    """For each side, how many px beyond it a bent sheet goes on, where it does so most.

    Paper is what is nearer to the sheet's brightness than to that of the ground further out; where
    it goes on farther than that, a finger or another sheet lies over the edge.
    """
    depths = np.arange(_FAR + 1)
    levels = _levels(paper, lines[..., None, :] + beside[..., None, :] * depths[:, None])
    ground = np.fmin.reduce(levels, axis=-1)[..., None]
    is_paper = levels - ground > 0.5 * (sheet[..., None] - ground)
    ends = np.where(is_paper.all(axis=-1), 0, is_paper.argmin(axis=-1))
    return np.asarray(ends.max(axis=-1) + 1.0)


def writing_beyond(photo: Grey, shape: _Numbers) -> bool:
    """Whether outside the sheet there is writing such as is on it, on paper such as its own.

    `photo` has some 1000 px on its longer side.
    """
    ground = cv2.morphologyEx(photo, cv2.MORPH_CLOSE, np.ones((_STROKE, _STROKE), np.uint8))
    strokes = cv2.subtract(ground, photo)
    edge = np.full(4, _STROKE / 2)  # the sheet's own edge is no stroke
    sheet = _filled(pushed(shape, -edge), photo)
    outside = cv2.bitwise_not(_filled(pushed(shape, edge), photo))
    strong = cv2.compare(strokes, _least_stroke(strokes, ground, sheet), cv2.CMP_GT)
    paper_like = cv2.compare(ground, _least_paper(ground, sheet), cv2.CMP_GT)
    beyond = cv2.bitwise_and(cv2.bitwise_and(strong, paper_like), outside)
    if cv2.countNonZero(beyond) > _STROKES_MAX * cv2.countNonZero(sheet):
        return True
    letters = _letters(beyond)
    far_off = (letters[:, None] - shape) * outward(shape)  # of each letter from each side
    beside = np.count_nonzero(far_off.sum(axis=2).max(axis=1) < _BESIDE)
    return bool(beside >= _LETTERS_BESIDE) or _are_words(letters)


def _filled(shape: _Numbers, picture: Grey) -> Bitonal:
    """255 within the shape, 0 outside."""
    mask = np.zeros(picture.shape, np.uint8)
    cv2.fillConvexPoly(mask, shape.round().astype(np.int32), 255)
    return mask


def _least_stroke(strokes: Grey, ground: Grey, sheet: Bitonal) -> Grey:
    """For each pixel how dark a stroke must be: half as the sheet's own, and above its grain."""
    on_sheet = sheet[::4, ::4] > 0
    depth = strokes[::4, ::4][on_sheet].astype(np.float32)
    strength = depth / np.maximum(ground[::4, ::4][on_sheet], 1)
    dark = strength[strength > _DARK_MIN]
    least = max(_STRENGTH_MIN, _STRENGTH * float(np.median(dark)) if len(dark) else 0.0)
    grain = max(_GRAIN_MIN, _GRAIN * float(np.percentile(depth, 60)) if len(depth) else 0.0)
    return cv2.max(cv2.convertScaleAbs(ground, alpha=least), grain)  # type: ignore[call-overload,no-any-return]


def _least_paper(ground: Grey, sheet: Bitonal) -> Grey:
    """For each pixel how bright paper is: as the sheet near it, so that light may fall unevenly."""
    size = (sheet.shape[1] // _LIGHT, sheet.shape[0] // _LIGHT)
    inside = cv2.resize(sheet, size, interpolation=cv2.INTER_NEAREST).astype(np.float32) / 255
    light = cv2.resize(ground, size, interpolation=cv2.INTER_NEAREST) * inside
    wide = max(size) // 3 * 2 + 1
    near, weight = cv2.blur(light, (wide, wide)), cv2.blur(inside, (wide, wide))
    whole = float(light.sum()) / max(float(inside.sum()), 1.0)
    level = np.where(weight > 0.03, near / np.maximum(weight, 0.03), whole)
    least = (_PAPER_LIKE * level).clip(0, 255).astype(np.uint8)
    return cv2.resize(least, sheet.shape[::-1], interpolation=cv2.INTER_LINEAR)


def _letters(strokes: Bitonal) -> _Numbers:
    """The centres of those strokes that are as large as letters, in rows of x and y."""
    if cv2.countNonZero(strokes) < _LETTER_AREA_MIN:
        return np.empty((0, 2))  # as mostly, and the search is saved
    _, _, boxes, centres = cv2.connectedComponentsWithStats(strokes, connectivity=8)
    sides = boxes[1:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1, initial=0)
    large = boxes[1:, cv2.CC_STAT_AREA] >= _LETTER_AREA_MIN
    letters = large & (sides >= _LETTER_MIN) & (sides <= _LETTER_MAX)
    return np.asarray(centres[1:][letters])


def _are_words(letters: _Numbers) -> bool:
    """Whether so many letters, or any so near to each other, can only be writing."""
    if len(letters) < _LETTERS_NEAR or len(letters) > _LETTERS_ANYWHERE:
        return len(letters) > _LETTERS_ANYWHERE
    apart = np.abs(letters[:, None] - letters).max(axis=2)
    return bool((apart < _WORD / 2).sum(axis=1).max() >= _LETTERS_NEAR)
