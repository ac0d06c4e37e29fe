"""The records of a B2 file as lots of invoices, and whether they agree with each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scord.billing.b2.faults import unreadable
from scord.billing.b2.layout import Role

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from scord.billing.b2.layout import Layout, Sum
    from scord.billing.b2.records import Record

# What each record of an invoice repeats from the first.
_HEAD = ("practitioner", "insured_nir", "invoice")


@dataclass
class B2Line:
    """An act and what is said of it in further records."""

    record: Record
    details: list[Record] = field(default_factory=list)

    def stated(self, name: str) -> Any:
        """What one of its records says of `name`, the first that says anything."""
        return _stated((self.record, *self.details), name)


@dataclass
class B2Invoice:
    start: Record
    end: Record = field(init=False)
    details: list[Record] = field(default_factory=list)
    lines: list[B2Line] = field(default_factory=list)

    def stated(self, name: str) -> Any:
        """What its start and the details of that say of `name`, the first that says anything."""
        return _stated((self.start, *self.details), name)

    @property
    def total(self) -> int:
        """Cents: what its lines add up to."""
        return sum(line.record.values["amount"] for line in self.lines)

    def add(self, record: Record) -> None:
        """Takes in a line, or a detail of the line above."""
        if record.type.role == Role.LINE:
            self.lines.append(B2Line(record))
        else:
            (self.lines[-1].details if self.lines else self.details).append(record)

    def records(self) -> Iterable[Record]:
        """All but the start."""
        yield from self.details
        for line in self.lines:
            yield line.record
            yield from line.details
        yield self.end


@dataclass
class B2Lot:
    start: Record
    end: Record = field(init=False)
    invoices: list[B2Invoice] = field(default_factory=list)


def group(records: Sequence[Record]) -> list[B2Lot]:
    """The lots of a file whose records stand in the order of its layout."""
    lots: list[B2Lot] = []
    for record in records:
        match record.type.role:
            case Role.LOT_START:
                lots.append(B2Lot(record))
            case Role.INVOICE_START:
                lots[-1].invoices.append(B2Invoice(record))
            case Role.LINE | Role.DETAIL:
                lots[-1].invoices[-1].add(record)
            case Role.INVOICE_END:
                lots[-1].invoices[-1].end = record
            case Role.LOT_END:
                lots[-1].end = record
            case _:  # of the file
                pass
    return lots


def check(
    records: Sequence[Record], lots: Sequence[B2Lot], layout: Layout, ours: Collection[str] | None
) -> None:
    """What no record can show alone. Raises ScordError IMPORT_RECORDS_UNREADABLE.

    `ours`: the billing numbers of the practice; None: whoever's.
    """
    header, end = records[0], records[-1]
    _check_senders(header, lots, ours)
    _check_unique(lots)
    for lot in lots:
        for invoice in lot.invoices:
            _check_invoice(invoice, lot, layout.sums)
        _check_lot(lot)
    _agree(end, "lots", len(lots), "count")
    _agree(end, "records", len(records), "count")


def _check_senders(header: Record, lots: Iterable[B2Lot], ours: Collection[str] | None) -> None:
    sender = header.values["sender"].lstrip("0")
    for lot in lots:
        practitioner = lot.start.values["practitioner"]
        if ours is not None and practitioner not in ours:
            raise lot.start.fault("other_practice", "practitioner")
        if practitioner.lstrip("0") != sender:
            raise lot.start.fault("sender_differs", "practitioner")


def _check_unique(lots: Iterable[B2Lot]) -> None:
    """A corrected invoice has a new number, so one that comes twice is a mistake of the file."""
    sent: set[tuple[Any, ...]] = set()
    numbers: set[int] = set()
    for lot in lots:
        values = lot.start.values
        sending = (values["lot"], values["sent_day"], values["sent_time"])
        if sending in sent:
            raise lot.start.fault("lot_repeated", "lot")
        sent.add(sending)
        for invoice in lot.invoices:
            number = invoice.start.values["invoice"]
            if number in numbers:
                raise invoice.start.fault("invoice_repeated", "invoice")
            numbers.add(number)


def _check_invoice(invoice: B2Invoice, lot: B2Lot, sums: Iterable[Sum]) -> None:
    _agree(invoice.start, "practitioner", lot.start.values["practitioner"], "head_differs")
    for record in invoice.records():
        for name in _HEAD:
            _agree(record, name, invoice.start.values[name], "head_differs")
    if not invoice.lines:
        raise unreadable("record_order", invoice.end.line)
    _agree(invoice.end, "lines", len(invoice.lines), "count")
    for one in sums:
        _check_sum(invoice, one)


def _check_sum(invoice: B2Invoice, one: Sum) -> None:
    """A total that is blank is nought; what no line states cannot be compared."""
    lines = [line.record.values for line in invoice.lines if line.record.type.name == one.of]
    stated = [cents for cents in (values.get(one.adds) for values in lines) if cents is not None]
    if lines and not stated:
        return
    if (invoice.end.values.get(one.total) or 0) != sum(stated):
        raise invoice.end.fault("total", one.total)


def _check_lot(lot: B2Lot) -> None:
    for name in ("practitioner", "lot"):
        _agree(lot.end, name, lot.start.values[name], "head_differs")
    _agree(lot.end, "invoices", len(lot.invoices), "count")
    _agree(lot.end, "total", sum(invoice.total for invoice in lot.invoices), "total")


def _agree(record: Record, name: str, expected: object, reason: str) -> None:
    if name in record.values and record.values[name] != expected:
        raise record.fault(reason, name)


def _stated(records: Iterable[Record], name: str) -> Any:
    values = (record.values.get(name) for record in records)
    return next((value for value in values if value is not None), None)
