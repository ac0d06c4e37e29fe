"""Which way up a page lies: on its side or upside down, told from the shapes of its letters.

Of the letters of French (and any Latin print) far more rise above the small ones (b d f h i k l t,
capitals, accents, figures) than hang below (g j p q y): a line of text is heavier above its middle
band than below. D. S. Bloomberg, G. E. Kopec, L. Dasari, "Measuring document image skew and
orientation" (1995), count the letters; here each piece of a line, a strip wide, votes, which needs
no letters told apart and bears a page 2 degrees askew. Handwriting, drawings, tables and short
notes vote both ways or hardly at all: such a page stays as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from scord.imaging.shrinking import shrunk

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scord.imaging.raster import Bitonal

    _Numbers = NDArray[np.float64]
    _Whole = NDArray[np.intp]

_LOOK_AT_DPI = 100
_STRIP = 32  # px wide: some five letters
_HIGH_MIN, _HIGH_MAX = 6, 40  # px: print of 5 to 28 points
_BLANK = 0.005  # of a row in a strip: less ink than that parts two lines
_INK_MIN, _INK_MAX = 0.08, 0.75  # of a piece's darkest row: paler is grain, blacker a ruling
_BAND = 0.5  # of the darkest row's ink: where the small letters are
_BAND_MIN, _BAND_MAX = 3, 0.8  # px; of the piece's height
_BLUR = 1  # px beside the band: how the rows of px fall on the letters decides what is in it
_HEAVIER = 0.04  # of a piece's ink: how much more above than below is a vote

_LINE_PIECES = 3  # from strip to strip: 24 mm of text
_LINE_HIGH_MAX = 1.8  # times its band: more is not one line
_LINES_MIN = 5
_MORE_LINES = 3  # times as many as in the other direction
_MORE_PIECES = 2
_PLENTY = 20  # lines: no page on its side has a third as many across them

# Deviations from an even vote, with the share of the votes. Of 170 pages, each up to 2.5 degrees
# askew, none with level lines had more than 1.1 against it; across the lines, columns of figures
# reached 6.7 with 0.74.
_UPSIDE_DOWN = ((3.0, 0.66),)
_ON_SIDE = ((5.0, 0.76), (7.0, 0.70))


class _Vote(NamedTuple):
    """What the text of one direction says."""

    lines: int
    pieces: int
    upright: int
    upside_down: int

    def is_decided(self, by: tuple[tuple[float, float], ...]) -> bool:
        votes = max(1, self.upright + self.upside_down)
        sure = abs(self.upright - self.upside_down) / votes**0.5
        share = max(self.upright, self.upside_down) / votes
        return any(sure >= least and share >= of_votes for least, of_votes in by)

    def outnumbers(self, other: _Vote) -> bool:
        return self.lines >= max(_LINES_MIN, _MORE_LINES * other.lines)


class _Pieces(NamedTuple):
    """Of each piece of a line: its strip, the rows of its middle band, its ink above and below."""

    strip: _Whole
    first: _Whole
    last: _Whole
    heavier: _Numbers  # above than below, as a share of its ink


def quarter_turns(page: Bitonal, dpi: float) -> int:
    """How many quarter turns anticlockwise set `page` upright, 0 to 3; 0 where in doubt."""
    factor = max(1, round(dpi / _LOOK_AT_DPI))
    level = _vote(shrunk(page, factor, factor * _STRIP))
    if level.lines >= _PLENTY and level.upright >= level.upside_down:
        return 0  # as most pages: nothing that lies the other way could outnumber these
    # as the rows lie after one quarter turn
    on_side = _vote(shrunk(page, factor * _STRIP, factor).T[::-1])
    if level.outnumbers(on_side) and level.is_decided(_UPSIDE_DOWN):
        return 2 if level.upside_down > level.upright else 0
    more = on_side.outnumbers(level) and on_side.pieces >= _MORE_PIECES * level.pieces
    if more and on_side.is_decided(_ON_SIDE):
        return 1 if on_side.upright > on_side.upside_down else 3
    return 0


def _vote(strips: Bitonal) -> _Vote:
    """`strips`: each column a strip, each pixel one of its rows, 255 where that has no ink."""
    pieces = _pieces(strips)
    return _Vote(
        lines=_count_lines(pieces, strips.shape),
        pieces=len(pieces.strip),
        upright=int(np.count_nonzero(pieces.heavier > _HEAVIER)),
        upside_down=int(np.count_nonzero(pieces.heavier < -_HEAVIER)),
    )


def _pieces(strips: Bitonal) -> _Pieces:
    """What in each strip has the height and the ink of a line of print."""
    ink = np.pad(1 - strips.T / 255, ((0, 0), (1, 1)))
    turns = np.diff((ink.ravel() > _BLANK).astype(np.int8), prepend=0, append=0)
    starts, ends = np.flatnonzero(turns == 1), np.flatnonzero(turns == -1)
    high = ends - starts
    fitting = (high >= _HIGH_MIN) & (high <= _HIGH_MAX)
    starts, high = starts[fitting], high[fitting]
    rows = np.arange(_HIGH_MAX)
    rows_ink = np.take(ink, starts[:, None] + rows, mode="clip") * (rows < high[:, None])
    darkest = rows_ink.max(axis=1, initial=0)
    in_band = rows_ink >= _BAND * darkest[:, None]
    first, last = in_band.argmax(axis=1), _HIGH_MAX - 1 - in_band[:, ::-1].argmax(axis=1)
    band = last - first + 1
    text = (darkest > _INK_MIN) & (darkest < _INK_MAX)
    text &= (band >= _BAND_MIN) & (band <= _BAND_MAX * high)
    above = (rows_ink * (rows < first[:, None] - _BLUR)).sum(axis=1)
    below = (rows_ink * (rows > last[:, None] + _BLUR)).sum(axis=1)
    heavier = (above - below) / np.maximum(rows_ink.sum(axis=1), 1e-9)
    strip, row = starts // ink.shape[1], starts % ink.shape[1] - 1
    return _Pieces(strip[text], (row + first)[text], (row + last)[text], heavier[text])


def _count_lines(pieces: _Pieces, size: tuple[int, ...]) -> int:
    """How many lines go on from strip to strip, one piece in each."""
    rows, strips = size
    bands = np.zeros((strips, rows + 1), np.int8)
    np.add.at(bands, (pieces.strip, pieces.first), 1)
    np.add.at(bands, (pieces.strip, pieces.last + 1), -1)
    inside = np.cumsum(bands, axis=1, dtype=np.int8).astype(np.uint8)
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(inside, connectivity=4)
    line = labels[pieces.strip, pieces.first]
    number = np.bincount(line, minlength=count)
    band = np.bincount(line, pieces.last - pieces.first + 1, count) / np.maximum(number, 1)
    one_each = number == boxes[:, cv2.CC_STAT_HEIGHT]
    flat = boxes[:, cv2.CC_STAT_WIDTH] <= _LINE_HIGH_MAX * band + 2
    return int(np.count_nonzero(one_each & flat & (number >= _LINE_PIECES)))
