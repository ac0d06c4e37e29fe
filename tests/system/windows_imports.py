"""Run by Windows Python: imports every module of ours and prints the faults, as a JSON object."""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys
import traceback
from typing import TYPE_CHECKING

import scord
import scord_shared
import scord_tray

if TYPE_CHECKING:
    from collections.abc import Iterator


def modules() -> Iterator[str]:
    for package in (scord, scord_shared, scord_tray):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield found.name


def faults(names: list[str]) -> dict[str, str]:
    """Name → the last lines of what its import raised."""
    found = {}
    for name in names:
        try:
            importlib.import_module(name)
        except Exception:  # noqa: BLE001 -- all faults are told at once
            found[name] = traceback.format_exc(limit=-2)
    return found


if __name__ == "__main__":
    names = list(modules())
    sys.stdout.write(json.dumps({"count": len(names), "faults": faults(names)}))
