"""Papers of one scan told apart by what their pages say."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from tests.filing.saying import NIR, OTHER_NIR, born, clue, named, nir, says, written_on

from scord.filing.separate import Paper, ReadPage, separate
from scord.reading.clue import Clue, ClueKind, FormKind, Reading

PRESCRIPTION, CARE, OTHER = FormKind.PRESCRIPTION, FormKind.CARE_SHEET, FormKind.OTHER
DAY = "2026-03-02"


def papers(*readings: Reading, blank: tuple[int, ...] = ()) -> list[tuple[tuple[int, ...], bool]]:
    """Numbers of the pages of each paper, leaving out the `blank` ones, and whether it is sure."""
    numbers = (n for n in range(1, 100) if n not in blank)
    pages = [ReadPage(n, reading) for n, reading in zip(numbers, readings, strict=False)]
    return [(paper.numbers, paper.sure) for paper in separate(pages, blank)]


def page_of(text: str) -> Clue:
    return clue(ClueKind.PAGE, text)


def test_one_page_is_one_paper() -> None:
    assert papers(says(FormKind.UNKNOWN)) == [((1,), True)]


def test_another_nir_begins_another_paper() -> None:
    found = papers(says(PRESCRIPTION, nir()), says(PRESCRIPTION, nir(OTHER_NIR)))
    assert found == [((1,), True), ((2,), True)]


def test_a_nir_without_its_key_is_the_same_nir() -> None:
    first, second = says(PRESCRIPTION, nir(), written_on(DAY)), says(PRESCRIPTION, nir(NIR[:13]))
    assert papers(first, second) == [((1, 2), False)]


def test_another_birth_date_begins_another_paper() -> None:
    found = papers(says(PRESCRIPTION, born("1981-01-01")), says(PRESCRIPTION, born("1952-03-14")))
    assert len(found) == 2


def test_another_name_begins_another_paper() -> None:
    found = papers(says(PRESCRIPTION, named("ADRDEUX Laurent")), says(PRESCRIPTION, named("Petit")))
    assert len(found) == 2


def test_pages_that_count_themselves_stay_together_whatever_they_look_like() -> None:
    found = papers(says(PRESCRIPTION, page_of("1/2"), nir()), says(OTHER, page_of("2/2")))
    assert found == [((1, 2), True)]


def test_a_page_two_of_another_patient_stays_apart() -> None:
    found = papers(
        says(PRESCRIPTION, page_of("1/2"), nir()),
        says(PRESCRIPTION, page_of("2/2"), nir(OTHER_NIR)),
    )
    assert len(found) == 2


def test_a_first_page_begins_a_paper() -> None:
    assert len(papers(says(PRESCRIPTION), says(PRESCRIPTION, page_of("1/2")))) == 2


def test_another_kind_of_form_begins_another_paper() -> None:
    assert papers(says(CARE, nir()), says(PRESCRIPTION, nir())) == [((1,), True), ((2,), True)]


def test_the_back_of_a_care_sheet_stays_with_its_front() -> None:
    assert papers(says(CARE, nir()), says(CARE)) == [((1, 2), True)]


def test_two_care_sheets_of_one_patient_are_two_papers() -> None:
    assert len(papers(says(CARE, nir()), says(CARE, nir()))) == 2


def test_an_ordonnance_on_two_sheets_of_one_day_stays_one_paper() -> None:
    sheet = says(PRESCRIPTION, named("Adrdeux Laurent"), written_on(DAY))
    assert papers(sheet, sheet) == [((1, 2), True)]


def test_ordonnances_of_two_days_are_two_papers() -> None:
    one, two = written_on(DAY), written_on("2026-03-05")
    name = named("Adrdeux Laurent")
    assert len(papers(says(PRESCRIPTION, name, one), says(PRESCRIPTION, name, two))) == 2


def test_ordonnances_of_two_doctors_are_two_papers() -> None:
    one, two = clue(ClueKind.RPPS, "10001811818"), clue(ClueKind.RPPS, "99900065279")
    assert len(papers(says(PRESCRIPTION, one), says(PRESCRIPTION, two))) == 2


def test_a_page_that_says_nothing_stays_but_is_not_trusted() -> None:
    assert papers(says(PRESCRIPTION, nir()), says(FormKind.UNKNOWN)) == [((1, 2), False)]


def test_a_kind_hardly_seen_counts_as_unknown() -> None:
    assert papers(says(PRESCRIPTION, nir()), says(OTHER, sure=0.4)) == [((1, 2), False)]


def test_a_form_after_a_page_that_says_nothing_begins_a_paper() -> None:
    assert len(papers(says(FormKind.UNKNOWN), says(PRESCRIPTION, nir()))) == 2


def test_an_empty_sheet_laid_in_separates() -> None:
    unknown = says(FormKind.UNKNOWN)
    assert papers(unknown, unknown, unknown, blank=(3,)) == [((1, 2), False), ((4,), True)]


def test_the_empty_backs_of_sheets_separate_nothing() -> None:
    unknown = says(FormKind.UNKNOWN)
    assert papers(unknown, unknown, blank=(2, 4)) == [((1, 3), False)]


def test_pages_that_count_themselves_stay_together_over_an_empty_sheet() -> None:
    found = papers(
        says(PRESCRIPTION, page_of("1/2")), says(PRESCRIPTION, page_of("2/2")), blank=(2,)
    )
    assert found == [((1, 3), True)]


CLUES = st.sampled_from([nir(), nir(OTHER_NIR), named("A B"), born(DAY), page_of("2/2")])
READINGS = st.builds(
    lambda kind, clues, sure: says(kind, *clues, sure=sure),
    st.sampled_from(FormKind),
    st.lists(CLUES, max_size=3),
    st.floats(0, 1),
)


@given(st.lists(READINGS, max_size=8))
def test_every_page_is_in_exactly_one_paper_in_its_order(readings: list[Reading]) -> None:
    pages = [ReadPage(number, reading) for number, reading in enumerate(readings, 1)]
    found = separate(pages)
    assert [n for paper in found for n in paper.numbers] == [page.number for page in pages]


@given(st.lists(READINGS, min_size=1, max_size=8))
def test_a_paper_taken_by_itself_is_not_cut_again(readings: list[Reading]) -> None:
    pages = {number: ReadPage(number, reading) for number, reading in enumerate(readings, 1)}
    for paper in separate(list(pages.values())):
        assert separate([pages[number] for number in paper.numbers]) == [paper]


@given(st.lists(READINGS, min_size=2, max_size=8))
def test_no_sure_paper_names_two_patients(readings: list[Reading]) -> None:
    pages = {number: ReadPage(number, reading) for number, reading in enumerate(readings, 1)}
    for paper in (one for one in separate(list(pages.values())) if one.sure):
        per_page = [
            {one.value for one in pages[number].reading.of(ClueKind.NIR)}
            for number in paper.numbers
        ]
        known = [values for values in per_page if values]
        assert all(a & b or not a or not b for a, b in pairwise(known))


def test_no_pages_are_no_papers() -> None:
    assert separate([]) == []
    assert separate([ReadPage(3, says(CARE))]) == [Paper((3,), sure=True)]
