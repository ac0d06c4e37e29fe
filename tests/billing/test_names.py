from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scord.billing.names import fold_name, identity, name_key


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Le Goff-Martin", "LE GOFF MARTIN"),
        ("  D\u2019Œuvre ", "D OEUVRE"),
        ("THÉVENOD", "THEVENOD"),
        ("The\u0301venod", "THEVENOD"),
        ("N'Guyen", "N GUYEN"),
        ("--", ""),
    ],
)
def test_writings_of_one_name_fold_to_one(written: str, folded: str) -> None:
    assert fold_name(written) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold_name(fold_name(text)) == fold_name(text)


@given(st.text())
def test_a_key_stays_as_it_is_and_has_no_space(text: str) -> None:
    assert name_key(name_key(text)) == name_key(text)
    assert " " not in name_key(text)


WHO = ("ADRDEUX", "LAURENT", "1981-01-01", "181016322075140")


@pytest.mark.parametrize(
    ("same", "other"),
    [
        (True, WHO),
        (True, ("Adrdeux", "laurent", *WHO[2:])),
        (False, ("ADRTROIS", *WHO[1:])),
        (False, ("ADRDEUX", "LUCIE", *WHO[2:])),
        (False, (*WHO[:2], "1983-01-01", WHO[3])),
        (False, (*WHO[:2], None, WHO[3])),
        (False, (*WHO[:3], "281016322075129")),
        (False, (*WHO[:3], None)),
    ],
)
def test_patients_are_the_same_where_names_birth_and_nir_are(
    same: bool, other: tuple[str, str, str | None, str | None]
) -> None:
    assert (identity(*WHO) == identity(*other)) is same


def test_an_identity_names_nobody() -> None:
    assert not [fact for fact in WHO if fact in identity(*WHO)]
