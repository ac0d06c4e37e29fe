"""The tools a practice could take instead, each with its best realistic command for this job."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

US = "scord"
TOOLS = Path("build/bench/venv/bin")


def _scord(source: Path, out: Path) -> list[list[str]]:
    scord = str(Path(sys.executable).with_name("scord"))
    return [[scord, "convert", str(source), "-o", str(out), "--overwrite"]]


def _ocrmypdf(source: Path, out: Path) -> list[list[str]]:
    """Deskewed and optimised, no text layer; it never makes colour black and white."""
    options = ["--ocr-engine", "none", "--output-type", "pdf", "-O3", "--deskew"]
    image = [] if source.suffix == ".pdf" else ["--image-dpi", "300"]
    return [[str(TOOLS / "ocrmypdf"), *options, *image, str(source), str(out / "o.pdf")]]


def _imagemagick(source: Path, out: Path) -> list[list[str]]:
    """Background division and a threshold, Group 4, then a PDF around it."""
    tiff = str(out / "i.tif")
    divide = ["(", "+clone", "-blur", "0x20", ")", "-compose", "Divide_Src", "-composite"]
    threshold = ["-threshold", "85%", "-compress", "Group4"]
    read = ["convert", "-density", "200", str(source), "-colorspace", "Gray"]
    return [
        [*read, *divide, *threshold, tiff],
        [str(TOOLS / "img2pdf"), tiff, "-o", str(out / "i.pdf")],
    ]


PEERS = {"ocrmypdf": _ocrmypdf, "imagemagick": _imagemagick}
_COMMANDS = {US: _scord, **PEERS}


def cpu_seconds(name: str, source: Path, place: Path) -> float | None:
    """User and system time of the command and its children; None where it did not succeed."""
    out = place / name
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    spent = 0.0
    for command in _COMMANDS[name](source, out):
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_one_thread()
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            return None
        spent += usage.ru_utime + usage.ru_stime
    return spent


def _one_thread() -> dict[str, str]:
    return {**os.environ, "OMP_THREAD_LIMIT": "1", "MAGICK_THREAD_LIMIT": "1"}
