"""How things stand, as counts and open questions: what the tray, the page and `scord status` show.

Numbers and codes only; no patient's name, no NIR. Text is made at the edge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scord.alerts.late import PREFIX as LATE
from scord.lots.piece_state import PieceState, count_open
from scord.store.flags import PAUSED, flag
from scord.store.states import (
    AckOutcome,
    DocumentState,
    FseVerdict,
    ItemVerdict,
    MessageState,
    ScanState,
    ScorLotState,
)
from scord.store.tables import (
    Acknowledgement,
    Document,
    Flag,
    FseLot,
    LotItem,
    Message,
    Scan,
    ScorLot,
    Sighting,
)

if TYPE_CHECKING:
    from datetime import datetime
    from enum import StrEnum

    from scord.store.tables import Row


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


@dataclass(frozen=True)
class Status:
    """`to_file` is À classer, in documents; `to_send` (à télétransmettre) to `rejected` count
    pieces, a document once for each invoice it proves.
    """

    paused: bool
    at_work: int  # scans not converted yet
    to_file: int
    held: int
    to_send: int
    awaiting_ack: int
    accepted: int
    rejected: int
    refused_scans: int
    duplicate_scans: int
    uncertain_messages: int
    failed_messages: int
    contested_lots: int
    acks_to_settle: int
    flags: tuple[Raised, ...]
    sightings: tuple[tuple[str, str, str], ...]  # folder, file name, code
    waiting: tuple[Waiting, ...]


def status() -> Status:
    """The state of the open store now."""
    pieces = count_open()
    return Status(
        paused=flag(PAUSED) is not None,
        at_work=_count(Scan, ScanState.TAKEN),
        to_file=_count(Document, DocumentState.INBOX),
        held=_count(Document, DocumentState.HELD),
        to_send=pieces[PieceState.TO_SEND],
        awaiting_ack=_count(LotItem, ItemVerdict.AWAITED),
        accepted=_count(LotItem, ItemVerdict.ACCEPTED),
        rejected=pieces[PieceState.REJECTED],
        refused_scans=_count(Scan, ScanState.REFUSED),
        duplicate_scans=_count(Scan, ScanState.DUPLICATE),
        uncertain_messages=_count(Message, MessageState.UNCERTAIN),
        failed_messages=_count(Message, MessageState.FAILED),
        contested_lots=_count(ScorLot, ScorLotState.CONTESTED)
        + _count(FseLot, FseVerdict.CONTESTED),
        acks_to_settle=_count(Acknowledgement, AckOutcome.AMBIGUOUS)
        + _count(Acknowledgement, AckOutcome.UNMATCHED),
        flags=tuple(raised(row) for row in Flag.select().order_by(Flag.id)),
        sightings=tuple(
            (row.folder, row.name, row.code)
            for row in Sighting.select().where(Sighting.resolved_at.is_null())
        ),
        waiting=tuple(_waiting()),
    )


def _waiting() -> list[Waiting]:
    states = (DocumentState.INBOX, DocumentState.HELD)
    query = Document.select(Document, Scan).join(Scan).where(Document.state.in_(states))
    return [
        Waiting(
            document.id,
            document.scan_id,
            document.scan.name,
            len(document.pages),
            document.type,
            document.reason,
            document.facts,
        )
        for document in query.order_by(Document.id)
    ]


def raised(row: Flag) -> Raised:
    """A late answer's flag names a row; people know its lot by number and practitioner."""
    facts = dict(row.value)
    if row.name.startswith(LATE):
        lot = (FseLot if facts["kind"] == "fse" else ScorLot).get_by_id(facts["row"])
        facts |= {"lot": lot.number, "billing_number": lot.practitioner.billing_number}
    return Raised(row.name, row.set_at, row.by, facts)


def _count(table: type[Row], state: StrEnum) -> int:
    column = getattr(table, table.state_column)
    return int(table.select().where(column == state).count())
