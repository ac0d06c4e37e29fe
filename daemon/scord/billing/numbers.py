"""The numbers of people in French health care, checked by their keys.

A refused number never appears in the error: errors reach logs and reports.
"""

from __future__ import annotations

import re

from pydantic_core import PydanticCustomError
from stdnum import luhn
from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.fr import nir

# 1, 2: on the INSEE register; 3, 4: being entered on it; 7, 8: temporary number of a caisse.
_NIR_FIRST_DIGITS = "123478"

# Nothing but zeros has a right key and is what software writes where it knows no number.
_RPPS = re.compile(r"(?!0+$)[0-9]{11}")
_BILLING_NUMBER = re.compile(r"(?!0+$)[0-9]{9}")


def check_nir(text: str) -> str:
    """The NIR with its key, 15 characters, spaces and dots left out; Corsica as 2A or 2B.

    stdnum knows the key and Corsica; it takes any first digit, so that is looked at here.
    Raises PydanticCustomError nir_form, nir_first_digit or nir_key.
    """
    try:
        number = nir.validate(text)
    except InvalidChecksum as fault:
        raise PydanticCustomError("nir_key", "the key of the NIR is wrong") from fault
    except ValidationError as fault:
        raise PydanticCustomError("nir_form", "a NIR has 13 characters and 2 of key") from fault
    if number[0] not in _NIR_FIRST_DIGITS:
        raise PydanticCustomError("nir_first_digit", "no NIR begins with this digit")
    return number


def check_rpps(text: str) -> str:
    """The RPPS number: 11 digits, the last of them Luhn's. Raises PydanticCustomError rpps."""
    if not (_RPPS.fullmatch(text) and luhn.is_valid(text)):
        raise PydanticCustomError("rpps", "not an RPPS number")
    return text


def check_billing_number(text: str) -> str:
    """The numéro d'assurance maladie: 9 digits, the last Luhn's. Raises PydanticCustomError."""
    if not (_BILLING_NUMBER.fullmatch(text) and luhn.is_valid(text)):
        raise PydanticCustomError("billing_number", "not a billing number")
    return text
