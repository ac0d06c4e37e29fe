"""HEIC from our own coder, next to the drawn pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import Image
from tests.imaging.drawing import draw_page
from tests.imaging.heic import heic
from tests.imaging.reading import decoded, off_by

from scord.imaging import steps
from scord.imaging.options import ImagingOptions
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from pathlib import Path

PAGE = draw_page(80, (4.0, 5.6))


@pytest.mark.parametrize("tiles", [1, 2, 4])
@pytest.mark.parametrize("turns", range(4))
def test_a_heic_is_joined_and_turned_once(tmp_path: Path, tiles: int, turns: int) -> None:
    raster = decoded(tmp_path, heic(PAGE, tiles=tiles, quarter_turns=turns))
    assert off_by(raster, PAGE.rotate(90 * turns, expand=True)) == 0
    assert (raster.dpi, raster.orientation) == (None, 1)


@pytest.mark.parametrize("kept", [0.02, 0.5, 0.95])
def test_a_heic_that_is_cut_off_is_refused(tmp_path: Path, kept: float) -> None:
    whole = heic(PAGE)
    with pytest.raises(ScordError) as raised:
        decoded(tmp_path, whole[: int(len(whole) * kept)])
    assert raised.value.code in {Code.IMAGE_TRUNCATED, Code.IMAGE_DAMAGED}


def test_a_heic_over_the_pixel_limit_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    path = tmp_path / "photo.heic"
    path.write_bytes(heic(Image.new("L", (1600, 1600), 255)))
    with pytest.raises(ScordError) as raised:
        steps.decode(path, 1, ImagingOptions(max_pixels=2_000_000))
    assert raised.value.code is Code.IMAGE_TOO_MANY_PIXELS


def test_a_video_of_the_same_family_is_an_unknown_format(tmp_path: Path) -> None:
    with pytest.raises(ScordError) as raised:
        decoded(tmp_path, heic(PAGE).replace(b"ftypheic", b"ftypisom", 1))
    assert raised.value.code is Code.IMAGE_UNKNOWN_FORMAT
