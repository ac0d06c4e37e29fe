"""By which evidence the machine files a document alone: the two tables here, and nothing else.

First WHO the paper is about, then WHICH of that person's invoices it proves. A rule holds where
each aspect it names is borne out at least so far and nothing speaks against the person or invoice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from scord.filing.decide import Why
from scord.filing.evidence import Aspect, degree, denied
from scord.filing.naming import Degree
from scord.reading.clue import FormKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from scord.filing.evidence import Evidence

One = TypeVar("One")

EXACT, NEAR = Degree.EXACT, Degree.NEAR
Needs = dict[Aspect, Degree]


@dataclass(frozen=True)
class WhoRule:
    """`by_name`: no number says who it is, so the invoice has to be the surer."""

    name: str
    needs: Needs
    by_name: bool = False


@dataclass(frozen=True)
class WhichRule:
    """`by_name`: what is asked more of a patient known by name alone; None: never enough."""

    name: str
    needs: Needs
    by_name: Needs | None = None


WHO = (
    WhoRule("nir", {Aspect.NIR: EXACT, Aspect.FAMILY_NAME: NEAR, Aspect.GIVEN_NAME: EXACT}),
    WhoRule("nir-birth", {Aspect.NIR: EXACT, Aspect.FAMILY_NAME: NEAR, Aspect.BIRTH_DATE: EXACT}),
    WhoRule(
        "near-nir-birth",
        {
            Aspect.NIR: NEAR,
            Aspect.FAMILY_NAME: NEAR,
            Aspect.GIVEN_NAME: NEAR,
            Aspect.BIRTH_DATE: EXACT,
        },
    ),
    WhoRule(
        "insured-birth",
        {
            Aspect.INSURED_NIR: EXACT,
            Aspect.FAMILY_NAME: NEAR,
            Aspect.GIVEN_NAME: EXACT,
            Aspect.BIRTH_DATE: EXACT,
        },
    ),
    WhoRule(
        "insured-name",
        {Aspect.INSURED_NIR: EXACT, Aspect.FAMILY_NAME: EXACT, Aspect.GIVEN_NAME: EXACT},
    ),
    WhoRule(
        "name-birth",
        {Aspect.FAMILY_NAME: NEAR, Aspect.GIVEN_NAME: EXACT, Aspect.BIRTH_DATE: EXACT},
    ),
    WhoRule("name", {Aspect.FAMILY_NAME: EXACT, Aspect.GIVEN_NAME: EXACT}, by_name=True),
)

_BY_PRESCRIPTION = (
    WhichRule("prescription-date", {Aspect.PRESCRIPTION_DATE: EXACT}, {Aspect.PRESCRIBER: NEAR}),
    WhichRule(
        "prescription-number", {Aspect.PRESCRIPTION_NUMBER: EXACT}, {Aspect.PRESCRIBER: NEAR}
    ),
    WhichRule("only-pending", {Aspect.CARE_AFTER: NEAR, Aspect.PRESCRIBER: NEAR}),
)
_BY_CARE = (
    WhichRule("invoice-number", {Aspect.INVOICE_NUMBER: EXACT}, {Aspect.TOTAL: EXACT}),
    WhichRule("care", {Aspect.CARE_DATES: EXACT, Aspect.TOTAL: EXACT}, {Aspect.PRESCRIBER: NEAR}),
    WhichRule("some-care", {Aspect.CARE_DATES: NEAR, Aspect.TOTAL: EXACT}),
)
WHICH = {
    FormKind.PRESCRIPTION: _BY_PRESCRIPTION,
    FormKind.NURSING_PRESCRIPTION: _BY_PRESCRIPTION,
    FormKind.CARE_SHEET: _BY_CARE,
}

# What denies an invoice, by form: on a feuille de soins the day of signing is no prescription date.
_DENIES = {
    FormKind.PRESCRIPTION: {Aspect.PRESCRIPTION_DATE, Aspect.PRESCRIBER},
    FormKind.NURSING_PRESCRIPTION: {Aspect.PRESCRIPTION_DATE, Aspect.PRESCRIBER},
    FormKind.CARE_SHEET: {
        Aspect.CARE_DATES,
        Aspect.TOTAL,
        Aspect.INVOICE_NUMBER,
        Aspect.PRESCRIBER,
    },
}


@dataclass(frozen=True)
class Option:
    """One open invoice of the person. `piece`: invoices of one value share the piece meant."""

    invoice_id: int
    piece: str
    evidence: Evidence


def choose_person(evidence: Mapping[One, Evidence]) -> tuple[One, WhoRule] | Why:
    """The one whom a rule names; `evidence` holds everybody who may be meant.

    Nobody else may satisfy any rule, nor this rule with all that is exact in it only near.
    """
    named = {one: rule for one, found in evidence.items() if (rule := _who(found))}
    sure = {one: rule for one, rule in named.items() if not denied(evidence[one])}
    if not sure:
        return Why.CLUES_DISAGREE if named else Why.NOT_SURE
    (person, rule), *more = sure.items()
    nearly = dict.fromkeys(rule.needs, NEAR)
    rivals = [
        one
        for one, found in evidence.items()
        if one != person and not denied(found) and holds(nearly, found)
    ]
    return Why.INVOICE_AMBIGUOUS if more or rivals else (person, rule)


def choose_invoice(
    kind: FormKind,
    who: WhoRule,
    options: Sequence[Option],
    obstacle: Callable[[Option], Why | None],
) -> tuple[Option, WhichRule] | Why:
    """The first rule that any invoice satisfies decides, or leaves it to a person.

    `options` are all open invoices of the person, the first to be taken first; `obstacle` tells why
    one does not take this piece (any more).
    """
    for rule in WHICH.get(kind, ()):
        if who.by_name and rule.by_name is None:
            continue
        fitting = [option for option in options if holds(rule.needs, option.evidence)]
        if fitting:
            return _take(kind, rule, _asked(rule, who), fitting, obstacle)
    return Why.NOT_SURE


def holds(needs: Needs, evidence: Evidence) -> bool:
    return all(degree(evidence, aspect) >= least for aspect, least in needs.items())


def _who(evidence: Evidence) -> WhoRule | None:
    doubtful = degree(evidence, Aspect.BIRTH_DATE) is NEAR  # a misread date, or another's
    return next(
        (rule for rule in WHO if holds(rule.needs, evidence) and not (rule.by_name and doubtful)),
        None,
    )


def _asked(rule: WhichRule, who: WhoRule) -> Needs:
    return rule.needs | (rule.by_name or {}) if who.by_name else rule.needs


def _take(
    kind: FormKind,
    rule: WhichRule,
    asked: Needs,
    fitting: Sequence[Option],
    obstacle: Callable[[Option], Why | None],
) -> tuple[Option, WhichRule] | Why:
    free = [option for option in fitting if not _DENIES[kind] & set(denied(option.evidence))]
    if not free:
        return Why.CLUES_DISAGREE
    same = _of_one_piece(free) or _of_one_piece([o for o in free if _by_prescriber(o)])
    if not same:
        return Why.INVOICE_AMBIGUOUS
    if not all(holds(asked, option.evidence) for option in same):
        return Why.NOT_SURE
    obstacles = [obstacle(option) for option in same]
    if None not in obstacles:
        return obstacles[0] or Why.NOT_SURE
    return same[obstacles.index(None)], rule


def _of_one_piece(options: Sequence[Option]) -> Sequence[Option]:
    """All of them where one piece proves them all, else none."""
    return options if len({option.piece for option in options}) == 1 else ()


def _by_prescriber(option: Option) -> bool:
    return degree(option.evidence, Aspect.PRESCRIBER) == EXACT
