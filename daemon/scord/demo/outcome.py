"""What became of each dropped file, read from the store."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scord.store.states import DocumentState, ScanState
from scord.store.tables import Attachment, Document, DocumentPart, Invoice, Scan, Sighting

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

# Besides the words of Sample.expect:
MISSING = "missing"  # no trace of it
AT_WORK = "at work"
READING = "reading"  # it is kept, and only waits for its text to be read
TWICE = "twice"  # one file became two scans
MIXED = "mixed"  # its documents fared differently, each of them well
UNSETTLED = (MISSING, AT_WORK, READING)
LOST = (MISSING, AT_WORK, TWICE)

FILED = {
    "slip": "filed by slip",
    "file-name": "filed by name",
    "armed": "armed",
    "text": "filed by text",
}
# What a person filed from À classer, the machine had rightly left there.
_BY_ORIGIN = {**FILED, "person": "to file"}
_SERIES = ("series", "follow")
_BY_STATE = {
    DocumentState.NEW: AT_WORK,
    DocumentState.READING: READING,
    DocumentState.INBOX: "to file",
    DocumentState.HELD: "held",
    DocumentState.SET_ASIDE: "to file",
}
_SCANS_AT_REST = {ScanState.DUPLICATE: "duplicate", ScanState.REFUSED: "refused"}


@dataclass(frozen=True)
class Filed:
    """A document on an invoice: its type and by which rule (the attachment's origin)."""

    invoice: Invoice
    type: str
    origin: str


@dataclass(frozen=True)
class Fate:
    """What became of one file. `kind`: a word of Sample.expect, or one of those above.

    `why` is a code with its `facts` where it was refused, held or left in À classer.
    """

    name: str
    kind: str
    why: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    filed: tuple[Filed, ...] = ()
    pages: int = 0
    parts: int = 0  # its PDFs
    bytes: int = 0  # of all of them
    dpi: int = 0  # the least of them

    @property
    def accounted(self) -> bool:
        return self.kind not in LOST


def fates(dropped: Iterable[str]) -> list[Fate]:
    """The fate of every file that was dropped, then of every other that came meanwhile."""
    names = list(dropped)
    scans: dict[str, list[Scan]] = {name: [] for name in names}
    others: list[Scan] = []
    for scan in Scan.select().where(Scan.state != ScanState.OUTGROWN).order_by(Scan.id):
        scans.get(scan.name, others).append(scan)
    seen = {row.name: row for row in Sighting.select().where(Sighting.resolved_at.is_null())}
    return [_of_name(name, scans[name], seen.get(name)) for name in names] + [
        _of_scan(scan) for scan in others
    ]


def _of_name(name: str, scans: list[Scan], sighting: Sighting | None) -> Fate:
    if len(scans) == 1:
        return _of_scan(scans[0])
    if scans:
        return Fate(name, TWICE)
    if sighting:
        return Fate(name, "refused", sighting.code, {"name": name})
    return Fate(name, MISSING)


def _of_scan(scan: Scan) -> Fate:
    if scan.state == ScanState.DUPLICATE:
        return Fate(scan.name, "duplicate", facts={"first": scan.duplicate_of.name})
    if scan.state == ScanState.REFUSED:
        return Fate(scan.name, "refused", scan.reason, {**scan.facts, "name": scan.name})
    if scan.state == ScanState.TAKEN:
        return Fate(scan.name, AT_WORK)
    there = (Document.scan == scan) & (Document.state != DocumentState.REMADE)
    documents = list(Document.select().where(there).order_by(Document.position))
    filed = [one for document in documents for one in _filed(document)]
    kinds = {_kind(document) for document in documents}
    parts = list(DocumentPart.select().where(DocumentPart.document.in_(documents)))
    waiting = next((document for document in documents if document.reason), None)
    return Fate(
        name=scan.name,
        kind=_one_of(kinds),
        why=waiting.reason if waiting else None,
        facts=waiting.facts if waiting else {},
        filed=tuple(filed),
        pages=scan.pages or 0,
        parts=len(parts),
        bytes=sum(part.size for part in parts),
        dpi=min((part.dpi for part in parts), default=0),
    )


def _one_of(kinds: set[str]) -> str:
    for one in (AT_WORK, READING):
        if one in kinds:
            return one
    return kinds.pop() if len(kinds) == 1 else MIXED


def _kind(document: Document) -> str:
    if document.state != DocumentState.ATTACHED:
        return _BY_STATE[document.state]
    origins = [one.origin for one in _attachments(document) if one.origin not in _SERIES]
    return _BY_ORIGIN.get(origins[0], MIXED) if origins else MIXED


def _filed(document: Document) -> list[Filed]:
    return [Filed(one.invoice, document.type or "", one.origin) for one in _attachments(document)]


def _attachments(document: Document) -> list[Attachment]:
    live = (Attachment.document == document) & Attachment.removed_at.is_null()
    return list(Attachment.select().where(live).order_by(Attachment.id))
