"""Takes a finished file out of a drop folder and makes it a Scan, so that no moment loses it.

Drop folder → spool (one rename, or a verified copy across volumes) → archive → row → release of
the spool, the last only when the scan's documents exist. Each arrow can be repeated after a crash:
the spool path holds all that is needed, `spool/<folder>/<claim>/<name>`. Where it holds a copy, the
scanner's file stays beside it, hidden in the drop folder: a writer that goes on goes on there.
systemd makes every folder of a service a volume of its own, so packages always copy.
"""

from __future__ import annotations

import errno
import logging
import os
import re
import shutil
import uuid
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scord.intake.arms import bind_arm
from scord.intake.listing import refusal
from scord.intake.settle import Look
from scord.intake.sightings import remove_reason
from scord.logs.about import about
from scord.store import journal, steps
from scord.store.database import transaction
from scord.store.files import hash_file
from scord.store.states import ScanState, move
from scord.store.tables import Scan
from scord.store.writing import NO_SPACE, sync_folder
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scord.intake.settle import Tracked
    from scord.settings import DropFolder
    from scord.store.context import Context

log = logging.getLogger(__name__)

_HALF_COPIED = ".part"
_FETCHED = ".scord-"  # hidden in the drop folder while the spool holds its copy
_HIDDEN = re.compile(rf"{re.escape(_FETCHED)}(?P<claim>[0-9a-f]{{12}})-(?P<name>.+)", re.DOTALL)
_COARSE_NS = 2_000_000_000  # some file systems tell times in steps of two seconds
_LIVE = (ScanState.TAKEN, ScanState.CONVERTED, ScanState.REFUSED)


@dataclass(frozen=True)
class Claim:
    """A file in the spool. The id begins with the time the file was first seen (microseconds)."""

    id: str
    folder: str
    path: Path

    @property
    def key(self) -> str:
        return key_of(self.id)

    @property
    def first_seen_at(self) -> datetime:
        return datetime.fromtimestamp(int(self.key) / 1e6, UTC)


def key_of(claim: str) -> str:
    """What the log has called the file since it was first seen."""
    return claim.partition("-")[0]


def claim_file(context: Context, folder: DropFolder, name: str, seen: Tracked) -> Claim:
    """Moves the file into the spool. Raises ScordError FILE_VANISHED, FILE_OUTGROWN where it is no
    longer what was seen, DISK_FULL, and OSError; the file then still lies where it was.
    """
    source = folder.path / name
    _still(source, seen.look, context.settings.limits.max_bytes)
    claim_id = f"{seen.key}-{uuid.uuid4().hex[:12]}"
    place = context.files.spool / folder.name / claim_id
    try:
        _bring(source, place, seen.look)
    except OSError as fault:
        if os.path.lexists(source):  # else what is in the spool is all there is
            shutil.rmtree(place, ignore_errors=True)
        if fault.errno in NO_SPACE:
            raise ScordError(Code.DISK_FULL, path=str(context.files.spool)) from fault
        raise
    sync_folder(place)
    sync_folder(place.parent)
    with suppress(OSError):  # what comes back after a power cut is taken as a duplicate
        sync_folder(folder.path)
    steps.reached("intake.claimed")
    return Claim(claim_id, folder.name, place / name)


def _bring(source: Path, place: Path, look: Look) -> None:
    """Moves `source` into the new folder `place`: by a rename, or by a copy to another volume."""
    place.mkdir(parents=True)
    try:
        source.rename(place / source.name)
    except OSError as fault:
        if fault.errno != errno.EXDEV:
            raise
        partial = place.rename(place.with_name(place.name + _HALF_COPIED))
        try:
            _copy_across(source, partial / source.name, look)
            _fetch(source, _hidden(source, place.name), look)
        except (OSError, ScordError):
            shutil.rmtree(partial, ignore_errors=True)
            raise
        partial.rename(place)


def _still(source: Path, look: Look, max_bytes: int) -> None:
    try:
        status = os.lstat(source)
    except FileNotFoundError as fault:
        raise ScordError(Code.FILE_VANISHED, name=source.name) from fault
    if refusal(status, max_bytes) or Look.of(status) != look:
        raise ScordError(Code.FILE_OUTGROWN, name=source.name)


def _copy_across(source: Path, target: Path, look: Look) -> None:
    """Copies to another volume; the source may be removed only when both sides hash alike."""
    shutil.copy2(source, target)
    with target.open("rb+") as copied:
        os.fsync(copied.fileno())
    if hash_file(source) != hash_file(target) or Look.of(os.lstat(source)) != look:
        raise ScordError(Code.FILE_OUTGROWN, name=source.name)


def _hidden(source: Path, claim: str) -> Path:
    """Where a file of a drop folder lies while the claim holds its copy."""
    return source.with_name(f"{_FETCHED}{claim.rpartition('-')[2]}-{source.name}")


def _fetch(source: Path, fetched: Path, look: Look) -> None:
    """Hides the file that was copied; the one seen, or none: the name may be another's by now."""
    source.rename(fetched)
    if Look.of(os.lstat(fetched)) != look:
        _put_back(fetched, source)
        raise ScordError(Code.FILE_OUTGROWN, name=source.name)


def _put_back(fetched: Path, target: Path) -> None:
    """Gives a file its name again, or one like it where another file has the name by now."""
    while os.path.lexists(target):
        target = target.with_stem(f"{target.stem}-{uuid.uuid4().hex[:4]}")
    fetched.rename(target)


def bring_back_fetched(context: Context, folder: DropFolder) -> None:
    """After a crash or a fault: a hidden file whose copy is not in the spool gets its name back.

    Where it was taken already it is taken once more, as a duplicate.
    """
    for fetched, made in list(_left_hidden(context, folder)):
        _put_back(fetched, fetched.with_name(made["name"]))


def is_fetched_left(context: Context, folder: DropFolder) -> bool:
    """Whether one that was taken is hidden still though its copy is gone: its folder was away when
    the spool let go. What another service may have hidden in the same folder is not meant.
    """
    claims = (made["claim"] for _, made in _left_hidden(context, folder))
    return any(Scan.select().where(Scan.claim.endswith(f"-{one}")).exists() for one in claims)


def _left_hidden(context: Context, folder: DropFolder) -> Iterator[tuple[Path, re.Match[str]]]:
    """Hidden files whose copy is not in the spool."""
    copied = {place.name.rpartition("-")[2] for place in context.files.spool.glob("*/*")}
    for fetched in folder.path.glob(f"{_FETCHED}*"):
        made = _HIDDEN.fullmatch(fetched.name)
        if made and made["claim"] not in copied:
            yield fetched, made


def take(context: Context, claim: Claim) -> Scan:
    """Archives a claimed file and commits its Scan.

    The same bytes as a living scan become a DUPLICATE of it; the same bytes as a refused one are
    a person's way to say "try again". One that was written to meanwhile is OUTGROWN and goes back
    to its folder. Can be repeated: a claim that has its row is left alone.
    """
    with about(file=claim.key):
        return Scan.get_or_none(Scan.claim == claim.id) or _take(context, claim)


def _take(context: Context, claim: Claim) -> Scan:
    before = Look.of(os.lstat(claim.path))
    sha256 = context.files.originals.put_file(claim.path)
    steps.reached("intake.archived")
    steady = Look.of(os.lstat(claim.path)) == before
    with transaction():
        scan = _record(context, claim, sha256, before, steady=steady)
    steps.reached("intake.taken")
    if scan.state == ScanState.OUTGROWN:
        give_back(context, claim)
    return scan


def _record(context: Context, claim: Claim, sha256: str, look: Look, *, steady: bool) -> Scan:
    first = Scan.get_or_none((Scan.sha256 == sha256) & Scan.state.in_(_LIVE)) if steady else None
    now = context.clock.now()
    state = ScanState.DUPLICATE if first else ScanState.TAKEN
    scan = Scan.create(
        claim=claim.id,
        folder=claim.folder,
        name=claim.path.name,
        sha256=sha256,
        size=look.size,
        mtime_ns=look.mtime_ns,
        first_seen_at=claim.first_seen_at,
        taken_at=now,
        state=state if steady else ScanState.OUTGROWN,
        duplicate_of=first,
        reason=None if steady else Code.FILE_OUTGROWN.value,
        released_at=None if steady else now,
    )
    journal.write(f"scan.{scan.state}", scan, by="machine", folder=claim.folder, sha256=sha256)
    if steady:
        bind_arm(scan)
    if first and first.state == ScanState.REFUSED:
        move(first, ScanState.TAKEN, by="machine", why="scanned again", reason=None)
        remove_reason(context, f"scan-{first.id}", first.name)
    return scan


def give_back(context: Context, claim: Claim) -> None:
    """Returns a file that went on growing to its drop folder, to settle anew under a free name.

    Where the settings no longer know the folder, the file becomes a new claim as it is.
    """
    folder = next((f for f in context.settings.folders if f.name == claim.folder), None)
    if folder is None:
        anew = f"{claim.key}-{uuid.uuid4().hex[:12]}"
        claim.path.parent.rename(claim.path.parent.with_name(anew))
        return
    target = folder.path / claim.path.name
    fetched = _hidden(target, claim.id)
    if os.path.lexists(fetched):
        shutil.rmtree(claim.path.parent)  # first: of its copy nothing is ever to be taken
        _put_back(fetched, target)
    else:
        while os.path.lexists(target):
            target = target.with_stem(f"{target.stem}-{uuid.uuid4().hex[:4]}")
        _return(claim.path, target)
        claim.path.parent.rmdir()
    log.info("a file of %s went on growing and settles anew", claim.folder)


def _return(path: Path, target: Path) -> None:
    """Moves a file back; across volumes under a name that intake ignores until it is whole."""
    try:
        path.rename(target)
    except OSError as fault:
        if fault.errno != errno.EXDEV:
            raise
        partial = target.with_name(f"{target.name}{_HALF_COPIED}")
        shutil.copy2(path, partial)
        with partial.open("rb+") as copied:
            os.fsync(copied.fileno())
        partial.rename(target)
        path.unlink()
    sync_folder(target.parent)


def spooled(context: Context, scan: Scan) -> Path | None:
    """The file the scan came from, while the spool still holds it."""
    place = context.files.spool / scan.folder / scan.claim
    return next(place.iterdir(), None) if place.exists() else None


def _written(context: Context, scan: Scan) -> Path | None:
    """The scanner's own file, in which its writer would go on: hidden, or the one in the spool."""
    path = spooled(context, scan)
    folder = next((f for f in context.settings.folders if f.name == scan.folder), None)
    fetched = _hidden(folder.path / path.name, scan.claim) if folder and path else None
    return fetched if fetched and os.path.lexists(fetched) else path


def has_outgrown(context: Context, scan: Scan) -> bool:
    """The late recheck: whether a writer has touched the file since it was taken."""
    path = _written(context, scan)
    if path is None:
        return False
    status = os.lstat(path)
    later = abs(status.st_mtime_ns - scan.mtime_ns)
    coarse = 0 if path.parent.name == scan.claim else _COARSE_NS
    return status.st_size != scan.size or later > coarse


def outgrow(context: Context, scan: Scan) -> None:
    """Gives up a scan whose file went on growing; the whole file is taken as a new scan. Raises
    OSError where its folder is out of reach: `return_file` is then to be called again.
    """
    with transaction():
        move(scan, ScanState.OUTGROWN, by="machine", reason=Code.FILE_OUTGROWN.value)
    remove_reason(context, f"scan-{scan.id}", scan.name)
    return_file(context, scan)


def return_file(context: Context, scan: Scan) -> None:
    """Gives back what the spool holds of `scan`, if anything."""
    path = spooled(context, scan)
    if path:
        give_back(context, Claim(scan.claim, scan.folder, path))
    release(context, scan)


def release(context: Context, scan: Scan) -> None:
    """Empties the spool of a scan that needs it no more: its bytes are in the archive.

    They are put there again where somebody took them away. Raises ScordError DISK_FULL.
    """
    path, written = spooled(context, scan), _written(context, scan)
    if path and scan.sha256 not in context.files.originals:
        context.files.originals.put_file(path)
    if written and written != path:
        with suppress(OSError):  # a folder out of reach: the file is a duplicate once it is back
            written.unlink()
    place = context.files.spool / scan.folder / scan.claim
    if place.exists():
        shutil.rmtree(place)
        sync_folder(place.parent)
    with transaction():
        Scan.update(released_at=context.clock.now()).where(Scan.id == scan.id).execute()
    steps.reached("intake.released")
