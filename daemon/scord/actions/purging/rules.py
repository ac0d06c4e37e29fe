"""Why a file stays, or that it may go: the rules of retention, each for one kind of row.

What may go is a copy: of every paper either the scanner's original or all of its PDFs stay.
Source of the 90 days: arrêté du 2 octobre 2020 (prestataires LPP), annexe, art. 40, counted from
the day of télétransmission; docs/proof.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from scord.filing.attach import live_attachments
from scord.filing.leaves import heirs_of, living_of, scans_of
from scord.lots.piece_state import PieceState, piece_states_of
from scord.store.states import DocumentState, MessageState, ScanState, ScorLotState
from scord.store.tables import Attachment, Document, DocumentPart, LotItem, Message, Scan, ScorLot

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scord.actions.purging.marks import Holder
    from scord.settings import Retention
    from scord.store.context import Context
    from scord.store.files import Shelf

LEAST_DAYS = 90
SERIES_DAYS = 366  # a prescription serves invoices for up to twelve months

_ANSWERED = (ScorLotState.ACCEPTED, ScorLotState.PARTIAL, ScorLotState.REJECTED)


class Kept(StrEnum):
    """Why a file stays, the first that applies."""

    FOR_GOOD = "for-good"  # an original, and no setting says that it may go
    IN_WORK = "in-work"  # a scan that is not, or could not be, made into documents
    NOT_SENT = "not-sent"
    NOT_ACCEPTED = "not-accepted"  # its lot is open, rejected, contested or came back
    TOO_YOUNG = "too-young"
    ONLY_COPY = "only-copy"


class Verdict(NamedTuple):
    """`kept` None: the file may go. `until`: the end of its retention time, where that is set."""

    kept: Kept | None
    until: datetime | None = None


@dataclass(frozen=True)
class Rules:
    """The rules as of `now`; what they have read of the store is kept for the next question.

    `words`: as past.last_words gives them. `going`: shelf and hash of what is as good as gone.
    """

    context: Context
    retention: Retention
    now: datetime
    words: dict[int, datetime]
    going: set[tuple[str, str]] = field(default_factory=set)
    _settled: dict[int, datetime | None] = field(default_factory=dict)
    _states: dict[int, dict[int, PieceState]] = field(default_factory=dict)

    def afresh(self) -> Rules:
        """The same, with nothing read yet."""
        return Rules(self.context, self.retention, self.now, self.words)

    def judge(self, row: Holder) -> Verdict:
        if isinstance(row, DocumentPart):
            return self._pdf(row)
        return self._message(row) if isinstance(row, Message) else self._original(row)

    def _pdf(self, row: DocumentPart) -> Verdict:
        documents = heirs_of(row.document)
        if not documents:
            return Verdict(Kept.NOT_SENT)
        verdict = self._documents(documents, self.retention.proof_days)
        if verdict.kept is None and not self._has_original(row.document):
            return Verdict(Kept.ONLY_COPY, verdict.until)
        return verdict

    def _documents(self, documents: Iterable[Document], days: int) -> Verdict:
        """The first that stays, else when the last one's time is over."""
        verdicts = [self._document(one, days) for one in documents]
        held = next((one for one in verdicts if one.kept), None)
        last = max((one.until for one in verdicts if one.until), default=None)
        return held or Verdict(None, last)

    def _document(self, document: Document, days: int) -> Verdict:
        live = live_attachments(document)
        if document.state != DocumentState.ATTACHED or not live:
            return Verdict(Kept.NOT_SENT)
        if document.prescription_id is not None:
            days = max(days, SERIES_DAYS)
        items = LotItem.select().join(Attachment).where(Attachment.document == document)
        return self._judge_lots(live, {item.lot_id for item in items}, days)

    def _message(self, row: Message) -> Verdict:
        query = Attachment.select(Attachment, Document).join(Document)
        pieces = list(query.join_from(Attachment, LotItem).where(LotItem.lot == row.lot_id))
        verdict = self._judge_lots(pieces, {row.lot_id}, self.retention.proof_days)
        if verdict.kept is None and not all(self.elsewhere(one.document) for one in pieces):
            return Verdict(Kept.ONLY_COPY, verdict.until)
        return verdict

    def _original(self, row: Scan) -> Verdict:
        days = self.retention.originals_days
        if days is None:
            return Verdict(Kept.FOR_GOOD)
        if row.state == ScanState.DUPLICATE:
            return self._original(row.duplicate_of) if row.duplicate_of else Verdict(Kept.IN_WORK)
        if row.state != ScanState.CONVERTED or row.released_at is None:
            return Verdict(Kept.IN_WORK)
        documents = living_of([row])
        verdict = self._documents(documents, days)
        if verdict.kept:
            return verdict
        whole = all(self._has_pdfs(one) and not one.facts.get("blank") for one in documents)
        return Verdict(None if documents and whole else Kept.ONLY_COPY, verdict.until)

    def _judge_lots(self, pieces: Iterable[Attachment], lots: Iterable[int], days: int) -> Verdict:
        """Whether the caisse has all of `pieces`, and has had them for long enough."""
        times = [self.settled_at(lot) for lot in lots]
        if not times:
            return Verdict(Kept.NOT_SENT)
        known = [at for at in times if at]
        if len(known) < len(times):
            return Verdict(Kept.NOT_ACCEPTED)
        until = max(known) + timedelta(days=max(days, LEAST_DAYS))
        if until > self.now:
            return Verdict(Kept.TOO_YOUNG, until)
        states = {self._state(piece) for piece in pieces}
        if PieceState.TO_SEND in states:
            return Verdict(Kept.NOT_SENT)
        return Verdict(None if states == {PieceState.ACCEPTED} else Kept.NOT_ACCEPTED, until)

    def settled_at(self, lot: int) -> datetime | None:
        """The later of sending and answer; None where one is missing, or a person must decide."""
        if lot not in self._settled:
            self._settled[lot] = self._read_settled(ScorLot.get_by_id(lot))
        return self._settled[lot]

    def _read_settled(self, lot: ScorLot) -> datetime | None:
        message = Message.get(Message.lot == lot)
        closed = lot.state in _ANSWERED and message.state == MessageState.SENT
        if not closed or lot.sent_at is None or lot.answered_at is None:
            return None
        last: datetime = max(lot.sent_at, lot.answered_at, self.words.get(lot.id, lot.frozen_at))
        return last

    def _state(self, piece: Attachment) -> PieceState | None:
        """None for a piece that is no longer on its invoice."""
        invoice = piece.invoice_id
        if invoice not in self._states:
            told = piece_states_of([invoice]).get(invoice, ())
            self._states[invoice] = {one.id: state for one, state in told}
        return self._states[invoice].get(piece.id)

    def elsewhere(self, document: Document) -> bool:
        """Whether its paper is kept beside what was sent."""
        return self._has_pdfs(document) or self._has_original(document)

    def _has_original(self, document: Document) -> bool:
        originals = self.context.files.originals
        return all(self._sound(originals, scan) for scan in scans_of(document))

    def _has_pdfs(self, document: Document) -> bool:
        parts = list(document.parts)
        shelf = self.context.files.documents
        return bool(parts) and all(self._sound(shelf, part) for part in parts)

    def _sound(self, shelf: Shelf, row: DocumentPart | Scan) -> bool:
        """Whether the file is there, byte for byte, and is to stay."""
        return (shelf.root.name, row.sha256) not in self.going and shelf.is_sound(row.sha256)
