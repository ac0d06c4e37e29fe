"""Removes the files whose retention time is over; their rows, hashes and the journal remain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from peewee import fn

from scord.actions.purging.marks import shelf_of, write_mark
from scord.actions.purging.past import DoubtfulClock, clock_doubt, last_words
from scord.actions.purging.rules import Kept, Rules
from scord.store.database import transaction
from scord.store.tables import DocumentPart, Message, Scan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

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


def removing(context: Context, retention: Retention, *, by: str) -> Iterator[File]:
    """The same one by one, in between other work: each file that stays, or has gone by now.

    None at all while the clock is not believed.
    """
    rules = _rules(context, retention)
    if clock_doubt(rules.now):
        return
    for one in _judged(rules):
        if one.kept or _remove(rules.afresh(), one, by):
            yield one


def _judged(rules: Rules) -> Iterator[File]:
    for kind in _KINDS:
        shelf = shelf_of(rules.context.files, kind)
        for sha256 in _named(kind):
            if sha256 not in shelf:
                continue
            judged = _file(rules, sha256, _rows(kind, sha256))
            if judged.kept is None:
                rules.going.add((judged.shelf, sha256))
            yield judged


def _named(kind: type[Holder]) -> list[str]:
    """The files that rows of the kind name, the oldest first."""
    query: Any = kind.select(kind.sha256).group_by(kind.sha256).order_by(fn.MIN(kind.id))
    return list(query.scalars())


def _rows(kind: type[Holder], sha256: str) -> list[Holder]:
    """Equal bytes are one file."""
    return list(kind.select().where(kind.sha256 == sha256).order_by(kind.id))


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
    shelf = shelf_of(context.files, kind)
    with transaction():
        rows = _rows(kind, planned.sha256)
        if planned.sha256 not in shelf or _file(rules, planned.sha256, rows).kept:
            return False
        for row in rows:
            write_mark(context, row, by=by)
    shelf.drop(planned.sha256)
    return True
