"""How every invoice stands, kept as rows so that lists and counts need not derive it: the one
projection. It follows the journal, and is derived anew where the rules have changed.

The position in the journal is the revision of all that is told: it only grows.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import scord
from scord.billing import needs
from scord.lots.standing_rows import outdated, write
from scord.store import journal
from scord.store.database import database, transaction
from scord.store.tables import (
    Attachment,
    Invoice,
    JournalEntry,
    LotItem,
    Message,
    Projection,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from peewee import ModelSelect

    from scord.settings import PractitionerSettings
    from scord.store.context import Context

NAME = "standing"
_RENEWAL = "standing-renewal"  # its position: the last invoice derived by its rules

# Which invoices an entry concerns, by the kind of its subject: every kind of row that a standing is
# read from. Of an FSE lot that is its sending alone, which never changes; for practitioners see
# _concerns_all.
CONCERNED: dict[str, Callable[[list[int]], ModelSelect[Any]]] = {
    "invoice": lambda ids: Invoice.select(Invoice.id).where(Invoice.id.in_(ids)),
    "attachment": lambda ids: _invoices().where(Attachment.id.in_(ids)),
    "document": lambda ids: _invoices().where(Attachment.document.in_(ids)),
    "lot-item": lambda ids: _invoices().join(LotItem).where(LotItem.id.in_(ids)),
    "scor-lot": lambda ids: _invoices().join(LotItem).where(LotItem.lot.in_(ids)),
    "message": lambda ids: (
        _invoices()
        .join(LotItem)
        .join(Message, on=(Message.lot == LotItem.lot))
        .where(Message.id.in_(ids))
    ),
}


def _invoices() -> ModelSelect[Attachment]:
    return Attachment.select(Attachment.invoice)


class _Place(NamedTuple):
    position: int
    rules: str
    latest: int  # the journal's last entry

    def is_current(self, rules: str) -> bool:
        return self.rules == rules and self.position >= self.latest


def position() -> int:
    """The last journal entry that the projection tells: the revision."""
    return _place().position


def catch_up(context: Context, limit: int = 200, *, anew: bool = True) -> bool:
    """Takes the projection one short transaction further, about `limit` entries and invoices; True
    while more is left. Any thread or process may call it at any time.

    `anew` False: leaves a projection alone that was made by other rules. So do commands beside a
    running service, which has its own settings until it is started again.
    """
    rules = _rules(context.settings.practitioners)
    place = _place()
    if place.is_current(rules) or not (anew or place.rules == rules):
        return False
    with transaction():
        row = _projection(NAME)
        concerned = _renew(row, rules, limit) if row.rules != rules else set()
        concerned |= _follow(row, limit)
        write(outdated(context, concerned))
        row.save()
    return not _place().is_current(rules)


def forget(*, by: str) -> None:
    """Has all of it derived anew by the next calls of `catch_up`; until then it stays as it is."""
    with transaction():
        row = Projection.get_or_none(Projection.name == NAME)
        if row:
            _restart(row)
            row.save()
            journal.write("projection.forgotten", row, by=by)


def differing(context: Context) -> int | None:
    """How many invoices stand otherwise than their rows say; None where there is news to follow
    first. It reads as of one moment, and nobody waits for it.
    """
    with database.atomic():  # deferred, so it writes nothing and sees no other's writes
        if not _place().is_current(_rules(context.settings.practitioners)):
            return None
        return sum(len(outdated(context, invoices)) for invoices in _batches())


def _place() -> _Place:
    """In plain SQL, since it is asked at every turn of the service."""
    latest, at, rules = database.execute_sql(
        "SELECT (SELECT MAX(id) FROM journal_entry), p.position, p.rules"
        " FROM (SELECT 1) LEFT JOIN projection AS p ON p.name = ?",
        (NAME,),
    ).fetchone()
    return _Place(at or 0, rules or "", latest or 0)


@cache
def _rules(practitioners: tuple[PractitionerSettings, ...]) -> str:
    """All that a standing follows from beside the store; each release counts as rules of its own,
    so that none can be forgotten.
    """
    starts = {one.billing_number: one.scor_start_date for one in practitioners}
    said = [scord.__version__, needs.rules().model_dump(mode="json"), starts]
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def _projection(name: str) -> Projection:
    there = Projection.get_or_none(Projection.name == name)
    return there or Projection.create(name=name, position=0, rules="")


def _follow(row: Projection, limit: int) -> set[int]:
    """Moves `row` along the journal; the invoices concerned, over `limit` only by one entry."""
    new = JournalEntry.select().where(JournalEntry.id > row.position)
    entries = list(new.order_by(JournalEntry.id).limit(limit))
    concerned = _concerned(entries)
    while len(concerned) > limit and len(entries) > 1:
        entries = entries[: len(entries) // 2]
        concerned = _concerned(entries)
    if entries:
        row.position = entries[-1].id
    if any(map(_concerns_all, entries)):
        _restart(row)
    return concerned


def _concerns_all(entry: JournalEntry) -> bool:
    """Another profession needs other pieces, for more invoices than one transaction should take."""
    return entry.subject_kind == "practitioner" and "profession" in entry.facts.get("fields", ())


def _concerned(entries: list[JournalEntry]) -> set[int]:
    subjects: defaultdict[str, set[int]] = defaultdict(set)
    for entry in entries:
        subjects[entry.subject_kind].add(entry.subject_id)
    return {
        invoice
        for kind, find in CONCERNED.items()
        if kind in subjects
        for (invoice,) in find(list(subjects[kind])).tuples()
    }


def _restart(row: Projection) -> None:
    row.rules = ""
    Projection.delete().where(Projection.name == _RENEWAL).execute()


def _renew(row: Projection, rules: str, limit: int) -> set[int]:
    """The next invoices to derive by new rules. Where that begins, the journal so far is told by
    it; until it ends the rows are by no one's rules, and its end is an entry, since it is news.
    """
    cursor = _projection(_RENEWAL)
    if cursor.rules != rules:
        cursor.position, cursor.rules = 0, rules
        row.position, row.rules = _place().latest, ""
    batch = _after(cursor.position, limit)
    if len(batch) == limit:
        cursor.position = batch[-1]
        cursor.save()
    else:
        cursor.delete_instance()
        row.rules = rules
        journal.write("projection.renewed", row, by="machine")
    return set(batch)


def _batches(size: int = 1000) -> Iterator[list[int]]:
    batch = _after(0, size)
    while batch:
        yield batch
        batch = _after(batch[-1], size)


def _after(invoice: int, limit: int) -> list[int]:
    query = Invoice.select(Invoice.id).where(Invoice.id > invoice).order_by(Invoice.id)
    return [one.id for one in query.limit(limit)]
