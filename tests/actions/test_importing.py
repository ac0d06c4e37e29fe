"""Files of the LPS: kept before they are understood, applied once; no content stops the rest."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.billing.b2 import files
from tests.billing.makers import INVOICE, PRACTITIONER, invoice
from tests.lots.practice import Practice

from scord.actions.importing import LPS, LpsFolder, import_file, understand, understand_pending
from scord.intake.incoming import keep
from scord.settings import Invoices, PractitionerSettings
from scord.store.database import database
from scord.store.flags import flag
from scord.store.states import DocumentState
from scord.store.tables import Document, Incoming, Invoice
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import TurnedClock

    from scord.store.context import Context

UNREACHABLE = "folder-unreachable:lps:invoices"


def document(*items: Any, **changed: Any) -> dict[str, Any]:
    whole = {"format": "scord-invoices/1", "practitioner": PRACTITIONER, "invoices": list(items)}
    return {**whole, **changed}


def written(value: object) -> bytes:
    return value if isinstance(value, bytes) else json.dumps(value).encode()


def imported(context: Context, value: object) -> Incoming:
    incoming = keep(context, LPS, context.files.imports, "a.json", written(value))
    understand(context, incoming)
    found: Incoming = Incoming.get_by_id(incoming.id)
    assert found.understood_at is not None
    return found


def numbers() -> list[str]:
    return sorted(row.number for row in Invoice.select())


@pytest.fixture
def folder(context: Context, tmp_path: Path) -> Path:
    made = tmp_path / "lps"
    made.mkdir()
    return made


@pytest.fixture
def lps(context: Context, folder: Path) -> LpsFolder:
    changed = context.settings.model_copy(update={"invoices": Invoices(folder=folder)})
    return LpsFolder(replace(context, settings=changed))


def test_a_good_file_is_applied_and_its_bytes_are_kept(context: Context) -> None:
    data = written(document(invoice()))
    row = imported(context, data)
    assert numbers() == ["481"]
    assert (row.reason, row.format) == (None, "scord-invoices/1")
    assert row.report == {"items": 1, "applied": 1, "unchanged": 0, "faults": [], "warnings": []}
    assert context.files.imports.path(row.sha256).read_bytes() == data


def test_the_same_file_again_changes_nothing(context: Context) -> None:
    imported(context, document(invoice()))
    report = imported(context, document(invoice())).report
    assert (report["applied"], report["unchanged"]) == (0, 1)
    assert numbers() == ["481"]


def test_one_bad_invoice_in_fifty_leaves_forty_nine(context: Context) -> None:
    items = [invoice(str(number)) for number in range(100, 150)]
    items[7]["total_cents"] = "much"
    row = imported(context, document(*items))
    assert row.reason == Code.IMPORT_PARTIAL
    assert len(numbers()) == 49
    assert [fault["position"] for fault in row.report["faults"]] == [8]


def test_a_list_of_objects_is_one_file_with_positions_counted_through(context: Context) -> None:
    bad = invoice("484", total_cents="much")
    row = imported(context, [document(invoice(), invoice("482")), document(invoice("483"), bad)])
    assert numbers() == ["481", "482", "483"]
    assert row.report["items"] == 4
    assert [fault["position"] for fault in row.report["faults"]] == [4]


def test_a_byte_order_mark_is_no_fault(context: Context) -> None:
    assert imported(context, b"\xef\xbb\xbf" + written(document(invoice()))).reason is None


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (b"", Code.IMPORT_NOT_JSON),
        (b"{", Code.IMPORT_NOT_JSON),
        (b"\xff\xfe", Code.IMPORT_NOT_JSON),
        (b"[" * 100_000, Code.IMPORT_NOT_JSON),
        (b"%PDF-1.4", Code.IMPORT_NOT_JSON),
        (5, Code.IMPORT_UNKNOWN_FORMAT),
        ([1], Code.IMPORT_UNKNOWN_FORMAT),
        ({}, Code.IMPORT_UNKNOWN_FORMAT),
        ({"format": "scord-invoices/2"}, Code.IMPORT_UNKNOWN_FORMAT),
        ({"format": ["scord-invoices/1"]}, Code.IMPORT_UNKNOWN_FORMAT),
        (document(invoice(number=None)), Code.IMPORT_ITEM_INVALID),
    ],
)
def test_what_cannot_be_applied_is_kept_with_the_reason(
    context: Context, value: object, code: Code
) -> None:
    row = imported(context, value)
    assert row.reason == code
    assert context.files.imports.path(row.sha256).read_bytes() == written(value)
    assert numbers() == []


def test_a_good_object_before_an_unknown_one_is_applied(context: Context) -> None:
    row = imported(context, [document(invoice()), {"format": "other/1"}])
    assert row.reason == Code.IMPORT_UNKNOWN_FORMAT
    assert numbers() == ["481"]


HOSTILE: dict[str, Any] = {
    "half a character": "\ud83d",
    "a zero byte": "a\x00b",
    "a huge number": 10**30,
    "beyond numbers": float("inf"),
    "a long text": "x" * 100_000,
    "a deep list": [[[[[[]]]]]],
    "a number for a text": 5,
    "nothing": None,
    "an object": {"a": {"b": []}},
    "a list": ["481"],
    "a day that is none": "2026-02-30",
    "a year far off": "0001-01-01",
    "a time far off": "0001-01-01T00:00:00+14:00",
}


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_no_value_in_any_field_stops_the_import_of_the_next_invoice(
    context: Context, hostile: object
) -> None:
    bad = [
        {**invoice(str(number)), field: hostile}
        for number, field in enumerate([*INVOICE, "unknown_field"], start=500)
    ]
    row = imported(context, document(*bad, invoice("482")))
    assert row.report["items"] == len(bad) + 1
    assert "482" in numbers()


VALUES = st.sampled_from(list(HOSTILE.values()))
PLACES = st.sampled_from(
    [("patient", "family_name"), ("patient", "birth_date"), ("organisation", "caisse"),
     ("prescriber", "name"), ("lines", 0), ("lot",), ("lot_sent_at",), ("prescription_date",)]
)  # fmt: skip


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(PLACES, VALUES), min_size=1, max_size=4))
def test_no_mixture_of_bad_values_stops_the_import(
    context: Context, changes: list[tuple[tuple[Any, ...], Any]]
) -> None:
    item = deepcopy(INVOICE)
    for (*way, last), value in changes:
        inner: Any = item
        for step in way:
            inner = inner[step]
        if isinstance(inner, dict | list):
            inner[last] = value
    with database.atomic() as undo:
        imported(context, document(item, invoice("482")))
        assert "482" in numbers()
        undo.rollback()


def test_a_document_that_waited_for_its_invoice_goes_back_to_filing(context: Context) -> None:
    waiting = Practice(context).document(None, state=DocumentState.INBOX, reason="invoice-unknown")
    imported(context, document(invoice()))
    assert Document.get_by_id(waiting.id).state == DocumentState.NEW


def test_what_a_stop_left_kept_is_understood_at_the_next_start(context: Context) -> None:
    keep(context, LPS, context.files.imports, "a.json", written(document(invoice())))
    keep(context, LPS, context.files.imports, "b.json", b"{")
    assert understand_pending(context) == 2
    assert understand_pending(context) == 0
    assert numbers() == ["481"]


def test_a_file_kept_twice_before_it_is_understood_is_one(context: Context) -> None:
    first, second = (keep(context, LPS, context.files.imports, "a.json", b"{}") for _ in range(2))
    assert first == second


def test_a_file_by_hand_stays_where_it_is(context: Context, tmp_path: Path) -> None:
    path = tmp_path / "factures.json"
    path.write_bytes(written(document(invoice())))
    assert import_file(context, path).reason is None
    assert path.exists()


def test_a_file_by_hand_that_cannot_be_read_is_told(context: Context, tmp_path: Path) -> None:
    with pytest.raises(ScordError) as caught:
        import_file(context, tmp_path / "gone.json")
    assert caught.value.code is Code.FILE_UNREADABLE
    assert Incoming.select().count() == 0


def test_a_file_in_the_folder_is_imported_once_quiet_and_then_removed(
    lps: LpsFolder, folder: Path, clock: TurnedClock
) -> None:
    (folder / "a.json").write_bytes(written(document(invoice())))
    assert lps.work() == 0
    clock.turn(seconds=1)
    assert lps.work() == 1
    assert numbers() == ["481"]
    assert list(folder.iterdir()) == []


def test_a_file_of_b2_records_is_taken_from_the_folder(
    lps: LpsFolder, folder: Path, clock: TurnedClock
) -> None:
    (folder / "fse.b2").write_text(files.text(), "cp1252", newline="")
    lps.work()
    clock.turn(seconds=1)
    assert lps.work() == 1
    assert numbers() == ["481", "482", "483"]
    assert Incoming.get().reason is None


def test_a_b2_file_with_a_fault_is_told_by_line_and_column_and_nothing_of_it_is_taken(
    context: Context,
) -> None:
    lines = files.put(files.records(), 2, 1, "?")
    found = imported(context, files.joined(lines))
    assert found.reason == Code.IMPORT_RECORDS_UNREADABLE
    (fault,) = found.report["faults"]
    assert fault["path"] == "2:1"
    assert numbers() == []


def test_a_b2_file_of_another_practice_is_refused(context: Context) -> None:
    ours = (PractitionerSettings(billing_number="001033901"),)
    settings = context.settings.model_copy(update={"practitioners": ours})
    found = imported(replace(context, settings=settings), files.text().encode())
    assert found.reason == Code.IMPORT_RECORDS_UNREADABLE
    assert numbers() == []


def test_half_a_file_is_given_time_and_then_kept_with_the_reason(
    lps: LpsFolder, folder: Path, clock: TurnedClock
) -> None:
    (folder / "a.json").write_bytes(written(document(invoice()))[:50])
    lps.work()
    clock.turn(seconds=29)
    assert lps.work() == 0
    assert Incoming.select().count() == 0
    clock.turn(seconds=1)
    assert lps.work() == 1
    assert Incoming.get().reason == Code.IMPORT_NOT_JSON
    assert list(folder.iterdir()) == []


def test_a_name_that_is_no_text_does_not_stop_the_folder(
    lps: LpsFolder, folder: Path, clock: TurnedClock
) -> None:
    name = b"factures_\xe9.json".decode("utf-8", "surrogateescape")
    (folder / name).write_bytes(written(document(invoice())))
    lps.work()
    clock.turn(seconds=1)
    assert lps.work() == 1
    assert Incoming.get().name == "factures__.json"


def test_a_folder_out_of_reach_is_flagged_until_it_is_back(lps: LpsFolder, folder: Path) -> None:
    away = folder.rename(folder.with_name("away"))
    assert lps.work() == 0
    assert flag(UNREACHABLE) is not None
    away.rename(folder)
    lps.work()
    assert flag(UNREACHABLE) is None


def test_an_installation_without_a_folder_looks_at_none(context: Context) -> None:
    assert LpsFolder(context).work() == 0
    assert flag(UNREACHABLE) is None
