"""Causes on the way from the scanner to the invoice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peewee import fn

from scord.alerts.cause import Cause, days_past, is_watched, still_offered
from scord.store.states import DocumentState, ScanState
from scord.store.tables import MADE_HERE, Document, Invoice, Scan, Sighting, Standing
from scord_shared.status import AlertLevel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from scord.store.context import Context


def to_file(context: Context, now: datetime) -> Iterator[Cause]:
    """One for all documents in À classer; each waits from when it was made of its scan."""
    waiting = Document.select(fn.COUNT(Document.id), fn.MIN(Document.created_at))
    count, oldest = waiting.where(Document.state == DocumentState.INBOX).scalar(as_tuple=True)
    if count:
        urgent = days_past(oldest, now) >= context.settings.alerts.inbox_urgent_days
        level = AlertLevel.WARNING if urgent else AlertLevel.NOTE
        yield Cause("", level, {"count": count, "oldest": oldest.isoformat()})


def scan_refused(_context: Context, now: datetime) -> Iterator[Cause]:
    refused = (Scan.state == ScanState.REFUSED) & still_offered(Scan.taken_at, now)
    for scan in Scan.select(Scan.id, Scan.folder, Scan.reason).where(refused):
        facts = {"code": scan.reason, "folder": scan.folder}
        yield Cause(str(scan.id), AlertLevel.WARNING, facts)


def document_held(_context: Context, _now: datetime) -> Iterator[Cause]:
    held = Document.state == DocumentState.HELD
    for document in Document.select(Document.id, Document.reason, Document.facts).where(held):
        facts = {"code": document.reason, "pages": document.facts.get("pages", [])}
        yield Cause(str(document.id), AlertLevel.WARNING, facts)


def file_left(context: Context, _now: datetime) -> Iterator[Cause]:
    for seen in Sighting.select().where(Sighting.resolved_at.is_null()):
        if is_watched(context.settings, seen.folder):
            facts = {"code": seen.code, "folder": seen.folder}
            yield Cause(str(seen.id), AlertLevel.WARNING, facts)


def nothing_scanned(context: Context, now: datetime) -> Iterator[Cause]:
    """No scan for days, and at least as long an invoice that lacks a piece.

    Ids, not times, tell which scan was the last and which such invoice came first.
    """
    days = context.settings.alerts.nothing_scanned_days
    scanned = Scan.select(Scan.taken_at).where(Scan.folder != MADE_HERE)
    last = scanned.order_by(Scan.id.desc()).first()
    if last and days_past(last.taken_at, now) < days:
        return
    lacking = Standing.select(Invoice.imported_at).join(Invoice).where(Standing.missing)
    waits_since = lacking.order_by(Standing.invoice).limit(1).scalar()
    if waits_since and days_past(waits_since, now) >= days:
        facts = {"since": last.taken_at.isoformat()} if last else {}
        yield Cause("", AlertLevel.WARNING, facts)
