"""What a page says of one invoice."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.filing.written import (
    CARED,
    OTHER_RPPS,
    PRESCRIBED,
    RPPS,
    cared_on,
    clue,
    later,
    number,
    ordonnance,
    rpps,
    total,
    written_on,
)

from scord.filing.claims import Claim, about_invoice
from scord.filing.evidence import Aspect, degree
from scord.filing.naming import Degree
from scord.filing.sheet import lay_out
from scord.reading.clue import Clue, ClueKind, Label

EXACT, NEAR, ABSENT, CONTRADICTED = (
    Degree.EXACT,
    Degree.NEAR,
    Degree.ABSENT,
    Degree.CONTRADICTED,
)
DAYS = frozenset({CARED, later(2), later(4)})
CLAIM = Claim(
    number="F2026-0481",
    care_days=DAYS,
    total_cents=7560,
    prescription_day=PRESCRIBED,
    prescription_number="ON-1",
    prescriber_rpps=RPPS,
    prescriber_name="Dr VALMONT Jeanne",
    own_numbers=frozenset({"991129768"}),
)
UNDATED = replace(CLAIM, prescription_day=None)
BY_NUMBER = replace(CLAIM, prescriber_rpps=None, prescriber_billing_number="001033901")
NO_PRESCRIBER = replace(CLAIM, prescriber_rpps=None, prescriber_name=None)


def bare(value: object, kind: ClueKind = ClueKind.DATE) -> Clue:
    return clue(kind, value)


def acts(*cents: int) -> list[Clue]:
    return [clue(ClueKind.AMOUNT, one, Label.CARE) for one in cents]


SAID = [
    # claim, clues: how far the aspect is borne out
    (CLAIM, [written_on()], Aspect.PRESCRIPTION_DATE, EXACT),
    (CLAIM, [bare(PRESCRIBED)], Aspect.PRESCRIPTION_DATE, NEAR),  # of what, nothing says
    (CLAIM, [bare(PRESCRIBED), bare(CARED)], Aspect.PRESCRIPTION_DATE, ABSENT),
    (CLAIM, [written_on(), bare(CARED)], Aspect.PRESCRIPTION_DATE, EXACT),
    (CLAIM, [written_on(), written_on(CARED)], Aspect.PRESCRIPTION_DATE, NEAR),
    (CLAIM, [written_on(later(2, PRESCRIBED))], Aspect.PRESCRIPTION_DATE, NEAR),
    (CLAIM, [written_on(later(-30))], Aspect.PRESCRIPTION_DATE, CONTRADICTED),
    (UNDATED, [written_on(later(3))], Aspect.PRESCRIPTION_DATE, CONTRADICTED),
    (UNDATED, [written_on()], Aspect.PRESCRIPTION_DATE, ABSENT),
    (UNDATED, [written_on()], Aspect.CARE_AFTER, NEAR),
    (UNDATED, [written_on(CARED)], Aspect.CARE_AFTER, NEAR),
    (UNDATED, [written_on(later(1))], Aspect.CARE_AFTER, ABSENT),
    (UNDATED, [written_on(later(-92))], Aspect.CARE_AFTER, NEAR),
    (UNDATED, [written_on(later(-93))], Aspect.CARE_AFTER, ABSENT),
    (CLAIM, [written_on()], Aspect.CARE_AFTER, ABSENT),
    (CLAIM, [bare("ON-1", ClueKind.ELECTRONIC_PRESCRIPTION)], Aspect.PRESCRIPTION_NUMBER, EXACT),
    (CLAIM, [bare("ON-2", ClueKind.ELECTRONIC_PRESCRIPTION)], Aspect.PRESCRIPTION_NUMBER, ABSENT),
    (CLAIM, [rpps()], Aspect.PRESCRIBER, EXACT),
    (CLAIM, [rpps(OTHER_RPPS)], Aspect.PRESCRIBER, CONTRADICTED),
    (CLAIM, [rpps(OTHER_RPPS), rpps()], Aspect.PRESCRIBER, EXACT),
    (CLAIM, [clue(ClueKind.RPPS, OTHER_RPPS, Label.CARER)], Aspect.PRESCRIBER, ABSENT),
    (CLAIM, [bare("001033901", ClueKind.BILLING_NUMBER)], Aspect.PRESCRIBER, ABSENT),
    (BY_NUMBER, [bare("001033901", ClueKind.FINESS)], Aspect.PRESCRIBER, EXACT),
    (BY_NUMBER, [bare("200102689", ClueKind.BILLING_NUMBER)], Aspect.PRESCRIBER, CONTRADICTED),
    (BY_NUMBER, [bare("991129768", ClueKind.BILLING_NUMBER)], Aspect.PRESCRIBER, ABSENT),
    (NO_PRESCRIBER, [rpps()], Aspect.PRESCRIBER, ABSENT),
    (CLAIM, [number("F2026 0481")], Aspect.INVOICE_NUMBER, EXACT),
    (CLAIM, [number("481")], Aspect.INVOICE_NUMBER, CONTRADICTED),
    (CLAIM, cared_on(*DAYS), Aspect.CARE_DATES, EXACT),
    (CLAIM, cared_on(CARED), Aspect.CARE_DATES, NEAR),
    (CLAIM, cared_on(CARED, later(9)), Aspect.CARE_DATES, CONTRADICTED),
    (CLAIM, [], Aspect.CARE_DATES, ABSENT),
    (CLAIM, [total(7560)], Aspect.TOTAL, EXACT),
    (CLAIM, [total(2520)], Aspect.TOTAL, CONTRADICTED),
    (CLAIM, [total(2520), bare(7560, ClueKind.AMOUNT)], Aspect.TOTAL, CONTRADICTED),
    (CLAIM, [bare(7560, ClueKind.AMOUNT)], Aspect.TOTAL, NEAR),
    (CLAIM, [bare(2520, ClueKind.AMOUNT)], Aspect.TOTAL, ABSENT),
    (CLAIM, [*cared_on(*DAYS), *acts(2520, 2520, 2520)], Aspect.TOTAL, EXACT),
    (CLAIM, [*cared_on(*DAYS), *acts(2520, 2520, 2520), total(7660)], Aspect.TOTAL, EXACT),
    (CLAIM, [*cared_on(*DAYS), *acts(2520, 2520)], Aspect.TOTAL, ABSENT),  # one of them unread
    (CLAIM, [*cared_on(CARED), *acts(7560)], Aspect.TOTAL, NEAR),  # and its day as well
]


@pytest.mark.parametrize(("claim", "clues", "aspect", "expected"), SAID)
def test_how_far_a_page_bears_out_an_invoice(
    claim: Claim, clues: list[Clue], aspect: Aspect, expected: Degree
) -> None:
    assert degree(about_invoice(claim, lay_out([ordonnance("", *clues)])), aspect) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [("Docteur Jeanne Valmont", NEAR), ("Docteur Paul Valmont", ABSENT), ("", ABSENT)],
)
def test_the_prescribers_whole_name_is_nearly_the_number(written: str, expected: Degree) -> None:
    found = about_invoice(CLAIM, lay_out([ordonnance(written)]))
    assert degree(found, Aspect.PRESCRIBER) == expected


def test_a_date_that_is_off_says_by_how_many_days() -> None:
    found = about_invoice(CLAIM, lay_out([ordonnance("", written_on(later(2, PRESCRIBED)))]))
    assert found[Aspect.PRESCRIPTION_DATE].days == 2
