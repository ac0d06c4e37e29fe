"""A machine with Windows (wine) on which nothing of ours is, until the installer has run there."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from tests.practice import until
from tests.system.windows import PREFIX, ROOT, started_windows, windows_path

import scord

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.system.windows import Windows

PROGRAMS = r"C:\Program Files\Scord"
SHARED = "Y:"  # to Windows a share that a person has connected
RUN_KEY = r"HKLM\Software\Microsoft\Windows\CurrentVersion\Run"
APPS_KEY = r"HKLM\Software\Microsoft\Windows\CurrentVersion\Uninstall\Scord"


@dataclass(frozen=True)
class Machine:
    windows: Windows
    drive: Path

    @property
    def programs(self) -> Path:
        return self.drive / "Program Files" / "Scord"

    @property
    def data(self) -> Path:
        return self.drive / "ProgramData" / "scord"

    @property
    def settings(self) -> Path:
        return self.data / "scord.toml"

    def install(self) -> None:
        self.windows.call(windows_path(setup()), "/S", seconds=300)

    def uninstall(self, *options: str) -> None:
        """The uninstaller goes on as a copy of itself, which may take the folder away last."""
        self.windows.call(rf"{PROGRAMS}\uninstall.exe", "/S", *options, seconds=300)
        until(lambda: not self.programs.exists(), "the programs gone", seconds=120)

    def asks(self, *arguments: str, status: int = 0) -> str:
        """What `scord.cmd` answers, which stands on the path."""
        with self.windows.program("cmd", "/c", rf"{PROGRAMS}\bin\scord.cmd", *arguments) as asked:
            told, _ = asked.communicate(timeout=120)
        assert asked.returncode == status, told
        return told

    def status(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.asks("status", "--json"))
        return told

    def service(self) -> dict[str, str]:
        """What the service controller says of it: STATE, SERVICE_EXIT_CODE…"""
        with self.windows.program("sc", "query", "Scord") as process:
            told, _ = process.communicate(timeout=60)
        rows = (line.partition(":") for line in told.splitlines())
        return {name.strip(): value.strip() for name, _, value in rows if value}

    def service_is(self, state: str) -> None:
        until(lambda: state in self.service().get("STATE", ""), f"the service {state}", seconds=90)

    def controls(self, what: str) -> None:
        self.windows.call("sc", what, "Scord")

    def registered(self, key: str, name: str) -> str | None:
        with self.windows.program("reg", "query", key, "/v", name) as process:
            told, _ = process.communicate(timeout=60)
        found = re.search(r"REG_(?:SZ|DWORD) +(.*)", told)
        return found[1].strip() if found else None


@cache
def setup() -> Path:
    """The installer as `make windows` has built it."""
    subprocess.run([ROOT / "packaging" / "windows" / "build.sh"], check=True)
    return ROOT / "build" / "installer" / f"scord-{scord.__version__}-setup.exe"


@contextmanager
def new_machine(root: Path) -> Iterator[Machine]:
    prefix = root / "prefix"
    shutil.copytree(PREFIX, prefix, symlinks=True)
    (prefix / "dosdevices" / SHARED.lower()).symlink_to("../drive_c")
    with (prefix / "system.reg").open("a") as registry:  # which wine reads as it starts
        registry.write(f'\n[Software\\\\Wine\\\\Drives] 1\n"{SHARED.lower()}"="network"\n')
    with started_windows(prefix) as windows:
        yield Machine(windows, prefix / "drive_c")
