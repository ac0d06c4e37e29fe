"""Hands a scan in by the local API: it comes into a drop folder as if a scanner had dropped it."""

from __future__ import annotations

import hashlib
import os
import re
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scord.actions.lookup import find_folder
from scord.intake.arms import arm_for_file
from scord.intake.handed_in import note_handed_in
from scord.intake.listing import is_ignored
from scord.store.database import transaction
from scord.store.writing import NO_SPACE, sync_folder
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from pathlib import Path

    from scord.store.context import Context
    from scord.store.tables import Invoice

_UNFIT = re.compile(r'[<>:"|?*]')  # Windows takes none of these in a name, nor the devices' names
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_STEM_BYTES, _SUFFIX_BYTES = 150, 20  # a name has 255 at most, and one of ours may be longer still


@dataclass(frozen=True)
class HandedIn:
    """Where the scan lies; the scan that is made of it has the same `sha256`."""

    folder: str
    name: str
    sha256: str


def hand_in(
    context: Context,
    data: bytes,
    name: str,
    folder: str | None,
    *,
    invoice: Invoice | None = None,
    by: str,
) -> HandedIn:
    """Puts `data` into the drop folder, whole, under `name` or one like it that is free. It is for
    `invoice`, if one is given, as if that had been armed for this file alone.

    Raises ScordError FILE_EMPTY, FILE_TOO_LARGE, FOLDER_UNREACHABLE, DISK_FULL, or ACTION_REFUSED
    for a folder that is not known.
    """
    chosen = find_folder(context.settings, folder)
    limit = context.settings.limits.max_bytes
    if not data:
        raise ScordError(Code.FILE_EMPTY)
    if len(data) > limit:
        raise ScordError(Code.FILE_TOO_LARGE, bytes=len(data), limit=limit)
    sha256 = hashlib.sha256(data).hexdigest()
    with transaction():  # before the file is there: an armed invoice waits for the scanner's alone
        arm = arm_for_file(context, invoice, chosen.name, by=by) if invoice else None
        note_handed_in(chosen.name, sha256, arm, by=by)
    try:
        path = _drop(chosen.path, _safe(name), data)
    except OSError as fault:
        code = Code.DISK_FULL if fault.errno in NO_SPACE else Code.FOLDER_UNREACHABLE
        raise ScordError(code, path=str(chosen.path)) from fault
    return HandedIn(chosen.name, path.name, sha256)


def _safe(name: str) -> str:
    """What is left of a name that may hold anything: a last part that intake takes up, and that
    every system can keep.
    """
    last = re.split(r"[/\\]", name)[-1]
    shown = "".join(character if character.isprintable() else "_" for character in last)
    kept = _UNFIT.sub("_", shown).lstrip(" .~$").rstrip(" .")
    stem, dot, suffix = kept.rpartition(".") if "." in kept else (kept, "", "")
    kept = f"{_cut(stem, _STEM_BYTES)}{dot}{_cut(suffix, _SUFFIX_BYTES)}" or "scan"
    if _DEVICES.fullmatch(kept):
        kept = f"_{kept}"
    return f"{kept}_" if is_ignored(kept) else kept


def _cut(text: str, most: int) -> str:
    return text.encode()[:most].decode(errors="ignore")


def _drop(folder: Path, name: str, data: bytes) -> Path:
    """Writes under a name that intake ignores, then gives the file its own. Raises OSError."""
    partial = folder / f".{uuid.uuid4().hex}.part"
    try:
        with partial.open("xb") as target:
            target.write(data)
            target.flush()
            os.fsync(target.fileno())
        path = _give_name(partial, folder / name)
    finally:
        partial.unlink(missing_ok=True)
    sync_folder(folder)
    return path


def _give_name(partial: Path, wanted: Path) -> Path:
    """A link is one more name for a file, never another file's. Where the volume knows no links the
    plain name is left alone: a scanner may take it at this very moment.
    """
    unlike_any = wanted.with_stem(f"{wanted.stem}-{uuid.uuid4().hex}")
    for name in (wanted, unlike_any):
        try:
            os.link(partial, name)
        except FileExistsError:
            continue
        except OSError:
            return partial.rename(unlike_any)
        return name
    raise FileExistsError(unlike_any)
