"""A change of the page's settings on its way: asked for, written, and in force once it has started.

Until then the flag CHANGING stands and the former file is kept beside the new one. What does not
start is put back; a crash at any moment leaves one whole file and, with the flag, the way back.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from scord.setting_sources import FILE_NAME, PREVIOUS_NAME
from scord.store import journal
from scord.store.database import transaction
from scord.store.files import write_whole
from scord.store.flags import clear_flag, flag, lower, raise_flag
from scord.store.tables import Flag
from scord.store.writing import sync_folder
from scord_shared.errors import Code, ScordError
from scord_shared.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime
    from pathlib import Path

    from scord.store.context import Context

CHANGING = "settings-changing"
REFUSED = "settings-refused"  # the last change did not start; until the next one does

_WRITTEN = "written"


def begin(context: Context, page: Mapping[str, Any], places: Collection[str], *, by: str) -> None:
    """Writes the page's file, for the engine to take up; `places` are what differs.

    Raises ScordError ACTION_REFUSED while another change is on its way, DISK_FULL.
    """
    current, previous = _files(context)
    if flag(CHANGING):
        raise ScordError(Code.ACTION_REFUSED, reason=Refusal.SETTINGS_PENDING)
    write_whole(previous, current.read_bytes() if current.exists() else b"{}", mode=0o600)
    with transaction():  # before the file: there is no change without a word of who made it
        row = Flag.create(name=CHANGING, value={}, set_at=context.clock.now(), by=by)
        journal.write("settings.changed", row, by=by, settings=sorted(places))
    try:
        write_whole(current, json.dumps(page, indent=1, sort_keys=True).encode(), mode=0o600)
    except (OSError, ScordError):
        lower(row)
        raise
    row.value = {_WRITTEN: True, "settings": sorted(places)}
    row.save()


def waiting() -> datetime | None:
    """When the change was asked for that the engine is to take up; None where there is none."""
    row = flag(CHANGING)
    return row.set_at if row and _WRITTEN in row.value else None


def proved() -> None:
    """The settings have started. Raises ScordError DISK_FULL: it is told at the next start."""
    if clear_flag(CHANGING):
        clear_flag(REFUSED)


def put_back(context: Context, fault: Exception) -> bool:
    """The former file in place of the one that did not start; False where nothing was changed."""
    row = flag(CHANGING)
    if row is None:
        return False
    current, previous = _files(context)
    if previous.exists():
        previous.replace(current)
        sync_folder(current.parent)
    clear_flag(REFUSED)
    told = json.loads(json.dumps(getattr(fault, "facts", {}), default=str))
    reason = getattr(fault, "code", Code.INTERNAL)
    settings = row.value.get("settings", [])
    raise_flag(context, REFUSED, by=row.by, reason=reason, facts=told, settings=settings)
    return lower(row)


def _files(context: Context) -> tuple[Path, Path]:
    root = context.settings.state_dir
    return root / FILE_NAME, root / PREVIOUS_NAME
