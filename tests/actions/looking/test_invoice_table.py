"""The list of Factures: every way to search, narrow and sort it, and what it costs."""

from __future__ import annotations

import logging
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from scord.actions.looking.counters import counters, late_lots
from scord.actions.looking.documents import documents
from scord.actions.looking.invoice_table import Sort, Sought, Todo, invoice_table
from scord.actions.looking.marks import Mark
from scord.actions.looking.pages import Window
from scord.billing.names import name_key
from scord.lots import standing
from scord.lots.colour import Colour
from scord.store.states import DocumentState, InvoiceStatus, ItemVerdict, ScorLotState

if TYPE_CHECKING:
    from tests.lots.practice import Practice

    from scord.store.tables import Invoice

NIR = "181016322075140"


def follow(practice: Practice) -> None:
    while standing.catch_up(practice.context):
        pass


def named(practice: Practice, family: str, given: str, **changes: Any) -> Invoice:
    return practice.invoice(
        family_name=family, given_name=given, given_key=name_key(given), **changes
    )


def found(practice: Practice, **sought: Any) -> list[int]:
    table = invoice_table(practice.context, Sought(**sought))
    numbers = [row.id for row in table.rows]
    assert table.total == len(numbers)
    return numbers


@pytest.mark.parametrize(
    "text",
    ["le gall", "LE-GALL", "legall", "Lé Ga", "le gall élodie", "elodie le gall", "Élo", "gall"],
)
def test_a_patient_is_found_by_the_beginning_of_any_name_in_any_spelling(
    practice: Practice, text: str
) -> None:
    hers = named(practice, "LE GALL", "Élodie")
    named(practice, "MARTIN", "Léa")
    assert found(practice, text=text) == ([] if text == "gall" else [hers.id])


def test_one_box_finds_numbers_and_nirs_too(practice: Practice) -> None:
    his = practice.invoice(number="4810", patient_nir=NIR)
    child = practice.invoice(number="99", insured_nir=NIR)
    practice.invoice(number="1481", patient_nir="2" + NIR[1:])
    both = [child.id, his.id]
    assert found(practice, text="48") == [his.id]
    for text in (NIR, "1 81 01 63 220 751 40", "1 81 01 63", NIR[:13]):
        assert found(practice, text=text) == both, text
    assert found(practice, text="18101") == []  # so short, it would be a number


@pytest.mark.parametrize("text", ["%", "_", "'", '"', "\U0010ffff", "-", "a" * 200, "1 " * 90])
def test_a_text_that_means_nothing_finds_nothing(practice: Practice, text: str) -> None:
    practice.invoice()
    assert found(practice, text=text) == []


def test_spaces_alone_ask_for_nothing(practice: Practice) -> None:
    assert found(practice, text="  ") == [] != [practice.invoice().id] == found(practice, text=" ")


def test_a_search_for_a_nir_is_not_logged(
    practice: Practice, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        found(practice, text=NIR)
    assert NIR not in caplog.text


def test_every_filter_narrows(practice: Practice) -> None:
    old = practice.ready(invoice_date=date(2026, 1, 5), identity="a")
    held = practice.invoice(status=InvoiceStatus.HELD, identity="b")
    hers = practice.invoice(
        practitioner=practice.practitioner("991129769"), fse_lot=practice.lot(), identity="a"
    )
    follow(practice)
    asked: list[tuple[dict[str, Any], list[int]]] = [
        ({}, [hers.id, held.id, old.id]),
        ({"since": date(2026, 1, 6)}, [hers.id, held.id]),
        ({"until": date(2026, 1, 5)}, [old.id]),
        ({"since": date(2026, 1, 5), "until": date(2026, 1, 5)}, [old.id]),
        ({"colour": Colour.YELLOW}, [old.id]),
        ({"colour": Colour.RED}, []),
        ({"state": InvoiceStatus.HELD}, [held.id]),
        ({"missing": True}, [hers.id, held.id]),
        ({"missing": False}, [old.id]),
        ({"practitioner": "991129769"}, [hers.id]),
        ({"practitioner": "000000000"}, []),
        ({"fse_lot": hers.fse_lot_id}, [hers.id]),
        ({"prescription": 9}, []),
        ({"patient": old.id}, [hers.id, old.id]),
        ({"patient": old.id, "missing": True}, [hers.id]),
        ({"todo": Todo.TO_SEND}, [old.id]),
        ({"text": old.number, "state": InvoiceStatus.ACTIVE}, [old.id]),
        ({"text": old.number, "state": InvoiceStatus.HELD}, []),
    ]
    for query, wanted in asked:
        assert found(practice, **query) == wanted, query
        by_colour = found(practice, **query, sort=Sort.COLOUR)
        assert sorted(by_colour) == sorted(wanted), query


def test_every_column_sorts_either_way(practice: Practice) -> None:
    first = named(
        practice,
        "ZOLA",
        "A",
        number="99",
        invoice_date=date(2026, 1, 1),
        total_cents=900,
        caisse="100",
    )
    practice.attach(first, practice.document())
    second = named(
        practice,
        "DURAND",
        "B",
        number="100",
        invoice_date=date(2026, 2, 1),
        total_cents=80,
        caisse="090",
    )
    follow(practice)
    ascending = {
        Sort.NUMBER: [first, second],
        Sort.DATE: [first, second],
        Sort.PATIENT: [second, first],
        Sort.TOTAL: [second, first],
        Sort.CAISSE: [second, first],
        Sort.COLOUR: [second, first],  # one lacks a piece, the other's is to be sent
    }
    assert set(ascending) == set(Sort)
    for sort, rows in ascending.items():
        ids = [row.id for row in rows]
        assert found(practice, sort=sort, descending=False) == ids, sort
        assert found(practice, sort=sort) == ids[::-1], sort


def test_pages_hold_every_row_once(practice: Practice) -> None:
    ids = [practice.invoice().id for _ in range(7)]
    follow(practice)
    for sort in Sort:
        tables = [
            invoice_table(practice.context, Sought(page=page, size=3, sort=sort))
            for page in (1, 2, 3, 4)
        ]
        assert [(one.total, one.pages) for one in tables] == [(7, 3)] * 4
        assert sorted(row.id for one in tables for row in one.rows) == ids, sort
        assert tables[-1].rows == ()


def test_an_empty_store_has_one_empty_page(practice: Practice) -> None:
    table = invoice_table(practice.context, Sought())
    assert (table.total, table.pages, table.rows) == (0, 1, ())


def test_marks_tell_of_every_type_whether_it_is_there(practice: Practice) -> None:
    refused = practice.ready()
    practice.lots()
    practice.answered(ItemVerdict.REJECTED, ScorLotState.REJECTED)
    ready = practice.ready()
    bare = practice.invoice(mode="degrade")
    closed = practice.invoice(status=InvoiceStatus.CANCELLED)
    follow(practice)
    rows = {row.id: row for row in invoice_table(practice.context, Sought()).rows}
    none = dict.fromkeys(("ORDN", "DSIP", "AUTP", "FSNC", "FSDE"), Mark.NONE)
    assert rows[ready.id].marks == {**none, "ORDN": Mark.HAVE}
    assert rows[refused.id].marks == {**none, "ORDN": Mark.REJECTED}
    assert rows[bare.id].marks == {**none, "ORDN": Mark.MISSING, "FSNC": Mark.MISSING}
    assert rows[closed.id].marks == none


def test_a_set_too_large_to_be_held_finds_the_same(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [practice.ready().id for _ in range(3)]
    practice.invoice()
    follow(practice)
    monkeypatch.setattr("scord.actions.looking.invoice_table._FEW", 1)
    sought: dict[str, Any] = {"todo": Todo.TO_SEND, "descending": False}
    assert found(practice, **sought) == ids
    assert sorted(found(practice, **sought, sort=Sort.COLOUR)) == ids
    assert found(practice, **sought, state=InvoiceStatus.ACTIVE, text="4") == ids


def test_each_counter_counts_what_its_list_shows(practice: Practice) -> None:
    practice.ready()
    practice.lots()
    practice.answered(ItemVerdict.REJECTED, ScorLotState.REJECTED)
    for _ in range(2):
        practice.ready()
    practice.invoice(fse_lot=None)
    practice.invoice(fse_lot=None, status=InvoiceStatus.CANCELLED)
    practice.invoice(fse_lot=practice.lot(sent_at=practice.later(hours=1)))
    practice.document(None, state=DocumentState.INBOX)
    practice.lot(verdict="awaited", sent_at=practice.later(days=-9))
    follow(practice)
    told = {one.name: one for one in counters(practice.context)}
    assert {name: (one.count, one.pieces) for name, one in told.items()} == {
        "invoices-to-transmit": (2, None),
        "documents-to-transmit": (2, 2),
        "to-file": (1, None),
        "rejected": (1, 1),
        "arl-late": (1, None),
    }
    for one in told.values():
        assert one.count == shown(practice, one.shown_by, one.filter), one.name


def shown(practice: Practice, by: str, narrowed: dict[str, str]) -> int:
    if by == "invoices":
        return len(found(practice, todo=Todo(narrowed["todo"])))
    if by == "documents":
        state = DocumentState(narrowed["state"])
        return len(documents(state, None, None, Window()).items)
    return len(late_lots(practice.context))
