"""A clean Debian with a systemd of its own, in a folder of this machine: by systemd-nspawn."""

from __future__ import annotations

import os
import subprocess
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.practice import until
from tests.system.processes import running

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BUILD = Path(__file__).parents[2] / "build" / "deb"
_SUITE = os.environ.get("TEST_SUITE", "bookworm")  # the oldest that is supported
_PACKAGES = "ca-certificates,dbus,libpcsclite1,systemd,systemd-sysv"


@dataclass(frozen=True)
class Machine:
    """`root`: its files, seen from here. `leader`: its first process."""

    root: Path
    leader: int

    def runs(
        self, *command: str | Path, user: str = "root", given: bytes = b""
    ) -> subprocess.CompletedProcess[str]:
        """In the machine, whatever comes of it."""
        asked = self._inside(user, command)
        done = subprocess.run(asked, input=given, capture_output=True, check=False, env=_PLAIN)
        return subprocess.CompletedProcess(
            command, done.returncode, done.stdout.decode(), done.stderr.decode()
        )

    def does(self, *command: str | Path, user: str = "root", given: bytes = b"") -> str:
        """What it prints; it must succeed."""
        done = self.runs(*command, user=user, given=given)
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        return done.stdout

    def talks(self, *command: str) -> subprocess.Popen[str]:
        """As root; it says something before it hears something."""
        asked = self._inside("root", command)
        pipe = subprocess.PIPE
        return subprocess.Popen(asked, stdin=pipe, stdout=pipe, text=True, env=_PLAIN)

    def _inside(self, user: str, command: Sequence[str | Path]) -> list[str | Path]:
        enter = ["nsenter", "--target", str(self.leader), "--all", "--"]
        return [*enter, "runuser", "--user", user, "--", *command]

    def path(self, inside: str) -> Path:
        """Where one of its files is for us."""
        return self.root / inside.removeprefix("/")


_PLAIN = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"}


@contextmanager
def clean_machine(root: Path) -> Iterator[Machine]:
    """Booted in the empty folder `root`, without a network, as its packages left it."""
    subprocess.run(["tar", "-C", root, "-xf", _base()], check=True)
    command = ("systemd-nspawn", "--directory", root, "--boot", "--console=pipe")
    apart = ("--register=no", "--keep-unit", "--private-network")
    with running(*command, *apart, env=dict(os.environ)) as nspawn:
        machine = Machine(root, until(lambda: _leader(nspawn.pid), "a first process"))
        ready = ("systemctl", "is-system-running", "--wait")
        until(lambda: machine.runs(*ready).stdout.strip() == "running", "the machine booted")
        yield machine
        machine.runs("systemctl", "poweroff")
        nspawn.wait(30)


def _leader(nspawn: int) -> int:
    """Its child, once that has become systemd; 0 before."""
    for child in Path(f"/proc/{nspawn}/task/{nspawn}/children").read_text("ascii").split():
        with suppress(FileNotFoundError):
            if Path(f"/proc/{child}/comm").read_text("utf-8") == "systemd\n":
                return int(child)
    return 0


def _base() -> Path:
    """The archive that machines are unpacked from, kept between runs."""
    archive = BUILD / f"{_SUITE}.tar"
    if not archive.exists():
        part = archive.with_suffix(".part.tar")
        few = ("--quiet", "--variant=minbase", f"--include={_PACKAGES}")
        subprocess.run(["mmdebstrap", *few, _SUITE, part, *_mirror()], check=True)
        part.rename(archive)
    return archive


def _mirror() -> list[str]:
    """Where this machine has its Debian from; none named where it is no Debian."""
    asked = ["apt-get", "indextargets", "--format", "$(REPO_URI)", "Label: Debian"]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split()[:1]
