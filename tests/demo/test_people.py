"""The demo's people have numbers that every check accepts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from stdnum import luhn
from stdnum.fr import nir

from scord.demo import people

if TYPE_CHECKING:
    from scord.demo.people import Carer, Patient, Prescriber


@pytest.mark.parametrize("patient", people.PATIENTS, ids=lambda patient: patient.family_name)
def test_a_nir_has_its_key_and_its_birth_month(patient: Patient) -> None:
    assert nir.is_valid(patient.insured_nir)
    if patient.nir is not None:
        assert patient.nir == patient.insured_nir
        assert patient.nir[1:5] == f"{patient.birth_date:%y%m}"


@pytest.mark.parametrize("who", [people.GRIS, people.BRUN, people.VALMONT, people.OSTREVENT])
def test_rpps_and_billing_number_pass_luhn_and_are_nobodys(who: Carer | Prescriber) -> None:
    for number, length in ((who.rpps, 11), (who.billing_number, 9)):
        assert luhn.is_valid(number)
        assert len(number) == length
        assert number.startswith("99")
