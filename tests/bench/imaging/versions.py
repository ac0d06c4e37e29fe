"""Which versions of everything were measured, and on how large a machine."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib.metadata import version

from tests.bench.peers import TOOLS

_OURS = ("scord", "opencv-python-headless", "numpy", "Pillow", "pypdf", "pypdfium2")

# the first line of what they say holds the version
_COMMANDS = {
    "OCRmyPDF": [str(TOOLS / "ocrmypdf"), "--version"],
    "img2pdf": [str(TOOLS / "img2pdf"), "--version"],
    "Pillow of the script": [
        str(TOOLS / "python"), "-c", "import PIL; print(PIL.__version__)",
    ],
    "ImageMagick": ["/usr/bin/convert", "--version"],
    "Ghostscript": ["gs", "--version"],
    "unpaper": ["unpaper", "--version"],
    "poppler": ["pdftoppm", "-v"],
    "Tesseract": ["tesseract", "--version"],
}  # fmt: skip


def versions() -> dict[str, str]:
    return (
        {"machine": f"{_system()}, {platform.machine()}, {os.cpu_count()} cores"}
        | {"Python": platform.python_version()}
        | {name: version(name) for name in _OURS}
        | {name: _first_line(command) for name, command in _COMMANDS.items()}
    )


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return platform.system()


def _first_line(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    line = (done.stdout or done.stderr).strip().splitlines()[0]
    words = [word for word in line.split() if word[:1].isdigit()]
    return words[0] if words else line
