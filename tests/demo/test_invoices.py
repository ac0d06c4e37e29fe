"""The demo's invoices and lots have the import formats' keys and agree with each other."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from scord.billing.formats import INVOICES as INVOICES_FORMAT
from scord.billing.formats import LOTS as LOTS_FORMAT
from scord.demo.invoices import INVOICES, LOTS, Answer, demo_invoices, demo_lots, resent

TODAY = date(2026, 7, 8)
ITEMS = [item for one in demo_invoices(TODAY) for item in one["invoices"]]
INVOICE_KEYS = {
    "number",
    "invoice_date",
    "mode",
    "status",
    "replaces",
    "patient",
    "insured_nir",
    "organisation",
    "prescriber",
    "prescription_date",
    "prescription_ref",
    "lines",
    "total_cents",
    "lot",
    "lot_sent_at",
}
PRACTITIONER_KEYS = {"rpps", "billing_number", "family_name", "given_name", "profession"}


def test_every_object_says_its_format_and_whose_it_is() -> None:
    objects = [*demo_invoices(TODAY), *demo_lots(TODAY)]
    assert [one["format"] for one in objects] == ["scord-invoices/1"] * 2 + ["scord-lots/1"] * 2
    for one in objects:
        assert set(one["practitioner"]) == PRACTITIONER_KEYS
        assert all(one["practitioner"].values())


def test_the_importer_takes_every_object() -> None:
    again, moved = resent(TODAY)
    for one in (*demo_invoices(TODAY), again):
        INVOICES_FORMAT.file.model_validate(one)
    for one in (*demo_lots(TODAY), moved):
        LOTS_FORMAT.file.model_validate(one)


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item["number"])
def test_an_invoice_has_every_key_and_adds_up(item: dict) -> None:  # type: ignore[type-arg]
    assert set(item) == INVOICE_KEYS
    assert set(item["patient"]) == {"family_name", "given_name", "birth_date", "nir"}
    assert set(item["organisation"]) == {"regime", "caisse", "centre"}
    assert set(item["prescriber"]) == {"rpps", "billing_number", "name"}
    assert all(set(line) == {"code", "date", "quantity", "amount_cents"} for line in item["lines"])
    assert item["total_cents"] == sum(line["amount_cents"] for line in item["lines"])
    assert item["patient"]["family_name"].isascii()


def test_the_demo_shows_three_modes_a_child_and_a_series() -> None:
    assert {item["mode"] for item in ITEMS} == {"sesam_vitale", "desynchronise", "degrade"}
    assert [item["number"] for item in ITEMS if item["patient"]["nir"] is None] == ["483"]
    series = [item["number"] for item in ITEMS if item["prescription_ref"] == "ORD-2207"]
    assert series == ["487", "488", "489"]


def test_every_lot_left_after_its_invoices_were_made_and_before_today() -> None:
    lots = [lot for one in demo_lots(TODAY) for lot in one["lots"]]
    for lot in lots:
        sent = datetime.fromisoformat(lot["sent_at"])
        assert sent.utcoffset() == timedelta(hours=2)  # Paris in July
        assert sent.date() < TODAY
        held = [item for item in ITEMS if item["lot"] == lot["number"]]
        assert lot["invoices"] == [
            {"number": item["number"], "invoice_date": item["invoice_date"]} for item in held
        ]
        assert held
        for item in held:
            assert item["lot_sent_at"] == lot["sent_at"]
            assert date.fromisoformat(item["invoice_date"]) <= sent.date()
            assert (item["mode"] == "degrade") == (lot["kind"] == "degraded")


def test_the_caisse_refuses_once_is_late_once_and_says_nothing_to_degraded_lots() -> None:
    answers = {lot.number: lot.answer for lot in LOTS}
    assert [number for number, answer in answers.items() if answer is Answer.NEGATIVE] == ["012"]
    assert [number for number, answer in answers.items() if answer is Answer.LATE] == ["014"]
    silent = {lot.number for lot in LOTS if lot.answer is Answer.NONE}
    assert silent == {lot.number for lot in LOTS if lot.kind == "degraded"}


def test_the_refused_lot_s_invoice_comes_back_unchanged_in_a_later_lot() -> None:
    invoices, lots = resent(TODAY)
    (item,) = invoices["invoices"]
    (before,) = [one for one in ITEMS if one["lot"] == "012"]
    assert item == before | {"lot": "013", "lot_sent_at": lots["lots"][0]["sent_at"]}
    assert item["lot_sent_at"] > before["lot_sent_at"]
    assert lots["lots"][0]["number"] == "013"


def test_no_two_invoices_share_a_number() -> None:
    assert len({one.number for one in INVOICES}) == len(INVOICES)
