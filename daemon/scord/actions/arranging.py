"""A person arranges the pages of documents in À classer: split, turn, merge, reorder, leave out.

The documents give their pages to new ones, and stay as they were for the way back. The new PDFs are
made of the archived originals and lie on the shelf before the one commit that replaces the
documents, so a crash leaves the former or the new.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from scord.filing.anew import convert_anew
from scord.filing.attach import is_frozen
from scord.filing.clues import SlipClue
from scord.filing.decide import Why
from scord.filing.leaves import (
    Leaf,
    blank_facts,
    blank_of,
    leaves_of,
    next_position,
    pages_in_order,
    record_pages,
    share_blank,
)
from scord.filing.parts import Bound, bind, record_parts
from scord.filing.texts import take_readings, wait_for
from scord.store import journal, steps
from scord.store.database import transaction
from scord.store.states import DocumentState, move
from scord.store.tables import Arrangement, Document, Scan
from scord_shared.errors import Code, ScordError
from scord_shared.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scord.store.context import Context

_WHY = "arranged"
_WAITING = (DocumentState.INBOX, DocumentState.HELD)
# What the filing room settled by itself; any other reason is a person's or the caisse's word,
# and no machine goes over it.
_MACHINES_WORD = frozenset(Why) - {Why.PIECE_REJECTED}


_Pages = dict[int, list[Leaf]]  # of each document, by its id


class Wanted(NamedTuple):
    """Page `page` of a document as it is shown, from 1, after `turn` quarter turns clockwise."""

    document: int
    page: int
    turn: int = 0


@dataclass(frozen=True)
class _Plan:
    """A document to come: its pages, and the documents that they were in, in that order.

    `told`: the reasons for which these wait by a person's word, or the caisse's.
    """

    leaves: list[Leaf]
    of: list[Document]
    told: list[str | None]
    clue: SlipClue
    aside: bool

    @property
    def type(self) -> str | None:
        types = {one.type for one in self.of}
        return types.pop() if len(types) == 1 else None

    def becomes(self, held: Code | None) -> tuple[DocumentState, str | None]:
        """State and reason: the filing room looks at it again, where no person has said more."""
        if self.aside or held:
            return DocumentState.SET_ASIDE if self.aside else DocumentState.HELD, held
        return (DocumentState.INBOX, self.told[0]) if self.told else (DocumentState.NEW, None)


def arrange(
    context: Context,
    documents: Sequence[Document],
    into: Sequence[Sequence[Wanted]],
    left_out: Sequence[Wanted] = (),
    *,
    by: str,
) -> list[Document]:
    """Replaces `documents` by one for each of `into`, and one set aside for the pages `left_out`.

    Each page of theirs is named exactly once. Raises ScordError ACTION_REFUSED where it is not, or
    a document is not in À classer (any more); what the conversion raises; STORE_FILE_DAMAGED where
    the archive no longer holds a scan.
    """
    for document in documents:
        _refuse(document)
    pages = {document.id: leaves_of(document) for document in documents}
    bound = _bound(context, _plans(documents, pages, into, left_out))
    steps.reached("arranging.pdf-written")
    with transaction():
        fresh = [Document.get_by_id(document.id) for document in documents]
        for document in fresh:
            _refuse(document)  # again: others may have been at it meanwhile
            if leaves_of(document) != pages[document.id]:
                raise _refused(Refusal.PAGES_CHANGED, document)
        plans = _plans(fresh, pages, into, left_out)
        made = _replace(context, fresh, list(zip(plans, bound, strict=True)), by)
    steps.reached("arranging.done")
    return made


def _refuse(document: Document) -> None:
    if document.state not in _WAITING:
        raise _refused(Refusal(document.state.value), document)
    if is_frozen(document):
        raise _refused(Refusal.ALREADY_IN_LOT, document)
    if not document.pages.exists():
        raise _refused(Refusal.NO_PAGE, document)


def _refused(reason: Refusal, document: Document | None = None) -> ScordError:
    facts = {} if document is None else {"document": document.id}
    return ScordError(Code.ACTION_REFUSED, reason=reason.value, **facts)


def _plans(
    documents: Sequence[Document],
    pages: _Pages,
    into: Sequence[Sequence[Wanted]],
    left_out: Sequence[Wanted],
) -> list[_Plan]:
    """One for each document to come; what is left out is the last of them."""
    papers = [*into, left_out] if left_out else list(into)
    there = [(document, place + 1) for document in pages for place in range(len(pages[document]))]
    named = [(one.document, one.page) for paper in papers for one in paper]
    if not into or not all(into) or len(pages) < len(documents) or sorted(named) != sorted(there):
        raise _refused(Refusal.PAGES_UNCLEAR)
    rows = {document.id: document for document in documents}
    return [_plan(paper, rows, pages, aside=paper is left_out) for paper in papers]


def _plan(
    paper: Sequence[Wanted], rows: dict[int, Document], pages: _Pages, *, aside: bool
) -> _Plan:
    leaves = [pages[one.document][one.page - 1].turned(one.turn) for one in paper]
    of = [rows[number] for number in dict.fromkeys(one.document for one in paper)]
    told = [one.reason for one in of if not _by_machine(one)]
    return _Plan(leaves, of, told, _clue(paper, rows, pages), aside)


def _clue(paper: Sequence[Wanted], rows: dict[int, Document], pages: _Pages) -> SlipClue:
    """Two slips together name no invoice: a person decides."""
    places = defaultdict(set)
    for one in paper:
        places[one.document].add(one.page)
    clues = {_share_of_clue(rows[number], here, pages) for number, here in places.items()}
    clues -= {SlipClue()}
    if len(clues) > 1:
        return SlipClue(foreign=True)
    return clues.pop() if clues else SlipClue()


def _share_of_clue(document: Document, places: set[int], pages: _Pages) -> SlipClue:
    """A slip speaks for the page that lay behind it, as long as that is known to be the first. One
    that could not be read may lie anywhere in its document.
    """
    clue = SlipClue.from_facts(document.clue)
    if clue.ref is None or len(places) == len(pages[document.id]):
        return clue
    if document.made_by_id is not None:
        return SlipClue(foreign=True)
    return clue if 1 in places else SlipClue()


def _bound(context: Context, plans: Sequence[_Plan]) -> list[Bound]:
    """The PDFs of each plan, on the shelf."""
    pages = iter(convert_anew(context, [leaf for plan in plans for leaf in plan.leaves]))
    return [
        bind(context, Scan.get_by_id(plan.leaves[0].scan), [next(pages) for _ in plan.leaves])
        for plan in plans
    ]


def _replace(
    context: Context, documents: Sequence[Document], papers: list[tuple[_Plan, Bound]], by: str
) -> list[Document]:
    now = context.clock.now()
    before = {str(one.id): one.state.value for one in documents}
    arrangement = Arrangement.create(made_at=now, by=by, before=before)
    for document in documents:
        move(document, DocumentState.REMADE, by=by, why=_WHY, remade_by=arrangement)
    blank = [page for document in documents for page in blank_of(document)]
    shares = share_blank(blank, [plan.leaves for plan, _ in papers])
    return [
        _make(context, arrangement, plan, bound, share)
        for (plan, bound), share in zip(papers, shares, strict=True)
    ]


def _make(
    context: Context, arrangement: Arrangement, plan: _Plan, bound: Bound, blank: list[Leaf]
) -> Document:
    state, reason = plan.becomes(bound.held)
    scan = plan.leaves[0].scan
    made = Document.create(
        scan=scan,
        position=next_position(scan),
        type=plan.type,
        state=state,
        clue=plan.clue.facts(),
        reason=reason,
        facts={"pages": bound.at_fault, "blank": blank_facts(blank)},
        made_by=arrangement,
        created_at=context.clock.now(),
    )
    record_parts(made, bound.parts)
    pages = record_pages(made, plan.leaves)
    take_readings([page for one in plan.of for page in pages_in_order(one)], pages)
    if state != DocumentState.HELD:
        wait_for(made)
    former = [one.id for one in plan.of]
    journal.write(f"document.{state}", made, by=arrangement.by, why=_WHY, scan=scan, of=former)
    return made


def _by_machine(document: Document) -> bool:
    return document.state == DocumentState.HELD or document.reason in _MACHINES_WORD
