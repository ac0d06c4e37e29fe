"""A virtual screen and what is seen on it."""

from __future__ import annotations

import os
import struct
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from tests.system.processes import end

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADER = struct.Struct(">25I")  # of X11/XWDFile.h


@dataclass(frozen=True)
class Screen:
    """`name` is what programs have in DISPLAY; Xvfb keeps the pixels in the file `frame`."""

    name: str
    frame: Path

    def picture(self) -> Image.Image:
        """All of it, without the mouse."""
        data = self.frame.read_bytes()
        header = _HEADER.unpack_from(data)
        size, line_bytes, colours = header[4:6], header[12], header[19]
        pixels = data[header[0] + colours * 12 :]
        return Image.frombytes("RGB", size, pixels, "raw", "BGRX", line_bytes, 1)


@contextmanager
def new_screen() -> Iterator[Screen]:
    """On a display number that nobody has."""
    read, write = os.pipe()
    with tempfile.TemporaryDirectory(prefix="screen-") as folder:
        command = ("Xvfb", "-displayfd", str(write), "-screen", "0", "1000x600x24")
        options = ("-fbdir", folder, "-nocursor", "-nolisten", "tcp")
        with subprocess.Popen(
            [*command, *options], pass_fds=[write], start_new_session=True
        ) as server:
            os.close(write)
            try:
                with os.fdopen(read) as answer:
                    number = answer.readline().strip()
                assert number, "Xvfb did not start"
                yield Screen(f":{number}", Path(folder) / "Xvfb_screen0")
            finally:
                end(server)
