"""Four-sided shapes in a photo that may be a sheet of paper: from outlines and from edges.

A shape is its 4 corners (x, y) in px, clockwise as seen, first the one nearest the top left; shapes
are an array of n by 4 by 2. A side goes from its corner to the next.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cv2.typing import MatLike

    from scord.imaging.raster import Bitonal, Grey

Shapes: TypeAlias = NDArray[np.float64]
_Numbers: TypeAlias = NDArray[np.float64]

_AREA_MIN, _AREA_MAX = 0.10, 0.97  # of the picture
_COSINE_MAX = 0.45  # of a corner: 63 to 117 degrees, a sheet seen from aside
_BEYOND = 0.06  # of the picture: how far outside it a corner may lie

_OUTLINES = 3  # the largest of each mask
_FOUR_SIDES = (0.02, 0.03, 0.05, 0.08)  # of an outline's length: how roughly it may be followed
_LOOSE_MAX = 1.2  # of the outline's area: what needs more room is not four-sided

_LINES = 12  # the longest edges
_VOTES = 40
_LINE_MIN, _LINE_GAP = 0.10, 0.02  # of the longer side
_SAME_LINE = 4.0  # px
_PARALLEL, _ACROSS = 0.5, 0.85  # sine of the angle of opposite sides, at most; of others, at least


def shapes(paper: Grey) -> Shapes:
    """Every likely one. `paper` is the photo shrunk to some 500 px, its writing closed."""
    edges = _edges(paper)
    thick = [cv2.dilate(edge, np.ones((3, 3), np.uint8)) for edge in edges]
    around = [
        shape
        for mask in (*thick, *_bright(paper))
        for outline in _outlines(mask)
        if (shape := _around(outline)) is not None
    ]
    height, width = paper.shape
    frame = [(0, 1, 0), (0, 1, height), (1, 0, 0), (1, 0, width)]
    crossing = _crossings(np.concatenate([_lines(cv2.bitwise_or(*edges)), frame]))
    found = np.concatenate([np.reshape(around, (-1, 4, 2)), crossing])
    return found[_may_be_sheet(found, paper.shape)]


def _edges(paper: Grey) -> tuple[Bitonal, Bitonal]:
    """Where brightness steps: as it is, and in proportion, which sees into shadows."""
    low, high, _, _ = cv2.minMaxLoc(paper)
    ratio = np.log((1 + np.arange(256)) / (1 + low)) / np.log((2 + high) / (1 + low))
    even = cv2.LUT(paper, np.clip(255 * ratio, 0, 255).astype(np.uint8))
    return cv2.Canny(paper, 10, 30), cv2.Canny(even, 20, 60)


def _bright(paper: Grey) -> tuple[Bitonal, Bitonal]:
    """What is brighter than the picture as a whole (Otsu), and than its surroundings."""
    wide = max(paper.shape) // 4 * 2 + 1
    return (
        cv2.threshold(paper, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)[1],
        cv2.compare(paper, cv2.blur(paper, (wide, wide)), cv2.CMP_GT),
    )


def _outlines(mask: Bitonal) -> Iterator[MatLike]:
    """The convex hulls of its largest parts."""
    found, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    for outline in sorted(found, key=cv2.contourArea, reverse=True)[:_OUTLINES]:
        hull = cv2.convexHull(outline)
        if cv2.contourArea(hull) > _AREA_MIN * mask.size:
            yield hull


def _around(hull: MatLike) -> _Numbers | None:
    """The shape that holds all of a convex outline; None where that has not four sides."""
    length = cv2.arcLength(hull, closed=True)
    for roughly in _FOUR_SIDES:
        polygon = cv2.approxPolyDP(hull, roughly * length, closed=True)
        if len(polygon) <= 4:
            break
    if len(polygon) != 4:
        return None
    normals = outward(_ordered(polygon.reshape(1, 4, 2).astype(np.float64)))[0]
    shape = _meeting(normals, (hull.reshape(-1, 2) @ normals.T).max(axis=0))
    return shape if area(shape) <= _LOOSE_MAX * cv2.contourArea(hull) else None


def pushed(shape: _Numbers, distances: _Numbers) -> _Numbers:
    """One shape with each of its sides moved outward by so many px."""
    normals = outward(shape)
    return _meeting(normals, (shape * normals).sum(axis=-1) + distances)


def outward(of: _Numbers) -> _Numbers:
    """For each side the unit vector that points away from the shape."""
    along = np.roll(of, -1, axis=-2) - of
    normals = np.stack([along[..., 1], -along[..., 0]], axis=-1)
    unit: _Numbers = normals / np.maximum(np.linalg.norm(normals, axis=-1, keepdims=True), 1e-9)
    return unit


def area(shape: _Numbers) -> float:
    return float(cv2.contourArea(shape.astype(np.float32)))


def _meeting(normals: _Numbers, offsets: _Numbers) -> _Numbers:
    """The corners where each line normal . x = offset meets the one before it; far off if never."""
    before, offset_before = np.roll(normals, 1, axis=-2), np.roll(offsets, 1, axis=-1)
    across = before[..., 0] * normals[..., 1] - before[..., 1] * normals[..., 0]
    across = np.where(np.abs(across) < 1e-3, 1e-3, across)
    x = offset_before * normals[..., 1] - offsets * before[..., 1]
    y = offsets * before[..., 0] - offset_before * normals[..., 0]
    corners: _Numbers = np.stack([x, y], axis=-1) / across[..., None]
    return corners


def _ordered(corners: Shapes) -> Shapes:
    """The corners of each shape as this module wants them, whatever their order."""
    spokes = corners - corners.mean(axis=1, keepdims=True)
    turn = np.argsort(np.arctan2(spokes[..., 1], spokes[..., 0]), axis=1)
    clockwise = np.take_along_axis(corners, turn[..., None], axis=1)
    first = clockwise.sum(axis=2).argmin(axis=1)
    order = (first[:, None] + np.arange(4)) % 4
    return np.take_along_axis(clockwise, order[..., None], axis=1)


def _lines(edges: Bitonal) -> _Numbers:
    """The longest straight edges, each as normal . x = offset, in rows of 3."""
    long = max(edges.shape)
    found = cv2.HoughLinesP(
        edges, 1, np.pi / 180, _VOTES, minLineLength=_LINE_MIN * long, maxLineGap=_LINE_GAP * long
    )
    ends = np.empty((0, 2, 2)) if found is None else found.reshape(-1, 2, 2).astype(np.float64)
    along = ends[:, 1] - ends[:, 0]
    lengths = np.linalg.norm(along, axis=1)
    normals = np.stack([-along[:, 1], along[:, 0]], axis=1) / lengths[:, None]
    free = np.ones(len(ends), bool)
    lines: list[tuple[float, _Numbers]] = []
    for longest in np.argsort(-lengths):
        if free[longest]:
            offset = ends[longest, 0] @ normals[longest]
            off = np.abs(ends @ normals[longest] - offset).max(axis=1)
            same = free & (off < _SAME_LINE)
            free &= ~same
            lines.append((lengths[same].sum(), np.append(normals[longest], offset)))
    lines.sort(key=lambda line: -line[0])
    return np.reshape([line for _, line in lines[:_LINES]], (-1, 3))


def _crossings(lines: _Numbers) -> Shapes:
    """Every two lines of one direction with every two of the other."""
    sines = np.abs(np.outer(lines[:, 0], lines[:, 1]) - np.outer(lines[:, 1], lines[:, 0]))
    pairs = [pair for pair in combinations(range(len(lines)), 2) if sines[pair] < _PARALLEL]
    sides = [
        (a, c, b, d)
        for (a, b), (c, d) in combinations(pairs, 2)
        if min(sines[a, c], sines[a, d], sines[b, c], sines[b, d]) > _ACROSS
    ]
    of = lines[np.reshape(sides, (-1, 4)).astype(int)]
    return _ordered(_meeting(of[..., :2], of[..., 2]))


def _may_be_sheet(of: Shapes, size: tuple[int, ...]) -> NDArray[np.bool_]:
    """Which shapes have a sheet's corners and size, within a picture of `size`."""
    frame = np.array([size[1], size[0]])
    within = ((of > -_BEYOND * frame) & (of < (1 + _BEYOND) * frame)).all(axis=(1, 2))
    normals = outward(of)
    square = np.abs((normals * np.roll(normals, 1, axis=1)).sum(axis=2)).max(axis=1) < _COSINE_MAX
    x, y = of[..., 0], of[..., 1]
    twice = x * np.roll(y, -1, axis=1) - y * np.roll(x, -1, axis=1)
    share = twice.sum(axis=1) / (2 * frame.prod())
    large = (share > _AREA_MIN) & (share < _AREA_MAX)
    return np.asarray(within & square & large)
