"""The name that Stellair gives, whatever the patient is called."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from scord.forms.name import form_name


def test_the_name_is_that_of_stellairs_example() -> None:
    assert form_name("481", "ADRDEUX", "LAURENT") == "FACTURE_481_ADRDEUX_LAURENT.pdf"


def test_accents_hyphens_and_apostrophes_become_plain_signs() -> None:
    assert form_name("A/7", "d'Œuf-Noël", "Zoé") == "FACTURE_A_7_D_OEUF_NOEL_ZOE.pdf"


def test_a_name_of_no_letters_is_said_to_be_missing() -> None:
    assert form_name("..", "李", "") == "FACTURE_SANS_NUMERO_SANS_NOM_SANS_PRENOM.pdf"


@given(st.text(), st.text(), st.text())
def test_any_disk_takes_any_name(number: str, family: str, given_name: str) -> None:
    name = form_name(number, family, given_name)
    assert re.fullmatch(r"FACTURE(_[A-Z0-9]+)+\.pdf", name)
    assert len(name) < 110
