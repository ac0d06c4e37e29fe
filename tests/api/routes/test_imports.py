"""What the billing software hands over by the API: the same formats, the same report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.billing import makers
from tests.exchange.sending import at_step

from scord.actions.importing import understand_pending
from scord.store.tables import Incoming, Invoice, JournalEntry, Scan, Sighting

if TYPE_CHECKING:
    from tests.api.routes.asking import Asker
    from tests.lots.practice import Practice

pytestmark = pytest.mark.slow  # together: each is quick, and there are hundreds


def invoices(*items: Any) -> dict[str, Any]:
    return {
        "format": "scord-invoices/1",
        "practitioner": makers.PRACTITIONER,
        "invoices": list(items),
    }


def test_invoices_are_taken_and_each_item_reported(
    ask: Asker, practice: Practice, woken: list[str]
) -> None:
    answer = ask.post("/v1/imports", invoices(makers.invoice("481"), {"number": "482"}))
    assert answer.status == 200
    told = answer.json
    assert (told["name"], told["format"]) == ("api-Anne", "scord-invoices/1")
    assert (told["items"], told["applied"], told["unchanged"]) == (2, 1, 0)
    assert told["reason"] == "import.partial"
    assert {fault["position"] for fault in told["faults"]} == {2}
    assert Invoice.get().number == "481"
    assert woken == ["woken"]
    assert ask.get(f"/v1/imports/{told['id']}").json == told
    (listed,) = ask.get("/v1/imports").json["items"]
    of_one = {"faults", "warnings"}
    assert listed == {name: value for name, value in told.items() if name not in of_one}


def test_what_may_be_wrong_is_a_warning_of_the_import_and_of_the_invoice(
    ask: Asker, practice: Practice
) -> None:
    line = {"code": "TVB", "date": "2026-03-02", "quantity": 1, "amount_cents": 3000}
    given = makers.invoice("481", lines=[line], total_cents=3000)
    told = ask.post("/v1/imports", invoices(given)).json
    assert (told["applied"], told["faults"], told["reason"]) == (1, [], None)
    (one,) = told["warnings"]
    assert (one["position"], one["path"]) == (1, "lines[0].amount_cents")
    assert one["code"] == "amount-above"
    assert one["facts"]["right_cents"] == [2800, 5600, 7000]
    (shown,) = ask.get("/v1/invoices/1").json["warnings"]
    assert {**shown, "position": 1} == one


def test_the_same_again_is_kept_again_and_changes_nothing(ask: Asker, practice: Practice) -> None:
    whole = [invoices(makers.invoice("481")), invoices(makers.invoice("482"))]
    assert ask.post("/v1/imports", whole).json["applied"] == 2
    again = ask.post("/v1/imports", whole).json
    assert (again["applied"], again["unchanged"], again["reason"]) == (0, 2, None)
    events = JournalEntry.select().where(JournalEntry.event == "incoming.kept")
    assert [entry.subject_id for entry in events] == [one.id for one in Incoming.select()] == [1, 2]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"{", "import.not-json"),
        (b"\xff\xfe", "import.not-json"),
        (b"[" * 100_000, "import.not-json"),
        (b"9" * 5_000, "import.not-json"),
        (b"null", "import.unknown-format"),
        (b'{"format": "scord-invoices/2"}', "import.unknown-format"),
        (b'{"format": {}}', "import.unknown-format"),
        (b'{"format": "scord-invoices/1"}', "import.item-invalid"),
    ],
)
def test_what_cannot_be_read_is_kept_and_told(
    ask: Asker, practice: Practice, data: bytes, reason: str
) -> None:
    answer = ask.post("/v1/imports", data=data)
    assert (answer.status, answer.json["reason"], answer.json["applied"]) == (200, reason, 0)
    assert practice.context.files.imports.read(Incoming.get().sha256) == data


def test_nothing_at_all_is_refused(ask: Asker, practice: Practice, woken: list[str]) -> None:
    answer = ask.post("/v1/imports", data=b"")
    assert (answer.status, answer.code) == (422, "file.empty")
    assert not Incoming.select().exists()
    assert woken == []


def test_what_the_service_has_understood_in_the_meantime_is_told_as_if_it_were_done_here(
    ask: Asker, practice: Practice
) -> None:
    with at_step("import.archived", lambda: understand_pending(practice.context) and None):
        told = ask.post("/v1/imports", invoices(makers.invoice("481"))).json
    assert (told["items"], told["applied"], told["unchanged"]) == (1, 1, 0)
    assert told["understood_at"] is not None


def test_a_file_of_the_caisse_is_no_import(ask: Asker, practice: Practice) -> None:
    other = Incoming.create(
        channel="caisse", name="a.json", sha256="0" * 64, received_at=practice.now
    )
    assert ask.get("/v1/imports").json["items"] == []
    answer = ask.get(f"/v1/imports/{other.id}")
    assert (answer.status, answer.code) == (404, "api.not-there")


def test_a_file_not_understood_yet_is_told_as_such(ask: Asker, practice: Practice) -> None:
    Incoming.create(channel="lps", name="a.json", sha256="0" * 64, received_at=practice.now)
    (listed,) = ask.get("/v1/imports").json["items"]
    assert (listed["understood_at"], listed["items"], listed["reason"]) == (None, 0, None)


def test_sightings_are_asked_for_while_they_stand_or_when_they_are_over(
    ask: Asker, practice: Practice
) -> None:
    now = practice.now
    facts = {"folder": "scanner", "code": "file.not-regular", "first_seen_at": now}
    there = Sighting.create(name="there", **facts)
    gone = Sighting.create(name="gone\r\n", resolved_at=now, **facts)
    for query, found in (
        ({"open": True}, [there.id]),
        ({"open": False}, [gone.id]),
        ({}, [gone.id, there.id]),
    ):
        items = ask.get("/v1/sightings", **query).json["items"]
        assert [item["id"] for item in items] == found, query


def test_the_journal_is_asked_for_by_what_it_is_about(ask: Asker, practice: Practice) -> None:
    ask.post("/v1/scans", data=b"x", name="a.tif")
    ask.post("/v1/pause")
    (entry,) = ask.get("/v1/journal", subject_kind=Scan.journal_name).json["items"]
    assert (entry["event"], entry["by"]) == ("scan.handed-in", "Anne")
    paused, _ = ask.get("/v1/journal").json["items"]
    assert (paused["event"], paused["why"]) == ("flag.raised", "paused")
    same = {"subject_kind": "flag", "subject_id": paused["subject_id"]}
    assert ask.get("/v1/journal", **same).json["items"] == [paused]
    assert ask.get("/v1/journal", subject_kind="flag", subject_id=99).json["items"] == []
