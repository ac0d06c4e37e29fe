"""Files that cannot or must not be converted: each is refused by its own code, before decoding."""

from __future__ import annotations

import os
import struct
import sys
import zlib
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from tests.imaging.drawing import (
    draw_bitonal,
    draw_page,
    image_pdf,
    jpeg,
    locked,
    png,
    text_pdf,
    tiff,
)
from tests.powers import without_power_over_rights

from scord.imaging.options import ImagingOptions
from scord.imaging.page import convert_page
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

OPTIONS = ImagingOptions()


def refusal(path: Path, options: ImagingOptions = OPTIONS) -> ScordError:
    with pytest.raises(ScordError) as raised:
        convert_page(path, 1, options)
    return raised.value


def written(folder: Path, data: bytes, name: str = "scan") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def bomb_png(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", header), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    )


def test_an_empty_file_is_refused_as_empty(tmp_path: Path) -> None:
    assert refusal(written(tmp_path, b"")).code is Code.FILE_EMPTY


def test_text_named_pdf_is_an_unknown_format(tmp_path: Path) -> None:
    path = written(tmp_path, b"Bonjour, ceci est du texte.\n", "scan.pdf")
    assert refusal(path).code is Code.IMAGE_UNKNOWN_FORMAT


def test_a_misnamed_file_is_taken_for_what_it_is(tmp_path: Path) -> None:
    path = written(tmp_path, png(draw_page(100)), "scan.pdf")
    assert convert_page(path, 1, OPTIONS).legible


def test_a_name_with_a_newline_and_an_emoji_is_no_obstacle(tmp_path: Path) -> None:
    path = written(tmp_path, text_pdf(), "scan\n📄 été.pdf")
    assert convert_page(path, 1, OPTIONS).pages_in_file == 1


def test_a_missing_file_is_unreadable(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nowhere").code is Code.FILE_UNREADABLE


def test_a_folder_is_not_a_regular_file(tmp_path: Path) -> None:
    assert refusal(tmp_path).code is Code.FILE_NOT_REGULAR


@pytest.mark.skipif(sys.platform == "win32", reason="FIFOs are of POSIX")
def test_a_fifo_is_refused_without_waiting_for_a_writer(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refusal(tmp_path / "pipe").code is Code.FILE_NOT_REGULAR


@pytest.mark.skipif(sys.platform == "win32", reason="Windows reads it all the same")
def test_a_file_without_read_permission_is_unreadable(tmp_path: Path) -> None:
    path = written(tmp_path, jpeg(draw_page(100)))
    path.chmod(0)
    assert without_power_over_rights(lambda: refusal(path)).code is Code.FILE_UNREADABLE


def test_a_file_over_the_size_limit_is_refused_unread(tmp_path: Path) -> None:
    fault = refusal(written(tmp_path, b"x" * 101), ImagingOptions(max_bytes=100))
    assert (fault.code, fault.facts) == (Code.FILE_TOO_LARGE, {"bytes": 101, "limit": 100})


TRUNCATED = {
    "jpeg": lambda: jpeg(draw_page(100)),
    "jpeg progressive": lambda: jpeg(draw_page(100), progressive=True),
    "jpeg with a thumbnail": lambda: jpeg(draw_page(100), exif=thumbnail_exif()),
    "png": lambda: png(draw_page(100)),
    "png interlaced": lambda: png(draw_page(100), interlace=1),
    "tiff raw": lambda: tiff(draw_page(100)),
    "tiff g4": lambda: tiff(draw_bitonal(200), compression="group4"),
    "tiff lzw": lambda: tiff(draw_page(100), compression="tiff_lzw"),
    "pdf": lambda: text_pdf(3),
}


def thumbnail_exif() -> bytes:
    """An EXIF block that holds a whole JPEG, with an end marker of its own."""
    small = jpeg(draw_page(20))
    return b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0" + small


@pytest.mark.parametrize("kind", TRUNCATED)
@pytest.mark.parametrize("kept", [0.5, 0.95])
def test_a_truncated_file_is_refused_and_never_half_a_page(
    tmp_path: Path, kind: str, kept: float
) -> None:
    whole = TRUNCATED[kind]()
    assert convert_page(written(tmp_path, whole), 1, OPTIONS).legible
    fault = refusal(written(tmp_path, whole[: int(len(whole) * kept)]))
    assert fault.code in {Code.IMAGE_TRUNCATED, Code.IMAGE_DAMAGED}


def test_a_jpeg_whose_end_was_never_written_is_truncated(tmp_path: Path) -> None:
    whole = jpeg(draw_page(100))
    half = len(whole) // 2
    fault = refusal(written(tmp_path, whole[:half] + bytes(len(whole) - half)))
    assert fault.code is Code.IMAGE_TRUNCATED


def test_a_truncated_jpeg_inside_a_pdf_is_refused(tmp_path: Path) -> None:
    data = image_pdf(draw_page(), 200)
    end = data.rindex(b"\xff\xd9")
    damaged = data[: end - 2000] + bytes(2002) + data[end + 2 :]
    assert refusal(written(tmp_path, damaged)).code is Code.IMAGE_TRUNCATED


@pytest.mark.parametrize("kind", ["jpeg", "png", "tiff raw", "pdf"])
def test_a_file_of_garbage_after_a_good_start_is_damaged(tmp_path: Path, kind: str) -> None:
    start = TRUNCATED[kind]()[:16]
    fault = refusal(written(tmp_path, start + bytes(range(256)) * 20))
    assert fault.code in {Code.IMAGE_DAMAGED, Code.IMAGE_TRUNCATED}


def test_an_encrypted_pdf_is_told_as_such(tmp_path: Path) -> None:
    path = written(tmp_path, locked(text_pdf(), opens_with="secret"))
    assert refusal(path).code is Code.IMAGE_ENCRYPTED


def test_a_pdf_that_opens_without_a_password_is_converted(tmp_path: Path) -> None:
    path = written(tmp_path, locked(image_pdf(draw_page(), 200), opens_with=""))
    assert convert_page(path, 1, OPTIONS).legible


@pytest.mark.slow
def test_a_pdf_of_1000_pages_is_refused_with_its_page_count(tmp_path: Path) -> None:
    fault = refusal(written(tmp_path, text_pdf(1000)))
    assert (fault.code, fault.facts) == (
        Code.IMAGE_TOO_MANY_PAGES,
        {"pages": 1000, "limit": 300},
    )


def test_a_tiff_of_too_many_pages_is_refused(tmp_path: Path) -> None:
    page = Image.new("1", (16, 16))
    fault = refusal(written(tmp_path, tiff(*[page] * 4)), ImagingOptions(max_pages=3))
    assert (fault.code, fault.facts["pages"]) == (Code.IMAGE_TOO_MANY_PAGES, 4)


def test_a_png_that_claims_60000_by_60000_is_refused_from_its_header(tmp_path: Path) -> None:
    fault = refusal(written(tmp_path, bomb_png(60000, 60000)))
    assert (fault.code, fault.facts["pixels"]) == (Code.IMAGE_TOO_MANY_PIXELS, 3_600_000_000)


def test_a_huge_blank_g4_tiff_is_refused_from_its_header(tmp_path: Path) -> None:
    page = Image.new("1", (20000, 10000), 1)
    path = written(tmp_path, tiff(page, compression="group4"))
    assert path.stat().st_size < 20_000
    assert refusal(path).code is Code.IMAGE_TOO_MANY_PIXELS


def test_a_jpeg_over_the_pixel_limit_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, jpeg(draw_page(100)))
    assert refusal(path, ImagingOptions(max_pixels=900_000)).code is Code.IMAGE_TOO_MANY_PIXELS


def test_a_pdf_with_an_image_over_the_pixel_limit_is_refused(tmp_path: Path) -> None:
    image = Image.new("1", (3000, 3000), 1)
    for margin in (0, 40):  # taken as it is, and rendered
        path = written(tmp_path, image_pdf(image, 300, margin_pt=margin))
        fault = refusal(path, ImagingOptions(max_pixels=8_000_000))
        assert fault.code is Code.IMAGE_TOO_MANY_PIXELS


def test_no_refusal_names_the_file(tmp_path: Path) -> None:
    """File names may hold a patient's name, and refusals reach the logs."""
    path = written(tmp_path, jpeg(draw_page(100))[:3000], "DURAND Paul.jpg")
    assert "DURAND" not in str(refusal(path))
