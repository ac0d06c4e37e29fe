"""What the tray keeps about its user: a small JSON file, written whole."""

from __future__ import annotations

import logging
import os
import uuid
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec
from platformdirs import user_config_path

from scord_tray.words import LANGUAGES

if TYPE_CHECKING:
    from pathlib import Path

_log = logging.getLogger(__name__)


class Preferences(msgspec.Struct, frozen=True):
    """`told_no_place`: that the desktop has no place for the icon was said, once."""

    language: str = "fr"
    told_no_place: bool = False


def preferences_file() -> Path:
    return user_config_path("scord", appauthor=False) / "tray.json"


def load(path: Path) -> Preferences:
    """The defaults where the file is not there or cannot be understood."""
    try:
        kept = msgspec.json.decode(path.read_bytes(), type=Preferences)
    except FileNotFoundError:
        return Preferences()
    except (OSError, msgspec.DecodeError) as fault:
        _log.warning("preferences not readable, taking the defaults: %s", type(fault).__name__)
        return Preferences()
    if kept.language not in LANGUAGES:
        return Preferences(told_no_place=kept.told_no_place)
    return kept


def save(path: Path, preferences: Preferences) -> None:
    """Whole or not at all; a disk that refuses is said in the log and nowhere else."""
    partial = path.with_name(f"{path.name}.{uuid.uuid4().hex}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("xb") as target:
            target.write(msgspec.json.format(msgspec.json.encode(preferences)))
            target.flush()
            os.fsync(target.fileno())
        partial.replace(path)
    except OSError as fault:
        with suppress(OSError):
            partial.unlink()
        _log.warning("preferences not kept: %s", fault.strerror)
