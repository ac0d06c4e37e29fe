"""Windows for the tests: Windows Python in wine, and a screen for its icons and menus.

packaging/dev/windows.sh makes both. Our sources are on the path of that Python, and so is `tests`.
It is wine and not Windows: it proves nothing about rights (ACLs), sessions or how a desktop looks.
"""

from __future__ import annotations

import os
import subprocess
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.practice import until
from tests.system.processes import end
from tests.system.screen import new_screen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from PIL import Image
    from tests.system.screen import Screen

ROOT = Path(__file__).parents[2]
WINE = ROOT / "packaging" / "dev" / "wine.sh"
PYTHON = ROOT / "build" / "windows" / "python" / "python.exe"
PREFIX = ROOT / "build" / "windows" / "prefix"
_COMPILED = ROOT / "build" / "windows" / "compiled"  # beside the sources it would confuse Linux
_SEEN_PX = 10
_LIVE = """
import ctypes, threading
ctypes.windll.user32.GetDesktopWindow()  # starts what shows windows and icons
print("at work")
threading.Event().wait()
"""


class Windows:
    """At work on `screen`. `prefix`: another than that of build/windows."""

    def __init__(self, screen: Screen, prefix: Path = PREFIX) -> None:
        self._screen = screen
        self._prefix = prefix

    # -- programs

    def running(
        self, *arguments: str | Path, **env: str
    ) -> AbstractContextManager[subprocess.Popen[str]]:
        """Windows Python with these arguments; the test has to read its standard output."""
        compiled = f"pycache_prefix={windows_path(_COMPILED)}"
        return self.program(PYTHON, "-u", "-X", compiled, *arguments, **env)

    @contextmanager
    def program(
        self, program: str | Path, *arguments: str | Path, **env: str
    ) -> Iterator[subprocess.Popen[str]]:
        """Any program, as `running`."""
        own = {"DISPLAY": self._screen.name, "TEST_WINEPREFIX": str(self._prefix)}
        with subprocess.Popen(
            [WINE, program, *arguments],
            cwd=ROOT,
            env={"PATH": "/usr/bin:/bin"} | own | env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="cp1252",
            errors="replace",
            start_new_session=True,
        ) as process:
            try:
                yield process
            finally:
                end(process)

    def run(self, *arguments: str | Path, seconds: float = 120, **env: str) -> str:
        """What Windows Python writes until it has ended well."""
        with self.running(*arguments, **env) as process:
            return _said(process, seconds)

    def call(self, program: str | Path, *arguments: str | Path, seconds: float = 120) -> str:
        """What any program writes until it has ended well."""
        with self.program(program, *arguments) as process:
            return _said(process, seconds)

    def run_tests(self, scratch: Path, *arguments: str) -> None:
        """Tests of the project, chosen by `arguments`; all must pass."""
        folder = windows_path(scratch / "tests")
        options = ("-q", "-p", "no:cacheprovider", "--basetemp", folder)
        self.run("-m", "pytest", *options, *arguments, seconds=300)

    # -- what is shown

    def screenshot(self) -> Image.Image:
        return self._screen.picture()

    def tray(self) -> Image.Image:
        """The bar in which wine shows icons, the first at its left end."""
        x, y, width, height = self._bar()
        return self.screenshot().crop((x, y, x + width, y + height))

    def shows(self, colour: tuple[int, int, int]) -> bool:
        """Whether an icon has that colour."""
        return sum(pixel == colour for pixel in self.tray().get_flattened_data()) > _SEEN_PX

    def below_tray(self) -> bytes:
        """Where menus and balloons come up, as something to compare."""
        screen, (_, y, _, height) = self.screenshot(), self._bar()
        return screen.crop((0, y + height, *screen.size)).tobytes()

    def open_menu(self) -> None:
        """By a right click on the icon; fails where none opens."""
        before = self.below_tray()
        x, y, _, height = self._bar()
        self._xdotool("mousemove", str(x + height // 2), str(y + height // 2), "click", "3")
        until(lambda: self.below_tray() != before, "the open menu")

    def press(self, *keys: str) -> None:
        self._xdotool("key", *keys)

    def leave_icon(self) -> None:
        """With the mouse, since a tip comes up below it."""
        self._xdotool("mousemove", "900", "500")

    def _bar(self) -> tuple[int, int, int, int]:
        """Its place and size, once it is on the screen."""
        named = ("search", "--sync", "--onlyvisible", "--name", "Wine System Tray")
        told = self._xdotool(*named, "getwindowgeometry", "--shell")
        found = dict(line.split("=") for line in told.splitlines() if "=" in line)
        return int(found["X"]), int(found["Y"]), int(found["WIDTH"]), int(found["HEIGHT"])

    def _xdotool(self, *command: str) -> str:
        told = subprocess.run(
            ["xdotool", *command],
            env={"PATH": "/usr/bin", "DISPLAY": self._screen.name},
            check=True,
            capture_output=True,
            text=True,
            timeout=60,
        )
        return told.stdout


def _said(process: subprocess.Popen[str], seconds: float) -> str:
    told, _ = process.communicate(timeout=seconds)
    assert process.returncode == 0, told
    return told


@contextmanager
def started_windows(prefix: Path = PREFIX) -> Iterator[Windows]:
    """One at a time in each wine prefix.

    A first program keeps it at work, since starting it anew for each takes 2 s, and since whatever
    wine starts beside the first program holds on to that one's standard output.
    """
    end_all = partial(
        subprocess.run,
        [WINE, "--end"],
        check=True,
        env=os.environ | {"TEST_WINEPREFIX": str(prefix)},
    )
    end_all()  # one of an earlier run would keep its own screen
    with ExitStack() as house:
        house.callback(end_all)
        windows = Windows(house.enter_context(new_screen()), prefix)
        first = house.enter_context(windows.running("-c", _LIVE))
        assert first.stdout is not None
        assert first.stdout.readline().strip() == "at work"
        yield windows


def windows_path(path: Path) -> str:
    r"""As Windows names it: Z:\tmp\scan.tif."""
    return "Z:" + str(path).replace("/", "\\")
