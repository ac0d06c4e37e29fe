"""Judged pages become figures: shares with their 95 % intervals, whole and by kind of page."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.bench.filing.found import Judged, Verdict, mistyped
from tests.bench.filing.paper import COMPLETE, WITH_IDENTITY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_Z = 1.959964  # of a 95 % interval
NOBODYS = "nobody's"


@dataclass(frozen=True)
class Share:
    """`of` pages, `count` of them so."""

    count: int
    of: int

    @property
    def value(self) -> float:
        return self.count / self.of if self.of else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's: E. B. Wilson, Journal of the American Statistical Association 22 (1927)."""
        if not self.of:
            return 0.0, 1.0
        share, n = self.value, self.of
        middle = (share + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
        half = _Z * math.sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2)) / (1 + _Z**2 / n)
        return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True)
class Line:
    """The pages of one kind by what became of them."""

    what: str
    right: Share
    wrong: Share
    left: Share


def line(what: str, pages: Iterable[Judged]) -> Line:
    count = Counter(one.verdict for one in pages)
    right, wrong, left = (
        Share(count[verdict], count.total())
        for verdict in (Verdict.RIGHT, Verdict.WRONG, Verdict.LEFT)
    )
    return Line(what, right, wrong, left)


def by(pages: Iterable[Judged], key: Callable[[Judged], str]) -> list[Line]:
    """A line of each kind, in the kinds' order; pages of no known kind are left out."""
    groups: dict[str, list[Judged]] = {}
    for one in pages:
        if key(one):
            groups.setdefault(key(one), []).append(one)
    return [line(what, groups[what]) for what in sorted(groups)]


def owned(pages: Iterable[Judged]) -> list[Judged]:
    """Those that belong to an invoice which wants them."""
    return [one for one in pages if one.row.invoices and one.row.about.trap != COMPLETE]


def with_identity(pages: Iterable[Judged]) -> list[Judged]:
    """Of those owned, the ones that carry a NIR or a name with a date; all where nothing is told of
    the pages.
    """
    return [one for one in owned(pages) if one.row.about.identity in ("", *WITH_IDENTITY)]


def identity_of(one: Judged) -> str:
    return one.row.about.identity if one.row.invoices else NOBODYS


def figures(pages: Sequence[Judged]) -> dict[str, Share]:
    """Under the names of filing.json."""
    known = with_identity(pages)
    typed = [one.typed for one in pages if one.typed is not None]
    return {
        "wrong": line("", pages).wrong,
        "right_share_with_identity": line("", known).right,
        "left_to_person_share": line("", pages).left,
        "type_accuracy_forms": Share(sum(typed), len(typed)),
        "mistyped": Share(sum(map(mistyped, pages)), len(pages)),
        "taken_back": Share(sum(one.found.taken_back for one in pages), len(pages)),
    }
