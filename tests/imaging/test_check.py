"""Judging PDFs: ours, other people's, and files that are no PDFs."""

from __future__ import annotations

import io
import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    RectangleObject,
    StreamObject,
    TextStringObject,
)
from tests.imaging.drawing import draw_bitonal, draw_page, image_pdf, locked, text_pdf
from tests.imaging.making import bitonal_page, make_page

from scord.imaging.assemble import assemble
from scord.imaging.check import CheckReport, check_pdf
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def our_pdf(dpi: float = 200) -> bytes:
    pages = [make_page(bitonal_page(), number, of=2, dpi=dpi) for number in (1, 2)]
    (part,) = assemble(
        pages, title="Scan", created=datetime(2026, 1, 1, tzinfo=UTC), limit_bytes=10**6
    )
    return part.data


def check(folder: Path, data: bytes, limit_bytes: int = 250_000) -> CheckReport:
    path = folder / "file.pdf"
    path.write_bytes(data)
    return check_pdf(path, limit_bytes)


def changed(pdf: bytes, change: Callable[[PdfWriter], object]) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    change(writer)
    data = io.BytesIO()
    writer.write(data)
    return data.getvalue()


def with_form(pdf: bytes) -> bytes:
    """The first page's content moved into a form that its page draws at half size."""

    def change(writer: PdfWriter) -> None:
        page = writer.pages[0]
        form = StreamObject()
        form.set_data(page.get_contents().get_data())
        form.update(
            {
                NameObject("/Type"): NameObject("/XObject"),
                NameObject("/Subtype"): NameObject("/Form"),
                NameObject("/BBox"): RectangleObject(page.mediabox),
                NameObject("/Resources"): page["/Resources"],
            }
        )
        outer = StreamObject()
        outer.set_data(b"q 0.5 0 0 0.5 0 0 cm /Fm Do Q")
        page[NameObject("/Contents")] = writer._add_object(outer)
        page["/Resources"]["/XObject"][NameObject("/Fm")] = writer._add_object(form)

    return changed(pdf, change)


def test_a_pdf_made_here_conforms(tmp_path: Path) -> None:
    report = check(tmp_path, our_pdf())
    assert report.conforming
    assert report.faults == ()
    (image,) = report.pages[1].images
    assert (image.width, image.height, image.bits, image.filter) == (
        1654,
        2338,
        1,
        "CCITTFaxDecode",
    )
    assert image.dpi == pytest.approx(200, abs=0.01)


@pytest.mark.parametrize(("dpi", "conforming"), [(199.6, True), (199.4, False), (150, False)])
def test_the_resolution_is_that_on_paper_and_rounds_to_200(
    tmp_path: Path, dpi: float, conforming: bool
) -> None:
    assert check(tmp_path, our_pdf(dpi)).conforming is conforming


def test_a_form_that_shrinks_its_image_raises_its_resolution(tmp_path: Path) -> None:
    (image,) = check(tmp_path, with_form(our_pdf())).pages[0].images
    assert image.dpi == pytest.approx(400, abs=0.02)


def add_script(writer: PdfWriter) -> None:
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
        {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject("app.alert(1)"),
        }
    )


def blank_pdf() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    data = io.BytesIO()
    writer.write(data)
    return data.getvalue()


def text_over_image() -> bytes:
    def change(writer: PdfWriter) -> None:
        writer.pages[0].merge_page(PdfReader(io.BytesIO(text_pdf())).pages[0])

    return changed(our_pdf(), change)


def two_colours() -> bytes:
    """One bit a pixel, but yellow and blue."""

    def change(writer: PdfWriter) -> None:
        palette = ByteStringObject(b"\xff\xff\x00\x00\x00\xff")
        image = writer.pages[0]["/Resources"]["/XObject"]["/Im0"]
        image[NameObject("/ColorSpace")] = ArrayObject(
            [NameObject("/Indexed"), NameObject("/DeviceRGB"), NumberObject(1), palette]
        )

    return changed(our_pdf(), change)


FAULTY = {
    "grey image": (lambda: image_pdf(draw_page(), 200), "not-bitonal page=1 bits=8"),
    "coarse image": (lambda: image_pdf(draw_bitonal(100), 100), "dpi-too-low page=1 dpi=100"),
    "text": (text_pdf, "other-content page=1"),
    "no image": (text_pdf, "no-image page=1"),
    "empty page": (blank_pdf, "no-image page=1"),
    "text over the image": (text_over_image, "other-content page=1"),
    "javascript": (lambda: changed(our_pdf(), add_script), "active-content"),
    "encrypted": (lambda: locked(our_pdf(), opens_with="x"), "encrypted"),
    "not a pdf": (lambda: b"Bonjour", "not-a-pdf"),
    "empty": (lambda: b"", "not-a-pdf"),
    "cut off": (lambda: our_pdf()[:400], "damaged"),
    "garbage": (lambda: b"%PDF-1.4\n" + bytes(range(256)) * 4, "damaged"),
    "two colours": (two_colours, "not-bitonal page=1 bits=1"),
}


@pytest.mark.parametrize("kind", FAULTY)
def test_what_does_not_conform_has_a_clear_fault(tmp_path: Path, kind: str) -> None:
    make, fault = FAULTY[kind]
    report = check(tmp_path, make())
    assert not report.conforming
    assert fault in report.faults


def test_a_pdf_over_the_limit_is_too_large(tmp_path: Path) -> None:
    data = our_pdf()
    assert check(tmp_path, data, len(data)).conforming
    assert check(tmp_path, data, len(data) - 1).faults == (
        f"too-large bytes={len(data)} limit={len(data) - 1}",
    )


def test_forms_that_draw_each_other_for_ever_are_damage(tmp_path: Path) -> None:
    def change(writer: PdfWriter) -> None:
        form = StreamObject()
        form.set_data(b"/Fm Do /Fm Do")
        form[NameObject("/Subtype")] = NameObject("/Form")
        page = writer.pages[0]
        page["/Resources"]["/XObject"][NameObject("/Fm")] = writer._add_object(form)
        page[NameObject("/Contents")] = writer._add_object(form)

    assert check(tmp_path, changed(our_pdf(), change)).faults == ("damaged",)


def test_a_missing_file_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(ScordError) as refusal:
        check_pdf(tmp_path / "nowhere.pdf")
    assert refusal.value.code is Code.FILE_UNREADABLE


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["ours", "form", "grey", "bitonal", "rotated"])
def test_pdfimages_sees_the_same(tmp_path: Path, kind: str) -> None:
    make = {
        "ours": our_pdf,
        "form": lambda: with_form(our_pdf()),
        "grey": lambda: image_pdf(draw_page(), 200),
        "bitonal": lambda: image_pdf(draw_bitonal(300), 300),
        "rotated": lambda: image_pdf(draw_page(150), 150, rotate=90),
    }[kind]
    report = check(tmp_path, make())
    listed = subprocess.run(
        ["pdfimages", "-list", tmp_path / "file.pdf"], capture_output=True, text=True, check=True
    )
    theirs = [line.split() for line in listed.stdout.splitlines()[2:]]
    assert [
        (page.number, image.width, image.height, image.bits, round(image.dpi))
        for page in report.pages
        for image in page.images
    ] == [
        (int(row[0]), int(row[3]), int(row[4]), int(row[7]), min(int(row[12]), int(row[13])))
        for row in theirs
    ]
