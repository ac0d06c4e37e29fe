"""The rules as tables: one person of all that are known, one piece of all that are wanted."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scord.filing.decide import Why
from scord.filing.evidence import Aspect, Evidence, Finding, denied
from scord.filing.naming import Degree
from scord.filing.rules import (
    WHICH,
    WHO,
    Option,
    WhichRule,
    WhoRule,
    choose_invoice,
    choose_person,
    holds,
)
from scord.reading.clue import FormKind
from scord.words.grounds import ASPECTS, RULES

if TYPE_CHECKING:
    from collections.abc import Mapping

EXACT, NEAR, ABSENT, CONTRADICTED = (
    Degree.EXACT,
    Degree.NEAR,
    Degree.ABSENT,
    Degree.CONTRADICTED,
)
ABOUT_PEOPLE = (
    Aspect.NIR,
    Aspect.INSURED_NIR,
    Aspect.FAMILY_NAME,
    Aspect.GIVEN_NAME,
    Aspect.BIRTH_DATE,
    Aspect.PATIENT_NAME,
)
NIR_RULE, NAME_RULE = WHO[0], WHO[-1]


def says(**degrees: Degree) -> Evidence:
    return {Aspect[name.upper()]: Finding(degree) for name, degree in degrees.items()}


def of(needs: Mapping[Aspect, Degree]) -> Evidence:
    return {aspect: Finding(degree) for aspect, degree in needs.items()}


def evidence_of(aspects: tuple[Aspect, ...]) -> st.SearchStrategy[Evidence]:
    findings = st.sampled_from(Degree).map(Finding)
    return st.fixed_dictionaries({}, optional=dict.fromkeys(aspects, findings))


# -- who


@pytest.mark.parametrize("rule", WHO, ids=lambda rule: rule.name)
def test_what_a_rule_needs_names_the_person(rule: WhoRule) -> None:
    assert choose_person({"one": of(rule.needs)}) == ("one", rule)


@pytest.mark.parametrize("rule", WHO, ids=lambda rule: rule.name)
def test_no_rule_holds_with_anything_less(rule: WhoRule) -> None:
    for aspect in rule.needs:
        less = {**of(rule.needs), aspect: Finding(ABSENT)}
        chosen = choose_person({"one": less})
        assert isinstance(chosen, Why) or chosen[1] != rule


@pytest.mark.parametrize("rule", WHO, ids=lambda rule: rule.name)
@pytest.mark.parametrize("against", [Aspect.PATIENT_NAME, Aspect.NIR, Aspect.BIRTH_DATE])
def test_no_rule_holds_against_a_contradiction(rule: WhoRule, against: Aspect) -> None:
    spoilt = {**of(rule.needs), against: Finding(CONTRADICTED)}
    assert choose_person({"one": spoilt}) in (Why.CLUES_DISAGREE, Why.NOT_SURE)


@pytest.mark.parametrize(("rule", "other"), list(product(WHO, WHO)))
def test_two_people_whom_rules_name_are_left_to_a_person(rule: WhoRule, other: WhoRule) -> None:
    both = {"one": of(rule.needs), "other": of(other.needs)}
    assert choose_person(both) == Why.INVOICE_AMBIGUOUS


@pytest.mark.parametrize("rule", WHO, ids=lambda rule: rule.name)
def test_one_who_nearly_satisfies_the_same_rule_is_a_rival(rule: WhoRule) -> None:
    near = of(dict.fromkeys(rule.needs, NEAR))
    assert choose_person({"one": of(rule.needs), "near": near}) == Why.INVOICE_AMBIGUOUS


def test_one_whom_the_page_denies_is_no_rival() -> None:
    father = {**of(NAME_RULE.needs), **says(birth_date=CONTRADICTED)}
    son = {**of(NAME_RULE.needs), **says(birth_date=EXACT)}
    chosen = choose_person({"father": father, "son": son})
    assert not isinstance(chosen, Why)
    assert chosen[0] == "son"


def test_nobody_is_chosen_of_none() -> None:
    assert choose_person({}) == Why.NOT_SURE


@given(st.dictionaries(st.integers(0, 5), evidence_of(ABOUT_PEOPLE), max_size=5))
def test_at_most_one_person_is_ever_chosen_and_no_other_could_be(
    people: dict[int, Evidence],
) -> None:
    chosen = choose_person(people)
    if isinstance(chosen, Why):
        return
    person, rule = chosen
    assert holds(rule.needs, people[person])
    assert not denied(people[person])
    for other, found in people.items():
        if other != person and not denied(found):
            assert not any(holds(one.needs, found) for one in WHO)


@given(st.dictionaries(st.integers(0, 5), evidence_of(ABOUT_PEOPLE), min_size=1, max_size=5))
def test_a_twin_of_the_one_chosen_takes_the_choice_away(people: dict[int, Evidence]) -> None:
    chosen = choose_person(people)
    if not isinstance(chosen, Why):
        assert choose_person({**people, 99: people[chosen[0]]}) == Why.INVOICE_AMBIGUOUS


# -- which


PAIRS = [(kind, rule) for kind, rules in WHICH.items() for rule in rules]


def option(evidence: Evidence, number: int = 1, piece: str | None = None) -> Option:
    return Option(number, piece or str(number), evidence)


def free(_: Option) -> None:
    return None


@pytest.mark.parametrize(("kind", "rule"), PAIRS)
def test_what_a_rule_needs_chooses_the_invoice(kind: FormKind, rule: WhichRule) -> None:
    one = option(of(rule.needs))
    assert choose_invoice(kind, NIR_RULE, [one], free) == (one, rule)


@pytest.mark.parametrize(("kind", "rule"), PAIRS)
def test_a_name_alone_asks_for_more_or_is_never_enough(kind: FormKind, rule: WhichRule) -> None:
    one = option(of(rule.needs))
    assert choose_invoice(kind, NAME_RULE, [one], free) == Why.NOT_SURE
    more = option(of({**rule.needs, **(rule.by_name or {})}))
    expected = Why.NOT_SURE if rule.by_name is None else (more, rule)
    assert choose_invoice(kind, NAME_RULE, [more], free) == expected


@pytest.mark.parametrize(("kind", "rule"), PAIRS)
def test_two_pieces_are_left_to_a_person(kind: FormKind, rule: WhichRule) -> None:
    two = [option(of(rule.needs), number) for number in (1, 2)]
    assert choose_invoice(kind, NIR_RULE, two, free) == Why.INVOICE_AMBIGUOUS


@pytest.mark.parametrize(("kind", "rule"), PAIRS)
def test_of_one_piece_the_first_invoice_that_takes_it_is_chosen(
    kind: FormKind, rule: WhichRule
) -> None:
    first, second = (option(of(rule.needs), number, "series") for number in (1, 2))
    assert choose_invoice(kind, NIR_RULE, [first, second], free) == (first, rule)

    def first_has_it(one: Option) -> Why | None:
        return Why.TYPE_PRESENT if one is first else None

    assert choose_invoice(kind, NIR_RULE, [first, second], first_has_it) == (second, rule)
    assert choose_invoice(kind, NIR_RULE, [first], first_has_it) == Why.TYPE_PRESENT


@pytest.mark.parametrize(("kind", "rule"), PAIRS)
def test_another_prescriber_forbids_it(kind: FormKind, rule: WhichRule) -> None:
    spoilt = option({**of(rule.needs), **says(prescriber=CONTRADICTED)})
    asks_for_it = Aspect.PRESCRIBER in rule.needs  # then it does not even come into question
    why = Why.NOT_SURE if asks_for_it else Why.CLUES_DISAGREE
    assert choose_invoice(kind, NIR_RULE, [spoilt], free) == why


def test_a_surer_rule_that_is_in_doubt_is_not_passed_over_for_a_weaker() -> None:
    two = [option(says(prescription_date=EXACT), number) for number in (1, 2)]
    third = option(says(care_after=NEAR), 3)
    kind = FormKind.PRESCRIPTION
    assert choose_invoice(kind, NIR_RULE, [*two, third], free) == Why.INVOICE_AMBIGUOUS


@pytest.mark.parametrize("kind", [FormKind.OTHER, FormKind.UNKNOWN])
def test_a_page_of_no_known_form_is_never_filed(kind: FormKind) -> None:
    everything = option(dict.fromkeys(Aspect, Finding(EXACT)))
    assert choose_invoice(kind, NIR_RULE, [everything], free) == Why.NOT_SURE


@given(
    st.sampled_from(FormKind),
    st.sampled_from(WHO),
    st.lists(evidence_of(tuple(set(Aspect) - set(ABOUT_PEOPLE))), max_size=4),
)
def test_an_invoice_is_only_chosen_by_a_rule_that_it_satisfies(
    kind: FormKind, who: WhoRule, found: list[Evidence]
) -> None:
    options = [option(evidence, number) for number, evidence in enumerate(found)]
    chosen = choose_invoice(kind, who, options, free)
    if not isinstance(chosen, Why):
        one, rule = chosen
        assert rule in WHICH[kind]
        assert holds(rule.needs, one.evidence)
        assert Aspect.PRESCRIBER not in denied(one.evidence)


# -- words


def test_every_rule_and_aspect_has_its_words() -> None:
    names = {f"{who.name}+{rule.name}" for who in WHO for _, rule in PAIRS}
    assert names == RULES.keys()
    assert {aspect.value for aspect in Aspect} == ASPECTS.keys()
