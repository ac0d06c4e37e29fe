"""What a JPEG says of itself: a camera's resolution is no scanner's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import ExifTags, Image
from tests.imaging.drawing import draw_page, jpeg

from scord.imaging.options import ImagingOptions
from scord.imaging.steps import decode

if TYPE_CHECKING:
    from pathlib import Path


def _exif(tag: int, value: object) -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Maison"
    exif.get_ifd(ExifTags.IFD.Exif)[tag] = value
    return exif.tobytes()


@pytest.mark.parametrize(
    ("tag", "value", "believed"),
    [
        (ExifTags.Base.FocalLength, 4.2, False),
        (ExifTags.Base.ExposureTime, 0.02, False),
        (ExifTags.Base.LensModel, "4.2mm f/1.8", False),
        (ExifTags.Base.ExifImageWidth, 827, True),  # scanners write it too
    ],
)
def test_the_resolution_of_a_picture_that_a_lens_took_is_not_believed(
    tag: int, value: object, *, believed: bool, tmp_path: Path
) -> None:
    file = tmp_path / "page.jpg"
    file.write_bytes(jpeg(draw_page(100), dpi=(100, 100), exif=_exif(tag, value)))
    raster, _ = decode(file, 1, ImagingOptions())
    assert raster.dpi == ((100, 100) if believed else None)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_a_broken_exif_block_does_not_refuse_the_page(tmp_path: Path) -> None:
    far_off = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x87\x69\0\x04\0\0\0\x01\xff\xff\xff\xf0\0\0\0\0"
    file = tmp_path / "page.jpg"
    file.write_bytes(jpeg(draw_page(100), dpi=(100, 100), exif=far_off))
    raster, _ = decode(file, 1, ImagingOptions())
    assert raster.dpi == (100, 100)
