"""The tools a practice could take instead, each with its best realistic commands for this job.

All but OCRmyPDF make black and white at 200 dpi on A4, as a script for SCOR would. OCRmyPDF never
makes colour black and white; it stands here for what it is best known for, deskewed small PDFs.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from tests.bench.imaging.process import Spent, run

US = "scord"
_PATIENCE_SECONDS = 120.0
PEERS = ("ocrmypdf", "imagemagick")  # those that bench-main measures
TOOLS = Path("build/bench/venv/bin")

# Debian's own: something else of this name may stand earlier in the PATH
_CONVERT = "/usr/bin/convert"
_READ = ("-auto-orient", "-colorspace", "Gray", "-resize", "1654x2339")  # A4 at 200 dpi
_G4 = ("-units", "PixelsPerInch", "-density", "200", "-compress", "Group4")

Commands = list[list[str]]
Recipe = Callable[[Path, Path, Path], Commands]  # source, folder for what lies between, the PDFs'


def _scord(source: Path, _work: Path, out: Path) -> Commands:
    scord = str(Path(sys.executable).with_name("scord"))
    return [[scord, "convert", str(source), "-o", str(out), "--overwrite", "--json"]]


def _ocrmypdf(source: Path, _work: Path, out: Path) -> Commands:
    """Deskewed and optimised, no text layer."""
    quiet = ["-q", "-j1", "--ocr-engine", "none", "--skip-text"]
    options = [*quiet, "--output-type", "pdf", "-O3", "--deskew"]
    image = [] if _is_pdf(source) else ["--image-dpi", "300"]
    return [[_tool("ocrmypdf"), *options, *image, str(source), str(out / "o.pdf")]]


def _imagemagick(source: Path, work: Path, out: Path) -> Commands:
    """The background divided out and a threshold; the null keeps the pages of a file apart."""
    copy = ["null:", "(", "-clone", "0--2", "-blur", "0x20", ")"]
    divide = [*copy, "-compose", "Divide_Src", "-layers", "composite"]
    return _magick(source, work, out, [*divide, "-threshold", "85%"])


def _imagemagick_threshold(source: Path, work: Path, out: Path) -> Commands:
    return _magick(source, work, out, ["-normalize", "-threshold", "60%"])


def _magick(source: Path, work: Path, out: Path, bitonal: list[str]) -> Commands:
    draw, pages = _drawn(source, work)
    tiff = str(work / "i.tif")
    convert = [_CONVERT, "-density", "200", pages, *_READ, *bitonal, *_G4, tiff]
    return [*draw, convert, _wrap(tiff, out)]


def _unpaper(source: Path, work: Path, out: Path) -> Commands:
    draw, pages = _drawn(source, work)
    grey, clean, tiff = str(work / "g%04d.pgm"), str(work / "u%04d.pbm"), str(work / "u.tif")
    return [
        *draw,
        [_CONVERT, "-density", "200", pages, *_READ, "-scene", "1", grey],
        ["unpaper", "-q", "--dpi", "200", "--type", "pbm", grey, clean],
        [_CONVERT, str(work / "u*.pbm"), *_G4, tiff],
        _wrap(tiff, out),
    ]


def _ghostscript(source: Path, work: Path, out: Path) -> Commands:
    wrap: Commands = []
    if not _is_pdf(source):
        pdf = str(work / "i.pdf")
        sheet = ["--imgsize", "200dpix200dpi", "-S", "A4"]
        wrap, source = [[_tool("img2pdf"), *sheet, str(source), "-o", pdf]], Path(pdf)
    tiff = str(work / "g.tif")
    device = ["-sDEVICE=tiffg4", "-r200", f"-sOutputFile={tiff}"]
    return [
        *wrap,
        ["gs", "-q", "-dNOPAUSE", "-dBATCH", *device, str(source)],
        ["tiff2pdf", "-o", str(out / "g.pdf"), tiff],
    ]


def _pillow(source: Path, _work: Path, out: Path) -> Commands:
    script = "tests/bench/imaging/pillow_script.py"
    return [[_tool("python"), script, str(source), str(out / "p.pdf")]]


def _is_pdf(source: Path) -> bool:
    return source.suffix.lower() == ".pdf"


def _drawn(source: Path, work: Path) -> tuple[Commands, str]:
    """What ImageMagick shall read: PDFs are drawn by poppler, since Debian forbids it to."""
    if not _is_pdf(source):
        return [], str(source)
    return [["pdftoppm", "-r", "200", "-gray", str(source), str(work / "p")]], str(work / "p-*.pgm")


def _wrap(tiff: str, out: Path) -> list[str]:
    return [_tool("img2pdf"), tiff, "-o", str(out / "i.pdf")]


def _tool(name: str) -> str:
    return str(TOOLS / name)


COMMANDS: dict[str, Recipe] = {
    US: _scord,
    "ocrmypdf": _ocrmypdf,
    "imagemagick": _imagemagick,
    "imagemagick_threshold": _imagemagick_threshold,
    "ghostscript": _ghostscript,
    "unpaper": _unpaper,
    "pillow": _pillow,
}


def convert(name: str, source: Path, place: Path, pages: int = 1) -> Spent:
    """Has `name` convert `source`; its PDFs lie in `place`/out, which is emptied before.

    Two minutes a page, then it counts as hung.
    """
    work, out = place / "work", place / "out"
    shutil.rmtree(place, ignore_errors=True)
    work.mkdir(parents=True)
    out.mkdir()
    spent = run(COMMANDS[name](source, work, out), _PATIENCE_SECONDS * pages)
    shutil.rmtree(work)
    return spent


def cpu_seconds(name: str, source: Path, place: Path) -> float | None:
    """User and system time of the command and its children; None where it did not succeed."""
    spent = convert(name, source, place / name)
    return None if spent.fault else spent.cpu_s
