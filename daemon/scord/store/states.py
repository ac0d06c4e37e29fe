"""Every state a row can be in, and every way from one to another: nothing else changes a state."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from scord.store import journal
from scord.store.database import database

if TYPE_CHECKING:
    from scord.store.tables import Row


class ScanState(StrEnum):
    TAKEN = "taken"  # the original is archived, nothing made of it yet
    CONVERTED = "converted"  # its documents exist
    DUPLICATE = "duplicate"  # the same bytes as an earlier scan
    REFUSED = "refused"  # cannot become a conforming PDF; the reason is on the row
    OUTGROWN = "outgrown"  # the file went on growing; a later scan holds the whole
    ERASED = "erased"  # with its patient: the same bytes are a new scan


class DocumentState(StrEnum):
    NEW = "new"  # waits for the filing room to look at it
    READING = "reading"  # no sure way names its invoice, so its text is being read
    INBOX = "inbox"  # à classer: waits for a person
    ATTACHED = "attached"  # serves at least one invoice
    HELD = "held"  # not fit to be sent; the reason is on the row
    SET_ASIDE = "set-aside"  # a person said it proves nothing
    REMADE = "remade"  # its pages are now those of other documents


class ReadingState(StrEnum):
    WAITING = "waiting"  # the page's text is to be read
    READ = "read"
    FAILED = "failed"  # the reason is on the row


class ArmState(StrEnum):
    OPEN = "open"  # the next scan of the folder is for the invoice
    USED = "used"
    SPOILT = "spoilt"  # a second arm or a second file: a person decides
    ENDED = "ended"  # time ran out or a person closed it


class InvoiceStatus(StrEnum):
    ACTIVE = "active"
    HELD = "held"  # Stellair's "Retenir"
    CANCELLED = "cancelled"  # "Supprimer"
    REPLACED = "replaced"  # a corrected invoice took its place
    ERASED = "erased"  # with its patient: only what proves the sending is left


OPEN_STATUSES = (InvoiceStatus.ACTIVE, InvoiceStatus.HELD)


class FseVerdict(StrEnum):
    AWAITED = "awaited"
    POSITIVE = "positive"
    NEGATIVE = "negative"
    CONTESTED = "contested"  # the caisse said both; a person decides


class ScorLotState(StrEnum):
    READY = "ready"  # frozen, its message is in the outbox
    SENT = "sent"
    ACCEPTED = "accepted"
    PARTIAL = "partial"  # some pieces rejected
    REJECTED = "rejected"
    CONTESTED = "contested"


class ItemVerdict(StrEnum):
    AWAITED = "awaited"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class MessageState(StrEnum):
    READY = "ready"
    SENDING = "sending"  # an attempt is open
    RETRY = "retry"  # surely not delivered; will be tried again
    SENT = "sent"
    UNCERTAIN = "uncertain"  # perhaps delivered: never resent without a person's word
    HELD = "held"  # a person keeps it back
    BOUNCED = "bounced"  # sent, and came back: a person decides
    FAILED = "failed"  # refused for good, or given up by a person


class AckOutcome(StrEnum):
    STORED = "stored"  # raw bytes kept, not understood yet
    APPLIED = "applied"
    DUPLICATE = "duplicate"
    UNMATCHED = "unmatched"  # its lot is not known (yet): looked at again when lots arrive
    AMBIGUOUS = "ambiguous"  # fits two lots: a person decides
    CONTRADICTION = "contradiction"  # against an answer already applied
    UNREADABLE = "unreadable"


TRANSITIONS: dict[type[StrEnum], dict[StrEnum, tuple[StrEnum, ...]]] = {
    (s := ScanState): {
        s.TAKEN: (s.CONVERTED, s.REFUSED, s.OUTGROWN),
        s.CONVERTED: (s.OUTGROWN, s.ERASED),
        s.REFUSED: (s.TAKEN, s.OUTGROWN),
        s.DUPLICATE: (s.OUTGROWN, s.ERASED),
        s.OUTGROWN: (s.ERASED,),
    },
    (d := DocumentState): {
        d.NEW: (d.ATTACHED, d.INBOX, d.READING, d.REMADE),
        d.READING: (d.NEW, d.ATTACHED, d.INBOX, d.SET_ASIDE, d.REMADE),
        d.INBOX: (d.NEW, d.ATTACHED, d.SET_ASIDE, d.REMADE),
        d.ATTACHED: (d.INBOX,),
        d.HELD: (d.INBOX, d.SET_ASIDE, d.REMADE),
        d.SET_ASIDE: (d.INBOX, d.HELD, d.REMADE),
        d.REMADE: (d.INBOX, d.HELD),  # only by a person who undoes an arrangement
    },
    (r := ReadingState): {
        r.WAITING: (r.READ, r.FAILED),
    },
    (a := ArmState): {
        a.OPEN: (a.USED, a.SPOILT, a.ENDED),
        a.USED: (a.SPOILT,),
    },
    (i := InvoiceStatus): {
        i.ACTIVE: (i.HELD, i.CANCELLED, i.REPLACED, i.ERASED),
        i.HELD: (i.ACTIVE, i.CANCELLED, i.REPLACED, i.ERASED),
        i.CANCELLED: (i.ACTIVE, i.HELD, i.ERASED),  # open only where a person takes back a word
        i.REPLACED: (i.ERASED,),
    },
    (f := FseVerdict): {
        f.AWAITED: (f.POSITIVE, f.NEGATIVE),
        f.POSITIVE: (f.CONTESTED,),
        f.NEGATIVE: (f.CONTESTED,),
        f.CONTESTED: (f.POSITIVE, f.NEGATIVE),
    },
    (sl := ScorLotState): {
        sl.READY: (sl.SENT, sl.CONTESTED),
        sl.SENT: (sl.ACCEPTED, sl.PARTIAL, sl.REJECTED, sl.CONTESTED),
        sl.ACCEPTED: (sl.CONTESTED,),
        sl.PARTIAL: (sl.CONTESTED,),
        sl.REJECTED: (sl.CONTESTED,),
        sl.CONTESTED: (sl.ACCEPTED, sl.PARTIAL, sl.REJECTED),
    },
    (v := ItemVerdict): {
        v.AWAITED: (v.ACCEPTED, v.REJECTED),
        # only by a person who settles a contested lot
        v.ACCEPTED: (v.REJECTED,),
        v.REJECTED: (v.ACCEPTED,),
    },
    (m := MessageState): {
        m.READY: (m.SENDING, m.HELD, m.FAILED),
        m.SENDING: (m.SENT, m.RETRY, m.UNCERTAIN, m.FAILED),
        m.RETRY: (m.SENDING, m.SENT, m.HELD, m.FAILED),
        m.HELD: (m.RETRY, m.SENT, m.FAILED),
        m.SENT: (m.BOUNCED,),
        m.UNCERTAIN: (m.SENT, m.RETRY, m.BOUNCED, m.FAILED),
        m.BOUNCED: (m.SENT, m.RETRY, m.FAILED),
    },
    (k := AckOutcome): {
        k.STORED: (k.APPLIED, k.DUPLICATE, k.UNMATCHED, k.AMBIGUOUS, k.CONTRADICTION, k.UNREADABLE),
        k.UNMATCHED: (k.APPLIED, k.DUPLICATE, k.AMBIGUOUS, k.CONTRADICTION),
        k.AMBIGUOUS: (k.APPLIED, k.CONTRADICTION),
    },
}


class StaleRowError(Exception):
    """Somebody else moved the row first, or the move is not in the table. Nothing was changed."""


def move(row: Row, to: StrEnum, *, by: str, why: str = "", **changes: Any) -> None:
    """Changes `row`'s state by compare-and-set and journals it, inside the caller's transaction.

    `by` is "machine", "lps", "caisse" or a person's name; `why` a short code or sentence without
    personal data; `changes` are other columns set in the same update. Raises StaleRowError.
    """
    column = row.state_column
    before = getattr(row, column)
    if type(to) is not type(before) or to not in TRANSITIONS[type(before)].get(before, ()):
        raise StaleRowError(f"{row!r}: no way from {before} to {to}")
    if not database.in_transaction():
        raise RuntimeError("a state changes only inside a transaction")
    table = type(row)
    same = (table.id == row.id) & (getattr(table, column) == before)
    if table.update(**{column: to}, **changes).where(same).execute() != 1:
        raise StaleRowError(f"{row!r}: is no longer {before}")
    for name, value in {column: to, **changes}.items():
        setattr(row, name, value)
    journal.write(f"{row.journal_name}.{to}", row, by=by, why=why, before=before.value)
