"""Tells what the service does as it does it: one line in French for each journal entry of note."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from scord.actions.status import raised
from scord.demo.words import (
    BAD,
    FRENCH,
    GOOD,
    KINDS,
    RULES,
    SO,
    counted,
    lot_name,
    reason,
    shown,
    thousands,
)
from scord.store.flags import SEND_REQUESTED
from scord.store.tables import (
    Arm,
    Attachment,
    Document,
    DocumentPart,
    Flag,
    FseLot,
    Invoice,
    JournalEntry,
    LotItem,
    Scan,
    ScorLot,
    Sighting,
)
from scord.words.flags import flag_words

if TYPE_CHECKING:
    from collections.abc import Callable

Line = tuple[str, str, str]  # mark, what, the rest


class Voice:
    """Writes lines with the time since the start, in seconds."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    def tell(self, mark: str, what: str, rest: str) -> None:
        elapsed = f"{time.monotonic() - self._start:.1f}".replace(".", ",")
        click.echo(f"{elapsed:>6} s {mark} {what:<13} {rest}")

    def chapter(self, title: str) -> None:
        click.echo(f"\n{title}")


class News:
    """Follows the journal from its beginning."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._muted: frozenset[str] = frozenset()
        self._last = 0
        self._ended = 0
        self._expected = 0

    def expect(self, files: int) -> None:
        """So many files come: each that has ended is numbered."""
        self._expected = files

    def mute(self, *events: str) -> None:
        """These are not told from now on, and no others."""
        self._muted = frozenset(events)

    def tell(self) -> None:
        """Tells all that is new since the last call."""
        new = JournalEntry.select().where(JournalEntry.id > self._last).order_by(JournalEntry.id)
        for entry in list(new):
            self._last = entry.id
            teller = _TELLERS.get(entry.event)
            line = teller(entry) if teller and entry.event not in self._muted else None
            if line:
                mark, what, rest = line
                self._voice.tell(mark, what, self._count(entry) + rest)

    def _count(self, entry: JournalEntry) -> str:
        if not self._expected or entry.event not in _ENDS:
            return ""
        self._ended += 1
        return f"{self._ended:>{len(str(self._expected))}}/{self._expected}  "


def _scan(entry: JournalEntry) -> Scan:
    return Scan.get_by_id(entry.subject_id)


def _taken(entry: JournalEntry) -> Line:
    return SO, "pris", shown(_scan(entry).name)


def _duplicate(entry: JournalEntry) -> Line:
    scan = _scan(entry)
    return SO, "doublon", f"{shown(scan.name)} : mêmes octets que {shown(scan.duplicate_of.name)}"


def _outgrown(entry: JournalEntry) -> Line:
    return SO, "repris", f"{shown(_scan(entry).name)} : grandissait encore, sera pris en entier"


def _refused(entry: JournalEntry) -> Line:
    scan = _scan(entry)
    return BAD, "refusé", f"{shown(scan.name)} : {reason(entry.why, scan.facts)}"


def _converted(entry: JournalEntry) -> Line:
    scan = _scan(entry)
    parts = _parts(scan)
    if not parts:
        held = Document.select().where(Document.scan == scan)
        whys = ", ".join(reason(one.reason, one.facts) for one in held)
        return BAD, _HELD, f"{shown(scan.name)} : {whys}"
    octets = thousands(sum(part.size for part in parts))
    made = f"{scan.pages} p. → {len(parts)} PDF, {octets} octets, {min(p.dpi for p in parts)} dpi"
    return GOOD, "converti", f"{shown(scan.name)} : {made}"


def _parts(scan: Scan) -> list[DocumentPart]:
    return list(DocumentPart.select().join(Document).where(Document.scan == scan))


def _document(entry: JournalEntry) -> Document:
    return Document.get_by_id(entry.subject_id)


def _held(entry: JournalEntry) -> Line | None:
    """A scan of which nothing became a PDF is told once, by its conversion."""
    document = _document(entry)
    if not _parts(document.scan):
        return None
    return BAD, _HELD, f"{shown(document.scan.name)} : {reason(document.reason, document.facts)}"


def _to_file(entry: JournalEntry) -> Line:
    return SO, "à classer", f"{shown(_document(entry).scan.name)} : {reason(entry.why, {})}"


def _filed(entry: JournalEntry) -> Line:
    attachment = Attachment.get_by_id(entry.subject_id)
    document, invoice = attachment.document, attachment.invoice
    rule = RULES.get(attachment.origin, attachment.origin)
    place = f"facture {invoice.number}, {document.type} ({rule})"
    return GOOD, "classé", f"{shown(document.scan.name)} → {place}"


def _unfiled(entry: JournalEntry) -> Line:
    attachment = Attachment.get_by_id(entry.subject_id)
    name = shown(attachment.document.scan.name)
    return SO, "retiré", f"{name} de la facture {attachment.invoice.number}"


def _armed(entry: JournalEntry) -> Line:
    arm = Arm.get_by_id(entry.subject_id)
    number = Invoice.get_by_id(arm.invoice_id).number
    return SO, "attendu", f"le prochain fichier de « {arm.folder} » est pour la facture {number}"


def _fse(mark: str, word: str) -> Callable[[JournalEntry], Line]:
    def line(entry: JournalEntry) -> Line:
        lot = FseLot.get_by_id(entry.subject_id)
        return mark, "ARL de FSE", f"lot {lot.number} : {word}"

    return line


def _frozen(entry: JournalEntry) -> Line:
    facts = entry.facts
    pieces = f"{counted(facts['pieces'], 'pièce')} de {counted(facts['invoices'], 'facture')}"
    return SO, "lot SCOR", f"{lot_name(_lot(entry))} constitué : {pieces}"


def _sent(entry: JournalEntry) -> Line:
    return SO, "lot SCOR", f"{lot_name(_lot(entry))} déposé pour la caisse"


def _answered(mark: str, word: str) -> Callable[[JournalEntry], Line]:
    def line(entry: JournalEntry) -> Line:
        return mark, "ARL SCOR", f"{lot_name(_lot(entry))} : {word}"

    return line


def _piece_rejected(entry: JournalEntry) -> Line:
    item = LotItem.get_by_id(entry.subject_id)
    attachment = item.attachment
    piece = f"pièce {attachment.document.type} de la facture {attachment.invoice.number}"
    return BAD, "rejetée", f"{piece} : {item.reason}"


def _lot(entry: JournalEntry) -> ScorLot:
    return ScorLot.get_by_id(entry.subject_id)


def _sighting(entry: JournalEntry) -> Line:
    seen = Sighting.get_by_id(entry.subject_id)
    return BAD, "laissé", f"{shown(seen.name)} : {reason(seen.code, {})}"


def _flag(entry: JournalEntry) -> Line | None:
    """An alert; one that is over by now, or that the demo itself has asked for, is not told."""
    row = Flag.get_or_none(Flag.id == entry.subject_id)
    if row is None or row.name == SEND_REQUESTED:
        return None
    return BAD, "alerte", flag_words(raised(row), FRENCH)


_HELD = KINDS["held"]
_ENDS = ("scan.converted", "scan.refused", "scan.duplicate")

_TELLERS: dict[str, Callable[[JournalEntry], Line | None]] = {
    "scan.taken": _taken,
    "scan.duplicate": _duplicate,
    "scan.outgrown": _outgrown,
    "scan.refused": _refused,
    "scan.converted": _converted,
    "document.held": _held,
    "document.inbox": _to_file,
    "attachment.made": _filed,
    "attachment.removed": _unfiled,
    "arm.open": _armed,
    "fse-lot.positive": _fse(GOOD, "positif"),
    "fse-lot.negative": _fse(BAD, "négatif"),
    "fse-lot.contested": _fse(BAD, "réponses contradictoires"),
    "scor-lot.frozen": _frozen,
    "scor-lot.sent": _sent,
    "scor-lot.accepted": _answered(GOOD, "positif"),
    "scor-lot.partial": _answered(BAD, "négatif pour une partie"),
    "scor-lot.rejected": _answered(BAD, "négatif"),
    "scor-lot.contested": _answered(BAD, "réponses contradictoires"),
    "lot-item.rejected": _piece_rejected,
    "sighting.open": _sighting,
    "flag.raised": _flag,
}
