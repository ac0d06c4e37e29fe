"""Ink alone stays of a picture: paper, shadow and grain go; what shows no signature is refused."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps
from tests.forms.forms import png, signed

from scord.demo import wear
from scord.forms import signature
from scord.forms.signature import ink_of
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Callable


def ink(data: bytes) -> Image.Image:
    """What is stamped: 255 where it is black."""
    opened = Image.open(BytesIO(ink_of(data)))
    assert opened.mode == "LA"
    assert opened.getchannel(0).getextrema() == (0, 0)
    return opened.getchannel(1)


def jpeg(picture: Image.Image, **how: int) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", **how)
    return out.getvalue()


def photo() -> bytes:
    """On cream paper, unevenly lit, grainy."""
    page = np.asarray(signed((1600, 900), ink=60).convert("RGB"))
    return wear.jpeg_file(wear.noise(wear.shade(wear.tint(page), 0.4, 1), 6, 1), quality=80)


def transparent() -> bytes:
    """As a browser's canvas gives it."""
    drawing = Image.new("RGBA", (880, 300))
    ImageDraw.Draw(drawing).line([(80, 200), (300, 80), (700, 220)], fill="black", width=3)
    return png(drawing)


@pytest.mark.parametrize(
    "given",
    [
        lambda: png(signed()),
        lambda: png(signed(paper=210, ink=90)),
        lambda: png(signed().convert("1")),
        lambda: png(ImageOps.colorize(signed(), "navy", "white")),
        lambda: jpeg(signed((2400, 3300)), quality=60),
        photo,
        transparent,
    ],
    ids=["drawn", "pale", "bitonal", "blue", "page", "photo", "transparent"],
)
def test_the_signature_is_cut_to_its_ink(given: Callable[[], bytes]) -> None:
    found = ink(given())
    assert found.width > 1.2 * found.height
    assert found.width <= 900
    assert found.height <= 400
    black = np.asarray(found) > 128
    assert 0.005 < black.mean() < 0.3
    assert black[:, 0].any()
    assert black[:, -1].any()


def test_the_paper_of_a_photo_leaves_nothing_beside_the_line() -> None:
    black = np.asarray(ink(photo())) > 128
    high = [column.nonzero()[0] for column in black.T if column.any()]
    assert max(np.ptp(rows) for rows in high) < black.shape[0] / 3


@pytest.mark.parametrize(
    "picture",
    [
        Image.new("L", (600, 200), 255),
        Image.new("L", (600, 200), 0),
        Image.effect_noise((600, 200), 12),
        ImageOps.expand(Image.new("L", (12, 12), 0), border=200, fill=255),
    ],
    ids=["white", "black", "grain", "a dot"],
)
def test_a_picture_that_shows_no_signature_is_refused(picture: Image.Image) -> None:
    with pytest.raises(ScordError) as caught:
        ink_of(png(picture))
    assert caught.value.code == Code.FILE_NO_SIGNATURE


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.4", b"GIF89a", png(signed())[:80], jpeg(signed())[:300]],
    ids=["nothing", "pdf", "gif", "cut png", "cut jpeg"],
)
def test_what_is_no_whole_picture_is_refused(data: bytes) -> None:
    with pytest.raises(ScordError) as caught:
        ink_of(data)
    assert caught.value.code == Code.IMAGE_UNKNOWN_FORMAT


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded() -> None:
    bomb = png(Image.new("1", (9_000, 9_000)))
    assert len(bomb) < 100_000
    with pytest.raises(ScordError) as caught:
        ink_of(bomb)
    assert caught.value.code == Code.IMAGE_TOO_MANY_PIXELS


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(ScordError) as caught:
        ink_of(b"x" * (signature.MOST_BYTES + 1))
    assert caught.value.code == Code.FILE_TOO_LARGE
