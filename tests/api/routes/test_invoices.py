"""Invoices as they are asked for, and what a person does for one."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from tests.api.routes.asking import BY

from scord.actions import paper
from scord.actions.explaining import explain
from scord.lots import standing
from scord.proof.verify import read
from scord.store.states import DocumentState, InvoiceStatus
from scord.store.tables import Arm, Attachment, Document, JournalEntry, LotItem, Prescription

if TYPE_CHECKING:
    from tests.api.routes.asking import Asker
    from tests.conftest import TurnedClock
    from tests.lots.practice import Practice

pytestmark = pytest.mark.slow  # together: each is quick, and there are hundreds

NIR = "181016322075140"


def follow(practice: Practice) -> None:
    while standing.catch_up(practice.context):
        pass


def numbers(ask: Asker, **query: object) -> list[int]:
    """The ids of the invoices asked for, oldest first."""
    answer = ask.get("/v1/invoices", **query)
    assert answer.status == 200, answer.data
    return sorted(item["id"] for item in answer.json["items"])


def last_entry() -> tuple[str, str]:
    entry = JournalEntry.select().order_by(JournalEntry.id.desc()).get()
    return entry.event, entry.by


def test_the_list_tells_whose_an_invoice_is_and_how_it_stands(
    ask: Asker, practice: Practice
) -> None:
    invoice = practice.ready(number="481", patient_nir=NIR)
    follow(practice)
    answer = ask.get("/v1/invoices")
    assert answer.json == {
        "items": [
            {
                "id": invoice.id,
                "name": "991129768:481:2026-03-09",
                "number": "481",
                "invoice_date": "2026-03-09",
                "practitioner": "991129768",
                "mode": "sesam_vitale",
                "state": "active",
                "state_by": None,
                "family_name": "ADRDEUX",
                "given_name": "LAURENT",
                "destination": "01-349",
                "fse_lot": practice.fse_lot.id,
                "prescription": None,
                "total_cents": 1260,
                "stands": {
                    "colour": "yellow",
                    "missing": False,
                    "to_send": 1,
                    "under_way": 0,
                    "accepted": 0,
                    "rejected": 0,
                    "contested": 0,
                },
            }
        ],
        "next": None,
    }
    assert NIR.encode() not in answer.data


def test_an_invoice_that_has_only_just_come_stands_nowhere_yet(
    ask: Asker, practice: Practice
) -> None:
    invoice = practice.invoice()
    (listed,) = ask.get("/v1/invoices").json["items"]
    assert (listed["id"], listed["stands"]) == (invoice.id, None)
    assert ask.get(f"/v1/invoices/{invoice.id}").json["explanation"]["colour"] == "orange"


def test_invoices_are_asked_for_by_what_is_known_of_them(ask: Asker, practice: Practice) -> None:
    ready = practice.ready(number="481")
    bare = practice.invoice(number="482", status=InvoiceStatus.HELD)
    other = practice.practitioner("991129769")
    lot = practice.lot()
    series = Prescription.create(practitioner=practice.nurse)
    hers = practice.invoice(practitioner=other, number="481", fse_lot=lot, prescription=series)
    follow(practice)
    asked: list[tuple[dict[str, Any], list[int]]] = [
        ({"number": "481"}, [ready.id, hers.id]),
        ({"number": "48"}, []),
        ({"colour": "yellow"}, [ready.id]),
        ({"colour": "red"}, []),
        ({"missing": True}, [bare.id, hers.id]),
        ({"missing": False}, [ready.id]),
        ({"state": "held"}, [bare.id]),
        ({"fse_lot": lot.id}, [hers.id]),
        ({"fse_lot": 99}, []),
        ({"prescription": series.id}, [hers.id]),
        ({"practitioner": "991129768"}, [ready.id, bare.id]),
        ({"practitioner": "991129768", "missing": True}, [bare.id]),
    ]
    for query, found in asked:
        assert numbers(ask, **query) == found, query


@pytest.mark.parametrize(
    "query", [{"colour": "blue"}, {"state": "new"}, {"missing": "perhaps"}, {"fse_lot": "x"}]
)
def test_a_filter_that_means_nothing_is_refused_not_ignored(
    ask: Asker, query: dict[str, str]
) -> None:
    answer = ask.get("/v1/invoices", **query)
    assert (answer.status, answer.code) == (422, "api.request-invalid")


def test_one_invoice_is_shown_with_patient_lot_and_reasons(ask: Asker, practice: Practice) -> None:
    old = practice.invoice(number="480", status=InvoiceStatus.REPLACED)
    invoice = practice.invoice(patient_nir=NIR, insured_nir=NIR, replaces=old)
    shown = ask.get(f"/v1/invoices/{invoice.id}").json
    assert (shown["patient_nir"], shown["insured_nir"]) == (NIR, NIR)
    assert shown["replaces"]["number"] == "480"
    assert (shown["lot"]["id"], shown["lot"]["verdict"]) == (practice.fse_lot.id, "positive")
    found = explain(practice.context, invoice)
    assert shown["explanation"]["colour"] == found.colour == "orange"
    assert shown["explanation"]["obstacles"] == list(found.obstacles)
    assert shown["explanation"]["wanted"] == [list(want) for want in found.wanted] != []


def test_an_invoice_without_a_lot_is_shown_without_one(ask: Asker, practice: Practice) -> None:
    invoice = practice.invoice(fse_lot=None)
    shown = ask.get(f"/v1/invoices/{invoice.id}").json
    assert (shown["lot"], shown["fse_lot"], shown["replaces"]) == (None, None, None)


def test_the_history_tells_of_the_invoice_its_pieces_and_its_arms_and_of_no_other(
    ask: Asker, practice: Practice, clock: TurnedClock
) -> None:
    mine, other = practice.invoice(), practice.invoice()
    for invoice in (mine, other):
        arm = paper.arm(practice.context, invoice, None, "ORDN", by=BY)
        paper.disarm(practice.context, arm.id, by=BY)
        clock.turn(minutes=3)
        document = practice.document(None, state=DocumentState.INBOX)
        paper.file_document(practice.context, document, invoice, "ORDN", by=BY)
    practice.lots()
    JournalEntry.create(
        at=practice.now,
        event="lot-item.accepted",
        subject_kind="lot-item",
        subject_id=LotItem.select().join(Attachment).where(Attachment.invoice == mine).get().id,
        by="caisse",
        why="",
        facts={},
    )
    told = ask.get(f"/v1/invoices/{mine.id}/history").json["items"]
    assert [one["event"] for one in told] == [
        "lot-item.accepted",
        "attachment.made",
        "arm.ended",
        "arm.open",
    ]
    assert ask.get(f"/v1/invoices/{mine.id}").json["latest"] == told


def test_a_person_arms_an_invoice_and_thinks_better_of_it(
    ask: Asker, practice: Practice, woken: list[str]
) -> None:
    invoice = practice.invoice()
    armed = ask.post(f"/v1/invoices/{invoice.id}/arm", {"document_type": "ORDN"}).json
    assert (armed["folder"], armed["state"], armed["document_type"]) == ("scanner", "open", "ORDN")
    assert armed["invoice"]["id"] == invoice.id
    assert last_entry() == ("arm.open", BY)
    ended = ask.post(f"/v1/arms/{armed['id']}/end").json
    assert ended == {**armed, "state": "ended", "until": ended["until"]}
    assert ended["until"] < armed["until"]
    assert last_entry() == ("arm.ended", BY)
    assert woken == ["woken", "woken"]


def test_an_arm_that_is_over_is_refused_and_wakes_nobody(
    ask: Asker, practice: Practice, woken: list[str]
) -> None:
    invoice = practice.invoice()
    arm = paper.arm(practice.context, invoice, None, None, by=BY)
    Arm.update(state="used").where(Arm.id == arm.id).execute()
    answer = ask.post(f"/v1/arms/{arm.id}/end")
    assert (answer.status, answer.code) == (409, "action.refused")
    assert answer.json["facts"] == {"reason": "arm-over"}
    assert (Arm.get_by_id(arm.id).state, woken) == ("used", [])


@pytest.mark.parametrize("body", [{"folder": "elsewhere"}, {"folder": ""}])
def test_a_folder_that_is_not_known_is_refused(
    ask: Asker, practice: Practice, body: dict[str, str]
) -> None:
    answer = ask.post(f"/v1/invoices/{practice.invoice().id}/arm", body)
    assert (answer.status, answer.code) == (409, "action.refused")
    assert answer.json["facts"] == {"reason": "folder-unknown", "names": ["scanner"]}
    assert not Arm.select().exists()


@pytest.mark.parametrize(
    "body", [{"document_type": "XXXX"}, {"foldr": "scanner"}, [], "scanner", {"folder": "\ud800"}]
)
def test_a_body_that_is_not_as_described_is_refused(
    ask: Asker, practice: Practice, body: object
) -> None:
    answer = ask.post(f"/v1/invoices/{practice.invoice().id}/arm", body)
    assert (answer.status, answer.code) == (422, "api.request-invalid")
    assert not Arm.select().exists()


@pytest.mark.parametrize("status", [InvoiceStatus.CANCELLED, InvoiceStatus.REPLACED])
@pytest.mark.parametrize("act", ["arm", "slip"])
def test_nothing_more_is_scanned_for_an_invoice_that_is_closed(
    ask: Asker, practice: Practice, status: InvoiceStatus, act: str
) -> None:
    invoice = practice.invoice(status=status)
    answer = ask.post(f"/v1/invoices/{invoice.id}/{act}")
    assert (answer.status, answer.code) == (409, "action.refused")
    assert answer.json["facts"] == {"reason": "invoice-closed", "number": invoice.number}
    assert not Arm.select().exists()


@pytest.mark.parametrize("body", [None, {}, {"document_type": "DSIP"}])
def test_slips_come_as_a_pdf(ask: Asker, practice: Practice, body: object) -> None:
    answer = ask.post(f"/v1/invoices/{practice.invoice().id}/slip", body)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF-")


def test_the_numbers_of_documents_are_those_of_the_documents(
    ask: Asker, practice: Practice
) -> None:
    invoice = practice.ready()
    (piece,) = ask.get(f"/v1/invoices/{invoice.id}").json["explanation"]["pieces"]
    assert piece["document"] == Document.get().id


def test_a_person_holds_releases_withdraws_and_restores(
    ask: Asker, practice: Practice, woken: list[str]
) -> None:
    invoice = practice.ready()
    for act, state, who in (
        ("hold", "held", BY),
        ("release", "active", None),
        ("withdraw", "cancelled", BY),
        ("restore", "active", None),
    ):
        shown = ask.post(f"/v1/invoices/{invoice.id}/{act}").json
        assert (shown["state"], shown["state_by"]) == (state, who)
    assert woken == ["woken"] * 4
    answer = ask.post(f"/v1/invoices/{invoice.id}/restore")
    assert (answer.status, answer.code) == (409, "action.refused")
    assert answer.json["facts"]["reason"] == "invoice-not-withdrawn"


def test_the_table_is_asked_for_by_everything_that_it_knows(ask: Asker, practice: Practice) -> None:
    invoice = practice.ready(number="481", patient_nir=NIR)
    follow(practice)
    asked = {
        "text": "1 81 01 63",
        "since": "2026-03-09",
        "until": "2026-03-09",
        "colour": "yellow",
        "state": "active",
        "missing": False,
        "practitioner": "991129768",
        "fse_lot": invoice.fse_lot_id,
        "patient": invoice.id,
        "todo": "to-send",
        "sort": "colour",
        "descending": False,
        "page": 1,
        "size": 1,
    }
    told = ask.get("/v1/invoice-table", **asked).json
    (listed,) = ask.get("/v1/invoices").json["items"]
    marks = {"ORDN": "have", "DSIP": "none", "AUTP": "none", "FSNC": "none", "FSDE": "none"}
    assert told == {"total": 1, "page": 1, "pages": 1, "rows": [{**listed, "marks": marks}]}
    for name, value in (("page", 0), ("size", 201), ("sort", "x"), ("text", "a" * 201)):
        answer = ask.get("/v1/invoice-table", **{name: value})
        assert (answer.status, answer.code) == (422, "api.request-invalid"), name
    assert ask.get("/v1/invoice-table", page=10**15).json["rows"] == []


def test_the_overview_is_told_as_facts(ask: Asker, practice: Practice) -> None:
    practice.ready()
    assert len(ask.get("/v1/days").json) == 30
    assert ask.get("/v1/today").json == {"counts": {}, "latest": []}
    assert {one["name"] for one in ask.get("/v1/counters").json} >= {"to-file", "rejected"}
    assert ask.get("/v1/late-answers").json == []
    assert {one["name"] for one in ask.get("/v1/health").json} >= {"disk", "card"}
    facts = ask.get("/v1/practice").json
    assert [one["destination"] for one in facts["caisses"]] == ["01-349"]
    assert [one["name"] for one in facts["folders"]] == ["scanner"]


def test_an_invoice_is_exported_and_proved(ask: Asker, practice: Practice) -> None:
    invoice = practice.ready(number="481")
    practice.lots()
    saved = ask.get(f"/v1/invoices/{invoice.id}/export")
    assert saved.headers["content-type"] == "application/zip"
    assert "991129768_481_2026-03-09.zip" in saved.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(saved.data)) as archive:
        assert "FACTURE_481_ADRDEUX_LAURENT.pdf" in archive.namelist()
    proof = ask.get(f"/v1/invoices/{invoice.id}/proof")
    assert (proof.headers["content-type"], proof.data[:5]) == ("application/pdf", b"%PDF-")
    made, faults = read(ask.get(f"/v1/invoices/{invoice.id}/proof.json").data)
    assert made is not None
    assert not faults
