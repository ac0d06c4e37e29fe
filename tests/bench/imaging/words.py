"""How many of a page's words Tesseract finds in a PDF, in whatever order."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import unicodedata
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2

from scord.imaging.check import check_pdf

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = re.compile(r"[^\W_]+")
_WITHOUT_IMAGE_DPI = 200.0
_DPI_RANGE = (70.0, 600.0)  # Tesseract's own least; finer is no page
_PIXELS_MAX = 60_000_000
_SECONDS = 120


def f1(truth: str, read: str) -> float:
    """The harmonic mean of precision and recall over the words, each as often as it stands there.

    In percent. Case and punctuation do not count; an accent does.
    """
    wanted, found = _words(truth), _words(read)
    total = wanted.total() + found.total()
    return 200 * (wanted & found).total() / total if total else 100.0


def read_pdf(pdf: Path) -> str:
    """Tesseract's French on every page, drawn at the resolution of its largest image.

    Gives "" for what cannot be drawn or takes longer than two minutes a page: only noise does.
    """
    try:
        return "\n".join(_read_pages(pdf))
    except (pypdfium2.PdfiumError, subprocess.SubprocessError):
        return ""


def _read_pages(pdf: Path) -> Iterator[str]:
    resolutions = _resolutions(pdf)
    with tempfile.TemporaryDirectory() as folder, pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document):
            dpi = resolutions.get(number + 1, _WITHOUT_IMAGE_DPI)
            width, height = page.get_size()
            dpi = min(dpi, (_PIXELS_MAX / (width * height)) ** 0.5 * 72)
            drawn = Path(folder) / f"{number}.png"
            page.render(scale=dpi / 72, grayscale=True).to_pil().save(drawn, compress_level=1)
            yield _tesseract(drawn, dpi)


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def _resolutions(pdf: Path) -> dict[int, float]:
    """Page number to dpi, for the pages that have an image."""
    least, most = _DPI_RANGE
    return {
        page.number: min(max(largest.dpi, least), most)
        for page in check_pdf(pdf).pages
        if (largest := max(page.images, key=lambda one: one.width * one.height, default=None))
    }


def _tesseract(image: Path, dpi: float) -> str:
    command = ["tesseract", str(image), "-", "-l", "fra", "--psm", "3", "--dpi", f"{dpi:.0f}"]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=_SECONDS,
        check=True,
        env=os.environ | {"OMP_THREAD_LIMIT": "1"},
    )
    return done.stdout
