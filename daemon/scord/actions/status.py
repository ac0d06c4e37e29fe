"""How things stand, as counts and open questions: what the tray, the page and `scord status` show.

Text is made at the edge. `status` names no patient and no file, and is quick however large the
store is; what does name files is asked for by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from peewee import JOIN, SQL, Select, fn

from scord.actions.looking.pages import counted
from scord.actions.lookup import name_of
from scord.alerts.telling import count_open, open_alerts
from scord.store.database import database
from scord.store.flags import PAUSED
from scord.store.prepared import Prepared
from scord.store.refs import InvoiceRef
from scord.store.sight import everything
from scord.store.states import (
    AckOutcome,
    ArmState,
    DocumentState,
    FseVerdict,
    ItemVerdict,
    MessageState,
    ScanState,
    ScorLotState,
)
from scord.store.tables import (
    Acknowledgement,
    Arm,
    Document,
    DocumentPage,
    Flag,
    FseLot,
    Invoice,
    LotItem,
    Message,
    Practitioner,
    Prescription,
    Scan,
    ScorLot,
    Sighting,
    Standing,
)
from scord_shared.status import (
    ALERTS_SHOWN,
    Armed,
    Counts,
    NamedInvoice,
    NamedPrescription,
    Status,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from enum import StrEnum

    from peewee import Field, Function, ModelSelect

    from scord.store.context import Context
    from scord.store.tables import Row

_TABLES: dict[type[StrEnum], type[Row]] = {
    ScanState: Scan,
    DocumentState: Document,
    ItemVerdict: LotItem,
    MessageState: Message,
    ScorLotState: ScorLot,
    FseVerdict: FseLot,
    AckOutcome: Acknowledgement,
}


@dataclass(frozen=True)
class Waiting:
    """A document that waits for a person: where it came from and why (a code)."""

    document: int
    scan: int
    file: str
    pages: int
    type: str | None
    why: str | None
    facts: dict[str, Any]


@dataclass(frozen=True)
class Raised:
    """A flag: its kind, then what it is about after a colon ("folder-unreachable:scanner")."""

    name: str
    since: datetime
    by: str
    facts: dict[str, Any]


def status(context: Context) -> Status:
    """The state of the open store now, as far as the standings have been followed. The counts are
    the whole practice's, whoever asks: numbers without names.
    """
    with everything():
        counts = Counts(**_COUNTS.rows()[0])
    now = context.clock.now()
    return Status(
        paused_since=next((row["set_at"] for row in _PAUSED.rows()), None),
        counts=counts,
        armed=tuple(
            Armed(row["arm"], _wanted(row), row["folder"], row["until"], _prescribed(row))
            for row in _ARMS.rows()
            if row["until"] > now
        ),
        last_invoice=next(map(_named, _LAST_INVOICE.rows()), None),
        folders=tuple(folder.name for folder in context.settings.folders),
        alerts=open_alerts(ALERTS_SHOWN),
        alerts_open=count_open(),
    )


def waiting(limit: int | None = None) -> tuple[Waiting, ...]:
    """What a person must file or scan again, the oldest first."""
    states = (DocumentState.INBOX, DocumentState.HELD)
    query = Document.select(Document, Scan).join(Scan).where(Document.state.in_(states))
    rows = list(query.order_by(Document.id).limit(limit))
    pages = counted(DocumentPage.document, rows)
    return tuple(
        Waiting(
            document.id,
            document.scan_id,
            document.scan.name,
            pages[document.id],
            document.type,
            document.reason,
            document.facts,
        )
        for document in rows
    )


def sightings() -> tuple[tuple[str, str, str], ...]:
    """Folder, file name and code of each file that cannot be taken."""
    query = Sighting.select().where(Sighting.resolved_at.is_null()).order_by(Sighting.id)
    return tuple((row.folder, row.name, row.code) for row in query)


def raised_flags() -> tuple[Raised, ...]:
    return tuple(raised(row) for row in Flag.select().order_by(Flag.id))


def raised(row: Flag) -> Raised:
    return Raised(row.name, row.set_at, row.by, row.value)


def _named(row: Mapping[str, Any]) -> NamedInvoice:
    ref = InvoiceRef(row["billing_number"], row["number"], row["invoice_date"])
    return NamedInvoice(row["invoice"], name_of(ref), row["number"])


def _wanted(row: Mapping[str, Any]) -> NamedInvoice | None:
    return _named(row) if row["invoice"] is not None else None


def _prescribed(row: Mapping[str, Any]) -> NamedPrescription | None:
    if row["prescription"] is None:
        return None
    return NamedPrescription(row["prescription"], row["reference"], row["day"])


def _number(state: StrEnum) -> Function:
    table = _TABLES[type(state)]
    column = getattr(table, table.state_column)
    return _one(table.select(fn.COUNT(SQL("*"))).where(column == state))


def _sum(column: Field) -> Function:
    return _one(column.model.select(fn.SUM(column)).where(column > 0))


def _one(query: ModelSelect[Any]) -> Function:
    """The one number of `query`, to reckon with."""
    return fn.COALESCE(query, 0)


def _all_counts() -> Select:
    """Nearly every piece is accepted in the end, so those are counted as the rest."""
    awaited, refused = _number(ItemVerdict.AWAITED), _number(ItemVerdict.REJECTED)
    columns = {
        "at_work": _number(ScanState.TAKEN),
        "to_file": _number(DocumentState.INBOX),
        "held": _number(DocumentState.HELD),
        "to_send": _sum(Standing.to_send),
        "awaiting_ack": awaited,
        "accepted": _one(LotItem.select(fn.COUNT(SQL("*")))) - awaited - refused,
        "rejected": _sum(Standing.rejected),
        "refused_scans": _number(ScanState.REFUSED),
        "duplicate_scans": _number(ScanState.DUPLICATE),
        "uncertain_messages": _number(MessageState.UNCERTAIN),
        "failed_messages": _number(MessageState.FAILED),
        "contested_lots": _number(ScorLotState.CONTESTED) + _number(FseVerdict.CONTESTED),
        "acks_to_settle": _number(AckOutcome.AMBIGUOUS) + _number(AckOutcome.UNMATCHED),
    }
    counts = Select(columns=[column.alias(name) for name, column in columns.items()])
    return counts.bind(database)


def _with_names(query: ModelSelect[Any]) -> ModelSelect[Any]:
    """What `_named` reads, beside what `query` selects of each row's invoice."""
    names = (Invoice.id.alias("invoice"), Invoice.number, Invoice.invoice_date)
    return query.join(Invoice).join(Practitioner).select_extend(*names, Practitioner.billing_number)


_PAUSED = Prepared(lambda: Flag.select(Flag.set_at).where(Flag.name == PAUSED))
_COUNTS = Prepared(_all_counts)
_ARMS = Prepared(
    lambda: (
        Arm.select(
            Arm.id.alias("arm"),
            Arm.folder,
            Arm.until,
            Practitioner.billing_number,
            Invoice.id.alias("invoice"),
            Invoice.number,
            Invoice.invoice_date,
            Prescription.id.alias("prescription"),
            Prescription.reference,
            Prescription.day,
        )
        .join(Practitioner)
        .join_from(Arm, Invoice, JOIN.LEFT_OUTER)
        .join_from(Arm, Prescription, JOIN.LEFT_OUTER)
        .where(Arm.state == ArmState.OPEN)
        .order_by(Arm.id)
    )
)
# The newest, since ids are given in the order of import, whatever the clock said.
_LAST_INVOICE = Prepared(
    lambda: (
        _with_names(Standing.select(Standing.missing))
        .where(Standing.missing)
        .order_by(Standing.invoice.desc())
        .limit(1)
    )
)
