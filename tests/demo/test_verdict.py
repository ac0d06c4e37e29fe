"""A file or a lot that fared otherwise than it should is named; all others are not."""

from __future__ import annotations

from datetime import date

import pytest

from scord.demo.outcome import AT_WORK, MISSING, MIXED, TWICE, Fate, Filed
from scord.demo.samples import Sample
from scord.demo.verdict import file_faults, lot_faults, stage_faults
from scord.store.refs import InvoiceRef
from scord.store.tables import Invoice, Practitioner

DAY = date(2026, 3, 9)
GRIS = Practitioner(billing_number="991129768")


def ref(number: str) -> InvoiceRef:
    return InvoiceRef("991129768", number, DAY)


def filed(number: str, origin: str = "slip") -> Filed:
    return Filed(Invoice(practitioner=GRIS, number=number, invoice_date=DAY), "ORDN", origin)


SLIP = Sample("a.pdf", (ref("481"), ref("482")), "filed by slip")
TO_FILE = Sample("b.jpg", (ref("485"),), "to file")
ON_BOTH = Fate("a.pdf", "filed by slip", filed=(filed("481"), filed("482", "series")))


def test_samples_that_ended_as_expected_are_no_fault() -> None:
    by_a_person = Fate("b.jpg", "to file", filed=(filed("485", "person"),))
    assert list(file_faults([SLIP, TO_FILE], [ON_BOTH, by_a_person])) == []


@pytest.mark.parametrize(
    ("fate", "says"),
    [
        (Fate("a.pdf", "to file"), "a.pdf : à classer, et non classé (page de garde)"),
        (Fate("a.pdf", MISSING), "a.pdf : disparu, et non classé (page de garde)"),
        (Fate("a.pdf", TWICE), "a.pdf : pris deux fois, et non classé (page de garde)"),
        (
            Fate("a.pdf", "filed by slip", filed=(filed("481"),)),
            "a.pdf : classé (page de garde), mais pas sur ses factures",
        ),
        (
            Fate("a.pdf", "filed by slip", filed=(filed("481"), filed("482"), filed("483"))),
            "a.pdf : classé (page de garde), mais pas sur ses factures",
        ),
    ],
)
def test_a_sample_that_ended_otherwise_is_a_fault(fate: Fate, says: str) -> None:
    assert list(file_faults([SLIP], [fate])) == [says]


def test_a_sample_that_was_never_dropped_is_a_fault() -> None:
    assert list(file_faults([SLIP, TO_FILE], [ON_BOTH])) == ["b.jpg : jamais déposé"]


def test_own_files_may_end_in_any_known_way_but_not_be_lost() -> None:
    known = ["to file", "held", "refused", "duplicate", "filed by name", MIXED]
    assert list(file_faults([], [Fate(f"{kind}.pdf", kind) for kind in known])) == []
    lost = [Fate("a", MISSING), Fate("b", AT_WORK), Fate("c", TWICE)]
    assert list(file_faults([], lost)) == ["a : disparu", "b : en cours", "c : pris deux fois"]


def test_each_lot_received_once_is_no_fault() -> None:
    assert list(lot_faults(["<1>", "<2>"], ["<2>", "<1>"])) == []


def test_a_lot_received_twice_never_or_from_nowhere_is_a_fault() -> None:
    assert list(lot_faults(["<1>", "<2>"], ["<1>", "<1>", "<3>"])) == [
        "lot <1> : reçu 2 fois par la caisse",
        "lot <2> : reçu 0 fois par la caisse",
        "lot <3> : reçu par la caisse, mais inconnu ici",
    ]


def test_a_stage_that_failed_is_named_once() -> None:
    assert list(stage_faults(["read", "read"])) == ["étape en échec : lecture des pages"]
