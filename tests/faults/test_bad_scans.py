"""Files that are no scans, or hostile ones: each ends refused with a reason, or converted."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from PIL import Image
from pypdf import PdfWriter
from tests.faults.conftest import becomes, goes_on
from tests.lps import today
from tests.practice import jpeg, paper

from scord.demo import pages, people
from scord.store.states import DocumentState, ScanState
from scord.store.tables import Document, DocumentPart
from scord_shared.errors import Code

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.practice import Practice

    from scord.store.context import Context

pytestmark = pytest.mark.slow


def _truncated_jpeg() -> bytes:
    whole = jpeg("truncated")
    return whole[: len(whole) // 2]


def _encrypted_pdf() -> bytes:
    locked = "mot de passe"
    return pages.prescription(people.VALMONT, people.ADRDEUX, today(), ["Repos"], password=locked)


def _pdf_of_a_thousand_pages() -> bytes:
    writer = PdfWriter()
    for _ in range(1_000):
        writer.add_blank_page(595, 842)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _decompression_bomb() -> bytes:
    """A PNG of 60,000 x 60,000 white pixels in half a megabyte."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    side = 60_000
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" + b"\xff" * (side // 8)) * 10
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def _nothing() -> bytes:
    return b""


def _text_named_pdf() -> bytes:
    return "Penser à rappeler le cabinet.\n".encode()


@pytest.mark.parametrize(
    ("name", "make", "code"),
    [
        ("coupé.jpg", _truncated_jpeg, Code.IMAGE_TRUNCATED),
        ("protégé.pdf", _encrypted_pdf, Code.IMAGE_ENCRYPTED),
        ("mille.pdf", _pdf_of_a_thousand_pages, Code.IMAGE_TOO_MANY_PAGES),
        ("bombe.png", _decompression_bomb, Code.IMAGE_TOO_MANY_PIXELS),
        ("vide.pdf", _nothing, Code.FILE_EMPTY),
        ("texte.pdf", _text_named_pdf, Code.IMAGE_UNKNOWN_FORMAT),
    ],
)
def test_is_refused_kept_and_explained(
    practice: Practice, service: Context, name: str, make: Callable[[], bytes], code: Code
) -> None:
    digest = practice.drop(name, make())
    scan = becomes(digest, ScanState.REFUSED)
    assert scan.reason == code
    assert service.files.originals.path(digest).read_bytes() == make()
    (reason,) = service.files.refused.glob(f"scan-{scan.id}-*.txt")
    assert code.value in reason.read_text("utf-8")
    assert not Document.select().where(Document.scan == scan).exists()
    assert not (practice.drop_folder / name).exists()
    goes_on(practice)


def test_a_photo_of_a_hundred_megapixels_is_converted(practice: Practice, service: Context) -> None:
    sheet = cv2.resize(paper("photo"), (8_660, 12_250), interpolation=cv2.INTER_LINEAR)
    grain = np.random.default_rng(1).integers(0, 3, (512, 512), dtype=np.uint8)
    sheet -= np.minimum(np.tile(grain, (24, 17))[:12_250, :8_660], sheet)
    out = io.BytesIO()
    Image.fromarray(sheet).save(out, "JPEG", quality=60)
    assert sheet.size > 100_000_000
    scan = becomes(practice.drop("IMG_0001.JPG", out.getvalue()), ScanState.CONVERTED)
    (document,) = scan.documents
    assert document.state != DocumentState.HELD
    parts = DocumentPart.select().where(DocumentPart.document == document)
    assert [part.page_count for part in parts] == [1]
    assert all(part.size <= 250_000 for part in parts)
    goes_on(practice)


@pytest.mark.parametrize(
    "name", ["deux\nlignes 🩺.jpg", b"num\xe9ris\xe9.jpg".decode("utf-8", "surrogateescape")]
)
def test_a_name_of_any_bytes_is_converted_under_it(
    practice: Practice, service: Context, name: str
) -> None:
    scan = becomes(practice.drop(name, jpeg(ascii(name))), ScanState.CONVERTED)
    assert scan.name == name.encode("utf-8", "replace").decode().replace("?", "_")
    goes_on(practice)


def test_a_refused_file_of_any_name_is_explained(practice: Practice, service: Context) -> None:
    name = "\n🩺" + "é" * 80 + b"\xe9.pdf".decode("utf-8", "surrogateescape")
    scan = becomes(practice.drop(name, b"no image either"), ScanState.REFUSED)
    assert len(list(service.files.refused.glob(f"scan-{scan.id}-*.txt"))) == 1
    goes_on(practice)
