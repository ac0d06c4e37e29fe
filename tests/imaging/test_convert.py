"""A file becomes PDFs in a folder, or nothing at all."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image
from tests.imaging.drawing import draw_page, jpeg, text_pdf, tiff

from scord.imaging.check import check_pdf
from scord.imaging.convert import ConvertReport, convert_file
from scord.imaging.options import ImagingOptions
from scord.imaging.workers import WorkerPool
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from pathlib import Path

CREATED = datetime(2026, 1, 1, tzinfo=UTC)
BLANK = Image.new("L", (1654, 2339), 255)


def convert(folder: Path, data: bytes, options: ImagingOptions | None = None) -> ConvertReport:
    source = folder / "ordonnance du jour.tif"
    source.write_bytes(data)
    return convert_file(source, folder / "out", options, title="Scan", created=CREATED)


def refusal(folder: Path, data: bytes) -> ScordError:
    with pytest.raises(ScordError) as raised:
        convert(folder, data)
    assert not (folder / "out").exists()
    return raised.value


def test_one_page_becomes_one_conforming_pdf_of_the_same_stem(tmp_path: Path) -> None:
    report = convert(tmp_path, jpeg(draw_page()))
    assert [path.name for path in report.outputs] == ["ordonnance du jour.pdf"]
    assert check_pdf(report.outputs[0]).conforming
    assert report.outputs[0].read_bytes() == report.parts[0].data


def test_what_does_not_fit_one_pdf_becomes_numbered_parts(tmp_path: Path) -> None:
    whole = convert(tmp_path, text_pdf(4))
    limit = sum(len(page.strip) for page in whole.pages[:2]) + 3000
    report = convert(tmp_path, text_pdf(4), ImagingOptions(limit_bytes=limit))
    assert [path.name for path in report.outputs] == [
        "ordonnance du jour-1of2.pdf",
        "ordonnance du jour-2of2.pdf",
    ]
    assert [part.pages for part in report.parts] == [(1, 2), (3, 4)]
    assert all(check_pdf(path, limit).conforming for path in report.outputs)


def test_blank_pages_are_left_out_and_told(tmp_path: Path) -> None:
    report = convert(tmp_path, tiff(draw_page(), BLANK, draw_page(), dpi=(200, 200)))
    assert report.blank == (2,)
    assert report.parts[0].pages == (1, 3)


def test_a_file_of_blank_pages_alone_is_refused_as_having_none(tmp_path: Path) -> None:
    assert refusal(tmp_path, tiff(BLANK, BLANK)).code is Code.IMAGE_NO_PAGE


def test_an_illegible_page_refuses_the_file_by_its_number(tmp_path: Path) -> None:
    black = Image.new("L", (1654, 2339), 0)
    pages = [page.convert("1") for page in (draw_page(), black)]
    fault = refusal(tmp_path, tiff(*pages, dpi=(200, 200), compression="group4"))
    assert (fault.code, fault.facts["page"]) == (Code.IMAGE_TOO_BLACK, 2)


def test_a_page_too_heavy_refuses_the_file_and_writes_nothing(tmp_path: Path) -> None:
    grain = Image.fromarray(np.random.default_rng(1).random((2339, 1654)) > 0.7)
    fault = refusal(tmp_path, tiff(grain, dpi=(200, 200)))
    assert fault.code in {Code.IMAGE_TOO_HEAVY, Code.IMAGE_TOO_BLACK}


def test_an_existing_output_is_not_overwritten_unless_asked(tmp_path: Path) -> None:
    source = tmp_path / "scan.jpg"
    source.write_bytes(jpeg(draw_page()))
    existing = tmp_path / "scan.pdf"
    existing.write_bytes(b"precious")
    with pytest.raises(ScordError) as raised:
        convert_file(source, tmp_path, title="Scan", created=CREATED)
    assert raised.value.code is Code.OUTPUT_EXISTS
    assert existing.read_bytes() == b"precious"
    convert_file(source, tmp_path, title="Scan", created=CREATED, overwrite=True)
    assert existing.read_bytes().startswith(b"%PDF")


def test_nothing_temporary_is_left_beside_the_output(tmp_path: Path) -> None:
    convert(tmp_path, jpeg(draw_page()))
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["ordonnance du jour.pdf"]


@pytest.mark.slow
def test_a_pool_converts_the_same_bytes_and_tells_its_progress(tmp_path: Path) -> None:
    source = tmp_path / "scan"
    source.write_bytes(text_pdf(5))
    told = []
    pool = WorkerPool(2)
    by_pool = convert_file(
        source,
        tmp_path / "pool",
        title="Scan",
        created=CREATED,
        pool=pool,
        progress=lambda done, of: told.append((done, of)),
    )
    pool.close()
    alone = convert_file(source, tmp_path / "alone", title="Scan", created=CREATED)
    assert by_pool.parts == alone.parts
    assert told == [(number, 5) for number in range(1, 6)]


@pytest.mark.slow
def test_a_refusal_in_a_pool_leaves_the_pool_usable(tmp_path: Path) -> None:
    source = tmp_path / "scan"
    pool = WorkerPool(2)
    source.write_bytes(jpeg(draw_page())[:5000])
    with pytest.raises(ScordError) as raised:
        convert_file(source, tmp_path / "out", title="Scan", created=CREATED, pool=pool)
    assert raised.value.code is Code.IMAGE_TRUNCATED
    source.write_bytes(jpeg(draw_page()))
    assert convert_file(source, tmp_path / "out", title="Scan", created=CREATED, pool=pool).outputs
    pool.close()
