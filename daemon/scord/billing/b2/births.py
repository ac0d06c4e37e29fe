"""The century of a birth date whose year has two digits, where it can be known."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

# Younger than this, hardly anyone but a child in the care of the State is insured themselves.
_OF_AGE = 16
_YEAR_IN_NIR = slice(1, 3)


def birth_date(
    birth: str, cared_on: date, *, insured_nir: str, patient_nir: str | None
) -> str | None:
    """`birth` (AAMMJJ) as YYYY-MM-DD; None where a child and a centenarian fit equally well.

    It is the last such date before the care, save for those who are insured themselves and would
    be children by it: they may well be over a hundred, and a wrong birth date could put a paper
    on a wrong invoice. Those insured through another are children: since 2016 (protection
    universelle maladie) grown-ups are insured in their own name.
    """
    century = "20" if f"20{birth}" <= f"{cared_on:%Y%m%d}" else "19"
    child = f"{century}{birth}" > f"{cared_on.year - _OF_AGE}{cared_on:%m%d}"
    if child and _insured_themselves(birth, insured_nir, patient_nir):
        return None
    return with_century(birth, century)


def with_century(birth: str, century: str) -> str:
    return f"{century}{birth[:2]}-{birth[2:4]}-{birth[4:]}"


def _insured_themselves(birth: str, insured_nir: str, patient_nir: str | None) -> bool:
    """By their own NIR; where it is not stated, by the year of birth in the insured's."""
    if patient_nir is not None:
        return patient_nir == insured_nir
    return insured_nir[_YEAR_IN_NIR] == birth[:2]
