"""What is shipped for linux and for windows: packages of uv.lock, parts beside and in them."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
EXTRAS = ("card", "ocr", "tray")
_PARTS = ROOT / "packaging" / "parts.toml"
_RUNTIME = ROOT / "packaging" / "windows" / "runtime.sh"
_PINNED = re.compile(r"='([\w-]+)==(\S+) --hash=sha256:(\w+)'")
_SURROUNDINGS = {
    "linux": {},  # that of this Python, which is the one that is shipped
    "windows": {
        "sys_platform": "win32",
        "platform_system": "Windows",
        "os_name": "nt",
        "platform_machine": "AMD64",
        "python_version": "3.11",
        "python_full_version": "3.11.9",
    },
}
SYSTEMS = tuple(_SURROUNDINGS)


@dataclass(frozen=True)
class Part:
    """What no line of uv.lock names: a library inside a wheel, a program, a model, a script."""

    name: str
    licence: str
    source: str
    version: str = ""
    inside: str = ""  # the package that brings it
    files: tuple[str, ...] = ()  # how its files begin there
    texts: tuple[str, ...] = ()  # its licence, where Debian or the tree has it
    without: str = ""  # what its files must not hold, or they are another's
    systems: tuple[str, ...] = SYSTEMS


def exported(form: str) -> str:
    """What is shipped, as uv writes it, for all systems at once."""
    uv = str(Path(sys.executable).with_name("uv"))
    extras = [word for extra in EXTRAS for word in ("--extra", extra)]
    line = [uv, "export", "--quiet", "--frozen", "--no-dev", "--no-header", *extras]
    return subprocess.run(  # noqa: S603 -- our own words
        [*line, "--format", form], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout


def packages(system: str) -> dict[str, str]:
    """Name → version of every package that is shipped for that system."""
    asked = [Requirement(one.split(" --hash")[0].strip(" \\")) for one in _requirements()]
    locked = {
        canonicalize_name(one.name): next(iter(one.specifier)).version
        for one in asked
        if not one.marker or one.marker.evaluate(_SURROUNDINGS[system])
    }
    pinned = {name: version for name, (version, _) in others(system).items() if name in locked}
    return locked | pinned


def others(system: str) -> dict[str, tuple[str, str]]:
    """Name → version and sha256 of what the Windows package takes otherwise than uv.lock says."""
    if system != "windows":
        return {}
    found = _PINNED.findall(_RUNTIME.read_text("utf-8"))
    return {name: (version, digest) for name, version, digest in found}


def parts(system: str) -> list[Part]:
    told: list[dict[str, Any]] = tomllib.loads(_PARTS.read_text("utf-8"))["part"]
    found = [Part(**{name: _fixed(value) for name, value in one.items()}) for one in told]
    return [one for one in found if system in one.systems]


def _fixed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def told_licences() -> dict[str, str]:
    """Name → licence of the packages whose own data do not say it."""
    return dict(tomllib.loads(_PARTS.read_text("utf-8"))["licences"])


def _requirements() -> list[str]:
    lines = exported("requirements.txt").splitlines()
    return [line for line in lines if re.match(r"[\w.-]+==", line)]
