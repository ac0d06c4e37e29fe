from __future__ import annotations

import pytest
from tests.bench.filing.cases import About, Row
from tests.bench.filing.figures import Share, by, figures, identity_of, with_identity
from tests.bench.filing.found import Found, Judged, Verdict, judge, mistyped

from scord.reading.clue import FormKind

OWN = frozenset({"481", "482"})
PLAIN = About()


def page(
    found: Found, *, own: frozenset[str] = OWN, kind: str = "ORDN", about: About = PLAIN
) -> Judged:
    return judge(Row("a.jpg", 1, own, kind, about), found)


def on(*numbers: str, **more: frozenset[str]) -> Found:
    return Found(frozenset(numbers), **more)


@pytest.mark.parametrize(
    ("numbers", "verdict"),
    [
        ((), Verdict.LEFT),
        (("481",), Verdict.RIGHT),
        (("481", "482"), Verdict.RIGHT),
        (("483",), Verdict.WRONG),
        (("481", "483"), Verdict.WRONG),
    ],
)
def test_page_on_any_invoice_not_its_own_is_wrong(
    numbers: tuple[str, ...], verdict: Verdict
) -> None:
    assert page(on(*numbers)).verdict is verdict


def test_page_of_nobody_is_wrong_on_any_invoice_and_else_left() -> None:
    assert page(on("481"), own=frozenset()).verdict is Verdict.WRONG
    assert page(on(), own=frozenset()).verdict is Verdict.LEFT


@pytest.mark.parametrize(
    ("kinds", "typed"),
    [
        ((), None),
        ((FormKind.PRESCRIPTION,), True),
        ((FormKind.CARE_SHEET,), False),
        ((FormKind.UNKNOWN,), False),
    ],
)
def test_kind_is_judged_where_the_page_was_read(
    kinds: tuple[FormKind, ...], typed: bool | None
) -> None:
    assert page(Found(kinds=frozenset(kinds))).typed is typed


def test_back_of_a_sheet_and_what_is_no_form_are_not_judged_by_kind() -> None:
    read = Found(kinds=frozenset({FormKind.OTHER}))
    assert page(read, kind="FSNC", about=About(layout="sheet-overleaf")).typed is None
    assert page(read, kind="").typed is None


def test_care_sheet_may_be_of_either_type() -> None:
    assert not mistyped(page(on("481", types=frozenset({"FSDE"})), kind="FSNC"))
    assert mistyped(page(on("481", types=frozenset({"ORDN"})), kind="FSNC"))


def test_share_counts_pages_that_can_be_filed_alone() -> None:
    pages = [
        page(on("481"), about=About(identity="nir")),
        page(on(), about=About(identity="name+birth")),
        page(on(), about=About(identity="name")),
        page(on(), about=About(identity="nir", trap="complete")),
        page(on(), own=frozenset(), about=About(identity="nir")),
    ]
    assert len(with_identity(pages)) == 2
    found = figures(pages)
    assert found["right_share_with_identity"] == Share(1, 2)
    assert found["left_to_person_share"] == Share(4, 5)
    assert found["wrong"] == Share(0, 5)


def test_all_pages_count_where_nothing_is_told_of_them() -> None:
    assert len(with_identity([page(on()), page(on("481"))])) == 2


def test_lines_stand_by_kind_and_nobodys_pages_apart() -> None:
    pages = [page(on(), own=frozenset(), about=About(identity="nir")), page(on())]
    assert [line.what for line in by(pages, identity_of)] == ["nobody's"]


@pytest.mark.parametrize(
    ("share", "low", "high"),
    [
        (Share(0, 3000), 0.0, 0.00128),  # worked out by hand: z²/(n + z²)
        (Share(9, 10), 0.5958, 0.9821),
        (Share(50, 100), 0.4038, 0.5962),
        (Share(0, 0), 0.0, 1.0),
    ],
)
def test_interval_is_wilsons(share: Share, low: float, high: float) -> None:
    assert share.interval == pytest.approx((low, high), abs=1e-4)
