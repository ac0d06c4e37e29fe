"""Files that cannot be taken from a watched folder: one open row each, as long as it is so."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from scord.store import journal
from scord.store.database import transaction
from scord.store.fields import storable_name
from scord.store.files import write_whole
from scord.store.tables import Sighting
from scord_shared.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from scord.store.context import Context
    from scord_shared.errors import Code


def report_sightings(
    context: Context,
    folder: str,
    found: Mapping[str, Code],
    keys: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Opens a row and a reason file for each new fault of `folder`, and ends those that are over.

    `found` is every file that cannot be taken now, by name; `keys`: how the log calls them.
    """
    faults = {storable_name(name): code for name, code in found.items()}
    known = {storable_name(name): key for name, key in keys.items() if name in found}
    mine = (Sighting.folder == folder) & Sighting.resolved_at.is_null()
    open_rows = {row.name: row for row in Sighting.select().where(mine)}
    for name, row in open_rows.items():
        if faults.get(name) != row.code:
            _resolve(context, row)
    for name, code in faults.items():
        if name not in open_rows or open_rows[name].code != code:
            _open(context, folder, name, code, known.get(name))


def _open(context: Context, folder: str, name: str, code: Code, key: str | None) -> None:
    now = context.clock.now()
    with transaction():
        row = Sighting.create(folder=folder, name=name, code=code.value, first_seen_at=now)
        facts = {"file": key} if key else {}
        journal.write("sighting.open", row, by="machine", why=code.value, **facts)
    write_reason(context, f"sighting-{row.id}", name, code, {"folder": folder})


def _resolve(context: Context, row: Sighting) -> None:
    with transaction():
        Sighting.update(resolved_at=context.clock.now()).where(Sighting.id == row.id).execute()
        journal.write("sighting.resolved", row, by="machine", why=row.code)
    remove_reason(context, f"sighting-{row.id}", row.name)


def write_reason(
    context: Context, key: str, name: str, code: Code, facts: Mapping[str, object]
) -> None:
    """Puts a text in the folder of the refused: which file, why, what to do."""
    words = say(code, {**facts, "name": name}, context.settings.language)
    text = f"{name!r}\n\n{words.title}\n{words.advice}\n\n{code.value}\n"
    write_whole(_reason_file(context, key, name), text.encode())


def remove_reason(context: Context, key: str, name: str) -> None:
    """The reason no longer holds: the file went, or was taken after all."""
    _reason_file(context, key, name).unlink(missing_ok=True)


def _reason_file(context: Context, key: str, name: str) -> Path:
    """`name` may hold anything; what is left of it only helps a person to find the file."""
    readable = re.sub(r"[^\w.-]+", "_", name, flags=re.ASCII)[:60]
    return context.files.refused / f"{key}-{readable}.txt"
