"""Removes the files whose retention time is over; their rows, hashes and the journal remain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scord.actions.purging.marks import shelf_of, write_mark
from scord.actions.purging.past import DoubtfulClock, clock_doubt, last_words
from scord.actions.purging.rules import Kept, Rules
from scord.store.database import transaction
from scord.store.tables import DocumentPart, Message, Scan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from peewee import Expression

    from scord.actions.purging.marks import Holder
    from scord.settings import Retention
    from scord.store.context import Context

# In this order: where a paper's PDFs and its original are both due, the original stays.
_KINDS: tuple[type[Holder], ...] = (DocumentPart, Message, Scan)


@dataclass(frozen=True)
class File:
    """A kept file. `shelf`: documents, messages or originals. `number` is what people name it by:
    the document, the sending, the scan. `kept`: why it stays; `until`: the end of its retention.
    """

    shelf: str
    number: int
    sha256: str
    size: int
    kept: Kept | None
    until: datetime | None


@dataclass(frozen=True)
class Purge:
    """`doubt`: why the clock is not believed; nothing has been removed then."""

    doubt: DoubtfulClock | None
    goes: tuple[File, ...]
    stays: tuple[File, ...]


def plan(context: Context, retention: Retention) -> Purge:
    """What would go now and why the rest stays; changes nothing."""
    return _plan(_rules(context, retention))


def _rules(context: Context, retention: Retention) -> Rules:
    now = context.clock.now()
    return Rules(context, retention, now, last_words(now))


def _plan(rules: Rules) -> Purge:
    files = list(_judged(rules))
    return Purge(
        clock_doubt(rules.now),
        tuple(one for one in files if one.kept is None),
        tuple(one for one in files if one.kept),
    )


def purge(context: Context, retention: Retention, *, by: str) -> Purge:
    """Removes what may go; `goes` is what went.

    Each file is judged again in the transaction that journals its end, then removed: after a crash
    between the two the next purge removes it.
    """
    rules = _rules(context, retention)
    planned = _plan(rules)
    if planned.doubt:
        return planned
    gone = tuple(one for one in planned.goes if _remove(rules.afresh(), one, by))
    return Purge(None, gone, planned.stays)


def _judged(rules: Rules) -> Iterator[File]:
    for kind in _KINDS:
        for sha256, rows in _on_shelf(rules.context, kind).items():
            judged = _file(rules, sha256, rows)
            if judged.kept is None:
                rules.going.add((judged.shelf, sha256))
            yield judged


def _on_shelf(context: Context, kind: type[Holder], *which: Expression) -> dict[str, list[Holder]]:
    """The rows of each file that is there: equal bytes are one file."""
    shelf = shelf_of(context.files, kind)
    query = kind.select().where(*which) if which else kind.select()
    rows: dict[str, list[Holder]] = {}
    for row in query.order_by(kind.id):
        rows.setdefault(row.sha256, []).append(row)
    return {sha256: held for sha256, held in rows.items() if sha256 in shelf}


def _file(rules: Rules, sha256: str, rows: list[Holder]) -> File:
    """It goes only where each of its rows lets it go."""
    verdicts = [rules.judge(row) for row in rows]
    verdict = next((one for one in verdicts if one.kept), verdicts[0])
    shelf = shelf_of(rules.context.files, type(rows[0]))
    number = rows[0].document_id if isinstance(rows[0], DocumentPart) else rows[0].id
    size = shelf.path(sha256).stat().st_size
    return File(shelf.root.name, number, sha256, size, verdict.kept, verdict.until)


def _remove(rules: Rules, planned: File, by: str) -> bool:
    context = rules.context
    kind = next(one for one in _KINDS if shelf_of(context.files, one).root.name == planned.shelf)
    with transaction():
        rows = _on_shelf(context, kind, kind.sha256 == planned.sha256).get(planned.sha256)
        if rows is None or _file(rules, planned.sha256, rows).kept:
            return False
        for row in rows:
            write_mark(context, row, by=by)
    shelf_of(context.files, kind).drop(planned.sha256)
    return True
