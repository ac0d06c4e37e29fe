from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from tests.billing import makers
from tests.billing.b2 import files
from tests.billing.b2.files import INVOICES, invoices_object, joined, put, records
from tests.billing.b2.wrong_files import FAULTS, Edit

from scord.billing.b2.fault_words import WORDS
from scord.billing.b2.faults import item_fault
from scord.billing.b2.reading import read_b2
from scord.billing.b2.reference import reference_layout
from scord.demo.b2 import write_b2, write_record
from scord_shared.errors import Code, ScordError


def fault_of(data: bytes, **how: Any) -> ScordError:
    with pytest.raises(ScordError) as refused:
        read_b2(data, **how)
    assert refused.value.code == Code.IMPORT_RECORDS_UNREADABLE
    return refused.value


def test_the_objects_are_those_of_the_two_formats() -> None:
    first, second, *lots = read_b2(joined(records()))
    assert first == invoices_object(*INVOICES[:2])
    assert second == invoices_object(INVOICES[2])
    assert [lot["lots"][0]["number"] for lot in lots] == ["012", "013"]
    assert lots[0]["lots"][0]["invoices"][0] == {
        "number": "481",
        "invoice_date": "2026-03-02",
        "total_cents": 1535,
        "insured_nir": "181016322075140",
    }


@pytest.mark.parametrize(("edit", "line", "column", "reason"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_named_with_its_line_and_column(
    edit: Edit, line: int, column: int, reason: str
) -> None:
    edited = edit(records())
    fault = fault_of(edited if isinstance(edited, bytes) else joined(edited))
    assert fault.facts == {"line": line, "column": column, "reason": reason}


def test_a_file_of_another_practice_is_refused() -> None:
    fault = fault_of(joined(records()), ours={"991200015"})
    assert fault.facts == {"line": 2, "column": 2, "reason": "other_practice"}
    assert read_b2(joined(records()), ours={makers.BILLING_NUMBER})


def test_every_reason_has_words_and_a_fault_that_shows_it() -> None:
    assert {reason for *_, reason in FAULTS.values()} | {"other_practice"} == set(WORDS)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "ligne 3, colonne 25 : NIR : la clé est fausse"),
        ("en", "line 3, column 25: NIR: wrong key"),
    ],
)
def test_a_fault_is_told_without_what_it_was_found_in(language: str, said: str) -> None:
    fault = item_fault(fault_of(joined(put(records(), 3, 25, "41"))), language)
    assert (fault.position, fault.path, fault.code) == (None, "3:25", "nir_key")
    assert fault.message == said


def test_without_the_reference_record_invoices_are_named_by_their_lot_only() -> None:
    objects = read_b2(files.text(named=False).encode())
    assert {one["format"] for one in objects} == {"scord-lots/1"}
    named = [name for one in objects for name in one["lots"][0]["invoices"]]
    assert [(name["number"], name["invoice_date"]) for name in named] == [
        ("481", None),
        ("482", None),
        ("483", None),
    ]


def test_columns_that_are_not_needed_may_hold_anything() -> None:
    lines = put(records(), 3, 59, "??????")  # the day of the prise en charge
    assert read_b2(joined(lines)) == read_b2(joined(records()))


def test_lines_of_two_prescribers_leave_the_prescriber_open() -> None:
    lines = put(put(records(), 8, 44, "991100025"), 9, 39, "99900100027")
    assert read_b2(joined(lines))[0]["invoices"][0]["prescriber"] is None


def test_a_finess_of_corsica_is_read_in_both_writings() -> None:
    for finess in ("2A0002689", "200102689"):
        lines = put(put(records(), 6, 44, finess), 8, 44, finess)
        prescriber = read_b2(joined(lines))[0]["invoices"][0]["prescriber"]
        assert prescriber["billing_number"] == "200102689"


def test_hospital_lines_are_read_and_added_up() -> None:
    types, head = reference_layout().by_name, {
        "practitioner": makers.BILLING_NUMBER, "insured_nir": "181016322075140", "invoice": "481"
    }  # fmt: skip
    stay = {"day": date(2026, 3, 2), "act": "GHS", "quantity": 2, "amount": 50000}
    prescription = {"sequence": 1, "prescription_day": date(2026, 2, 11)}
    lines = records()
    lines[5:5] = [
        write_record(types["3"], {**head, **stay}),
        write_record(types["3S"], {**head, **prescription}),
    ]
    lines = put(put(lines, 12, 39, "003"), 12, 115, "00050000")
    lines = put(put(lines, 18, 19, "000000054035"), 27, 8, "00000027")
    lines = put(lines, 5, 94, "      ")  # the prescription's day of the reference record
    (first, _), *_ = (one["invoices"] for one in read_b2(joined(lines)) if "invoices" in one)
    assert first["total_cents"] == 51535
    assert first["lines"][0] == {
        "code": "GHS", "date": "2026-03-02", "quantity": 2, "amount_cents": 50000,
    }  # fmt: skip
    assert first["prescription_date"] == "2026-02-11"


@pytest.mark.slow
def test_999_invoices_of_ten_thousand_records_are_read_whole() -> None:
    acts = [files.line("AMI", 315) for _ in range(3)]
    many = []
    for number in range(1, 1000):
        one = deepcopy(INVOICES[0])
        many.append({**one, "number": str(number), "lines": acts, "total_cents": 945})
    lot = files.lot("012", files.SENT_012, *(one["number"] for one in many))
    text = write_b2(invoices_object(*many), files.lots_object(lot))
    assert text.count("\n") > 9_990
    whole, _ = read_b2(text.encode())
    assert whole["invoices"] == many
