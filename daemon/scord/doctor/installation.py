"""What IT has set up: folders, rights, secrets, what reads and writes images."""

from __future__ import annotations

import os
from collections import Counter
from itertools import permutations
from typing import TYPE_CHECKING

from scord.doctor.access import others_may_read
from scord.doctor.finding import FAULT, NOTE, Found
from scord.imaging.codec import has_codec
from scord.mounts import is_share
from scord.reading.ocr import lacking
from scord.secrets import FILE_NAME as SECRETS_FILE
from scord.store.tables import Sighting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from scord.doctor.finding import Given
    from scord.store.context import Context


def folders(context: Context) -> Iterator[Given]:
    """Each folder exists, may be read and emptied, and none lies inside another or in the state."""
    settings = context.settings
    places = {f"folders.{folder.name}": folder.path for folder in settings.folders}
    if settings.invoices.folder:
        places["invoices.folder"] = settings.invoices.folder
    if not settings.folders:
        yield NOTE, Found.NO_DROP_FOLDER, {}
    for name, path in places.items():
        facts = {"setting": name, "path": str(path)}
        if not path.is_dir():
            yield FAULT, Found.FOLDER_MISSING, facts
        elif not usable(path):
            yield FAULT, Found.FOLDER_NO_RIGHT, facts
        elif path.resolve().is_relative_to(settings.state_dir.resolve()):
            yield FAULT, Found.FOLDER_IN_STATE, facts
    yield from _nested(places)
    for folder in settings.folders:
        if folder.watch == "events" and is_share(folder.path):
            yield NOTE, Found.FOLDER_WITHOUT_EVENTS, {"setting": f"folders.{folder.name}"}
    yield from _files_left()


def _nested(places: Mapping[str, Path]) -> Iterator[Given]:
    for (name, path), (other, outer) in permutations(places.items(), 2):
        if path.resolve().is_relative_to(outer.resolve()):
            facts = {"setting": name, "path": str(path), "other": other}
            yield FAULT, Found.FOLDER_IN_FOLDER, facts


def _files_left() -> Iterator[Given]:
    """As the service has seen them: who runs the doctor may have other rights."""
    rows = Sighting.select(Sighting.folder).where(Sighting.resolved_at.is_null())
    for folder, count in sorted(Counter(rows.scalars()).items()):
        yield NOTE, Found.FILES_LEFT, {"folder": folder, "count": count}


def usable(folder: Path) -> bool:
    """Whether its files may be listed, read, added and removed."""
    return os.access(folder, os.R_OK | os.W_OK | os.X_OK)


def rights(context: Context) -> Iterator[Given]:
    """Who else may read the state and the secrets."""
    for path in (context.files.root, context.files.root / SECRETS_FILE):
        if path.exists() and others_may_read(path):
            yield FAULT, Found.OTHERS_MAY_READ, {"path": str(path)}


def codec(_context: Context) -> Iterator[Given]:
    if not has_codec():
        yield FAULT, Found.NO_CODEC, {}


def reading(context: Context) -> Iterator[Given]:
    asked = context.settings.reading
    missing = lacking(asked.model_folder) if asked.text else None
    if missing:
        yield NOTE, Found.NO_TEXT, {"missing": missing.value}
