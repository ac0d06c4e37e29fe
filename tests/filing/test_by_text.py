"""A paper finds its invoice by what is written on it, and never another's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.filing.written import (
    ANNE,
    CARED,
    JEAN,
    LEA,
    LOUIS,
    OTHER_RPPS,
    PRESCRIBED,
    RPPS,
    STRANGER_NIR,
    billed,
    born,
    care_sheet,
    cared_on,
    clue,
    keyed,
    later,
    nir,
    number,
    ordonnance,
    page,
    patient,
    payload,
    rpps,
    total,
    written_on,
)

from scord.filing.by_text import MOST_PAGES, TextDecision, contradicts, look
from scord.filing.decide import Why
from scord.reading.clue import ClueKind, FormKind, Label
from scord.store.states import InvoiceStatus
from scord.store.tables import LotItem, Prescription

if TYPE_CHECKING:
    from tests.lots.practice import Practice

    from scord.reading.clue import Clue, Reading

HIS_NIR, HER_NIR = JEAN["patient_nir"], ANNE["patient_nir"]


def decide(practice: Practice, *readings: Reading, folder_type: str | None = None) -> TextDecision:
    document = practice.document(folder_type)
    return look(document, readings)


# -- what is filed


def test_nir_name_and_prescription_date_file_an_ordonnance(practice: Practice) -> None:
    invoice = billed(practice, JEAN)
    told = decide(practice, ordonnance("M. Jean Durand-Morel", nir(HIS_NIR), rpps(), written_on()))
    assert (told.invoice, told.document_type) == (invoice, "ORDN")
    assert told.rule == "nir+prescription-date"
    assert told.why is None


@pytest.mark.parametrize(
    "written",
    [
        "Monsieur DURAND MOREL Jean",
        "DURAND-MOREL Jean",
        "Jean DURANDMOREL",
        "M. DURAND Jean",  # one half of the name
        "M. DURAND-M0REL Jean",  # a digit for a letter
        "M. DURAND-MORFL Jean",  # one letter wrong
        "Nom : DURAND-MOREL     Prénom : JEAN",
        "M. DURAND-MOREL né BLANC Jean",
    ],
)
def test_with_the_nir_a_name_may_be_written_otherwise(practice: Practice, written: str) -> None:
    invoice = billed(practice, JEAN)
    told = decide(practice, ordonnance(written, nir(HIS_NIR), rpps(), written_on()))
    assert told.invoice == invoice


@pytest.mark.parametrize("written", ["M. DURAND-MOREL J.", "M. DURAND-MOREL Jena"])
def test_a_given_name_that_is_not_whole_counts_with_nir_and_birth_date_only(
    practice: Practice, written: str
) -> None:
    invoice = billed(practice, JEAN)
    told = decide(practice, ordonnance(written, nir(HIS_NIR), rpps(), written_on()))
    assert (told.invoice, told.why) == (None, Why.NOT_SURE)
    born_then = born(JEAN["birth_date"])
    told = decide(practice, ordonnance(written, nir(HIS_NIR), born_then, rpps(), written_on()))
    assert (told.invoice, told.rule) == (invoice, "nir-birth+prescription-date")


@pytest.mark.parametrize(
    ("lines", "clues"),
    [
        (["M. Jean Luc Durand-Morel"], [rpps()]),  # his brother, written without hyphen
        (["M. Luc FABRE", "EHPAD Jean Durand-Morel"], [rpps()]),
        (
            ["Enfant Léo FABRE", "Assuré : Jean Durand-Morel"],
            [rpps(), clue(ClueKind.NAME, "Jean Durand-Morel", Label.INSURED, at_line=1)],
        ),
        (["M. Jean Durand-Morel"], [rpps(), born("1952-03-15")]),  # a digit off
    ],
)
def test_a_name_by_itself_is_not_believed_where_it_may_be_anothers(
    practice: Practice, lines: list[str], clues: list[Clue]
) -> None:
    billed(practice, JEAN)
    assert decide(practice, ordonnance(lines, written_on(), *clues)).invoice is None


def test_an_ordonnance_for_the_pharmacy_is_not_the_nurses(practice: Practice) -> None:
    billed(practice, JEAN)
    drugs = page(
        FormKind.PRESCRIPTION,
        ["M. Jean Durand-Morel", "paracetamol 1 g, 3 fois par jour"],
        nir(HIS_NIR),
        rpps(),
        written_on(),
    )
    assert decide(practice, drugs).why == Why.NOT_SURE


def test_a_parents_number_given_as_the_childs_own_is_no_proof_of_the_child(
    practice: Practice,
) -> None:
    billed(practice, {**LEA, "patient_nir": HER_NIR})
    clues = [nir(HER_NIR), born(LEA["birth_date"]), rpps(), written_on()]
    assert decide(practice, ordonnance("Enfant Louis Adrdeux", *clues)).invoice is None


def test_name_and_birth_date_file_without_any_nir(practice: Practice) -> None:
    invoice = billed(practice, JEAN)
    told = decide(practice, ordonnance("M. Jean Durand-Morel", born("1952-03-14"), written_on()))
    assert (told.invoice, told.rule) == (invoice, "name-birth+prescription-date")


def test_an_old_date_that_is_the_birth_date_needs_no_label(practice: Practice) -> None:
    invoice = billed(practice, JEAN)
    told = decide(
        practice,
        ordonnance(
            "M. Jean Durand-Morel (14/03/1952)", clue(ClueKind.DATE, "1952-03-14"), written_on()
        ),
    )
    assert (told.invoice, told.rule) == (invoice, "name-birth+prescription-date")


def test_the_name_alone_files_with_date_and_prescriber(practice: Practice) -> None:
    invoice = billed(practice, JEAN)
    told = decide(practice, ordonnance("M. Jean Durand-Morel", rpps(), written_on()))
    assert (told.invoice, told.rule) == (invoice, "name+prescription-date")


def test_the_prescribers_name_in_the_letterhead_counts_for_the_number(practice: Practice) -> None:
    invoice = billed(practice, JEAN)
    told = decide(
        practice, ordonnance(["Docteur Jeanne VALMONT", "M. Jean Durand-Morel"], written_on())
    )
    assert told.invoice == invoice


def test_a_feuille_de_soins_is_filed_by_care_dates_and_total(practice: Practice) -> None:
    days = [CARED, later(2)]
    billed(practice, JEAN, payload(care=[later(9)]), mode="degrade")
    invoice = billed(practice, JEAN, payload(care=days), mode="degrade")
    told = decide(
        practice,
        care_sheet("DURAND-MOREL Jean", nir(HIS_NIR), *cared_on(*days), total(5000)),
    )
    assert (told.invoice, told.document_type, told.rule) == (invoice, "FSNC", "nir+care")


def test_a_feuille_de_soins_is_filed_by_its_number(practice: Practice) -> None:
    billed(practice, JEAN, mode="degrade", number="F 482")
    invoice = billed(practice, JEAN, mode="degrade", number="F2026-0481")
    told = decide(practice, care_sheet("DURAND-MOREL Jean", nir(HIS_NIR), number("F2026-0481")))
    assert (told.invoice, told.rule) == (invoice, "nir+invoice-number")


def test_part_of_the_care_dates_is_enough_where_the_total_agrees(practice: Practice) -> None:
    days = [CARED, later(1), later(2)]
    invoice = billed(practice, JEAN, payload(care=days), mode="degrade")
    billed(practice, JEAN, payload(care=[later(7), later(8), later(9)]), mode="degrade")
    told = decide(
        practice,
        care_sheet("DURAND-MOREL Jean", nir(HIS_NIR), *cared_on(CARED, later(2)), total(7500)),
    )
    assert (told.invoice, told.rule) == (invoice, "nir+some-care")


def test_a_nurses_dsi_is_filed_as_such(practice: Practice) -> None:
    invoice = billed(practice, JEAN)
    told = decide(
        practice,
        page(FormKind.NURSING_PRESCRIPTION, "DURAND-MOREL Jean", nir(HIS_NIR), written_on()),
    )
    assert (told.invoice, told.document_type) == (invoice, "DSIP")


def test_a_series_under_one_ordonnance_takes_its_first_invoice(practice: Practice) -> None:
    shared = Prescription.create(practitioner=practice.nurse, reference="ORD-1")
    invoices = [
        billed(practice, JEAN, payload(care=[later(days)]), prescription=shared,
               invoice_date=later(days))
        for days in (14, 0, 7)
    ]  # fmt: skip
    told = decide(practice, ordonnance("M. Jean Durand-Morel", nir(HIS_NIR), rpps(), written_on()))
    assert told.invoice == invoices[1]


def test_an_invoice_without_prescription_date_is_taken_if_it_is_the_only_one(
    practice: Practice,
) -> None:
    invoice = billed(practice, JEAN, payload(day=None))
    told = decide(practice, ordonnance("M. Jean Durand-Morel", nir(HIS_NIR), rpps(), written_on()))
    assert (told.invoice, told.rule) == (invoice, "nir+only-pending")


def test_a_second_page_that_counts_itself_goes_along(practice: Practice) -> None:
    invoice = billed(practice, JEAN)
    first = ordonnance("M. Jean Durand-Morel", nir(HIS_NIR), rpps(), written_on())
    second = page(FormKind.UNKNOWN, "Pansement", clue(ClueKind.PAGE, "2/2"), sure=0.2)
    assert decide(practice, first, second).invoice == invoice


def test_the_folders_type_stands_in_for_an_unknown_form(practice: Practice) -> None:
    invoice = billed(practice, JEAN)
    lines = ["M. Jean Durand-Morel", "pansement"]
    read = page(FormKind.UNKNOWN, lines, nir(HIS_NIR), written_on(), sure=0.2)
    assert decide(practice, read, folder_type="ORDN").invoice == invoice
    assert decide(practice, read).why == Why.NOT_SURE


# -- one family


FAMILY_PAPERS = [
    ("Léa ADRDEUX", nir(HER_NIR), LEA),
    ("Louis ADRDEUX", nir(HER_NIR), LOUIS),
    ("Anne ADRDEUX", nir(HER_NIR), ANNE),
    ("Léa ADRDEUX", born("2015-05-06"), LEA),
]


@pytest.mark.parametrize(("name", "told_by", "who"), FAMILY_PAPERS)
def test_of_a_family_with_one_nir_the_given_name_decides(
    practice: Practice, name: str, told_by: object, who: dict[str, object]
) -> None:
    invoices = {one["given_name"]: billed(practice, one) for one in (LEA, LOUIS, ANNE)}
    told = decide(practice, ordonnance(name, told_by, rpps(), written_on()))
    assert told.invoice == invoices[who["given_name"]]


@pytest.mark.parametrize("name", ["ADRDEUX", "L. ADRDEUX", "Luc ADRDEUX", "Louise ADRDEUX"])
def test_twins_whose_given_name_is_not_there_are_left_to_a_person(
    practice: Practice, name: str
) -> None:
    billed(practice, LEA)
    billed(practice, LOUIS)
    told = decide(
        practice,
        ordonnance(name, nir(HER_NIR), born("2015-05-06"), rpps(), written_on()),
    )
    assert told.invoice is None


def test_parent_and_child_on_one_page_are_left_to_a_person(practice: Practice) -> None:
    billed(practice, ANNE)
    billed(practice, LEA)
    read = ordonnance(["Anne ADRDEUX", "Léa ADRDEUX"], nir(HER_NIR), rpps(), written_on())
    assert decide(practice, read).why == Why.INVOICE_AMBIGUOUS


def test_the_label_tells_the_child_from_the_parent_who_is_insured(practice: Practice) -> None:
    billed(practice, ANNE)
    invoice = billed(practice, LEA)
    read = ordonnance(
        ["Anne ADRDEUX", "Léa ADRDEUX"],
        nir(HER_NIR, Label.INSURED),
        patient("Léa ADRDEUX"),
        rpps(),
        written_on(),
    )
    assert decide(practice, read).invoice == invoice


def test_a_child_unknown_here_is_not_taken_for_its_parent(practice: Practice) -> None:
    billed(practice, ANNE)
    read = ordonnance(
        ["Assurée : Anne ADRDEUX", "Patient : Léa ADRDEUX"],
        nir(HER_NIR),
        born("2015-05-06"),
        rpps(),
        written_on(),
    )
    assert decide(practice, read).why == Why.CLUES_DISAGREE


def test_father_and_son_of_one_name_are_told_apart_by_the_birth_date(practice: Practice) -> None:
    son = {**JEAN, "birth_date": "1984-07-01", "patient_nir": keyed("1840763220751")}
    billed(practice, JEAN)
    invoice = billed(practice, son)
    by_birth = ordonnance("M. Jean Durand-Morel", born("1984-07-01"), rpps(), written_on())
    by_name = ordonnance("M. Jean Durand-Morel", rpps(), written_on())
    assert decide(practice, by_birth).invoice == invoice
    assert decide(practice, by_name).why == Why.INVOICE_AMBIGUOUS


def test_a_son_with_his_fathers_nir_and_name_is_left_to_a_person(practice: Practice) -> None:
    billed(practice, JEAN)
    billed(practice, {**JEAN, "birth_date": "2014-07-01", "patient_nir": None,
                      "insured_nir": HIS_NIR})  # fmt: skip
    read = ordonnance("Jean Durand-Morel", nir(HIS_NIR), rpps(), written_on())
    assert decide(practice, read).why == Why.INVOICE_AMBIGUOUS


def test_a_homonym_whose_invoices_are_all_closed_still_counts(practice: Practice) -> None:
    billed(practice, JEAN)
    billed(practice, {**JEAN, "birth_date": "1984-07-01", "patient_nir": None},
           status=InvoiceStatus.CANCELLED)  # fmt: skip
    read = ordonnance("M. Jean Durand-Morel", rpps(), written_on())
    assert decide(practice, read).why == Why.INVOICE_AMBIGUOUS


# -- what speaks against


AGAINST = {
    "another NIR": (nir(HIS_NIR), nir(STRANGER_NIR)),
    "only another NIR": (nir(STRANGER_NIR),),
    "another birth date": (nir(HIS_NIR), born("1990-11-05")),
    "another birth date by the name": (clue(ClueKind.DATE, "1990-11-05", at_line=0),),
    "another prescriber": (nir(HIS_NIR), rpps(OTHER_RPPS)),
    "another patient's name": (nir(HIS_NIR), patient("BLANC Sophie")),
    "a brother's name": (nir(HIS_NIR), patient("DURAND-MOREL Paul")),
}


@pytest.mark.parametrize("against", AGAINST.values(), ids=AGAINST)
def test_nothing_is_filed_against_a_contradiction(
    practice: Practice, against: tuple[object, ...]
) -> None:
    billed(practice, JEAN)
    numbers = () if any(one.kind == ClueKind.RPPS for one in against) else (rpps(),)
    read = ordonnance("M. Jean Durand-Morel", *against, *numbers, written_on())
    told = decide(practice, read)
    assert (told.invoice, told.why) == (None, Why.CLUES_DISAGREE)


def test_a_prescription_after_the_care_proves_it_not(practice: Practice) -> None:
    billed(practice, JEAN, payload(day=None))
    read = ordonnance("M. Jean Durand-Morel", nir(HIS_NIR), rpps(), written_on(later(3)))
    assert decide(practice, read).invoice is None


def test_two_patients_on_two_pages_are_left_to_a_person(practice: Practice) -> None:
    billed(practice, JEAN)
    his = ordonnance("M. Jean Durand-Morel", nir(HIS_NIR), rpps(), written_on())
    hers = ordonnance("Mme Sophie BLANC", rpps(), written_on())
    silent = page(FormKind.UNKNOWN, "illisible", sure=0.1)
    assert decide(practice, his, hers).invoice is None
    assert decide(practice, his, silent).invoice is None


def test_two_ordonnances_of_one_patient_are_left_to_a_person(practice: Practice) -> None:
    billed(practice, JEAN)
    one, two = (
        ordonnance("M. Jean Durand-Morel", nir(HIS_NIR), rpps(), written_on(day))
        for day in (PRESCRIBED, later(-30))
    )
    assert decide(practice, one, two).invoice is None


def test_more_pages_than_a_paper_has_are_left_to_a_person(practice: Practice) -> None:
    billed(practice, JEAN)
    read = ordonnance("M. Jean Durand-Morel", nir(HIS_NIR), rpps(), written_on())
    told = decide(practice, *[read] * (MOST_PAGES + 1))
    assert (told.invoice, told.why) == (None, Why.INVOICE_AMBIGUOUS)
    assert told.suggestions


# -- who is not enough


NOBODY = {
    "nothing of them": "Ordonnance",
    "family name only": "M. Durand-Morel",
    "a street": "12 rue Jean Durand-Morel",
    "their doctor": "Docteur Jean DURAND-MOREL",
    "another given name": "Mme Jeanne Durand-Morel",
    "a longer given name": "M. Jean-Paul Durand-Morel",
    "names in two columns": "Jean" + " " * 20 + "Durand-Morel",
    "one letter wrong": "M. Jean Durand-Morfl",
}


@pytest.mark.parametrize("written", NOBODY.values(), ids=NOBODY)
def test_without_a_number_only_the_whole_name_counts(practice: Practice, written: str) -> None:
    billed(practice, JEAN)
    assert decide(practice, ordonnance(written, rpps(), written_on())).why == Why.NOT_SURE


@pytest.mark.parametrize(
    "told_by", [nir(HIS_NIR), nir(HIS_NIR[:13]), born("1952-03-14")], ids=["nir", "13", "birth"]
)
def test_a_number_without_the_name_is_left_to_a_person(practice: Practice, told_by: object) -> None:
    billed(practice, JEAN)
    told = decide(practice, ordonnance("illisible", told_by, rpps(), written_on()))
    assert (told.invoice, told.why) == (None, Why.NOT_SURE)
    assert told.suggestions or told_by.kind == ClueKind.BIRTH_DATE


def test_the_name_alone_without_the_prescriber_is_left_to_a_person(practice: Practice) -> None:
    billed(practice, JEAN)
    told = decide(practice, ordonnance("M. Jean Durand-Morel", written_on()))
    assert (told.invoice, told.why) == (None, Why.NOT_SURE)


def test_the_name_alone_never_takes_the_only_pending_invoice(practice: Practice) -> None:
    billed(practice, JEAN, payload(day=None))
    told = decide(practice, ordonnance("M. Jean Durand-Morel", rpps(), written_on()))
    assert told.invoice is None


def test_a_near_name_is_not_enough_where_another_patient_is_as_near(practice: Practice) -> None:
    near = {**JEAN, "family_name": "DURANT", "patient_nir": None}
    invoice = billed(practice, near)
    read = ordonnance("M. Jean DURAND", born("1952-03-14"), rpps(), written_on())
    assert decide(practice, read).invoice == invoice
    billed(practice, {"family_name": "DURAND", "given_name": "PAUL"})
    assert decide(practice, read).invoice is None


# -- which invoice is not enough


def test_the_prescription_of_another_day_is_left_to_a_person(practice: Practice) -> None:
    billed(practice, JEAN)
    read = ordonnance("M. Jean Durand-Morel", nir(HIS_NIR), rpps(), written_on(later(-365)))
    assert decide(practice, read).why == Why.NOT_SURE


def test_two_invoices_of_one_day_under_two_prescriptions_are_left_to_a_person(
    practice: Practice,
) -> None:
    billed(practice, JEAN)
    billed(practice, JEAN)
    read = ordonnance("M. Jean Durand-Morel", nir(HIS_NIR), written_on())
    assert decide(practice, read).why == Why.INVOICE_AMBIGUOUS


def test_the_prescriber_tells_two_prescriptions_of_one_day_apart(practice: Practice) -> None:
    billed(practice, JEAN, payload(prescriber=OTHER_RPPS))
    invoice = billed(practice, JEAN)
    read = ordonnance("M. Jean Durand-Morel", nir(HIS_NIR), rpps(RPPS), written_on())
    assert decide(practice, read).invoice == invoice


def test_two_undated_invoices_are_left_to_a_person(practice: Practice) -> None:
    for days in (0, 9):
        billed(practice, JEAN, payload(day=None, care=[later(days)]))
    read = ordonnance("M. Jean Durand-Morel", nir(HIS_NIR), rpps(), written_on())
    assert decide(practice, read).why == Why.INVOICE_AMBIGUOUS


def test_a_piece_that_is_there_already_is_left_to_a_person(practice: Practice) -> None:
    practice.attach(billed(practice, JEAN), practice.document("ORDN"))
    read = ordonnance("M. Jean Durand-Morel", nir(HIS_NIR), rpps(), written_on())
    assert decide(practice, read).why == Why.TYPE_PRESENT


def test_an_invoice_that_has_left_already_is_left_to_a_person(practice: Practice) -> None:
    invoice = billed(practice, JEAN, mode="degrade")
    practice.attach(invoice, practice.document("ORDN"))
    practice.attach(invoice, practice.document("AUTP"))
    practice.attach(invoice, practice.document("FSNC"))
    practice.lots()
    assert LotItem.select().exists()
    read = ordonnance("M. Jean Durand-Morel", nir(HIS_NIR), rpps(), written_on())
    assert decide(practice, read).why == Why.INVOICE_SENT


def test_a_cancelled_invoice_takes_nothing(practice: Practice) -> None:
    billed(practice, JEAN, status=InvoiceStatus.CANCELLED)
    read = ordonnance("M. Jean Durand-Morel", nir(HIS_NIR), rpps(), written_on())
    assert decide(practice, read).why == Why.NOT_SURE


@pytest.mark.parametrize(
    "spoilt",
    [
        [*cared_on(later(1)), total(2500)],
        [*cared_on(CARED), total(9900)],
        [*cared_on(CARED)],
        [total(2500)],
        [number("999"), *cared_on(CARED), total(2500)],
    ],
    ids=["another day", "another total", "no total", "no day", "another number"],
)
def test_a_feuille_de_soins_that_fits_no_invoice_is_left_to_a_person(
    practice: Practice, spoilt: list[object]
) -> None:
    billed(practice, JEAN, mode="degrade", number="481")
    assert decide(practice, care_sheet("DURAND-MOREL Jean", nir(HIS_NIR), *spoilt)).invoice is None


# -- bad pages


BAD = {
    "empty": (page(FormKind.UNKNOWN, [], sure=0.0), Why.NO_CLUE),
    "advertising": (page(FormKind.OTHER, "Offre DURAND-MOREL Jean", nir(HIS_NIR)), Why.NO_CLUE),
    "unknown form": (page(FormKind.UNKNOWN, "DURAND-MOREL Jean", nir(HIS_NIR)), Why.NOT_SURE),
    "English": (ordonnance("Mr John Smith", written_on()), Why.NOT_SURE),
}


@pytest.mark.parametrize(("read", "why"), BAD.values(), ids=BAD)
def test_a_page_that_is_no_paper_of_an_invoice_is_left_to_a_person(
    practice: Practice, read: Reading, why: Why
) -> None:
    billed(practice, JEAN)
    told = decide(practice, read)
    assert (told.invoice, told.why) == (None, why)


def test_two_forms_in_one_document_are_left_to_a_person(practice: Practice) -> None:
    billed(practice, JEAN, mode="degrade")
    one = ordonnance("M. Jean Durand-Morel", nir(HIS_NIR), rpps(), written_on())
    two = care_sheet("M. Jean Durand-Morel", nir(HIS_NIR), *cared_on(CARED), total(2500))
    assert decide(practice, one, two).invoice is None
    assert decide(practice, one, folder_type="FSNC").invoice is None
    assert decide(practice, one, folder_type="AUTP").invoice is None


# -- suggestions


def test_the_likeliest_invoices_are_proposed_with_what_speaks_for_and_against(
    practice: Practice,
) -> None:
    right = billed(practice, JEAN)
    billed(practice, JEAN, payload(day=later(-60)))
    billed(practice, {"family_name": "BLANC", "given_name": "SOPHIE"})
    told = decide(
        practice, ordonnance("M. Jean Durand-Morel", nir(HIS_NIR), rpps(OTHER_RPPS), written_on())
    )
    assert told.suggestions[0].invoice == right
    assert len(told.suggestions) == 2
    assert told.suggestions[0].document_type == "ORDN"
    assert {"aspect": "nir", "degree": "exact", "page": 1} in told.suggestions[0].grounds
    assert {"aspect": "prescriber", "degree": "contradicted", "page": 1} in (
        told.suggestions[0].contradictions
    )


def test_at_most_three_invoices_are_proposed(practice: Practice) -> None:
    for days in range(5):
        billed(practice, JEAN, payload(day=later(days)))
    told = decide(practice, ordonnance("M. Jean Durand-Morel", nir(HIS_NIR), written_on()))
    assert len(told.suggestions) == 3


def test_a_handwritten_name_is_proposed_by_prescriber_and_day(practice: Practice) -> None:
    shared = Prescription.create(
        practitioner=practice.nurse, prescriber_key=f"rpps:{RPPS}", day=PRESCRIBED
    )
    invoice = billed(practice, JEAN, prescription=shared)
    told = decide(practice, ordonnance("illisible", rpps(), written_on()))
    assert [one.invoice for one in told.suggestions] == [invoice]


# -- documents filed by a slip, an arm or a name


@pytest.mark.parametrize(
    ("written", "number", "denied"),
    [
        ("Mme Sophie BLANC", STRANGER_NIR, True),
        ("M. Jean Durand-Morel", STRANGER_NIR, False),
        ("M. Jean DURAND", STRANGER_NIR, False),
        ("M. Jean DURAND-MORFL", STRANGER_NIR, False),
        ("Mme Sophie BLANC", HIS_NIR, False),
        ("Mme Sophie BLANC", STRANGER_NIR[:13], False),
    ],
)
def test_a_slip_is_doubted_where_only_somebody_else_is_on_the_page(
    practice: Practice, written: str, number: str, denied: bool
) -> None:
    invoice = billed(practice, JEAN)
    assert contradicts(invoice, [ordonnance(written, nir(number))]) is denied
