from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
from stdnum import luhn
from stdnum.fr import nir
from tests.bench.filing import layouts
from tests.bench.filing.paper import COMPLETE, NIR, WITH_IDENTITY
from tests.bench.filing.plan import FIGURES, TUNING, Kit, Plan, plan

KITS = (FIGURES, TUNING)
MANY = 3000


@cache
def made(kit: Kit, pages: int = MANY) -> Plan:
    return plan(kit, pages)


def papers(one: Plan) -> list[layouts.Paper]:
    return [paper for file in one.files for paper in file.papers]


def test_same_seed_gives_the_same_plan() -> None:
    assert plan(FIGURES, 120) == plan(FIGURES, 120)


def test_invoices_do_not_depend_on_how_many_pages_are_made() -> None:
    assert made(FIGURES).episodes == made(FIGURES, 120).episodes


@pytest.mark.parametrize("pages", [120, MANY])
def test_about_as_many_pages_are_made_as_asked_for(pages: int) -> None:
    assert made(FIGURES, pages).pages == pytest.approx(pages, rel=0.05)


@pytest.mark.parametrize("kit", KITS)
def test_every_invoice_that_a_page_belongs_to_is_billed_once(kit: Kit) -> None:
    numbers = [number for episode in made(kit).episodes for number in episode.numbers]
    assert len(set(numbers)) == len(numbers)
    named = {number for paper in papers(made(kit)) for number in paper.invoices}
    assert named
    assert named <= set(numbers)


@pytest.mark.parametrize("kit", KITS)
def test_all_numbers_have_right_keys(kit: Kit) -> None:
    people = made(kit).people
    for one in (*people.patients, *people.strangers):
        assert nir.is_valid(one.insured_nir)
        assert one.nir in {None, one.insured_nir}
    for one in (*people.doctors, *people.carers):
        assert (len(one.rpps), len(one.billing_number)) == (11, 9)
        assert luhn.is_valid(one.rpps)
        assert luhn.is_valid(one.billing_number)


@pytest.mark.parametrize("kit", KITS)
def test_no_number_is_two_peoples(kit: Kit) -> None:
    people = made(kit).people
    own = [one.nir for one in (*people.patients, *people.strangers) if one.nir]
    assert len(set(own)) == len(own)
    rpps = [one.rpps for one in (*people.doctors, *people.carers)]
    assert len(set(rpps)) == len(rpps)


def test_families_hold_the_traps_of_true_life() -> None:
    patients = made(FIGURES).people.patients
    assert len(patients) == 800
    names = Counter((one.family_name, one.given_name) for one in patients)
    born = Counter((one.family_name, one.birth_date) for one in patients)
    assert sum(count > 1 for count in names.values()) > 20  # father and son, homonyms
    assert sum(count > 1 for count in born.values()) > 15  # twins
    assert sum(one.nir is None for one in patients) > 30  # children with a parent's
    assert sum(bool(one.birth_name) for one in patients) > 50
    assert any(" " in one.family_name for one in patients)
    assert any("-" in one.family_name for one in patients)


def test_two_people_of_the_same_names_can_be_told_apart() -> None:
    people = made(FIGURES).people
    every = [*people.patients, *people.strangers]
    whole = Counter((one.family_name, one.given_name, one.birth_date) for one in every)
    assert max(whole.values()) == 1


def test_the_two_worlds_share_no_person_and_no_layout() -> None:
    figures, tuning = made(FIGURES), made(TUNING)
    names = [{one.family_name for one in kit.people.patients} for kit in (figures, tuning)]
    numbers = [{one.insured_nir for one in kit.people.patients} for kit in (figures, tuning)]
    drawn = [{paper.layout for paper in papers(kit)} for kit in (figures, tuning)]
    assert not names[0] & names[1]
    assert not numbers[0] & numbers[1]
    assert drawn[0] & drawn[1] == {layouts.EMPTY}


def test_series_share_their_ordonnance() -> None:
    shared = [
        paper
        for paper in papers(made(FIGURES))
        if paper.type in {"ORDN", "DSIP"} and len(paper.invoices) > 1
    ]
    assert len(shared) > 200


def test_care_sheet_belongs_to_one_invoice_and_carries_a_nir() -> None:
    sheets = [
        paper
        for paper in papers(made(FIGURES))
        if paper.type == "FSNC" and paper.invoices and not paper.layout.endswith("overleaf")
    ]
    assert len(sheets) > 500
    assert all(len(paper.invoices) == 1 and paper.identity == NIR for paper in sheets)


def test_most_pages_can_be_filed_and_every_trap_is_there() -> None:
    every = papers(made(FIGURES))
    assert sum(bool(one.invoices) and one.identity in WITH_IDENTITY for one in every) > 0.7 * MANY
    traps = Counter(one.trap for one in every)
    expected = {
        "stranger", "stranger-sheet", "homonym", "homonym-sheet", "old", "other-carer", "two-nirs",
        "nir-one-off", "results", "report", "offer", "url-code", "empty", "blank-sheet", "english",
        "misspelt", COMPLETE,
    }  # fmt: skip
    assert expected <= {trap for trap, count in traps.items() if count >= 3}


def test_page_of_nobody_names_no_invoice() -> None:
    unowned = {"misspelt", COMPLETE, ""}
    assert all(not one.invoices for one in papers(made(FIGURES)) if one.trap not in unowned)


def test_nir_that_is_one_digit_off_has_a_wrong_key() -> None:
    off = [one for one in papers(made(FIGURES)) if one.trap == "nir-one-off"]
    assert off
    assert not any(nir.is_valid(one.values["insured"]) for one in off)


def test_pages_scanned_again_come_last() -> None:
    again = [file for file in made(FIGURES).files[-60:] if file.papers[0].trap == COMPLETE]
    assert len(again) == 60
