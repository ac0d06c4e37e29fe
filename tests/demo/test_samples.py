"""Every sample is written, the same each time, and is what its name and its expectation say."""

from __future__ import annotations

from collections import Counter
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
import pypdf
import pypdfium2 as pdfium
import pytest
import zxingcpp
from PIL import Image as Pillow
from PIL import ImageSequence

from scord.demo.invoices import INVOICES
from scord.demo.samples import Sample, write_samples
from scord.filing.slip_code import SlipVerdict, decode

if TYPE_CHECKING:
    from pathlib import Path

    from scord.store.refs import InvoiceRef

pytestmark = pytest.mark.slow

KEY = b"the demo's key"
TODAY = date(2026, 7, 8)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("samples")


@pytest.fixture(scope="module")
def samples(folder: Path) -> tuple[Sample, ...]:
    return write_samples(folder, KEY, TODAY)


def test_every_sample_is_written_and_nothing_else(
    folder: Path, samples: tuple[Sample, ...]
) -> None:
    assert {path.name for path in folder.iterdir()} == {sample.name for sample in samples}
    assert sum(path.stat().st_size for path in folder.iterdir()) < 15_000_000


def test_the_same_seed_writes_the_same_bytes_and_another_does_not(
    folder: Path, samples: tuple[Sample, ...], tmp_path: Path
) -> None:
    (tmp_path / "again").mkdir()
    (tmp_path / "other").mkdir()
    write_samples(tmp_path / "again", KEY, TODAY)
    write_samples(tmp_path / "other", KEY, TODAY, seed=2)
    changed = []
    for sample in samples:
        first = (folder / sample.name).read_bytes()
        assert first == (tmp_path / "again" / sample.name).read_bytes()
        if first != (tmp_path / "other" / sample.name).read_bytes():
            changed.append(sample.name)
    assert "IMG_1832.JPG" in changed


def test_every_outcome_is_shown_and_every_invoice_has_its_paper(
    samples: tuple[Sample, ...],
) -> None:
    assert Counter(sample.expect for sample in samples) == {
        "filed by slip": 5,
        "filed by name": 1,
        "filed by text": 2,
        "armed": 1,
        "to file": 2,
        "duplicate": 1,
        "refused": 4,
        "held": 1,
    }
    proven = {ref for sample in samples for ref in sample.invoices}
    assert proven == {one.ref(TODAY) for one in INVOICES}


def test_slips_name_the_invoices_of_their_file(folder: Path, samples: tuple[Sample, ...]) -> None:
    series = {"488", "489"}  # share the prescription of 487, whose slip it lies behind
    for sample in samples:
        if sample.expect == "filed by slip":
            expected = [ref for ref in sample.invoices if ref.number not in series]
            assert list(dict.fromkeys(slips(folder / sample.name))) == expected, sample.name


def test_a_named_file_carries_its_invoice_number_and_family_name(
    samples: tuple[Sample, ...],
) -> None:
    (named,) = [sample for sample in samples if sample.expect == "filed by name"]
    number = named.invoices[0].number
    (family_name,) = [one.patient.family_name for one in INVOICES if one.number == number]
    assert named.name == f"SCORD_{number}_{family_name}.jpg"


def test_the_duplicate_comes_after_a_file_with_the_same_bytes(
    folder: Path, samples: tuple[Sample, ...]
) -> None:
    (position,) = [i for i, sample in enumerate(samples) if sample.expect == "duplicate"]
    data = (folder / samples[position].name).read_bytes()
    twins = [one.name for one in samples[:position] if (folder / one.name).read_bytes() == data]
    assert twins == ["scan_0001.pdf"]


def test_refused_files_are_what_they_pretend_to_be(folder: Path) -> None:
    with Pillow.open(folder / "scan_0009.jpg") as truncated, pytest.raises(OSError, match="trunc"):
        truncated.load()
    assert (folder / "scan_0010.pdf").read_bytes() == b""
    assert not (folder / "scan_0011.pdf").read_bytes().startswith(b"%PDF")
    locked = pypdf.PdfReader(BytesIO((folder / "scan_0012_protégé.pdf").read_bytes()))
    assert locked.is_encrypted


def test_the_phone_photo_lies_on_its_side_and_says_so(folder: Path) -> None:
    with Pillow.open(folder / "IMG_1832.JPG") as photo:
        assert photo.getexif()[0x0112] == 6
        assert photo.width > photo.height


def slips(path: Path) -> list[InvoiceRef]:
    """The invoices that the pages' codes name, in page order, one for each slip page."""
    found = []
    for page in page_images(path):
        refs = {
            reading.ref
            for reading in (decode(code.text, KEY) for code in zxingcpp.read_barcodes(page))
            if reading.verdict is SlipVerdict.VALID and reading.ref
        }
        found += list(refs)
    return found


def page_images(path: Path) -> list[np.ndarray]:  # type: ignore[type-arg]
    if path.suffix == ".pdf":
        with pdfium.PdfDocument(path) as document:
            return [np.array(page.render(scale=2).to_pil().convert("L")) for page in document]
    with Pillow.open(path) as image:
        return [np.array(frame.convert("L")) for frame in ImageSequence.Iterator(image)]
