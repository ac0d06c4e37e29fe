"""The list of Factures as people look through it: searched, narrowed, sorted by column, in pages.

With 100,000 invoices all that is sought is read from one index, and whole rows of one page alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from peewee import SQL, ModelSelect, fn

from scord.actions.looking.invoices import ListedInvoice, by_number
from scord.actions.looking.marks import Mark, marks_of
from scord.actions.looking.pages import USUAL
from scord.actions.looking.search import matching
from scord.lots.colour import Colour
from scord.settings import DocumentType
from scord.store import hints
from scord.store.context import Context
from scord.store.states import OPEN_STATUSES, InvoiceStatus
from scord.store.tables import (
    INVOICE_LIST,
    NUMBER_ORDER,
    SEVERITY,
    FseLot,
    Invoice,
    Practitioner,
    Standing,
)


class Sort(StrEnum):
    """`NUMBER`: 99 comes before 100. `COLOUR`: what wants a person comes first; what does not stand
    anywhere yet, for a moment after it came, is left out.
    """

    NUMBER = "number"
    DATE = "date"
    PATIENT = "patient"
    TOTAL = "total"
    COLOUR = "colour"
    CAISSE = "caisse"


class Todo(StrEnum):
    """What is to be done about an invoice: what the counters count and link to."""

    TO_TRANSMIT = "to-transmit"  # it is open, and in no FSE lot that was sent
    TO_SEND = "to-send"  # pieces of it are to be sent
    REJECTED = "rejected"  # pieces of it were rejected, and none stands for them


@dataclass(frozen=True, kw_only=True)
class Sought:
    """What a person looks for; None asks for nothing.

    `text`: the beginning of a number, of a NIR or of a patient's names, in any spelling. `since`
    and `until`: of the invoice's date, both counted in. `practitioner`: a billing number.
    `state`: without it all but those that were replaced by a corrected one. `patient`: the number
    of any invoice of theirs. `page` counts from 1, each of `size` rows.
    """

    text: str = ""
    since: date | None = None
    until: date | None = None
    colour: Colour | None = None
    state: InvoiceStatus | None = None
    missing: bool | None = None
    practitioner: str | None = None
    fse_lot: int | None = None
    prescription: int | None = None
    patient: int | None = None
    todo: Todo | None = None
    sort: Sort = Sort.DATE
    descending: bool = True
    page: int = 1
    size: int = USUAL


@dataclass(frozen=True, kw_only=True)
class TableRow(ListedInvoice):
    """`marks`: of every type of document, whether the invoice has one."""

    marks: dict[DocumentType, Mark]


@dataclass(frozen=True)
class InvoiceTable:
    """`total` invoices on `pages` pages; there is always a first one."""

    total: int
    page: int
    pages: int
    rows: tuple[TableRow, ...]


_ORDER: dict[Sort, tuple[Any, ...]] = {
    Sort.NUMBER: (*NUMBER_ORDER, Invoice.id),
    Sort.DATE: (Invoice.invoice_date, Invoice.id),
    Sort.PATIENT: (Invoice.family_key, Invoice.given_name, Invoice.id),
    Sort.TOTAL: (Invoice.total_cents, Invoice.id),
    Sort.CAISSE: (Invoice.regime, Invoice.caisse, Invoice.id),
    Sort.COLOUR: (SEVERITY, Standing.invoice),
}
_PIECES = {Todo.TO_SEND: Standing.to_send, Todo.REJECTED: Standing.rejected}
_FEW = 4_000  # so many rows are read sooner than the whole index
_PAST = (InvoiceStatus.REPLACED, InvoiceStatus.ERASED)  # shown only where asked for


def invoice_table(context: Context, sought: Sought) -> InvoiceTable:
    """One page of what is sought; a page beyond the last has no rows."""
    found = _found(context, sought)
    total = found.count()
    pages = max(1, -(-total // sought.size))
    return InvoiceTable(total, sought.page, pages, tuple(_rows(_numbers(sought, found))))


def count(context: Context, todo: Todo) -> int:
    """How many invoices there are to do this about."""
    return _found(context, Sought(todo=todo)).count()


@dataclass(frozen=True)
class _Found:
    """What is sought: `plain` conditions on columns that are in the list's index, and `among`,
    numbers of invoices that are asked for elsewhere: themselves where they are few, else the query.

    Whole rows are large, and SQLite, left to choose, would read all that meet one condition.
    """

    plain: list[Any]
    among: "list[list[int] | ModelSelect[Any]]"

    def count(self) -> int:
        if len(self.among) == 1 and not self.plain:
            (one,) = self.among
            return len(one) if isinstance(one, list) else int(one.count())
        return int(self.select(fn.COUNT(SQL("*"))).scalar())

    def select(self, what: Any) -> "ModelSelect[Invoice]":
        query = Invoice.select(what)
        if not (self.plain or self.among):  # each order has an index of its own
            return query
        few = any(isinstance(one, list) for one in self.among)
        source = hints.by_number(Invoice) if few else hints.by_index(Invoice, INVOICE_LIST)
        theirs = (Invoice.id.in_(one) for one in self.among)
        return query.from_(source).where(*theirs, *self.plain)


def _found(context: Context, sought: Sought) -> _Found:
    now = context.clock.now()
    return _Found(list(_plain(sought, now)), [_if_few(one) for one in _among(sought)])


def _if_few(query: "ModelSelect[Any]") -> "list[int] | ModelSelect[Any]":
    some = [number for (number,) in query.limit(_FEW + 1).tuples()]
    return some if len(some) <= _FEW else query.limit(None)


def _numbers(sought: Sought, found: _Found) -> list[int]:
    if sought.sort == Sort.COLOUR:
        query: Any = Standing.select(Standing.invoice)
        if found.plain or found.among:
            query = query.where(Standing.invoice.in_(found.select(Invoice.id)))
    else:
        query = found.select(Invoice.id)
    order = _ORDER[sought.sort]
    turned = [column.desc() for column in order] if sought.descending else order
    page = query.order_by(*turned).paginate(sought.page, sought.size)
    return [number for (number,) in page.tuples()]


def _plain(sought: Sought, now: datetime) -> Iterator[Any]:
    if sought.since:
        yield Invoice.invoice_date >= sought.since
    if sought.until:
        yield Invoice.invoice_date <= sought.until
    if sought.state:
        yield Invoice.status == sought.state
    elif Invoice.select().where(Invoice.status.in_(_PAST)).exists():
        yield Invoice.status.not_in(_PAST)
    if sought.practitioner:
        named = Practitioner.billing_number == sought.practitioner
        yield Invoice.practitioner.in_(Practitioner.select(Practitioner.id).where(named))
    if sought.fse_lot:
        yield Invoice.fse_lot == sought.fse_lot
    if sought.todo == Todo.TO_TRANSMIT:
        yield _to_transmit(now)


def _among(sought: Sought) -> "Iterator[ModelSelect[Any]]":
    if sought.text.strip():
        yield matching(sought.text)
    if sought.prescription:
        yield Invoice.select(Invoice.id).where(Invoice.prescription == sought.prescription)
    if sought.patient:
        theirs = Invoice.select(Invoice.identity).where(Invoice.id == sought.patient)
        yield Invoice.select(Invoice.id).where(Invoice.identity == theirs)
    if sought.colour:
        yield _standing(Standing.colour == sought.colour)
    if sought.missing is not None:
        yield _standing(Standing.missing if sought.missing else ~Standing.missing)
    if sought.todo in _PIECES:
        yield _standing(_PIECES[sought.todo] > 0)


def _standing(condition: Any) -> "ModelSelect[Any]":
    return Standing.select(Standing.invoice).where(condition)


def _to_transmit(now: datetime) -> Any:
    ahead = FseLot.select(FseLot.id).where(FseLot.sent_at > now)
    unsent = Invoice.fse_lot.is_null() | Invoice.fse_lot.in_(ahead)
    return Invoice.status.in_(OPEN_STATUSES) & unsent


def _rows(numbers: list[int]) -> Iterator[TableRow]:
    listed = by_number(numbers)
    lacking = {one.id for one in listed.values() if one.stands and one.stands.missing}
    marks = marks_of(numbers, lacking)
    for number in numbers:
        yield TableRow(**vars(listed[number]), marks=marks[number])
