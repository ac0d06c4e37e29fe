"""How often each way of filing was right, by what people did afterwards: `scord filing-report`.

What a person files by hand, moves or takes back is the truth; what nobody has touched is not
counted as right, only as standing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scord.actions.holding import WITHDRAWN
from scord.filing.attach import PERSON, SERIES, TEXT
from scord.store.states import DocumentState
from scord.store.tables import Attachment, Document, JournalEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_MACHINE, _LPS = "machine", "lps"
_FOLLOWERS = (SERIES, "follow")  # not filed on grounds of their own
_PROPOSED = 3


@dataclass(frozen=True)
class WayReport:
    """`way`: slip, armed, file-name, or text and its rule ("text:nir-name").

    Of the documents `filed` so: a person `confirmed` it, or `corrected` it (put it elsewhere or
    said it proves nothing); the rest nobody has judged, or the facts changed.
    """

    way: str
    filed: int
    confirmed: int
    corrected: int


@dataclass(frozen=True)
class ByHandReport:
    """Documents whose text was read and which a person filed: the place of the invoice chosen among
    those that Scord had proposed.
    """

    filed: int
    first: int
    proposed: int  # among the three, the first included


@dataclass(frozen=True)
class FilingReport:
    ways: tuple[WayReport, ...]
    by_hand: ByHandReport


def filing_report() -> FilingReport:
    """Over the whole store."""
    filed: dict[str, list[Attachment]] = defaultdict(list)
    query = Attachment.select(Attachment, Document).join(Document)
    for one in query.where(Attachment.origin.not_in([*_FOLLOWERS, PERSON])).iterator():
        filed[_way(one)].append(one)
    corrected = _corrected()
    ways = tuple(_judged(way, filed[way], corrected) for way in sorted(filed))
    return FilingReport(ways, _by_hand())


def _way(attachment: Attachment) -> str:
    if attachment.origin != TEXT:
        return str(attachment.origin)
    return f"{TEXT}:{attachment.grounds['rule']}"


def _judged(way: str, filed: Iterable[Attachment], corrected: Mapping[int, bool]) -> WayReport:
    counts: Counter[str] = Counter()
    for one in filed:
        counts["filed"] += 1
        counts["corrected"] += corrected.get(one.id, False)
        counts["confirmed"] += one.confirmed_at is not None and one.removed_at is None
    return WayReport(way, counts["filed"], counts["confirmed"], counts["corrected"])


def _corrected() -> dict[int, bool]:
    """Attachments that a person removed, and whether the document did not come back there."""
    by_people = JournalEntry.select(JournalEntry.subject_id).where(
        (JournalEntry.subject_kind == Attachment.journal_name)
        & (JournalEntry.event == "attachment.removed")
        & (JournalEntry.why != WITHDRAWN)
        & JournalEntry.by.not_in([_MACHINE, _LPS])
    )
    removed = Attachment.select().where(Attachment.id.in_(by_people))
    return {one.id: not _came_back(one) for one in removed}


def _came_back(attachment: Attachment) -> bool:
    """A person took it off and then put it on the same invoice after all."""
    again = (
        (Attachment.document == attachment.document_id)
        & (Attachment.invoice == attachment.invoice_id)
        & (Attachment.id > attachment.id)
        & Attachment.removed_at.is_null()
    )
    attached = Document.get_by_id(attachment.document_id).state == DocumentState.ATTACHED
    return attached and bool(Attachment.select().where(again).exists())


def _by_hand() -> ByHandReport:
    chosen = Attachment.select(Attachment.grounds).where(Attachment.origin == PERSON)
    ranks = [one.grounds["rank"] for one in chosen if "rank" in one.grounds]
    first = sum(rank == 1 for rank in ranks)
    return ByHandReport(len(ranks), first, sum(1 <= rank <= _PROPOSED for rank in ranks))
