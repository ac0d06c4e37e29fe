from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError
from tests.billing.b2.files import joined, records

from scord.billing.b2.layout import Layout, Role
from scord.billing.b2.reading import read_b2
from scord.billing.b2.reference import reference_layout
from scord_shared.errors import ScordError

if TYPE_CHECKING:
    from collections.abc import Callable

Table = dict[str, Any]


def table() -> Table:
    return reference_layout().model_dump(mode="json")


def record(of: Table, name: str) -> Table:
    return next(one for one in of["records"] if one["name"] == name)


def field(of: Table, name: str, called: str) -> Table:
    return next(one for one in record(of, name)["fields"] if one["name"] == called)


def test_a_layout_is_what_its_table_says() -> None:
    assert Layout.model_validate(table()) == reference_layout()


def test_what_nobody_has_published_says_that_it_is_invented() -> None:
    invented = {
        one.name
        for one in reference_layout().records
        if any(field.sure == "reference" for field in one.fields)
    }
    assert invented == {"1", "2X", "8", "999"}


def test_a_plug_in_can_put_the_lot_number_elsewhere() -> None:
    """And a lot of the profile `reference` is then not read as one of the plug-in's."""
    other = table()
    start = record(other, "1")
    start["marks"] = {"1": "1", "100": "LOT"}
    start["fields"] = [one for one in start["fields"] if one["at"][0] < 28]
    field(other, "1", "lot")["at"] = [60, 62]
    layout = Layout.model_validate(other)
    lines = [
        line[:11] + "   " + line[14:27] + " " * 32 + line[11:14] + " " * 37 + "LOT" + " " * 26
        if line[0] == "1"
        else line
        for line in records()
    ]
    lots = read_b2(joined(lines), layout)
    assert [one["lots"][0]["number"] for one in lots] == ["012", "013"]
    assert {one["format"] for one in lots} == {"scord-lots/1"}  # no names in its lot start


def test_an_invoice_without_lines_is_refused_whatever_the_order_of_a_plug_in() -> None:
    other = table()
    record(other, "2X")["then"].append("5")
    lines = records()
    with pytest.raises(ScordError) as refused:
        read_b2(joined(lines[:5] + lines[9:]), Layout.model_validate(other))
    assert refused.value.facts == {"line": 6, "column": 1, "reason": "record_order"}


def without_record(of: Table, name: str) -> None:
    of["records"].remove(record(of, name))
    for one in of["records"]:
        one["then"] = [other for other in one["then"] if other != name]


WRONG: dict[str, tuple[Callable[[Table], object], str]] = {
    "a column 129": (lambda t: field(t, "5", "publisher").update(at=[123, 129]), "128 columns"),
    "columns backwards": (lambda t: field(t, "5", "publisher").update(at=[126, 123]), "128"),
    "overlap": (lambda t: field(t, "5", "fees").update(at=[57, 65]), "overlap"),
    "a NIR without its key": (lambda t: field(t, "2", "insured_nir").update(at=[12, 24]), "nir"),
    "two fields of one name": (lambda t: field(t, "5", "fees").update(name="lines"), "one name"),
    "a kind that is none": (lambda t: field(t, "5", "fees").update(kind="euros"), "Input should"),
    "a record that follows is none": (lambda t: record(t, "5").update(then=["7"]), "followed"),
    "an invoice before its lot": (lambda t: record(t, "000").update(then=["1", "2"]), "cannot"),
    "a day that is text": (lambda t: field(t, "4", "day").update(kind="text"), "read as date"),
    "a record without a mark": (lambda t: record(t, "5").update(marks={}), "no mark"),
    "no field that lots need": (lambda t: field(t, "1", "lot").update(name="n"), "needs"),
    "a needed field that may be blank": (lambda t: field(t, "1", "lot").update(use="may"), "needs"),
    "no end of the file": (lambda t: without_record(t, "999"), Role.FILE_END),
}


@pytest.mark.parametrize(("spoil", "said"), WRONG.values(), ids=WRONG)
def test_a_layout_that_cannot_be_is_refused(spoil: Callable[[Table], object], said: str) -> None:
    wrong = table()
    spoil(wrong)
    with pytest.raises(ValidationError, match=said):
        Layout.model_validate(wrong)
