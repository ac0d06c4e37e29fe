"""Dossiers into lots: none lost, none twice, none torn, limits kept, always the same."""

from __future__ import annotations

import itertools
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scord.lots.dossier import Dossier, fit
from scord.lots.grouping import grouped
from scord.lots.profile import Limits, Part, Piece
from scord.store.refs import InvoiceRef

if TYPE_CHECKING:
    from random import Random

pytestmark = pytest.mark.slow

LIMITS = Limits(pdfs=6, pdf_bytes=1_000)


def dossier(invoice: int, billing: str, destination: str, sizes: list[int]) -> Dossier:
    ref = InvoiceRef(billing, str(invoice), date(2026, 3, 1 + invoice % 5))
    parts = tuple(Part(n, f"{invoice}-{n}", size) for n, size in enumerate(sizes, start=1))
    return Dossier(invoice, billing, destination, (Piece(invoice, ref, "012", "ORDN", parts),))


dossiers = st.lists(
    st.builds(
        dossier,
        st.integers(1, 10_000),
        st.sampled_from(["991129768", "991200015"]),
        st.sampled_from(["01-349", "01-351", "02-349"]),
        st.lists(st.integers(1, 160), min_size=1, max_size=6),
    ),
    max_size=40,
    unique_by=lambda one: one.invoice_id,
)


@given(dossiers)
def test_every_dossier_is_in_exactly_one_lot_and_whole(given_ones: list[Dossier]) -> None:
    packed = [one for lot in grouped(given_ones, LIMITS) for one in lot]
    assert sorted(packed, key=hash) == sorted(given_ones, key=hash)


@given(dossiers)
def test_a_lot_has_one_practitioner_one_destination_and_keeps_the_limits(
    given_ones: list[Dossier],
) -> None:
    for lot in grouped(given_ones, LIMITS):
        assert len({(one.billing_number, one.destination) for one in lot}) == 1
        assert sum(len(one.parts) for one in lot) <= LIMITS.pdfs
        assert sum(part.size for one in lot for part in one.parts) <= LIMITS.pdf_bytes


@given(dossiers, st.randoms())
def test_the_same_dossiers_make_the_same_lots_in_whatever_order_they_come(
    given_ones: list[Dossier], random: Random
) -> None:
    mixed = list(given_ones)
    random.shuffle(mixed)
    assert list(grouped(mixed, LIMITS)) == list(grouped(given_ones, LIMITS))


@given(dossiers)
def test_a_lot_is_closed_only_when_the_next_dossier_does_not_fit(given_ones: list[Dossier]) -> None:
    lots = list(grouped(given_ones, LIMITS))
    for lot, following in itertools.pairwise(lots):
        same_way = lot[0].destination == following[0].destination
        same_sender = lot[0].billing_number == following[0].billing_number
        assert not (same_way and same_sender) or not fit((*lot, following[0]), LIMITS)


def test_nothing_makes_no_lot() -> None:
    assert list(grouped([], LIMITS)) == []
