"""What kind of form a page is, by its phrases."""

from __future__ import annotations

import pytest
from tests.reading.writing import read

from scord.reading.clue import FormKind

CARE_SHEET = (
    "feuille de soins - médecin",
    "PERSONNE RECEVANT LES SOINS",
    "ADRESSE DE L'ASSURÉ(E)",
    "CONDITIONS DE PRISE EN CHARGE DES SOINS",
    "ACTES EFFECTUÉS",
    "PAIEMENT\tMONTANT TOTAL 30,00 €",
    "signature du médecin\tsignature de l'assuré(e)",
)
PRESCRIPTION = (
    "Docteur Claire VALMONT",
    "Médecine générale",
    "Mme ADRDEUX Hélène",
    "Pansement simple tous les jours pendant 15 jours",
    "Signature",
)
NURSING = (
    "Démarche de soins infirmiers",
    "Prescription médicale - volet 2",
    *PRESCRIPTION[:3],
    "SOINS DEMANDÉS",
    "Aide à la toilette et prévention d'escarres",
)
ENGLISH = (
    "John SMITH, M.D.",
    "Rx: Amoxicillin 500 mg, take one capsule three times daily for 7 days",
    "Refills: 0",
)
ADVERTISING = (
    "MOBILIER DU VAL",
    "Une offre de remise de 20 % sur nos fauteuils, sans engagement, livraison comprise",
    "Veuillez agréer nos salutations distinguées",
    "Le service commercial",
)
LETTER = (
    "Docteur Claire VALMONT",
    "Cher confrère,",
    "Merci de m'avoir adressé Mme ADRDEUX. Veuillez trouver le compte rendu et la feuille de soins",
    "Conclusion : bonne évolution, pansement à poursuivre",
)
RESULTS = ("Laboratoire du Val", "RÉSULTATS\tValeurs de référence", "Hémoglobine 13,2 g/dL")


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        (CARE_SHEET, FormKind.CARE_SHEET),
        (PRESCRIPTION, FormKind.PRESCRIPTION),
        (NURSING, FormKind.NURSING_PRESCRIPTION),
        (ADVERTISING, FormKind.OTHER),
        (LETTER, FormKind.OTHER),
        (RESULTS, FormKind.OTHER),
        (ENGLISH, FormKind.UNKNOWN),
        ((), FormKind.UNKNOWN),
        (("il fait beau",), FormKind.UNKNOWN),
        (("feuille de soins",), FormKind.UNKNOWN),
    ],
)
def test_phrases_tell_the_kind(rows: tuple[str, ...], kind: FormKind) -> None:
    reading = read(*rows)
    assert reading.kind is kind
    assert (reading.kind_sure == 0) is (kind is FormKind.UNKNOWN)


def test_a_prescription_that_asks_for_a_dsi_is_no_dsi() -> None:
    rows = (*PRESCRIPTION, "Faire pratiquer une démarche de soins infirmiers")
    assert read(*rows).kind is FormKind.PRESCRIPTION


def test_headings_with_errors_of_reading_are_known() -> None:
    rows = (
        "feuilie de soins",
        "PERSONNE RECEVAMT LES SO1NS",
        "ADRFSSE DE L'ASSURE(E)",
        "ACTES EFFECTUÈS",
    )
    assert read(*rows).kind is FormKind.CARE_SHEET


def test_more_that_speaks_for_it_makes_it_surer() -> None:
    assert read(*CARE_SHEET).kind_sure > read(*CARE_SHEET[:2]).kind_sure > 0.5
