"""What an item may and may not be, as the report tells it."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from tests.billing.makers import PRACTITIONER, invoice

from scord.billing.fault_words import WORDS
from scord.billing.formats import INVOICES
from scord.billing.items import read
from scord.billing.report import Complaint, Tally


def faults(item: Any, language: str = "en") -> list[tuple[str, str]]:
    document = {"format": INVOICES.name, "practitioner": PRACTITIONER, "invoices": [item]}
    reading = read(document, INVOICES, first=1, language=language)
    return [(fault.path, fault.code) for fault in reading.tally.faults]


def with_value(path: str, value: Any) -> dict[str, Any]:
    """An invoice with `value` at `path`, such as "patient.nir"."""
    item = deepcopy(invoice())
    *way, last = path.split(".")
    place: Any = item
    for step in way:
        place = place[int(step)] if step.isdigit() else place[step]
    place[last] = value
    return item


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("number", 481, "string_type"),
        ("number", "  ", "string_too_short"),
        ("number", "4\n81", "unprintable"),
        ("number", "4" * 41, "string_too_long"),
        ("invoice_date", "20260302", "day"),
        ("invoice_date", "1688601600", "day"),
        ("invoice_date", 20260302, "day"),
        ("invoice_date", "2026-02-30", "day"),
        ("invoice_date", "0026-03-02", "day"),
        ("invoice_date", None, "day"),
        ("mode", "dégradé", "literal_error"),
        ("status", "deleted", "literal_error"),
        ("patient.birth_date", "01/01/1981", "string_pattern_mismatch"),
        ("patient.nir", "181016322075141", "nir_key"),
        ("patient.nir", 181016322075140, "string_type"),
        ("insured_nir", "18101632207514", "nir_form"),
        ("organisation.regime", "1", "string_pattern_mismatch"),
        ("organisation.caisse", "01-349", "string_pattern_mismatch"),
        ("prescriber.rpps", "99900100018", "rpps"),
        ("prescriber.billing_number", "991100018", "billing_number"),
        ("electronic_prescription", "yes", "bool_type"),
        ("lines", [], "too_short"),
        ("lines", {}, "list_type"),
        ("total_cents", 2501, "total"),
        ("total_cents", 25.0, "int_type"),
        ("total_cents", "2500", "int_type"),
        ("total_cents", True, "int_type"),
        ("total_cents", -1, "greater_than_equal"),
        ("total_cents", 10**40, "less_than_equal"),
        ("lot", "0123", "string_pattern_mismatch"),
        ("lot_sent_at", "2026-03-02T18:00:00+01:00", "lot_missing"),
        ("lot_sent_at", "2026-03-02T18:00:00", "time_zone"),
        ("lot_sent_at", "2026-03-02T25:00:00+01:00", "time"),
        ("lot_sent_at", "2026-03-02", "time"),
        ("lot_sent_at", "0001-01-01T00:00:00+02:00", "time"),
        ("lot_sent_at", 1688601600, "time"),
        ("note", "\ud800", "json_invalid"),
    ],
)
def test_a_wrong_value_is_one_fault_at_its_place(path: str, value: Any, code: str) -> None:
    ((where, found),) = faults(with_value(path, value))
    assert found == code
    assert where in (path, "")


@pytest.mark.parametrize("item", [None, [], "481", 7])
def test_an_item_that_is_no_object_is_refused(item: Any) -> None:
    assert faults(item) == [("", "model_type")]


def test_an_item_nested_too_deep_is_refused() -> None:
    pit: Any = []
    for _ in range(5_000):
        pit = [pit]
    assert faults(invoice(note=pit)) == [("", "json_invalid")]


def test_all_faults_of_an_item_come_together() -> None:
    item = with_value("patient.nir", "1")
    item["invoice_date"] = "soon"
    item["total_cents"] = 1
    item["lines"][0]["date"] = "2026-13-01"
    del item["mode"]
    assert sorted(faults(item)) == [
        ("invoice_date", "day"),
        ("lines[0].date", "day"),
        ("mode", "missing"),
        ("patient.nir", "nir_form"),
    ]
    item["lines"][0]["date"] = "2026-03-02"
    assert ("total_cents", "total") in faults(item)


def test_a_patient_without_any_nir_is_refused() -> None:
    item = with_value("patient.nir", None)
    item["insured_nir"] = None
    assert faults(item) == [("insured_nir", "no_nir")]
    del item["insured_nir"]
    assert faults(item) == [("insured_nir", "no_nir")]


def test_a_child_without_a_number_of_their_own_is_taken() -> None:
    assert faults(with_value("patient.nir", None)) == []


@pytest.mark.parametrize("day", ["1954-13-32", "1960-00-00"])
def test_a_birth_date_outside_the_calendar_is_taken(day: str) -> None:
    assert faults(with_value("patient.birth_date", day)) == []


def test_no_fault_repeats_a_name_or_a_nir() -> None:
    item = with_value("patient.nir", "181016322075141")
    item["patient"]["family_name"] = "ADRDEUX" * 60
    item["patient"]["birth_date"] = "ADRDEUX"
    item["mode"] = "ADRDEUX"
    item["total_cents"] = "181016322075141"
    for language in ("fr", "en"):
        document = {"format": INVOICES.name, "practitioner": PRACTITIONER, "invoices": [item]}
        found = read(document, INVOICES, first=1, language=language).tally.faults
        text = json.dumps([[fault.path, fault.code, fault.message] for fault in found])
        assert len(found) == 5
        assert "ADRDEUX" not in text
        assert "18101632" not in text


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"practitioner": {**PRACTITIONER, "billing_number": "991129767"}}, "practitioner"),
        ({"practitioner": None}, "practitioner"),
        ({"invoices": {"number": "481"}}, "invoices"),
        ({"invoices": None}, "invoices"),
        ({"format": "scord-invoices/2"}, "format"),
    ],
)
def test_a_wrong_head_refuses_the_object_as_a_whole(change: dict[str, Any], path: str) -> None:
    document = {"format": INVOICES.name, "practitioner": PRACTITIONER, "invoices": [invoice()]}
    reading = read({**document, **change}, INVOICES, first=1, language="fr")
    assert reading.head is None
    assert reading.given == ()
    assert all(fault.position is None for fault in reading.tally.faults)
    assert reading.tally.faults[0].path.startswith(path)


def test_every_code_has_words_for_its_facts_in_both_languages() -> None:
    facts = dict.fromkeys(("expected", "max_length", "ge", "le", "fields"), "x")
    for language in ("fr", "en"):
        tally = Tally(language)
        tally.complain(1, [Complaint(code, "", facts) for code in WORDS])
        assert all(fault.message and "{" not in fault.message for fault in tally.faults)
    assert all(french != english for french, english in WORDS.values())
