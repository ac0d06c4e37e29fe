from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from scord.billing.numbers import check_billing_number, check_nir, check_rpps

DEPARTMENTS = [*(f"{n:02}" for n in range(1, 96) if n != 20), "2A", "2B", "97", "99"]
_AS_DIGITS = {"2A": "19", "2B": "18"}


@st.composite
def nirs(draw: st.DrawFn) -> str:
    """The public rule computed anew: 97 less the rest by 97, Corsica as 19 and 18."""
    head = draw(st.sampled_from("123478")) + draw(st.from_regex(r"[0-9]{4}", fullmatch=True))
    department = draw(st.sampled_from(DEPARTMENTS))
    tail = draw(st.from_regex(r"[0-9]{6}", fullmatch=True))
    key = 97 - int(head + _AS_DIGITS.get(department, department) + tail) % 97
    return f"{head}{department}{tail}{key:02}"


@given(nirs())
def test_a_nir_with_its_key_is_taken(nir: str) -> None:
    assert check_nir(nir) == nir


@given(nirs(), st.integers(0, 14), st.integers(1, 9))
def test_one_wrong_digit_in_a_nir_is_refused(nir: str, at: int, step: int) -> None:
    if not nir[at].isdigit():
        return
    wrong = nir[:at] + str((int(nir[at]) + step) % 10) + nir[at + 1 :]
    with pytest.raises(PydanticCustomError) as refused:
        check_nir(wrong)
    assert wrong not in str(refused.value)


@given(nirs())
def test_spaces_and_small_letters_in_a_nir_are_forgiven(nir: str) -> None:
    spaced = f" {nir[0]} {nir[1:3]} {nir[3:5]} {nir[5:7]} {nir[7:10]} {nir[10:13]} {nir[13:]} "
    assert check_nir(spaced.lower()) == nir


@pytest.mark.parametrize("nir", ["781016322075131", "381016322075137", "186022A21532523"])
def test_temporary_foreign_and_corsican_numbers_are_taken(nir: str) -> None:
    assert check_nir(nir) == nir


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("181016322075141", "nir_key"),
        ("1810163220751", "nir_form"),
        ("1810163220751400", "nir_form"),
        ("181012C22075140", "nir_form"),
        ("", "nir_form"),
        ("581016322075134", "nir_first_digit"),
    ],
)
def test_a_wrong_nir_says_what_is_wrong(text: str, code: str) -> None:
    if code == "nir_first_digit":
        text = text[:13] + f"{97 - int(text[:13]) % 97:02}"
    with pytest.raises(PydanticCustomError) as refused:
        check_nir(text)
    assert refused.value.type == code


@pytest.mark.parametrize("number", ["99900065279", "10001811818"])
def test_an_rpps_with_its_key_is_taken(number: str) -> None:
    assert check_rpps(number) == number


@pytest.mark.parametrize(
    "number", ["99900065278", "9990006527", "00000000000", "RPPS0043390", "99900065279 "]
)
def test_a_wrong_or_blank_rpps_is_refused(number: str) -> None:
    with pytest.raises(PydanticCustomError):
        check_rpps(number)


@pytest.mark.parametrize("number", ["991129768", "001033901"])
def test_a_billing_number_with_its_key_is_taken(number: str) -> None:
    assert check_billing_number(number) == number


@pytest.mark.parametrize("number", ["991129767", "99112976", "000000000", "99112976A"])
def test_a_wrong_or_blank_billing_number_is_refused(number: str) -> None:
    with pytest.raises(PydanticCustomError):
        check_billing_number(number)
