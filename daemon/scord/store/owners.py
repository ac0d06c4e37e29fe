"""Whose each row is: what keeps a practitioner's rows from those from whom they are hidden.

Every table stands in one of the three lists below; a test holds this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from peewee import SQL, Case, fn

from scord.store.sight import hidden
from scord.store.tables import (
    TABLES,
    Acknowledgement,
    Alert,
    Arm,
    Arrangement,
    Attachment,
    Attempt,
    CalendarRun,
    ChainEntry,
    Correction,
    Document,
    DocumentPage,
    DocumentPart,
    Flag,
    FseLot,
    Incoming,
    Invoice,
    JournalEntry,
    Letter,
    LotItem,
    Message,
    Notice,
    PageReading,
    PlannedVisit,
    Practitioner,
    Prescription,
    Projection,
    Row,
    Scan,
    ScorLot,
    Sighting,
    Standing,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_DIGITS = 9  # of a billing number

# Each condition is about `row`, a table or an alias of one, and is true or false, never NULL. Of
# other tables it reads aliases: those are not narrowed in their turn.

# From foreign key to foreign key to the practitioner.
WAYS: dict[type[Row], tuple[str, ...]] = {
    FseLot: ("practitioner",),
    ScorLot: ("practitioner",),
    Prescription: ("practitioner",),
    Invoice: ("practitioner",),
    PlannedVisit: ("practitioner",),
    Letter: ("practitioner",),
    ChainEntry: ("practitioner",),
    Arm: ("practitioner",),
    Correction: ("invoice", "practitioner"),
    Attachment: ("invoice", "practitioner"),
    Standing: ("invoice", "practitioner"),
    LotItem: ("lot", "practitioner"),
    Message: ("lot", "practitioner"),
    Attempt: ("message", "lot", "practitioner"),
}

# Found by way of rows that are narrowed themselves, or about nobody.
EVERYBODYS: frozenset[type[Row]] = frozenset(
    {
        Arrangement,
        CalendarRun,
        DocumentPage,
        DocumentPart,
        Notice,
        PageReading,
        Projection,
        Sighting,
    }
)


def unseen(table: type[Row], row: Any) -> Any:
    """The condition that `row` of `table` belongs to somebody hidden; None: no row of it does."""
    if table in WAYS:
        return _leads(row, WAYS[table])
    return RULES[table](row) if table in RULES else None


def _leads(row: Any, way: tuple[str, ...]) -> Any:
    column, rest = getattr(row, way[0]), way[1:]
    last = column.rel_model.alias()
    if not rest:
        return column.in_(last.select(last.id).where(_is_hidden(last)))
    query = last.select(SQL("1")).where(last.id == column)
    for name in rest:  # joined: the parser takes only so many queries within queries
        column = getattr(last, name)
        last = column.rel_model.alias()
        query = query.join(last, on=(last.id == column))
    return fn.EXISTS(query.where(_is_hidden(last)))


def _is_hidden(person: Any) -> Any:
    return person.billing_number.in_(hidden())


def _is_seen(person: Any) -> Any:
    return person.billing_number.not_in(hidden())


def _document(row: Any) -> Any:
    """Also one whose pages another document took along to somebody hidden. What waits to be filed
    is nobody's yet.
    """
    own, same, other = DocumentPage.alias(), DocumentPage.alias(), Document.alias()
    page = (same.scan == own.scan) & (same.number == own.number)
    taken = own.select(SQL("1")).join(same, on=page).join(other, on=(other.id == same.document))
    gone = fn.EXISTS(taken.where((own.document == row.id) & _theirs(other)))
    return _theirs(row) | (gone & ~_on_invoice(row, _is_seen))


def _theirs(document: Any) -> Any:
    """It serves invoices or a prescription of hidden ones, and no invoice of another."""
    prescribed = _leads(document, ("prescription", "practitioner"))
    served = _on_invoice(document, _is_hidden)
    return (served | prescribed) & ~_on_invoice(document, _is_seen)


def _on_invoice(document: Any, whose: Callable[[Any], Any]) -> Any:
    one, invoice, person = Attachment.alias(), Invoice.alias(), Practitioner.alias()
    live = (one.document == document.id) & one.removed_at.is_null()
    query = one.select(SQL("1")).join(invoice, on=(invoice.id == one.invoice))
    query = query.join(person, on=(person.id == invoice.practitioner))
    return fn.EXISTS(query.where(live & whose(person)))


def _scan(row: Any) -> Any:
    """A page of it is somebody hidden's, whoever has the others; also of an equal file."""
    same, page, document = Scan.alias(), DocumentPage.alias(), Document.alias()
    query = same.select(SQL("1")).join(page, on=(page.scan == same.id))
    query = query.join(document, on=(document.id == page.document))
    return fn.EXISTS(query.where((same.sha256 == row.sha256) & _theirs(document)))


def _acknowledgement(row: Any) -> Any:
    """One about no lot is shown where it names somebody who may be seen."""
    named = _billing_number(row)
    untied = row.fse_lot.is_null() & row.scor_lot.is_null()
    fse, scor = (_leads(row, (lot, "practitioner")) for lot in ("fse_lot", "scor_lot"))
    return fse | scor | (untied & named.in_({*hidden(), ""}))


def _alert(row: Any) -> Any:
    return _billing_number(row).in_(hidden())


def _billing_number(row: Any) -> Any:
    return fn.COALESCE(fn.json_extract(row.facts, SQL("'$.billing_number'")), SQL("''"))


def _incoming(row: Any) -> Any:
    """A file of the LPS or the caisse may be about anybody."""
    return row.id > 0


def _flag(row: Any) -> Any:
    return _names_hidden(row.name)


def _names_hidden(column: Any) -> Any:
    """As the names of flags and secrets do, at their end."""
    return fn.SUBSTR(column, -_DIGITS).in_(hidden())


def _journal_entry(row: Any) -> Any:
    """What is about a row that may not be seen, or is there no more."""
    tells = [(table.journal_name, _tells(row, table)) for table in TABLES]
    return Case(row.subject_kind, tells, SQL("0")) == SQL("0")


def _tells(entry: Any, table: type[Row]) -> Any:
    if table is Flag:  # ids of flags are given again; an entry has the name
        return ~_names_hidden(entry.why)
    if table is JournalEntry or table in EVERYBODYS:
        return SQL("1")
    subject = table.alias()
    there = (subject.id == entry.subject_id) & ~unseen(table, subject)
    return fn.EXISTS(subject.select(SQL("1")).where(there))


RULES: dict[type[Row], Callable[[Any], Any]] = {
    Practitioner: _is_hidden,
    Document: _document,
    Scan: _scan,
    Acknowledgement: _acknowledgement,
    Alert: _alert,
    Incoming: _incoming,
    Flag: _flag,
    JournalEntry: _journal_entry,
}
