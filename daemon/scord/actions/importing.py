"""Takes in what the billing software (LPS) hands over: from its folder, or by `scord import`.

The bytes are kept and committed before they are understood; understanding them twice changes
nothing, so a crash anywhere is followed by doing it again.
"""

from __future__ import annotations

import json
import logging
import os
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scord.billing.arl import apply_acks, rematch_acks
from scord.billing.fse_lots import apply_lots
from scord.billing.invoices import apply_invoices
from scord.filing.stage import look_again
from scord.intake.listing import list_folder
from scord.intake.settle import Look, Settling
from scord.store import steps
from scord.store.database import transaction
from scord.store.files import hash_file
from scord.store.flags import clear_flag, raise_flag
from scord.store.tables import Incoming
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scord.billing.report import ImportReport
    from scord.intake.settle import Tracked
    from scord.store.context import Context

log = logging.getLogger(__name__)

CHANNEL = "lps"
UNREACHABLE = "folder-unreachable:invoices.folder"  # no drop folder's name has a dot
# Billing software writes its files in one go, so a second without a change is enough. What is not
# valid JSON then may still be on its way and is given longer.
QUIET_SECONDS = 1.0
CUT_SHORT_SECONDS = 30.0
MAX_BYTES = 50_000_000

FORMATS: dict[str, Callable[..., ImportReport]] = {
    "scord-invoices/1": apply_invoices,
    "scord-lots/1": apply_lots,
    "scord-acks/1": apply_acks,
}


class LpsFolder:
    """The folder the LPS writes into. Called by the engine's one thread only."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._folder = context.settings.invoices.folder
        self._settling = Settling(QUIET_SECONDS)

    def work(self) -> int:
        """Imports every file that has settled and is whole, the oldest first; returns how many.

        Where one cannot be imported the others still are, then its fault is raised.
        """
        if self._folder is None or not self._look(self._folder):
            return 0
        now = self._context.clock.monotonic()
        finished = self._settling.finished(now)
        taken, faults = 0, []
        for name in sorted(finished, key=lambda name: (finished[name].look.mtime_ns, name)):
            try:
                taken += self._import(self._folder / name, finished[name], now)
            except FileNotFoundError:
                continue  # taken away by whoever put it there
            except Exception as fault:  # noqa: BLE001 -- whatever is wrong with one file
                faults.append(fault)
        if faults:
            raise faults[0]
        return taken

    def next_in(self) -> float:
        """Seconds until the folder wants to be looked at again."""
        poll = self._context.settings.exchange.poll_seconds
        settled = self._settling.next_in(self._context.clock.monotonic())
        return settled or poll

    def _look(self, folder: Path) -> bool:
        clock = self._context.clock
        try:
            listing = list_folder(folder, MAX_BYTES)
        except OSError as fault:
            raise_flag(self._context, UNREACHABLE, reason=type(fault).__name__)
            return False
        clear_flag(UNREACHABLE)
        self._settling.look(listing.files, clock.monotonic(), clock.now())
        return True

    def _import(self, path: Path, seen: Tracked, now: float) -> bool:
        if not _already(path):
            data = path.read_bytes()
            if now - seen.quiet_since < CUT_SHORT_SECONDS and not _is_whole(data):
                return False
            understand(self._context, keep(self._context, path.name, data))
        if Look.of(os.lstat(path)) != seen.look:
            return False  # written anew meanwhile: what it became is taken at a later look
        path.unlink()
        steps.reached("import.removed")
        return True


def import_file(context: Context, path: Path) -> Incoming:
    """Imports one file and leaves it where it is. Raises ScordError FILE_UNREADABLE."""
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise ScordError(Code.FILE_UNREADABLE, name=path.name) from fault
    incoming = keep(context, path.name, data)
    understand(context, incoming)
    return incoming


def keep(context: Context, name: str, data: bytes) -> Incoming:
    """Keeps the bytes as they came, and commits that they did; once, if not understood yet."""
    sha256 = context.files.imports.put(data)
    kept = Incoming.get_or_none(
        (Incoming.channel == CHANNEL)
        & (Incoming.name == name)
        & (Incoming.sha256 == sha256)
        & Incoming.understood_at.is_null()
    )
    if kept:
        return kept
    with transaction():
        incoming = Incoming.create(
            channel=CHANNEL, name=name, sha256=sha256, received_at=context.clock.now()
        )
    steps.reached("import.archived")
    return incoming


def understand_pending(context: Context) -> int:
    """Understands what a crash left kept but not understood; returns how many files."""
    waiting = (Incoming.channel == CHANNEL) & Incoming.understood_at.is_null()
    pending = list(Incoming.select().where(waiting).order_by(Incoming.id))
    for incoming in pending:
        understand(context, incoming)
    return len(pending)


def understand(context: Context, incoming: Incoming) -> None:
    """Applies every object of a kept file; what cannot be applied stands in the row's report."""
    reports: list[ImportReport] = []
    formats: dict[str, None] = {}
    reason: Code | None = None
    try:
        for document in _objects(context.files.imports.path(incoming.sha256).read_bytes()):
            name = _format(document)
            formats[name] = None
            first = 1 + sum(report.items for report in reports)
            reports.append(FORMATS[name](context, incoming, document, first=first))
    except ScordError as fault:
        reason = fault.code
    rematch_acks(context)
    look_again()
    faults = [asdict(fault) for report in reports for fault in report.faults]
    counts = {
        "items": sum(report.items for report in reports),
        "applied": sum(report.applied for report in reports),
        "unchanged": sum(report.unchanged for report in reports),
    }
    if faults and reason is None:
        kept = counts["applied"] + counts["unchanged"]
        reason = Code.IMPORT_PARTIAL if kept else Code.IMPORT_ITEM_INVALID
    with transaction():
        incoming.understood_at = context.clock.now()
        incoming.format = ", ".join(formats) or None
        incoming.reason = reason.value if reason else None
        incoming.report = {**counts, "faults": faults}
        incoming.save()
    steps.reached("import.applied")
    log.info("import %s: %s, %s faults", incoming.id, counts, len(faults))


def _objects(data: bytes) -> list[dict[str, Any]]:
    """The objects of a file: one, or a list of them. UTF-8, with or without a byte order mark."""
    try:
        parsed = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as fault:
        raise ScordError(Code.IMPORT_NOT_JSON, reason=type(fault).__name__) from fault
    objects = parsed if isinstance(parsed, list) else [parsed]
    if not all(isinstance(one, dict) for one in objects):
        raise ScordError(Code.IMPORT_UNKNOWN_FORMAT, format=type(parsed).__name__)
    return objects


def _format(document: dict[str, Any]) -> str:
    name = document.get("format")
    if not isinstance(name, str) or name not in FORMATS:
        raise ScordError(Code.IMPORT_UNKNOWN_FORMAT, format=name)
    return name


def _is_whole(data: bytes) -> bool:
    try:
        _objects(data)
    except ScordError:
        return False
    return True


def _already(path: Path) -> bool:
    """Whether this very file was understood before a crash kept it from being removed."""
    written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    same = (
        (Incoming.channel == CHANNEL)
        & (Incoming.name == path.name)
        & (Incoming.sha256 == hash_file(path))
        & (Incoming.received_at >= written)
        & Incoming.understood_at.is_null(is_null=False)
    )
    return bool(Incoming.select().where(same).exists())
