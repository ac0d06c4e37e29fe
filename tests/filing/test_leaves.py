"""Where a blank page goes, and where it comes back; which documents a scan lives on in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.lots.practice import Practice

from scord.filing.leaves import (
    Leaf,
    lay_between,
    leaves_of,
    made_of,
    record_pages,
    scans_of,
    share_blank,
    with_blank,
)
from scord.store.tables import Document, DocumentPage

if TYPE_CHECKING:
    from scord.store.context import Context

LEAVES = st.lists(
    st.builds(Leaf, st.integers(1, 3), st.integers(1, 9)),
    unique_by=lambda leaf: (leaf.scan, leaf.number),
    min_size=1,
    max_size=12,
)


@pytest.fixture
def practice(context: Context) -> Practice:
    return Practice(context)


def a(number: int) -> Leaf:
    return Leaf(1, number)


def b(number: int) -> Leaf:
    return Leaf(2, number)


@pytest.mark.parametrize(
    ("papers", "shares"),
    [
        ([[a(1)], [a(3)]], [[a(2)], [a(4)]]),
        ([[a(3)], [a(1)]], [[a(4)], [a(2)]]),
        ([[b(1), a(3)], [a(1)]], [[a(4)], [a(2)]]),
        ([[b(1)], [b(9)]], [[a(2), a(4)], []]),
    ],
    ids=["in order", "reversed", "of two scans", "none of that scan"],
)
def test_a_blank_page_goes_with_the_page_that_it_followed(
    papers: list[list[Leaf]], shares: list[list[Leaf]]
) -> None:
    assert share_blank([a(2), a(4)], papers) == shares


@pytest.mark.parametrize(
    ("leaves", "blank", "whole"),
    [
        ([a(1), a(3)], [a(2)], [a(1), a(2), a(3)]),
        ([a(2)], [a(1), a(3)], [a(1), a(2), a(3)]),
        ([], [a(2), a(1)], [a(1), a(2)]),
        ([a(3), a(1)], [a(2)], [a(3), a(1), a(2)]),
        ([a(1), b(1)], [a(2)], [a(1), a(2), b(1)]),
    ],
)
def test_a_blank_page_comes_back_behind_the_page_that_it_followed(
    leaves: list[Leaf], blank: list[Leaf], whole: list[Leaf]
) -> None:
    assert with_blank(leaves, blank) == whole


@given(LEAVES, st.data())
def test_no_blank_page_is_lost_or_doubled(leaves: list[Leaf], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(leaves)))
    there, blank = leaves[:cut], leaves[cut:]
    assert sorted(with_blank(there, blank)) == sorted(leaves)
    papers = [[one] for one in there] or [[]]
    shares = share_blank(blank, papers)
    assert sorted(page for share in shares for page in share) == sorted(blank)


def test_pages_laid_between_leave_the_others_as_the_same_rows(practice: Practice) -> None:
    document = practice.document(pages=[1, 3])
    rows = {page.number: page.id for page in document.pages}
    scan = document.scan_id
    lay_between(document, [Leaf(scan, 3), Leaf(scan, 2), Leaf(scan, 1)])
    assert [leaf.number for leaf in leaves_of(document)] == [3, 2, 1]
    kept = {page.number: page.id for page in document.pages if page.number != 2}
    assert kept == rows


def test_a_scan_lives_in_the_documents_cut_from_it_and_in_those_with_a_page_of_it(
    practice: Practice,
) -> None:
    one, other, neither = (practice.document(pages=[]) for _ in range(3))
    record_pages(other, [Leaf(other.scan_id, 1), Leaf(one.scan_id, 1)])
    assert set(Document.select().where(made_of(one.scan))) == {one, other}
    assert [scan.id for scan in scans_of(other)] == [other.scan_id, one.scan_id]
    assert scans_of(neither) == [neither.scan]
    assert DocumentPage.select().count() == 2


@pytest.mark.parametrize("quarters", range(5))
def test_four_quarters_are_a_whole_turn(quarters: int) -> None:
    assert a(1).turned(quarters).turned(4 - quarters % 4) == a(1)
