"""Takes in what the billing software (LPS) hands over: from its folder, or by `scord import`."""

from __future__ import annotations

import json
import logging
import threading
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any

from scord.billing.arl import apply_acks, rematch_acks
from scord.billing.b2.faults import item_fault
from scord.billing.b2.reading import read_b2
from scord.billing.b2.text import looks_like_b2
from scord.billing.fse_lots import apply_lots
from scord.billing.invoices import apply_invoices
from scord.exchange.profiles import load_profile
from scord.filing.stage import look_again
from scord.intake.incoming import PASSING, Channel, IncomingFolder, keep, not_understood
from scord.logs.about import about
from scord.store import steps
from scord.store.database import transaction
from scord.store.tables import Incoming
from scord_shared.errors import Code, ScordError, describe

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scord.billing.report import ImportReport, ItemFault
    from scord.store.context import Context

log = logging.getLogger(__name__)

LPS = Channel(
    name="lps",
    called="lps:invoices",
    max_bytes=50_000_000,
    kept_step="import.archived",
    removed_step="import.removed",
)

FORMATS: dict[str, Callable[..., ImportReport]] = {
    "scord-invoices/1": apply_invoices,
    "scord-lots/1": apply_lots,
    "scord-acks/1": apply_acks,
}

_IN_TURN = threading.Lock()


class LpsFolder(IncomingFolder):
    """The folder the LPS writes into, where the settings name one."""

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            context.settings.invoices.folder,
            LPS,
            context.files.imports,
            is_whole=lambda _name, data: _is_whole(context, data),
            understand=partial(understand, context),
        )
        self._understand_pending = partial(understand_pending, context)

    def work(self) -> int:
        """Imports what a stop left over, then every file that has settled; how many files."""
        self._understand_pending()
        return super().work()


def import_file(context: Context, path: Path) -> Incoming:
    """Imports one file and leaves it where it is. Raises ScordError FILE_UNREADABLE."""
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise ScordError(Code.FILE_UNREADABLE, name=path.name) from fault
    return import_data(context, path.name, data)


def import_data(context: Context, name: str, data: bytes) -> Incoming:
    """Imports the bytes of a file that the LPS handed over under `name`."""
    incoming = keep(context, LPS, context.files.imports, name, data)
    understand(context, incoming)
    understood: Incoming = Incoming.get_by_id(incoming.id)
    return understood


def understand_pending(context: Context) -> int:
    """Understands what a crash left kept but not understood; returns how many files."""
    pending = not_understood(LPS)
    for incoming in pending:
        understand(context, incoming)
    return len(pending)


def understand(context: Context, incoming: Incoming) -> None:
    """Applies every object of a kept file; what cannot be applied stands in the row's report.

    Any file is understood in the end, if only as one that cannot be: none may come back for ever.
    The service may come upon a file that a caller of the API has just handed in: it is understood
    once, and the second waits.
    """
    with _IN_TURN:
        if Incoming.get_by_id(incoming.id).understood_at is None:
            with about(incoming=incoming.id):
                _understand(context, incoming)


def _understand(context: Context, incoming: Incoming) -> None:
    reports: list[ImportReport] = []
    formats: dict[str, None] = {}
    reason: Code | None = None
    unread: list[ItemFault] = []
    try:
        for document in _objects(context, context.files.imports.read(incoming.sha256)):
            name = _format(document)
            formats[name] = None
            first = 1 + sum(report.items for report in reports)
            reports.append(FORMATS[name](context, incoming, document, first=first))
    except ScordError as fault:
        if fault.code in PASSING:  # not of what is in it: it stays to be understood
            raise
        reason = fault.code
        unread = [item_fault(fault, context.settings.language)] if _is_of_b2(fault) else []
    except (ValueError, TypeError, LookupError, ArithmeticError) as fault:  # of what is in it
        log.error("an import failed: %s", describe(fault))  # noqa: TRY400 -- no values
        reason = Code.INTERNAL
    if any(report.applied for report in reports):
        rematch_acks(context)
        look_again()
    found = [*unread, *(fault for report in reports for fault in report.faults)]
    faults = [asdict(fault) for fault in found]
    warnings = [asdict(one) for report in reports for one in report.warnings]
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
        incoming.report = {**counts, "faults": faults, "warnings": warnings}
        incoming.save()
    steps.reached("import.applied")
    log.info("imported: %s, %d faults, %d warnings", counts, len(faults), len(warnings))


def _objects(context: Context, data: bytes) -> list[dict[str, Any]]:
    """The objects of a file of B2 records, or of JSON: one, or a list of them. JSON is UTF-8, with
    or without a byte order mark.
    """
    if looks_like_b2(data):
        profile = load_profile(context.settings.exchange.profile)
        if profile.b2_layout is None:
            raise ScordError(Code.IMPORT_UNKNOWN_FORMAT, format="B2")
        ours = {one.billing_number for one in context.settings.practitioners} or None
        return read_b2(data, profile.b2_layout, ours=ours)
    try:
        parsed = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as fault:  # of JSON, UTF-8, or a number of 5,000 digits
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


def _is_of_b2(fault: ScordError) -> bool:
    return fault.code == Code.IMPORT_RECORDS_UNREADABLE


def _is_whole(context: Context, data: bytes) -> bool:
    try:
        _objects(context, data)
    except ScordError:
        return False
    return True
