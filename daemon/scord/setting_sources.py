"""Where each setting comes from: the page's own file, scord.toml, the environment; the later wins.

So what IT fixes in scord.toml stays fixed, whatever the page says. A setting is named by its place:
`lots.times`, or `folders` for one above all tables. It comes whole from one source: a list or a
table of addresses is never put together from two.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE_NAME = "settings.json"  # in the state folder; written by the service alone, for the page
PREVIOUS_NAME = "settings.previous.json"

# What the page may change, by table. Never what keeps others out (api), where things lie
# (state_dir, exchange folders), what a file may cost (limits), or which format is spoken (profile).
CHANGEABLE: dict[str, tuple[str, ...]] = {
    "": ("language", "folders", "practitioners", "mail"),
    "invoices": ("folder",),
    "reading": ("text",),
    "filing": ("machine_wait_minutes",),
    "lots": ("times", "complete_only"),
    "exchange": ("route", "addresses", "mail_minutes"),
    "caisses": ("open", "closed"),
    "alerts": (
        "settle_seconds",
        "again_hours",
        "quiet_from",
        "quiet_until",
        "nothing_scanned_days",
        "route_stopped_minutes",
        "paused_hours",
        "inbox_urgent_days",
    ),
}

Values = dict[str, Any]


class Source(StrEnum):
    DEFAULT = "default"
    PAGE = "page"
    FILE = "file"
    ENVIRONMENT = "environment"


@dataclass(frozen=True)
class Sources:
    """What each source says, as it was written. `file` is None for settings from no file at all."""

    page: Mapping[str, Any] = field(default_factory=dict, compare=False)
    file: Mapping[str, Any] | None = field(default=None, compare=False)
    environment: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def of(self, place: str) -> Source:
        """The source that counts for the setting at `place`."""
        if _holds(self.environment, place):
            return Source.ENVIRONMENT
        if _holds(self.file or {}, place):
            return Source.FILE
        return Source.PAGE if _holds(self.page, place) else Source.DEFAULT

    def fixes(self, place: str) -> bool:
        """Whether the page has no say."""
        return self.of(place) in (Source.FILE, Source.ENVIRONMENT)


def place_of(table: str, name: str) -> str:
    return f"{table}.{name}" if table else name


def changeable() -> tuple[str, ...]:
    """The place of every setting that the page may change."""
    return tuple(place_of(table, name) for table, names in CHANGEABLE.items() for name in names)


def above(lower: Mapping[str, Any], upper: Mapping[str, Any]) -> Values:
    """The settings of `upper` over those of `lower`."""
    merged = dict(lower)
    for name, value in upper.items():
        under = merged.get(name)
        if isinstance(under, dict) and isinstance(value, dict):
            merged[name] = {**under, **value}
        else:
            merged[name] = value
    return merged


def changed(page: Mapping[str, Any], changes: Mapping[str, Any]) -> Values:
    """The page's values with `changes`, by place; None takes a setting out: its default again."""
    values = {name: dict(one) if isinstance(one, dict) else one for name, one in page.items()}
    for place, value in changes.items():
        table, _, name = place.rpartition(".")
        inside = values.setdefault(table, {}) if table else values
        inside.pop(name, None)
        if value is not None:
            inside[name] = value
    return {name: one for name, one in values.items() if one != {}}


def read_toml(path: Path) -> Values:
    """scord.toml as it stands; empty where there is none. Raises ScordError SETTINGS_UNREADABLE."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise ScordError(Code.SETTINGS_UNREADABLE, path=str(path), reason=str(fault)) from fault


def read_page(state_dir: Path) -> Values:
    """The page's file, of it what the page may change. Raises ScordError SETTINGS_UNREADABLE.

    Empty where there is none, and for those who may not look into the state folder: all they need
    to find the service stands in scord.toml.
    """
    path = state_dir / FILE_NAME
    try:
        values = json.loads(path.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return {}
    except (OSError, ValueError) as fault:
        raise ScordError(
            Code.SETTINGS_UNREADABLE, path=str(path), reason=type(fault).__name__
        ) from fault
    if not isinstance(values, dict):
        raise ScordError(Code.SETTINGS_UNREADABLE, path=str(path), reason="no table")
    return {
        name: _of_table(name, value)
        for name, value in values.items()
        if name in CHANGEABLE or name in CHANGEABLE[""]
    }


def _of_table(name: str, value: Any) -> Any:
    if name not in CHANGEABLE or not isinstance(value, dict):
        return value
    return {inner: one for inner, one in value.items() if inner in CHANGEABLE[name]}


def _holds(values: Mapping[str, Any], place: str) -> bool:
    table, _, name = place.rpartition(".")
    inside = values.get(table, {}) if table else values
    return isinstance(inside, dict) and name in inside
