"""Where one paper ends and the next begins, told by what the pages of a scan say.

A page joins the one before it only for a reason: a page too many would send another patient's
paper along. Where there is none either way, the pages stay together and a person looks.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from scord.billing.names import fold_name
from scord.filing.backs import is_back
from scord.reading.clue import ClueKind, FormKind, Label, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

_KIND_SURE = 0.8
_PRESCRIBED = (FormKind.PRESCRIPTION, FormKind.NURSING_PRESCRIPTION)
_NO_PATIENTS = (Label.PRESCRIBER, Label.CARER)
_BEGINNING = (ClueKind.RPPS, ClueKind.BILLING_NUMBER, ClueKind.FINESS)  # stands in a letterhead


class ReadPage(NamedTuple):
    """A page by its number in the scan; `reading` is empty-handed where nothing could be read."""

    number: int
    reading: Reading


@dataclass(frozen=True)
class Paper:
    """Pages that are one document. `sure`: each of them joined the first for a reason."""

    numbers: tuple[int, ...]
    sure: bool


class Border(Enum):
    APART = "apart"
    TOGETHER = "together"
    UNSURE = "unsure"


@dataclass(frozen=True)
class _Meeting:
    """The paper so far and the page that follows it.

    `blank`: an empty sheet lay between. `in_order`: pages that count themselves follow each other
    as counted; else the stack was fed from its end, and page 2 may lie behind another's page 1.
    """

    before: tuple[ReadPage, ...]
    page: ReadPage
    blank: bool
    in_order: bool

    @property
    def last(self) -> Reading:
        return self.before[-1].reading

    @property
    def next(self) -> Reading:
        return self.page.reading


def separate(pages: Sequence[ReadPage], blank: Collection[int] = ()) -> list[Paper]:
    """The papers in order. `blank`: the numbers of the empty pages among them."""
    sheets = _separators(pages, blank)
    in_order = _in_order(pages)
    papers: list[list[ReadPage]] = []
    sure: list[bool] = []
    for page in pages:
        border = Border.APART
        if papers:
            between = range(papers[-1][-1].number + 1, page.number)
            laid_in = any(number in sheets for number in between)
            border = _border(_Meeting(tuple(papers[-1]), page, laid_in, in_order))
        if border is Border.APART:
            papers.append([page])
            sure.append(True)
        else:
            papers[-1].append(page)
            sure[-1] = sure[-1] and border is Border.TOGETHER
    return [
        Paper(tuple(page.number for page in paper), known)
        for paper, known in zip(papers, sure, strict=True)
    ]


def _separators(pages: Sequence[ReadPage], blank: Collection[int]) -> set[int]:
    """Empty pages that a person laid in; not the empty backs of sheets scanned on both sides."""
    backs = {number for number in blank if number % 2 == 0}
    fronts_only = bool(backs) and all(page.number % 2 for page in pages)
    return set(blank) - backs if fronts_only else set(blank)


def _in_order(pages: Sequence[ReadPage]) -> bool:
    counts = [_counted(page.reading) for page in pages]
    return all(
        after in {None, 1} or before == after - 1 for before, after in pairwise([None, *counts])
    )


def _border(meeting: _Meeting) -> Border:
    return next(border for holds, border in _RULES if holds(meeting))


def _another_patient(at: _Meeting) -> bool:
    return any(
        bool(before) and bool(after) and not before & after
        for before, after in (
            (_of_paper(at, kind), _values(at.next, kind))
            for kind in (ClueKind.NIR, ClueKind.BIRTH_DATE)
        )
    ) or _other_names(at)


def _other_names(at: _Meeting) -> bool:
    """Labelled names without a single word in common."""
    before = {word for one in at.before for word in _patient_words(one.reading)}
    after = _patient_words(at.next)
    return bool(before) and bool(after) and not before & after


def _goes_on(at: _Meeting) -> bool:
    """The pages count themselves: 1/2 and 2/2."""
    return at.in_order and _is_later_page(at)


def _is_later_page(at: _Meeting) -> bool:
    count = _counted(at.next)
    return count is not None and count > 1


def _begins(at: _Meeting) -> bool:
    return _counted(at.next) == 1


def _other_kind(at: _Meeting) -> bool:
    kinds = {_kind(at.before[0].reading), _kind(at.next)}
    return FormKind.UNKNOWN not in kinds and len(kinds) == 2


def _back_of_care_sheet(at: _Meeting) -> bool:
    return _kind(at.before[0].reading) is FormKind.CARE_SHEET and is_back(at.next)


def _next_care_sheet(at: _Meeting) -> bool:
    return _both(at, (FormKind.CARE_SHEET,))


def _other_day_or_prescriber(at: _Meeting) -> bool:
    return _both(at, _PRESCRIBED) and any(
        bool(before) and bool(after) and not before & after
        for before, after in (
            (_days(at.before[0].reading), _days(at.next)),
            (_values(at.before[0].reading, *_BEGINNING), _values(at.next, *_BEGINNING)),
        )
    )


def _same_ordonnance(at: _Meeting) -> bool:
    """The same patient on the same day; a doctor writes on as many sheets as it takes."""
    same_day = _days(at.before[0].reading) & _days(at.next)
    before = {word for one in at.before for word in _patient_words(one.reading)}
    same_patient = before & _patient_words(at.next) or (
        _of_paper(at, ClueKind.NIR) & _values(at.next, ClueKind.NIR)
    )
    return _both(at, _PRESCRIBED) and bool(same_day) and bool(same_patient)


def _laid_in(at: _Meeting) -> bool:
    return at.blank


def _page_of_its_own(at: _Meeting) -> bool:
    """What goes before says nothing, and here something begins."""
    return _kind(at.last) is FormKind.UNKNOWN and _kind(at.next) is not FormKind.UNKNOWN


_RULES: tuple[tuple[Callable[[_Meeting], bool], Border], ...] = (
    (_another_patient, Border.APART),
    (_goes_on, Border.TOGETHER),
    (_is_later_page, Border.UNSURE),
    (_begins, Border.APART),
    (_other_kind, Border.APART),
    (_back_of_care_sheet, Border.TOGETHER),
    (_next_care_sheet, Border.APART),
    (_other_day_or_prescriber, Border.APART),
    (_same_ordonnance, Border.TOGETHER),
    (_laid_in, Border.APART),
    (_page_of_its_own, Border.APART),
    (lambda _: True, Border.UNSURE),
)


def _kind(reading: Reading) -> FormKind:
    return reading.kind if reading.kind_sure >= _KIND_SURE else FormKind.UNKNOWN


def _both(at: _Meeting, kinds: Collection[FormKind]) -> bool:
    return _kind(at.before[0].reading) in kinds and _kind(at.next) in kinds


def _values(reading: Reading, *kinds: ClueKind) -> set[str]:
    """A NIR without its key, which not every paper shows."""
    return {
        clue.value[:13] if clue.kind is ClueKind.NIR else clue.value for clue in reading.of(*kinds)
    }


def _of_paper(at: _Meeting, kind: ClueKind) -> set[str]:
    return {value for one in at.before for value in _values(one.reading, kind)}


def _days(reading: Reading) -> set[str]:
    return {one.value for one in reading.of(ClueKind.DATE) if one.label is Label.DOCUMENT}


def _patient_words(reading: Reading) -> set[str]:
    """Of every name that is not said to be a doctor's or a carer's."""
    names = (one for one in reading.of(ClueKind.NAME) if one.label not in _NO_PATIENTS)
    return {word for name in names for word in fold_name(name.value).split()}


def _counted(reading: Reading) -> int | None:
    pages = reading.of(ClueKind.PAGE)
    return int(pages[0].value.partition("/")[0]) if pages else None
