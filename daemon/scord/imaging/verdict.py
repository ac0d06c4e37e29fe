"""What is wrong with a page, as a reader of the scheme's own list would say it.

Without numpy or OpenCV, since the resting service names these too.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from scord_shared.errors import Code

if TYPE_CHECKING:
    from collections.abc import Collection


class Side(StrEnum):
    """A side of the page as it is read, upright."""

    TOP = "top"
    RIGHT = "right"
    BOTTOM = "bottom"
    LEFT = "left"


_CUT = {
    Side.TOP: Code.IMAGE_CUT_TOP,
    Side.RIGHT: Code.IMAGE_CUT_RIGHT,
    Side.BOTTOM: Code.IMAGE_CUT_BOTTOM,
    Side.LEFT: Code.IMAGE_CUT_LEFT,
}


def cut_off(sides: Collection[Side]) -> Code | None:
    """The flaw of a page whose writing is cut at these sides."""
    if len(sides) > 1:
        return Code.IMAGE_CUT_OFF
    return next((_CUT[side] for side in sides), None)


def common_flaw(flaws: Collection[Code]) -> Code | None:
    """The one word for the flaws of a document's pages; None where there are none."""
    kinds = set(flaws)
    if len(kinds) > 1:
        return Code.IMAGE_ILLEGIBLE
    return next(iter(kinds), None)
