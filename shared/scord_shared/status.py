"""How things stand, as the service tells it to tray, page and command line: numbers and codes.

No patient's name, no NIR and no file name stands in any of it; text is made at the edge.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime  # noqa: TC003 -- read at run time, by those who decode JSON into these
from enum import StrEnum
from typing import Any

from scord_shared.cards import CardsSeen, unwatched

API_VERSION = 1  # what this release speaks
OLDEST_API = 1  # the oldest that it still understands


class AlertKind(StrEnum):
    """Stable names: one kind of cause each."""

    TO_FILE = "to-file"  # documents wait in À classer
    SCAN_REFUSED = "scan-refused"  # a file that cannot become a piece
    DOCUMENT_HELD = "document-held"  # a page that must be scanned again
    FILE_LEFT = "file-left"  # a file in a drop folder that cannot be taken
    PIECE_REJECTED = "piece-rejected"  # by the caisse
    FSE_LOT_REJECTED = "fse-lot-rejected"
    ARL_LATE = "arl-late"
    ANSWERS_DIFFER = "answers-differ"  # the caisse said two things of one lot
    ARL_UNMATCHED = "arl-unmatched"  # an ARL whose lot is not known, or may be one of two
    SENDING_UNCERTAIN = "sending-uncertain"
    SENDING_FAILED = "sending-failed"
    PROFILE_CHANGED = "profile-changed"  # lots frozen under another profile are kept back
    ROUTE_STOPPED = "route-stopped"  # nothing could be delivered for a while
    MAILBOX_BARRED = "mailbox-barred"  # ARLs could not be fetched for a while
    CERTIFICATE_ENDS = "certificate-ends"  # soon, or it has ended: mail with lots is then not made
    FOLDER_UNREACHABLE = "folder-unreachable"
    STAGE_FAILED = "stage-failed"
    IMPORT_REFUSED = "import-refused"  # the LPS's file, whole or in part
    NOTHING_SCANNED = "nothing-scanned"
    SERVER_CERTIFICATE_ENDS = "server-certificate-ends"  # a mail server's: no line to it then
    DISK_NEARLY_FULL = "disk-nearly-full"
    CLOCK_WRONG = "clock-wrong"  # or it was set back
    BACKUP_OLD = "backup-old"  # or there is none
    PAUSED_LONG = "paused-long"


class AlertLevel(StrEnum):
    NOTE = "note"  # a person has something to do, at leisure
    WARNING = "warning"  # money or papers wait for a person
    URGENT = "urgent"  # something stands still or runs out of time


@dataclass(frozen=True)
class OpenAlert:
    """One cause that stands. `subject` tells it from others of its kind; "" where there is one.

    `facts` fill the words of the kind: numbers, codes, names of folders and stages.
    """

    id: int
    kind: AlertKind
    subject: str
    level: AlertLevel
    facts: dict[str, Any]
    opened_at: datetime


@dataclass(frozen=True)
class Counts:
    """`to_file` is À classer, in documents; `to_send` (à télétransmettre) to `rejected` count
    pieces, a document once for each invoice it proves.
    """

    at_work: int = 0  # scans not converted yet
    to_file: int = 0
    held: int = 0
    to_send: int = 0
    awaiting_ack: int = 0
    accepted: int = 0
    rejected: int = 0
    refused_scans: int = 0
    duplicate_scans: int = 0
    uncertain_messages: int = 0
    failed_messages: int = 0
    contested_lots: int = 0
    acks_to_settle: int = 0


@dataclass(frozen=True)
class NamedInvoice:
    """`name` names it and no other (billing number, number, date), `number` is what people say."""

    id: int
    name: str
    number: str


@dataclass(frozen=True)
class NamedPrescription:
    """By the billing software's `reference`, or by its `day`; neither names anybody."""

    id: int
    reference: str | None
    day: date | None


@dataclass(frozen=True)
class Armed:
    """The next file of `folder` is for this invoice, or for this ordonnance."""

    arm: int
    invoice: NamedInvoice | None
    folder: str
    until: datetime
    prescription: NamedPrescription | None = None


@dataclass(frozen=True)
class Status:
    """`last_invoice`: the newest open one that lacks a piece, for "scan for the last invoice".

    `folders` are the drop folders, by the names of the settings: one scanner each.
    """

    paused_since: datetime | None = None
    counts: Counts = Counts()
    armed: tuple[Armed, ...] = ()
    last_invoice: NamedInvoice | None = None
    folders: tuple[str, ...] = ()
    alerts: tuple[OpenAlert, ...] = ()  # the gravest first, at most ALERTS_SHOWN
    alerts_open: int = 0  # all of them


ALERTS_SHOWN = 50


@dataclass(frozen=True)
class Versions:
    """The API versions a side speaks, both ends counted."""

    oldest: int
    newest: int


@dataclass(frozen=True)
class Caller:
    """Who asks, as the service knows them."""

    name: str
    may_change: bool


@dataclass(frozen=True)
class ServiceStatus:
    """The answer of GET /v1/status. `revision` only grows, also over restarts; `instance` is new at
    each start, so that a restart shows. `cards` is as of now: what happens in a card reader moves
    no revision.
    """

    version: str
    api: Versions
    instance: str
    revision: int
    at: datetime
    you: Caller
    status: Status = field(default_factory=Status)
    cards: CardsSeen = field(default_factory=unwatched)
