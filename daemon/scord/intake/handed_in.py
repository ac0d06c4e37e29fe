"""Which scans came by the local API and not from a scanner: no armed invoice waits for them, but
one may be named with them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from peewee import SQL, fn

from scord.store import journal
from scord.store.tables import Arm, JournalEntry, Scan

if TYPE_CHECKING:
    from collections.abc import Sequence

_EVENT = "scan.handed-in"
_NUMBER = 0  # the scan has none before the service takes its file: the bytes name it


def note_handed_in(folder: str, sha256: str, arm: Arm | None, *, by: str) -> None:
    """In the caller's transaction, before the file is there. `arm` is for this file alone."""
    number = arm.id if arm else None
    journal.write(_EVENT, Scan(id=_NUMBER), by=by, folder=folder, sha256=sha256, arm=number)


def was_handed_in(scan: Scan) -> bool:
    """Whether this scan's bytes were ever handed in to its folder."""
    return bool(_notes(scan))


def arm_handed_in_with(scan: Scan) -> Arm | None:
    """The one that these bytes were handed in for, unless a scan has it already or a person has
    named several.
    """
    numbers = {note.facts.get("arm") for note in _notes(scan)}
    (number,) = numbers if len(numbers) == 1 else (None,)
    arm = Arm.get_or_none(Arm.id == number) if number is not None else None
    return None if arm is None or arm.scans.exists() else arm


def _notes(scan: Scan) -> Sequence[JournalEntry]:
    about = (JournalEntry.subject_kind == Scan.journal_name) & (JournalEntry.subject_id == _NUMBER)
    mine = about & (JournalEntry.event == _EVENT)
    for name in ("folder", "sha256"):
        told = fn.json_extract(JournalEntry.facts, SQL(f"'$.{name}'"))
        mine &= told == getattr(scan, name)
    return list(JournalEntry.select().where(mine))
