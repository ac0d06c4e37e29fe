"""Dark borders: a scanner's lid, a feeder's edge, a photocopied book's, the desk beside a sheet.

A border is dark from the page's very edge inward, goes along most of that edge, and ends in a step
as straight as a sheet's side. A shadow ends gently, a stamp is short, a table's frame and a page's
writing are thin lines: those stay, and so does a border with anything written on it.

A border deeper than that is a band: what a scanner sees beside a small sheet while its lid is open.
Bands are black from side to side and bare of anything light; they are cut off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from scord.imaging.shrinking import shrunk

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scord.imaging.raster import Grey

    _Depths = NDArray[np.intp]

_LOOK_AT_DPI = 100
_STROKE = 5  # px: no pen's is wider
_DEEPEST = 0.06  # of the page's longer side, 18 mm of A4: deeper is a picture or a letterhead
_DARKER = 0.85  # of the paper's brightness, at the edge
_SHARP = 3  # px either way, within which
_STEP = 0.5  # of the whole step lies
_ALONG = 0.5  # of the edge
_SMOOTH = 59  # px: 15 mm, wider than a word
_RIM = 1  # px of blur beyond the step
_WRITTEN, _WRITTEN_MAX = 0.25, 0.02  # how much darker a stroke is; of the border, at most

_BLACK = 0.2  # of the paper's brightness
_LIGHT_MAX = 0.005  # of a band's row: dust, and no word
_RIM_OF_BAND = 4  # px left: the step from black to paper, for the search for borders
_SHEET_MIN = 100  # px: 25 mm


def without_borders(page: Grey, dpi: float) -> Grey:
    """The page with its borders as bright as the paper beside them; itself where it has none.

    It comes back smaller where it had bands.
    """
    factor = max(1, round(dpi / _LOOK_AT_DPI))
    look = shrunk(page, factor)
    deepest = min(250, int(_DEEPEST * max(look.shape)))
    if not _dark_sides(look, deepest):
        return page
    page, look = _without_bands(page, look, factor, deepest)
    sides = _dark_sides(look, deepest)
    look = look.copy()  # cleaned along with the page
    ground = cv2.morphologyEx(look, cv2.MORPH_CLOSE, np.ones((_STROKE, _STROKE), np.uint8))
    cleaned = page
    for turns in sides:
        zone = _zone(ground, turns, deepest + _SHARP + 1).astype(np.int16)
        depths = _depths(zone)
        if np.count_nonzero(depths) < _ALONG * len(depths):
            continue
        strokes = zone - _zone(look, turns, len(zone)).astype(np.int16)
        if _is_written_on(strokes, zone, depths):
            continue
        if cleaned is page:
            cleaned = page.copy()
        beside = np.take_along_axis(zone, (depths + _SHARP)[None], axis=0)[0].astype(np.uint8)
        ends = depths + _RIM * (depths > 0)
        # a corner is in two borders: the second must see it without the first
        for picture, scale in ((cleaned, factor), (ground, 1), (look, 1)):
            _fill(np.rot90(picture, turns), ends, beside, scale)
    return cleaned


def _dark_sides(look: Grey, deepest: int) -> list[int]:
    """The sides that may have a border, as the quarter turns that bring them to the top."""
    return [turns for turns in range(4) if _is_dark(_zone(look, turns, deepest))]


def _zone(picture: Grey, turns: int, deep: int) -> Grey:
    """The uppermost rows of the picture after so many quarter turns."""
    return np.ascontiguousarray(np.rot90(picture, turns)[:deep])


def _is_dark(zone: Grey) -> bool:
    """Whether most of the topmost rows is darker than the paper below."""
    dark = zone[:2].min(axis=0, initial=255) < _DARKER * zone.max(axis=0, initial=0)
    return bool(np.count_nonzero(dark) >= _ALONG * len(dark))


def _without_bands(page: Grey, look: Grey, factor: int, deepest: int) -> tuple[Grey, Grey]:
    """The page and its smaller likeness without the bands; as they are where little else is."""
    paper = float(np.percentile(look[::4, ::4], 95))
    light = cv2.threshold(look, _BLACK * paper, 1, cv2.THRESH_BINARY)[1]
    box = tuple(_lit(light, axis, deepest) for axis in (1, 0))
    inner = look[box]
    if inner.shape == look.shape or min(inner.shape) < _SHEET_MIN:
        return page, look
    down, across = (_finer(part, factor) for part in box)
    return np.ascontiguousarray(page[down, across]), inner


def _lit(light: Grey, axis: int, deepest: int) -> slice:
    """The rows (`axis` 1) or columns (0) of `light` between bands, which are over `deepest`."""
    share = cv2.reduce(light, axis, cv2.REDUCE_AVG, dtype=cv2.CV_32F).ravel()
    lit = np.flatnonzero(share > _LIGHT_MAX)
    if not len(lit):
        return slice(0, 0)
    first, last = int(lit[0]) - _RIM_OF_BAND, int(lit[-1]) + 1 + _RIM_OF_BAND
    return slice(first if first > deepest else 0, last if len(share) - last > deepest else None)


def _finer(part: slice, factor: int) -> slice:
    return slice(part.start * factor, None if part.stop is None else part.stop * factor)


def _depths(zone: NDArray[np.int16]) -> _Depths:
    """For each column how many of the topmost rows are border; 0 where none."""
    edge, paper = zone[:2].min(axis=0), zone.max(axis=0)
    dark = zone < (edge + paper) // 2
    depths = np.where(dark[: -_SHARP - 1].all(axis=0), 0, dark.argmin(axis=0))
    inside = np.take_along_axis(zone, (depths + _SHARP)[None].clip(max=len(zone) - 1), axis=0)[0]
    outside = np.take_along_axis(zone, (depths - _SHARP)[None].clip(min=0), axis=0)[0]
    sharp = inside - outside >= _STEP * (paper - edge)
    depths = np.where(sharp & (edge < _DARKER * paper), depths, 0)
    usual = cv2.medianBlur(depths.astype(np.uint8)[None], _SMOOTH)[0]
    return np.asarray(np.minimum(depths, usual), np.intp)


def _is_written_on(strokes: NDArray[np.int16], zone: NDArray[np.int16], depths: _Depths) -> bool:
    border = np.arange(len(zone))[:, None] < depths
    written = np.count_nonzero(border & (strokes > _WRITTEN * zone) & (strokes > 12))
    return bool(written > _WRITTEN_MAX * np.count_nonzero(border))


def _fill(page: Grey, depths: _Depths, levels: NDArray[np.uint8], factor: int) -> None:
    """Gives the top of each column of `page` the brightness in `levels`."""
    column = np.minimum(np.arange(page.shape[1]) // factor, len(depths) - 1)
    ends = depths[column] * factor
    strip = page[: int(ends.max())]
    border = np.arange(len(strip))[:, None] < ends
    np.copyto(strip, levels[column][None], where=border)
