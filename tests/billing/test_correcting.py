"""What a person says anew of an invoice is laid over it; what differs is told field by field."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.billing.makers import invoice

from scord.billing.correcting import EDITABLE, Change, changes, corrected, faults_of
from scord.words.invoice_fields import FIELDS, field_words

PAYLOAD = invoice("481", lot="012", lot_sent_at="2023-07-06T18:00:00+02:00", colour="blue")
LINE = {"code": "C", "date": "2023-07-07", "quantity": 1, "amount_cents": 2760}


def test_only_what_is_said_changes_and_it_takes_the_old_ones_place() -> None:
    new = corrected(PAYLOAD, {"invoice_date": "2023-07-07"})
    differing = {name for name in new if new[name] != PAYLOAD.get(name)}
    assert differing == {"invoice_date", "replaces", "lot", "lot_sent_at"}
    assert new["replaces"] == {"number": "481", "invoice_date": PAYLOAD["invoice_date"]}
    assert new["colour"] == "blue"


def test_a_part_of_the_patient_leaves_the_rest() -> None:
    new = corrected(PAYLOAD, {"patient": {"given_name": "Laurence"}})
    assert new["patient"] == {**PAYLOAD["patient"], "given_name": "Laurence"}


def test_the_total_follows_the_lines_and_who_pays_what_is_left_to_the_lps() -> None:
    new = corrected({**PAYLOAD, "amo_cents": 1750}, {"lines": [LINE, LINE]})
    assert (new["total_cents"], new["amo_cents"]) == (5520, None)
    assert faults_of(new, "fr") == {}


def test_an_emptied_field_is_null() -> None:
    assert corrected(PAYLOAD, {"prescription_ref": ""})["prescription_ref"] is None


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"lines": []}, "lines"),
        ({"lines": [{**LINE, "amount_cents": None}]}, "lines[0].amount_cents"),
        ({"lines": [{**LINE, "date": "2023-02-30"}]}, "lines[0].date"),
        ({"lines": "C"}, "lines"),
        ({"mode": "carte"}, "mode"),
        ({"patient": {"nir": "181016322075141"}}, "patient.nir"),
        ({"patient": None}, "patient"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(said: dict[str, Any], field: str) -> None:
    for language in ("fr", "en"):
        faults = faults_of(corrected(PAYLOAD, said), language)
        assert faults[field]


def test_the_changes_are_told_in_the_order_of_the_fields() -> None:
    new = corrected(PAYLOAD, {"mode": "degrade", "lines": [LINE], "prescription_date": None})
    told = changes(PAYLOAD, new)
    assert Change("lines[0].amount_cents", 2500, 2760) in told
    assert told[-1] == Change("mode", "sesam_vitale", "degrade")
    assert not [one for one in told if one.field.startswith(("lot", "replaces", "status"))]


def test_nothing_said_is_nothing_changed() -> None:
    same = {name: PAYLOAD.get(name) for name in EDITABLE}
    assert changes(PAYLOAD, corrected(PAYLOAD, same)) == ()


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(EDITABLE), junk))
def test_nonsense_is_told_and_never_raises(said: dict[str, Any]) -> None:
    new = corrected(PAYLOAD, said)
    faults_of(new, "fr")
    for one in changes(PAYLOAD, new):
        assert field_words(one.field, "fr")


def test_every_field_that_may_be_corrected_has_words() -> None:
    assert {name.partition(".")[0] for name in FIELDS} | {"lines", "mode"} == set(EDITABLE)
