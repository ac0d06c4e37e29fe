"""Erases a patient: first the rows, all at once, then the files, then what the disk still holds.

The rows name the files that are to go, so after a crash the next erasure finishes this one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scord.actions.erasing.belongings import belongings
from scord.actions.erasing.columns import CLEARED, CLEARED_WHERE_NAMED, DELETED
from scord.actions.erasing.mentions import Mentions
from scord.actions.erasing.obstacles import obstacles
from scord.actions.purging.marks import ERASURE, erased, purged_at, shelf_for, write_mark
from scord.store import journal, steps
from scord.store.database import scrub, transaction
from scord.store.states import InvoiceStatus, ScanState, move
from scord.store.tables import Document, Invoice, Scan
from scord_shared.errors import Code, ScordError
from scord_shared.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scord.actions.erasing.belongings import Belongings
    from scord.actions.erasing.obstacles import Obstacle
    from scord.actions.erasing.patient import Patient
    from scord.actions.purging.marks import Marked
    from scord.store.context import Context
    from scord.store.tables import Row


@dataclass(frozen=True)
class Erasure:
    """`rows`, `files`: how many go, by kind and by shelf. `shared`: documents and scans that stay,
    by their numbers, since they are another patient's as well.
    """

    obstacles: tuple[Obstacle, ...]
    rows: dict[str, int]
    files: dict[str, int]
    shared_documents: tuple[int, ...]
    shared_scans: tuple[int, ...]


def plan(context: Context, patient: Patient, mentions: Mentions | None = None) -> Erasure:
    """What would go now, what would stay, and what stands against it; changes nothing."""
    theirs = belongings(patient, mentions or Mentions(context, [patient]))
    return _told(context, theirs, obstacles(context, patient, theirs))


def erase(context: Context, patient: Patient, *, by: str) -> Erasure:
    """Raises ScordError as `clear` does; STORE_BUSY where only the disk is left to be swept:
    `finish` does so later.
    """
    done = clear(context, patient, Mentions(context, [patient]), by=by)
    finish(context)
    return done


def clear(context: Context, patient: Patient, mentions: Mentions, *, by: str) -> Erasure:
    """Empties the rows; `finish` is to follow. Raises ScordError ACTION_REFUSED, PATIENT_NOT_OVER,
    where something stands against it.
    """
    with transaction():
        theirs = belongings(patient, mentions)
        against = obstacles(context, patient, theirs)
        if against:
            raise ScordError(Code.ACTION_REFUSED, reason=Refusal.PATIENT_NOT_OVER)
        done = _told(context, theirs, ())
        _clear(context, theirs, by)
        practitioner = patient.invoices[0].practitioner
        journal.write("practitioner.patient-erased", practitioner, by=by, rows=done.rows)
    steps.reached("erasing.cleared")
    return done


def finish(context: Context) -> None:
    """Removes the files of all that was erased, and what the database keeps of cleared rows. Can be
    repeated. Raises ScordError STORE_BUSY.
    """
    for row in erased():
        if _all_marked(row):
            shelf_for(context.files, row).drop(row.sha256)
    steps.reached("erasing.files-gone")
    scrub()
    steps.reached("erasing.done")


def _told(context: Context, theirs: Belongings, against: tuple[Obstacle, ...]) -> Erasure:
    counted = (*CLEARED, *CLEARED_WHERE_NAMED, *DELETED)
    rows = {table.journal_name: len(theirs.rows[table]) for table in counted}
    going = {(shelf_for(context.files, one), one.sha256) for one in _going(theirs)}
    files = Counter(shelf.root.name for shelf, sha256 in going if sha256 in shelf)
    return Erasure(
        against,
        {name: count for name, count in rows.items() if count},
        dict(sorted(files.items())),
        tuple(one.id for one in theirs.shared if isinstance(one, Document)),
        tuple(one.id for one in theirs.shared if isinstance(one, Scan)),
    )


def _clear(context: Context, theirs: Belongings, by: str) -> None:
    for row in _going(theirs):
        if purged_at(row) is None:
            write_mark(context, row, by=by, why=ERASURE)
    for invoice in theirs.rows[Invoice]:
        move(invoice, InvoiceStatus.ERASED, by=by, why=ERASURE)
    for scan in theirs.rows[Scan]:
        move(scan, ScanState.ERASED, by=by, why=ERASURE)
    for table, values in {**CLEARED, **CLEARED_WHERE_NAMED}.items():
        _update(table, theirs.rows[table], values)
    for table in DELETED:
        table.delete().where(table.id.in_(_ids(theirs.rows[table]))).execute()


def _update(table: type[Row], rows: Iterable[Row], values: dict[str, Any]) -> None:
    table.update(values).where(table.id.in_(_ids(rows))).execute()


def _ids(rows: Iterable[Row]) -> list[int]:
    return [row.id for row in rows]


def _going(theirs: Belongings) -> list[Marked]:
    """The rows whose files nobody else's row names."""
    held = list(theirs.holders())
    own = {(type(one), one.id) for one in held}
    return [one for one in held if all((type(row), row.id) in own for row in _namesakes(one))]


def _all_marked(row: Marked) -> bool:
    """Whether no row that came later names the same bytes."""
    return all(purged_at(one) for one in _namesakes(row))


def _namesakes(row: Marked) -> list[Any]:
    table = type(row)
    return list(table.select().where(table.sha256 == row.sha256))
