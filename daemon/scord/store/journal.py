"""What happened, who did it and why: one entry per change, written in the change's transaction.

Exchange events are also chained by hash per practitioner, without personal data, so that the proof
of sending survives the erasure of a patient.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from peewee import fn

from scord.clock import SystemClock
from scord.store.database import database

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from scord.clock import Clock
    from scord.store.tables import ChainEntry, Practitioner, Row

_GENESIS = "0" * 64

clock: Clock = SystemClock()


def use_clock(given: Clock) -> None:
    """Entries carry this clock's time from now on (the engine's, or a test's)."""
    global clock  # noqa: PLW0603 -- one process writes one journal by one clock
    clock = given


def write(event: str, subject: Row, *, by: str, why: str = "", **facts: Any) -> None:
    """Adds an entry about `subject`. `facts` hold no name and no NIR."""
    from scord.store.tables import JournalEntry  # noqa: PLC0415 -- tables need states, states this

    if not database.in_transaction():
        raise RuntimeError("the journal is written only inside a transaction")
    JournalEntry.create(
        at=clock.now(),
        event=event,
        subject_kind=subject.journal_name,
        subject_id=subject.id,
        by=by,
        why=why,
        facts=facts,
    )


def end() -> int:
    """The number of the last entry, 0 where there is none."""
    from scord.store.tables import JournalEntry  # noqa: PLC0415 -- as above

    return JournalEntry.select(fn.MAX(JournalEntry.id)).scalar() or 0


def tells_of(kinds: Collection[str], *, after: int) -> bool:
    """Whether an entry later than number `after` is about one of these kinds of rows."""
    from scord.store.tables import JournalEntry  # noqa: PLC0415 -- as above

    about = JournalEntry.subject_kind.in_(kinds)
    return bool(JournalEntry.select().where((JournalEntry.id > after) & about).exists())


def chain(practitioner: Practitioner, event: str, **facts: Any) -> None:
    """Adds an exchange event (frozen, sent, acknowledged) to the practitioner's chain of proof."""
    from scord.store.tables import ChainEntry  # noqa: PLC0415 -- as above

    if not database.in_transaction():
        raise RuntimeError("the chain is written only inside a transaction")
    last = (
        ChainEntry.select()
        .where(ChainEntry.practitioner == practitioner)
        .order_by(ChainEntry.sequence.desc())
        .first()
    )
    sequence = last.sequence + 1 if last else 1
    previous = last.hash if last else _GENESIS
    at = clock.now()
    ChainEntry.create(
        practitioner=practitioner,
        sequence=sequence,
        at=at,
        event=event,
        facts=facts,
        previous=previous,
        hash=link(previous, sequence, at, event, facts),
    )


def link(previous: str, sequence: int, at: datetime, event: str, facts: dict[str, Any]) -> str:
    """The hash of one entry: sha256 over the previous hash and the entry as canonical JSON."""
    entry = [previous, sequence, at.isoformat(), event, facts]
    text = json.dumps(entry, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def broken_link(practitioner: Practitioner) -> ChainEntry | None:
    """The first entry that does not follow from the one before it, or None: the chain holds."""
    from scord.store.tables import ChainEntry  # noqa: PLC0415 -- as above

    previous = _GENESIS
    entries = ChainEntry.select().where(ChainEntry.practitioner == practitioner)
    for sequence, entry in enumerate(entries.order_by(ChainEntry.sequence), start=1):
        expected = link(previous, sequence, entry.at, entry.event, entry.facts)
        if entry.sequence != sequence or entry.previous != previous or entry.hash != expected:
            return entry
        previous = entry.hash
    return None
