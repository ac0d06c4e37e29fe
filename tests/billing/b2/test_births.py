from __future__ import annotations

from datetime import date

import pytest

from scord.billing.b2.births import birth_date

CARE = date(2026, 3, 2)
BORN_1923 = "123016322075166"
BORN_1981 = "181016322075140"


@pytest.mark.parametrize(
    ("birth", "insured_nir", "patient_nir", "expected"),
    [
        ("810101", BORN_1981, BORN_1981, "1981-01-01"),
        ("260303", BORN_1981, None, "1926-03-03"),  # the day after the care
        ("260302", BORN_1981, None, "2026-03-02"),  # a newborn on the mother's rights
        ("230115", BORN_1981, "223016322075101", "2023-01-15"),  # a child with its own number
        ("230115", BORN_1981, None, "2023-01-15"),
        ("100302", "110036322075101", None, "2010-03-02"),  # sixteen that day
        ("811301", BORN_1981, BORN_1981, "1981-13-01"),  # a month that no calendar has
    ],
)
def test_a_birth_date_is_the_last_that_fits(
    birth: str, insured_nir: str, patient_nir: str | None, expected: str
) -> None:
    assert birth_date(birth, CARE, insured_nir=insured_nir, patient_nir=patient_nir) == expected


@pytest.mark.parametrize("patient_nir", [BORN_1923, None])
@pytest.mark.parametrize("birth", ["230115", "230000"])
def test_a_centenarian_insured_themselves_is_not_taken_for_a_child(
    birth: str, patient_nir: str | None
) -> None:
    assert birth_date(birth, CARE, insured_nir=BORN_1923, patient_nir=patient_nir) is None
