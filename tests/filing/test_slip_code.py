"""A slip's text comes back as the invoice it names, and nothing else is taken for one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scord.filing.slip_code import SlipReading, SlipVerdict, decode, encode, encode_form
from scord.store.refs import InvoiceRef

KEY = b"installation one" * 2
REF = InvoiceRef("991129768", "481", date(2023, 7, 6))
REFS = st.builds(InvoiceRef, st.text(), st.text(), st.dates())


@given(REFS, st.binary(min_size=16, max_size=64))
def test_what_was_encoded_is_decoded(ref: InvoiceRef, key: bytes) -> None:
    assert decode(encode(ref, key), key) == SlipReading(SlipVerdict.VALID, ref)


@given(REFS, st.sampled_from(["ORDN", "FSNC", "a:b"]))
def test_a_slip_for_one_type_says_so(ref: InvoiceRef, document_type: str) -> None:
    reading = decode(encode(ref, KEY, document_type), KEY)
    assert reading == SlipReading(SlipVerdict.VALID, ref, document_type)


@given(REFS, REFS)
def test_two_invoices_never_share_a_text(one: InvoiceRef, other: InvoiceRef) -> None:
    assert (encode(one, KEY) == encode(other, KEY)) == (one == other)


def test_the_text_is_the_documented_one() -> None:
    assert encode(REF, KEY).rpartition(":")[0] == "SCORD1:991129768:481:20230706"
    assert len(encode(REF, KEY).rpartition(":")[2]) == 10


def test_the_text_of_a_slip_for_one_type_is_the_documented_one() -> None:
    assert encode(REF, KEY, "ORDN").startswith("SCORD1:991129768:481:20230706:ORDN:")


def test_a_type_added_to_a_printed_slip_has_the_wrong_check() -> None:
    named, _, check = encode(REF, KEY).rpartition(":")
    assert decode(f"{named}:FSNC:{check}", KEY) == SlipReading(SlipVerdict.WRONG_CHECK)


def test_a_colon_in_a_number_does_not_shift_the_parts() -> None:
    text = encode(InvoiceRef("991129768", "4:81", REF.invoice_date), KEY)
    assert text.startswith("SCORD1:991129768:4%3A81:20230706:")


def test_a_slip_of_another_installation_is_told_apart() -> None:
    assert decode(encode(REF, b"another key"), KEY) == SlipReading(SlipVerdict.WRONG_CHECK)


def test_a_forged_number_has_the_wrong_check() -> None:
    forged = encode(REF, KEY).replace(":481:", ":482:")
    assert decode(forged, KEY).verdict is SlipVerdict.WRONG_CHECK


def test_another_spelling_of_the_same_number_is_not_taken() -> None:
    respelled = encode(REF, KEY).replace(":481:", ":%3481:")
    assert decode(respelled, KEY).verdict is SlipVerdict.WRONG_CHECK


@pytest.mark.parametrize("text", ["", "99900100019", "https://example.org", "SCORD2:1:2:3:4"])
def test_a_code_of_something_else_is_not_ours(text: str) -> None:
    assert decode(text, KEY) == SlipReading(SlipVerdict.NOT_OURS)


@given(st.text())
def test_whatever_stands_after_our_prefix_is_a_wrong_check_and_never_an_error(rest: str) -> None:
    assert decode(f"SCORD1:{rest}", KEY) == SlipReading(SlipVerdict.WRONG_CHECK)


def test_a_lone_surrogate_from_a_reader_is_a_wrong_check() -> None:
    assert decode("SCORD1:\ud800:\udfff", KEY).verdict is SlipVerdict.WRONG_CHECK


@given(REFS, st.sampled_from(["FSDE", "a:b"]))
def test_the_code_of_a_form_comes_back_as_one(ref: InvoiceRef, document_type: str) -> None:
    reading = decode(encode_form(ref, KEY, document_type), KEY)
    assert reading == SlipReading(SlipVerdict.VALID, ref, document_type, is_form=True)


def test_the_text_of_a_form_is_the_documented_one() -> None:
    named = encode_form(REF, KEY, "FSDE").rpartition(":")[0]
    assert named == "SCORDF1:991129768:481:20230706:FSDE"


def test_neither_a_slip_nor_a_form_passes_for_the_other() -> None:
    slip, form = encode(REF, KEY, "FSDE"), encode_form(REF, KEY, "FSDE")
    swapped = (slip.replace("SCORD1:", "SCORDF1:"), form.replace("SCORDF1:", "SCORD1:"))
    assert {decode(text, KEY).verdict for text in swapped} == {SlipVerdict.WRONG_CHECK}
