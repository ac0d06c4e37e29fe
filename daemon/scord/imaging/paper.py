"""The sheet in a photo: found, cut out and laid flat, only where that surely cuts no writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from scord.imaging.paper_proof import best, writing_beyond
from scord.imaging.paper_shapes import shapes
from scord.imaging.shrinking import shrunk

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scord.imaging.raster import Grey

    Corners = NDArray[np.float64]

_SIDE_MIN = 200  # px: no page can be read on fewer
_LOOK_BELOW = 1400  # px on the longer side: letters are seen; halved once more, sides alone are
_LETTER = 9  # px there
_FOCAL = 0.8  # of a photo's longer side: the main lens of phones, 24 to 30 mm on 35 mm film


def find_sheet(photo: Grey) -> Corners | None:
    """The corners of the one sheet that the photo shows; None where there is any doubt.

    Four rows of x and y in px, clockwise as seen, first the one nearest the top left. A corner may
    lie outside a photo that ends before the sheet does.
    """
    if min(photo.shape) < _SIDE_MIN:
        return None
    look, factor = photo, 1
    while max(look.shape) >= _LOOK_BELOW:
        look, factor = shrunk(look, 2), 2 * factor  # halving is what OpenCV does fastest
    closed = cv2.morphologyEx(
        shrunk(look, 2), cv2.MORPH_CLOSE, np.ones((_LETTER, _LETTER), np.uint8)
    )
    paper = cv2.GaussianBlur(closed, (5, 5), 0)
    sheet = best(paper, shapes(paper))
    if sheet is None or writing_beyond(look, 2 * sheet):
        return None
    return sheet * (2 * factor)


def proportion(sheet: Corners, size: tuple[int, ...]) -> float:
    """The sheet's width to its height, seen straight on; `size` is the photo's height and width.

    Z. Zhang, L.-W. He, "Note-taking with a camera: whiteboard scanning and image enhancement"
    (2004), section 3.2; the focal length is assumed, since weak perspective does not tell it.
    """
    centre = np.array([size[1] / 2, size[0] / 2])
    rays = np.column_stack([(sheet - centre) / (_FOCAL * max(size)), np.ones(4)])
    top_left, top_right, bottom_right, bottom_left = rays
    across = np.cross(top_left, bottom_right)
    right = (across @ bottom_left) / (np.cross(top_right, bottom_right) @ bottom_left)
    below = (across @ top_right) / (np.cross(bottom_left, bottom_right) @ top_right)
    width = np.linalg.norm(right * top_right - top_left)
    return float(width / np.linalg.norm(below * bottom_left - top_left))


def longest_side(sheet: Corners) -> float:
    """In px of the photo: how finely it shows the sheet."""
    return float(np.linalg.norm(np.roll(sheet, -1, axis=0) - sheet, axis=1).max())


def laid_flat(photo: Grey, sheet: Corners, size: tuple[int, int]) -> Grey:
    """The sheet seen straight on, as `size` (width, height) px."""
    factor = max(1, int(longest_side(sheet) / max(size)))  # else a finer photo's pixels are skipped
    width, height = size
    target = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    view = cv2.getPerspectiveTransform((sheet / factor).astype(np.float32), target)
    return cv2.warpPerspective(
        shrunk(photo, factor), view, size,
        flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE,
    )  # fmt: skip
