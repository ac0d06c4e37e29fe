"""A virtual screen and what is seen on it."""

from __future__ import annotations

import io
import os
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PIL import Image
from tests.system.processes import end

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def display(size: str = "1000x600x24") -> Iterator[str]:
    """The name of a new one, such as ":3"."""
    read, write = os.pipe()
    command = ("Xvfb", "-displayfd", str(write), "-screen", "0", size, "-nolisten", "tcp")
    with subprocess.Popen(command, pass_fds=[write], start_new_session=True) as server:
        os.close(write)
        try:
            with os.fdopen(read) as answer:
                number = answer.readline().strip()
            assert number, "Xvfb did not start"
            yield f":{number}"
        finally:
            end(server)


def screenshot(name: str) -> Image.Image:
    """All of the screen `name`."""
    taken = subprocess.run(
        ["import", "-silent", "-window", "root", "png:-"],
        env=os.environ | {"DISPLAY": name},
        check=True,
        capture_output=True,
    )
    return Image.open(io.BytesIO(taken.stdout)).convert("RGB")
