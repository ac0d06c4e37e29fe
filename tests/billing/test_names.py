from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scord.billing.names import fold_name


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
