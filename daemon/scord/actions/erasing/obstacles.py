"""What stands against the erasure of a patient: whatever of theirs is not over yet.

That a paper's last copy goes is no obstacle here: it is what is asked for.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from scord.actions.erasing.patient import words_of
from scord.actions.purging.past import clock_doubt, last_words
from scord.actions.purging.rules import LEAST_DAYS, Rules
from scord.lots.colour import Colour, judge
from scord.lots.piece_state import PieceState, piece_states
from scord.store.states import OPEN_STATUSES, DocumentState, ScanState
from scord.store.tables import (
    Attachment,
    Document,
    DocumentPage,
    Incoming,
    Invoice,
    LotItem,
    PageReading,
    Scan,
    ScorLot,
    Sighting,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scord.actions.erasing.belongings import Belongings
    from scord.actions.erasing.patient import Patient, Words
    from scord.store.context import Context


class Why(StrEnum):
    CLOCK = "clock"  # it cannot be believed: see purging/past.py
    IN_WORK = "in-work"  # a scan or a file of the LPS is being worked on
    CAME_SINCE = "came-since"  # an invoice, or its patient, since theirs were looked up
    TO_FILE = "to-file"  # a document or file that waits for a person names the patient
    NOT_SENT = "not-sent"  # an invoice owes a piece, or has one that may still leave
    NOT_ACCEPTED = "not-accepted"  # an invoice has a piece that is refused, contested, under way
    LOT_OPEN = "lot-open"  # unanswered, contested, uncertain or came back
    ONLY_COPY = "only-copy"  # the lot's message is the only copy of another patient's paper
    TOO_YOUNG = "too-young"


class Obstacle(NamedTuple):
    """`numbers`: of the invoices, documents or lots, as people know them. `until`: of TOO_YOUNG."""

    why: Why
    numbers: tuple[str, ...] = ()
    until: datetime | None = None


_WAITING = (
    DocumentState.NEW,
    DocumentState.READING,
    DocumentState.INBOX,
    DocumentState.HELD,
)
_AT_WORK = (DocumentState.NEW, DocumentState.READING)
_RED = {PieceState.REJECTED, PieceState.CONTESTED}


def obstacles(context: Context, patient: Patient, theirs: Belongings) -> tuple[Obstacle, ...]:
    """Everything that is not over, or nothing: the patient may be erased now."""
    now = context.clock.now()
    rules = Rules(context, context.settings.retention, now, last_words(now))
    found = [Obstacle(Why.CLOCK)] if clock_doubt(now) else []
    found += _in_work(theirs)
    found += _told(Why.CAME_SINCE, [one.number for one in patient.came_since()])
    found += _to_file(patient, theirs)
    found += _invoices(context, patient)
    found += _lots(rules, theirs)
    found += _age(rules, patient, theirs)
    return tuple(found)


def _told(why: Why, numbers: list[str]) -> Iterator[Obstacle]:
    if numbers:
        yield Obstacle(why, tuple(numbers))


def _in_work(theirs: Belongings) -> Iterator[Obstacle]:
    """Also anybody's: what it says is not known yet."""
    reading = Document.select().where(Document.state.in_(_AT_WORK)).exists()
    taken = Scan.select().where(Scan.state == ScanState.TAKEN).exists()
    unread = Incoming.select().where(Incoming.understood_at.is_null()).exists()
    if reading or taken or unread or any(one.released_at is None for one in theirs.rows[Scan]):
        yield Obstacle(Why.IN_WORK)


def _to_file(patient: Patient, theirs: Belongings) -> Iterator[Obstacle]:
    waiting = Document.select(Document, Scan).join(Scan).where(Document.state.in_(_WAITING))
    own = {one.id for one in theirs.rows[Document]}
    documents = [str(one.id) for one in waiting if one.id in own or patient.is_named_in(_text(one))]
    yield from _told(Why.TO_FILE, documents)
    left = Sighting.select().where(Sighting.resolved_at.is_null())
    yield from _told(
        Why.TO_FILE, [one.folder for one in left if patient.is_named_in(words_of(one.name))]
    )


def _text(document: Document) -> Words:
    pages = DocumentPage.select(DocumentPage.id).where(DocumentPage.document == document)
    said = PageReading.select(PageReading.said).where(PageReading.page.in_(pages))
    texts = [str(text) for text in said.scalars()]
    return words_of(" ".join([document.scan.name, str(document.clue), *texts]))


def _invoices(context: Context, patient: Patient) -> Iterator[Obstacle]:
    """A closed invoice owes nothing, but what has left of it must be answered."""
    found: dict[Why, list[str]] = {Why.NOT_SENT: [], Why.NOT_ACCEPTED: []}
    for invoice in patient.invoices:
        pieces = piece_states(invoice)
        states = {state for _, state in pieces}
        if invoice.status not in OPEN_STATUSES:
            if states & {PieceState.UNDER_WAY, PieceState.CONTESTED}:
                found[Why.NOT_ACCEPTED].append(invoice.number)
        elif states & (_RED | {PieceState.UNDER_WAY}):
            found[Why.NOT_ACCEPTED].append(invoice.number)
        elif judge(context, invoice, pieces).colour != Colour.GREEN:
            found[Why.NOT_SENT].append(invoice.number)
    for why, numbers in found.items():
        yield from _told(why, numbers)


def _lots(rules: Rules, theirs: Belongings) -> Iterator[Obstacle]:
    lots = theirs.rows[ScorLot]
    still = [str(lot.number) for lot in lots if rules.settled_at(lot.id) is None]
    yield from _told(Why.LOT_OPEN, still)
    own = [one.id for one in theirs.rows[Document]]
    alone = [str(lot.number) for lot in lots if not _others_are_kept(rules, lot, own)]
    yield from _told(Why.ONLY_COPY, alone)


def _others_are_kept(rules: Rules, lot: ScorLot, own: list[int]) -> bool:
    pieces = LotItem.select(LotItem.attachment).where(LotItem.lot == lot)
    here = Attachment.select(Attachment.document).where(Attachment.id.in_(pieces))
    others = Document.select().where(Document.id.in_(here) & Document.id.not_in(own))
    return all(rules.elsewhere(one) for one in others)


def _age(rules: Rules, patient: Patient, theirs: Belongings) -> Iterator[Obstacle]:
    """From the latest of all that has happened: sending, answer, the days of the invoices."""
    times = [at for lot in theirs.rows[ScorLot] if (at := rules.settled_at(lot.id))]
    times += [_begun(one) for one in patient.invoices]
    days = max(rules.retention.proof_days, LEAST_DAYS)
    until = max(times) + timedelta(days=days)
    if until > rules.now:
        yield Obstacle(Why.TOO_YOUNG, until=until)


def _begun(invoice: Invoice) -> datetime:
    at = datetime.combine(invoice.invoice_date, time(), UTC)
    return max(at, invoice.fse_lot.sent_at) if invoice.fse_lot else at
