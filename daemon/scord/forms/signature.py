"""A practitioner's signature out of a picture: its ink alone, black on transparent. Pure.

Pillow alone, since the resting service does this itself.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 8_000_000
_MOST_PIXELS = 30_000_000  # a page scanned at 400 dpi has half of that
_WORKED_ON = 2_000  # px of the longer side: more shows the paper's grain
_MOST_WIDTH, _MOST_HEIGHT = 900, 400  # px: on the form it is 85 by 30 mm
_PAPER_SHARE = 12  # the paper's own light is that of a neighbourhood of a 12th of the picture
_LEAST_CONTRAST = 45  # grey levels that ink is darker than its paper
_LEAST_SHARE, _MOST_SHARE = 0.0005, 0.25  # of the picture that is ink: less is dust, more a photo
_LEAST_WIDTH = 40  # px


def ink_of(data: bytes) -> bytes:
    """A PNG of the signature, cut to its ink, at most 900 by 400 px.

    `data`: a PNG or JPEG, a drawing on white or transparent, or the photo of one on paper. Raises
    ScordError FILE_TOO_LARGE, IMAGE_TOO_MANY_PIXELS, IMAGE_UNKNOWN_FORMAT; FILE_NO_SIGNATURE where
    none is seen on it.
    """
    if len(data) > MOST_BYTES:
        raise ScordError(Code.FILE_TOO_LARGE, bytes=len(data), limit=MOST_BYTES)
    ink = _ink(_grey(data))
    box = ink.getbbox()
    share = ink.histogram()[255] / (ink.width * ink.height)
    if box is None or not _LEAST_SHARE <= share <= _MOST_SHARE or box[2] - box[0] < _LEAST_WIDTH:
        raise ScordError(Code.FILE_NO_SIGNATURE)
    cut = ink.crop(box)
    cut.thumbnail((_MOST_WIDTH, _MOST_HEIGHT))
    return _png(cut)


def _grey(data: bytes) -> Image:
    """Upright, on white, no larger than it takes."""
    from PIL import Image, ImageOps  # noqa: PLC0415 -- only where somebody gives a signature

    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise ScordError(Code.IMAGE_TOO_MANY_PIXELS, limit=_MOST_PIXELS)
            opened.draft("L", (_WORKED_ON, _WORKED_ON))
            upright = ImageOps.exif_transpose(opened).convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as fault:
        raise ScordError(Code.IMAGE_UNKNOWN_FORMAT) from fault
    white = Image.new("RGBA", upright.size, "white")
    grey = Image.alpha_composite(white, upright).convert("L")
    grey.thumbnail((_WORKED_ON, _WORKED_ON))
    return grey


def _ink(grey: Image) -> Image:
    """White where ink is, black elsewhere: what is darker than the paper around it."""
    from PIL import ImageChops, ImageFilter  # noqa: PLC0415 -- as above

    radius = max(grey.size) // _PAPER_SHARE
    paper = grey.filter(ImageFilter.MedianFilter(3)).filter(ImageFilter.BoxBlur(radius))
    darker = ImageChops.subtract(paper, grey.filter(ImageFilter.MedianFilter(3)))
    darkest = max(level for level, count in enumerate(darker.histogram()) if count)
    limit = max(_LEAST_CONTRAST, darkest // 2)
    return darker.point([255 * (level >= limit) for level in range(256)])


def _png(ink: Image) -> bytes:
    from PIL import Image  # noqa: PLC0415 -- as above

    black = Image.new("L", ink.size, 0)
    out = BytesIO()
    Image.merge("LA", (black, ink)).save(out, "PNG", optimize=True)
    return out.getvalue()
