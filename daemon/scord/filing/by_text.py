"""Files a document by what is written on it: who it is about, which invoice, under which type."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from scord.billing.prescriptions import read_patient_key
from scord.filing.candidates import NIR_BODY, find_people, has_namesake
from scord.filing.decide import Why
from scord.filing.evidence import NIR_CHARS, about_person, clues, plain
from scord.filing.naming import Degree, find_name
from scord.filing.pages import kind_of, speaks_of_one
from scord.filing.pending import obstacle, pending_of, wanted_type
from scord.filing.prescribed import is_for
from scord.filing.rules import Option, choose_invoice, choose_person
from scord.filing.sheet import lay_out
from scord.filing.suggest import Suggestion, suggest
from scord.reading.clue import ClueKind, FormKind
from scord.store.tables import Invoice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scord.filing.candidates import Person
    from scord.filing.evidence import Evidence
    from scord.filing.rules import WhoRule
    from scord.filing.sheet import Sheet
    from scord.reading.clue import Reading
    from scord.store.tables import Document, Prescription

MOST_PAGES = 10  # more are several papers in one file, which a person takes apart


@dataclass(frozen=True)
class TextDecision:
    """An invoice with type, rule ("nir+prescription-date") and grounds, or why a person decides.

    `grounds`: plain facts for words.grounds. `suggestions`: at most three, the best first; also
    where it is decided, since a person may decide otherwise.
    """

    invoice: Invoice | None = None
    document_type: str | None = None
    rule: str | None = None
    grounds: list[dict[str, Any]] = field(default_factory=list)
    why: Why | None = None
    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True)
class _Case:
    """All that is known of a document before it is decided."""

    folder_type: str | None
    kind: FormKind
    sheets: list[Sheet]
    people: dict[Person, Evidence]
    families: frozenset[str]


def look(document: Document, readings: Sequence[Reading]) -> TextDecision:
    """Decides by `readings`, one for each page in order; reads the store, changes nothing."""
    case = _case(document, readings)
    decision = _decide(case) if len(readings) <= MOST_PAGES else Why.INVOICE_AMBIGUOUS
    suggestions = suggest(case.people, case.sheets, case.kind, case.folder_type)
    if isinstance(decision, TextDecision):
        return replace(decision, suggestions=suggestions)
    return TextDecision(why=decision, suggestions=suggestions)


class Patient(NamedTuple):
    """Whom a paper should be about, as far as that is known. NIRs with or without their keys."""

    family_name: str
    given_name: str
    nirs: tuple[str | None, ...]


def patient_of(filed_on: Invoice | Prescription) -> Patient | None:
    """None where only the reference of an ordonnance is known."""
    if isinstance(filed_on, Invoice):
        nirs = (filed_on.patient_nir, filed_on.insured_nir)
        return Patient(filed_on.family_name, filed_on.given_name, nirs)
    if filed_on.patient_key is None:
        return None
    told = read_patient_key(filed_on.patient_key)
    return Patient(told.family_name, told.given_name, (told.nir,))


def contradicts(filed_on: Invoice | Prescription, readings: Sequence[Reading]) -> bool:
    """Whether pages filed by a slip, an arm or a name speak of somebody else all the same.

    Only so where another's NIR with its key stands there, and the patient's family name nowhere.
    """
    patient = patient_of(filed_on)
    if patient is None:
        return False
    sheets = lay_out(readings)
    own = {nir[:NIR_BODY] for nir in patient.nirs if nir}
    others = [
        clue
        for clue, _ in clues(sheets, ClueKind.NIR)
        if len(clue.value) == NIR_CHARS and clue.value[:NIR_BODY] not in own
    ]
    return bool(others) and not any(
        find_name(sheet, patient.family_name, patient.given_name, ()).family > Degree.ABSENT
        for sheet in sheets
    )


def _case(document: Document, readings: Sequence[Reading]) -> _Case:
    sheets = lay_out(readings[:MOST_PAGES])
    people, families = find_people(sheets)
    return _Case(
        document.type,
        kind_of(document.type, readings),
        sheets,
        {person: about_person(person, sheets, families) for person in people},
        families,
    )


def _decide(case: _Case) -> TextDecision | Why:
    if case.kind == FormKind.OTHER or not any(sheet.tokens for sheet in case.sheets):
        return Why.NO_CLUE
    chosen = choose_person(case.people)
    if isinstance(chosen, Why):
        return chosen
    person, rule = chosen
    if rule.by_name and has_namesake(person):
        return Why.INVOICE_AMBIGUOUS
    if not speaks_of_one(person, case.people, case.sheets, case.families):
        return Why.INVOICE_AMBIGUOUS
    return _decide_invoice(case, person, rule)


def _decide_invoice(case: _Case, person: Person, who: WhoRule) -> TextDecision | Why:
    pending = {
        one.invoice.id: one
        for one in pending_of(person, case.sheets)
        if _may_be_for(one.invoice, case)
    }
    options = [
        Option(one.invoice.id, _piece(one.invoice, case.kind), one.evidence)
        for one in pending.values()
    ]
    chosen = choose_invoice(
        case.kind,
        who,
        options,
        lambda option: obstacle(pending[option.invoice_id].invoice, case.kind, case.folder_type),
    )
    if isinstance(chosen, Why):
        return chosen
    option, which = chosen
    invoice = pending[option.invoice_id].invoice
    return TextDecision(
        invoice,
        wanted_type(invoice, case.kind, case.folder_type),
        f"{who.name}+{which.name}",
        plain({**case.people[person], **option.evidence}),
    )


def _may_be_for(invoice: Invoice, case: _Case) -> bool:
    """An ordonnance has to prescribe what the invoice's practitioner does."""
    if case.kind != FormKind.PRESCRIPTION:
        return True
    return is_for(invoice.practitioner.profession, (sheet.reading for sheet in case.sheets))


def _piece(invoice: Invoice, kind: FormKind) -> str:
    """What proves the invoice: an ordonnance serves its series, a feuille de soins one invoice."""
    if kind != FormKind.CARE_SHEET and invoice.prescription_id is not None:
        return f"prescription {invoice.prescription_id}"
    return f"invoice {invoice.id}"
