"""What became of each page, read from the store: on which invoices it is, or why it is not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from scord.filing.leaves import leaves_of
from scord.reading.clue import FormKind, Reading
from scord.store.states import DocumentState, ScanState
from scord.store.tables import Attachment, Document, DocumentPage, Invoice, PageReading, Scan

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.bench.filing.cases import Row

_TYPES = {
    FormKind.CARE_SHEET: ("FSNC", "FSDE"),
    FormKind.PRESCRIPTION: ("ORDN",),
    FormKind.NURSING_PRESCRIPTION: ("DSIP",),
}
NOT_TAKEN = "not-taken"


class Verdict(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    LEFT = "left"  # to a person


@dataclass(frozen=True)
class Found:
    """Of the page of a row. `invoices`: those it is attached to now. `kinds`: what its words say
    that it is. `why`: the rule that filed it, or the reason why none did.
    """

    invoices: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    kinds: frozenset[FormKind] = frozenset()
    why: str = ""
    taken_back: bool = False


@dataclass(frozen=True)
class Judged:
    """`typed`: whether its kind was told rightly; None where it is no form or was not read."""

    row: Row
    found: Found
    verdict: Verdict
    typed: bool | None


def judge(row: Row, found: Found) -> Judged:
    """A page on any invoice that is not its own is wrong, whatever else it is on."""
    if found.invoices - row.invoices:
        verdict = Verdict.WRONG
    else:
        verdict = Verdict.RIGHT if found.invoices else Verdict.LEFT
    return Judged(row, found, verdict, _typed(row, found))


def look_up(row: Row) -> Found:
    """Wants the store open."""
    scan = Scan.get_or_none(Scan.name == row.file)
    if scan is None:
        return Found(why=NOT_TAKEN)
    documents = [
        one
        for one in Document.select().where(Document.scan == scan)
        if one.state != DocumentState.REMADE and row.page in {None, *_numbers(one)}
    ]
    if not documents:
        blank = scan.state == ScanState.CONVERTED
        return Found(why="no document" if blank else str(scan.reason or scan.state))
    made = list(Attachment.select(Attachment, Invoice).join(Invoice).where(
        Attachment.document.in_(documents)
    ))  # fmt: skip
    live = [one for one in made if one.removed_at is None]
    return Found(
        frozenset(one.invoice.number for one in live),
        frozenset(one.type for one in documents if one.type and live),
        frozenset(_kinds(documents, row.page)),
        " ".join(
            sorted(_rules(live) if live else {str(one.reason or one.state) for one in documents})
        ),
        taken_back=len(live) < len(made),
    )


def _numbers(document: Document) -> list[int]:
    return [leaf.number for leaf in leaves_of(document)]


def _rules(attachments: Iterable[Attachment]) -> set[str]:
    return {str(one.grounds.get("rule") or one.origin) for one in attachments}


def _kinds(documents: list[Document], page: int | None) -> set[FormKind]:
    query = PageReading.select(PageReading, DocumentPage).join(DocumentPage)
    query = query.where(DocumentPage.document.in_(documents))
    return {
        msgspec.json.decode(one.said, type=Reading).kind
        for one in query
        if one.said and page in (None, one.page.number)
    }


def _typed(row: Row, found: Found) -> bool | None:
    """The back of a sheet has no words by which it could be known."""
    wanted = {kind for kind, types in _TYPES.items() if row.type in types}
    if not wanted or not found.kinds or row.about.layout.endswith("overleaf"):
        return None
    return bool(wanted & found.kinds)


def mistyped(one: Judged) -> bool:
    """Attached as a piece of another kind than it is."""
    same = next((types for types in _TYPES.values() if one.row.type in types), ())
    return bool(same and one.found.types - set(same))
