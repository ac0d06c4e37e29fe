"""Documents as they are asked for, and what a person decides of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from tests.actions.papers import scanned_paper
from tests.api.routes.asking import BY
from tests.filing.test_texts import JEANS, filed, scanned
from tests.filing.written import JEAN, billed, born, ordonnance, rpps, written_on
from tests.lots.practice import BILLING, PDF

from scord.store.states import DocumentState, InvoiceStatus
from scord.store.tables import Attachment, Document, DocumentPart, JournalEntry, Prescription

if TYPE_CHECKING:
    from tests.api.routes.asking import Answer, Asker
    from tests.lots.practice import Practice

pytestmark = pytest.mark.slow  # together: each is quick, and there are hundreds

AT_ONCE = 6
UNSURE = ordonnance("M. Jean Durand-Morel", born("1985-07-09"), rpps(), written_on())


def waiting(practice: Practice, **changes: Any) -> Document:
    return practice.document(None, **{"state": DocumentState.INBOX, "reason": "no-clue", **changes})


def state(document: Document) -> str:
    found: DocumentState = Document.get_by_id(document.id).state
    return found.value


def refused(answer: Answer, reason: str) -> None:
    assert (answer.status, answer.code) == (409, "action.refused")
    assert answer.json["facts"]["reason"] == reason


def by_person() -> list[str]:
    return [entry.event for entry in JournalEntry.select().where(JournalEntry.by == BY)]


def test_the_list_tells_what_waits_and_where_the_others_are(ask: Asker, practice: Practice) -> None:
    invoice = practice.ready()
    document = waiting(practice, facts={"pages": 2}, parts=[b"%PDF-1", b"%PDF-two"])
    (listed,) = ask.get("/v1/documents", state="inbox").json["items"]
    assert (listed["id"], listed["scan"]) == (document.id, document.scan.id)
    assert (listed["file"], listed["folder"]) == ("scan.tif", "accueil")
    assert (listed["reason"], listed["facts"], listed["type"]) == ("no-clue", {"pages": 2}, None)
    assert [part["size"] for part in listed["parts"]] == [6, 8]
    assert listed["invoices"] == []
    (filed,) = ask.get("/v1/documents", type="ORDN").json["items"]
    assert [one["id"] for one in filed["invoices"]] == [invoice.id]
    (same,) = ask.get("/v1/documents", scan=document.scan.id).json["items"]
    assert same == listed


def test_one_document_tells_its_past_invoices_too(ask: Asker, practice: Practice) -> None:
    document = practice.document(clue={"foreign_slip": True})
    then, now = practice.invoice(), practice.invoice()
    practice.attach(then, document, removed_at=practice.now, origin="slip", confirmed_at=None)
    practice.attach(now, document)
    shown = ask.get(f"/v1/documents/{document.id}").json
    assert shown["clue"] == {"foreign_slip": True}
    assert [one["id"] for one in shown["invoices"]] == [now.id]
    told = [(one["invoice"]["id"], one["origin"], one["by"]) for one in shown["attachments"]]
    assert told == [(then.id, "slip", "Anne"), (now.id, "person", "Anne")]
    assert [one["removed_at"] is None for one in shown["attachments"]] == [False, True]


def test_the_pdfs_come_as_they_leave(ask: Asker, practice: Practice) -> None:
    document = practice.document(parts=[PDF + b"one", PDF + b"two"])
    for number, data in ((1, PDF + b"one"), (2, PDF + b"two")):
        answer = ask.get(f"/v1/documents/{document.id}/parts/{number}")
        assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
        assert answer.data == data
    missing = ask.get(f"/v1/documents/{document.id}/parts/3")
    assert (missing.status, missing.code) == (404, "api.not-there")


@pytest.mark.parametrize("damage", ["changed", "gone"])
def test_a_pdf_that_the_disk_has_lost_is_told_as_such(
    ask: Asker, practice: Practice, damage: str
) -> None:
    document = practice.document()
    path = practice.context.files.documents.path(DocumentPart.get().sha256)
    path.unlink() if damage == "gone" else path.write_bytes(b"%PDF-1.4 another")
    answer = ask.get(f"/v1/documents/{document.id}/parts/1")
    assert (answer.status, answer.code) == (500, "store.file-damaged")


def test_a_person_files_a_document(ask: Asker, practice: Practice, woken: list[str]) -> None:
    document, invoice = waiting(practice), practice.invoice()
    asked = {"invoice": invoice.id, "document_type": "ORDN"}
    answer = ask.post(f"/v1/documents/{document.id}/file", asked)
    assert (answer.status, answer.json["state"], answer.json["type"]) == (200, "attached", "ORDN")
    assert answer.json["reason"] is None
    (made,) = Attachment.select()
    assert (made.invoice, made.by, made.origin) == (invoice, BY, "person")
    assert by_person() == ["document.attached", "attachment.made"]
    assert woken == ["woken"]
    refused(ask.post(f"/v1/documents/{document.id}/file", asked), "attached")
    assert woken == ["woken"]


@pytest.mark.parametrize(
    ("invoice", "status", "code"),
    [(99, 404, "invoice.unknown"), (2**63, 422, "api.request-invalid")],
)
def test_an_invoice_that_is_not_there_leaves_the_document_where_it_is(
    ask: Asker, practice: Practice, invoice: int, status: int, code: str
) -> None:
    document = waiting(practice)
    asked = {"invoice": invoice, "document_type": "ORDN"}
    answer = ask.post(f"/v1/documents/{document.id}/file", asked)
    assert (answer.status, answer.code) == (status, code)
    assert state(document) == "inbox"


def test_nothing_is_filed_on_an_invoice_that_is_closed(ask: Asker, practice: Practice) -> None:
    document, invoice = waiting(practice), practice.invoice(status=InvoiceStatus.REPLACED)
    asked = {"invoice": invoice.id, "document_type": "ORDN"}
    refused(ask.post(f"/v1/documents/{document.id}/file", asked), "invoice-closed")
    assert state(document) == "inbox"


@pytest.mark.slow
def test_of_two_people_who_file_the_same_document_at_once_one_wins(
    ask: Asker, practice: Practice
) -> None:
    for _ in range(5):
        document = waiting(practice)
        invoices = [practice.invoice() for _ in range(AT_ONCE)]

        def file(number: int, document: int = document.id) -> Answer:
            asked = {"invoice": number, "document_type": "AUTP"}
            return ask.post(f"/v1/documents/{document}/file", asked)

        with ThreadPoolExecutor(AT_ONCE) as people:
            answers = list(people.map(file, [invoice.id for invoice in invoices]))
        (won,) = (answer for answer in answers if answer.status == 200)
        for lost in answers:
            if lost is not won:
                refused(lost, "attached")
        (made,) = Attachment.select().where(Attachment.document == document)
        assert [one["id"] for one in won.json["invoices"]] == [made.invoice_id]


def test_a_document_is_taken_back_set_aside_and_brought_back(
    ask: Asker, practice: Practice, woken: list[str]
) -> None:
    practice.ready()
    document = Document.get()
    for act, becomes in (
        ("take-back", "inbox"),
        ("set-aside", "set-aside"),
        ("bring-back", "inbox"),
    ):
        answer = ask.post(f"/v1/documents/{document.id}/{act}")
        assert (answer.status, answer.json["state"], state(document)) == (200, becomes, becomes)
        refused(ask.post(f"/v1/documents/{document.id}/{act}"), becomes)
    assert by_person() == [
        "attachment.removed",
        "document.inbox",
        "document.set-aside",
        "document.inbox",
    ]
    assert len(woken) == 3


def test_what_is_in_a_lot_is_neither_taken_back_nor_confirmed(
    ask: Asker, practice: Practice
) -> None:
    practice.ready()
    practice.lots()
    document = Document.get()
    refused(ask.post(f"/v1/documents/{document.id}/take-back"), "already-in-lot")
    refused(ask.post(f"/v1/documents/{document.id}/confirm"), "already-in-lot")
    assert state(document) == "attached"


def test_a_person_agrees_with_what_the_machine_filed(ask: Asker, practice: Practice) -> None:
    document = practice.document()
    practice.attach(practice.invoice(), document, origin="slip", confirmed_at=None)
    answer = ask.post(f"/v1/documents/{document.id}/confirm")
    (attachment,) = answer.json["attachments"]
    assert attachment["confirmed_at"] == "2026-03-10T09:00:00Z"
    assert by_person() == ["attachment.confirmed"]
    refused(ask.post(f"/v1/documents/{waiting(practice).id}/confirm"), "inbox")


def test_an_ordonnance_is_put_on_file_before_its_invoices(
    ask: Asker, practice: Practice, woken: list[str]
) -> None:
    document = waiting(practice)
    asked = {"reference": "ORD-77", "practitioner": BILLING}
    answer = ask.post(f"/v1/documents/{document.id}/prescribe", asked)
    assert answer.json["prescription"] == {
        "id": Prescription.get().id,
        "practitioner": BILLING,
        "reference": "ORD-77",
        "day": None,
        "documents": 1,
        "invoices": 0,
    }
    (filed,) = answer.json["documents"]
    assert (filed["id"], filed["state"], filed["type"]) == (document.id, "attached", "ORDN")
    assert (by_person(), woken) == (["document.attached"], ["woken"])


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({}, "prescription-unclear"),
        ({"family_name": "ADRDEUX", "given_name": "LAURENT"}, "prescription-unclear"),
        ({"reference": "ORD-77", "day": "soon"}, "prescription-unclear"),
        ({"reference": "ORD-77", "practitioner": "000000000"}, "practitioner-unknown"),
    ],
)
def test_an_ordonnance_that_is_not_clear_stays_where_it_is(
    ask: Asker, practice: Practice, asked: dict[str, str], reason: str
) -> None:
    document = waiting(practice)
    refused(ask.post(f"/v1/documents/{document.id}/prescribe", asked), reason)
    assert state(document) == "inbox"
    assert not Prescription.select().exists()


def test_a_paper_is_moved_to_another_invoice_where_that_is_asked_for(
    ask: Asker, practice: Practice, woken: list[str]
) -> None:
    then, now = practice.ready(), practice.invoice()
    document = Document.get()
    asked = {"invoice": now.id, "document_type": "ORDN", "move": True}
    answer = ask.post(f"/v1/documents/{document.id}/file", asked)
    assert (answer.status, answer.json["state"]) == (200, "attached")
    assert [one["id"] for one in answer.json["invoices"]] == [now.id]
    past, present = answer.json["attachments"]
    assert (past["invoice"]["id"], past["removed_at"] is None) == (then.id, False)
    assert (present["by"], present["origin"]) == (BY, "person")
    assert by_person() == [
        "attachment.removed",
        "document.inbox",
        "document.attached",
        "attachment.made",
    ]
    assert woken == ["woken"]


def test_a_paper_of_a_classer_is_filed_not_moved(
    ask: Asker, practice: Practice, woken: list[str]
) -> None:
    document, invoice = waiting(practice), practice.invoice()
    asked = {"invoice": invoice.id, "document_type": "ORDN", "move": True}
    refused(ask.post(f"/v1/documents/{document.id}/file", asked), "inbox")
    assert (state(document), woken) == ("inbox", [])


def test_what_is_in_a_lot_is_not_moved(ask: Asker, practice: Practice) -> None:
    then, now = practice.ready(), practice.invoice()
    practice.lots()
    document = Document.get()
    asked = {"invoice": now.id, "document_type": "ORDN", "move": True}
    refused(ask.post(f"/v1/documents/{document.id}/file", asked), "already-in-lot")
    assert [one.invoice for one in Attachment.select()] == [then]


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"invoice": 99}, 404, "invoice.unknown"),
        ({"move": "perhaps"}, 422, "api.request-invalid"),
        ({"document_type": "XXXX"}, 422, "api.request-invalid"),
        ({"again": True}, 422, "api.request-invalid"),
    ],
    ids=["no such invoice", "no yes or no", "no such type", "a word too many"],
)
def test_a_move_that_cannot_be_leaves_the_paper_on_its_invoice(
    ask: Asker, practice: Practice, changes: dict[str, Any], status: int, code: str
) -> None:
    then = practice.ready()
    document = Document.get()
    asked = {"invoice": then.id, "document_type": "ORDN", "move": True, **changes}
    answer = ask.post(f"/v1/documents/{document.id}/file", asked)
    assert (answer.status, answer.code) == (status, code)
    (stays,) = Attachment.select()
    assert (stays.invoice, stays.removed_at, by_person()) == (then, None, [])


def test_an_explanation_tells_why_a_paper_waits_and_what_it_may_be_for(
    ask: Asker, practice: Practice
) -> None:
    invoice = billed(practice, JEAN)
    document = scanned(practice, UNSURE)
    filed(practice)
    told = ask.get(f"/v1/documents/{document.id}/explanation").json
    assert set(told) == {"why", "filed", "proposed"}
    assert told["why"]
    assert told["filed"] == []
    assert told["proposed"] == [
        {
            "invoice": {
                "id": invoice.id,
                "name": f"991129768:{invoice.number}:2026-03-09",
                "number": invoice.number,
            },
            "type": "ORDN",
            "reasons": "nom exact, prénom exact, date d'ordonnance exacte, prescripteur exact",
            "doubts": "date de naissance différente",
        }
    ]


def test_an_explanation_tells_the_rule_that_filed_a_paper(ask: Asker, practice: Practice) -> None:
    invoice = billed(practice, JEAN)
    document = scanned(practice, JEANS)
    filed(practice)
    told = ask.reader().get(f"/v1/documents/{document.id}/explanation").json
    (because,) = told["filed"]
    assert because["invoice"]["id"] == invoice.id
    assert because["way"] == (
        "texte : NIR exact (clé juste), nom proche, prénom exact, date d'ordonnance exacte"
    )
    assert because["reasons"].startswith("NIR exact")
    assert (told["why"], told["proposed"]) == ("", [])


def test_an_explanation_names_no_patient(ask: Asker, practice: Practice) -> None:
    billed(practice, JEAN)
    for reading in (UNSURE, JEANS):
        document = scanned(practice, reading)
        filed(practice)
        told = ask.get(f"/v1/documents/{document.id}/explanation").data.decode()
        assert not any(name in told.upper() for name in ("DURAND", "MOREL", "1952", "152036322"))


def test_there_is_no_explanation_of_a_document_that_is_not_there(
    ask: Asker, practice: Practice
) -> None:
    assert practice.nurse
    answer = ask.get("/v1/documents/99/explanation")
    assert (answer.status, answer.code) == (404, "document.unknown")


def test_pages_are_arranged_and_back_by_whoever_may_change(ask: Asker, practice: Practice) -> None:
    paper = scanned_paper(practice, 2)
    one, two = ({"document": paper.id, "page": page} for page in (1, 2))
    body = {"documents": [paper.id], "into": [[{**two, "turn": 1}]], "left_out": [one]}
    assert ask.reader().post("/v1/documents/arrange", body).status == 403
    made, out = ask.post("/v1/documents/arrange", body).json
    assert made["pages"] == [{"scan": paper.scan_id, "number": 2, "turn": 1}]
    assert (made["arranged"], made["state"], out["state"]) == (True, "new", "set-aside")
    assert state(paper) == "remade"
    assert "document.remade" in by_person()
    refused(ask.post("/v1/documents/arrange", body), "remade")
    (back,) = ask.post(f"/v1/documents/{made['id']}/arrange-back").json
    assert (back["id"], back["state"], back["arranged"]) == (paper.id, "inbox", False)
    refused(ask.post(f"/v1/documents/{made['id']}/arrange-back"), "not-arranged")


@pytest.mark.parametrize(
    "wrong",
    [
        {"documents": []},
        {"into": []},
        {"into": [[]]},
        {"into": [[{"document": 1, "page": 1, "turn": 4}]]},
        {"into": [[{"document": 1, "page": 1, "angle": 90}]]},
        {"left_out": None},
    ],
)
def test_an_arrangement_that_is_none_is_told_as_such(
    ask: Asker, practice: Practice, wrong: dict[str, Any]
) -> None:
    paper = waiting(practice)
    body = {"documents": [paper.id], "into": [[{"document": paper.id, "page": 1}]]}
    answer = ask.post("/v1/documents/arrange", {**body, **wrong})
    assert (answer.status, answer.code) == (422, "api.request-invalid")
    assert state(paper) == "inbox"


def test_an_arrangement_of_a_document_that_is_not_there_is_refused(
    ask: Asker, practice: Practice
) -> None:
    body = {"documents": [77], "into": [[{"document": 77, "page": 1}]]}
    assert ask.post("/v1/documents/arrange", body).code == "document.unknown"


def test_a_page_is_shown_as_a_picture_that_is_kept_nowhere(ask: Asker, practice: Practice) -> None:
    paper = scanned_paper(practice)
    shown = ask.get(f"/v1/documents/{paper.id}/pages/1.png", width=200)
    assert (shown.status, shown.headers["content-type"]) == (200, "image/png")
    assert shown.data.startswith(b"\x89PNG")
    assert ask.get(f"/v1/documents/{paper.id}/pages/2.png").code == "api.not-there"
    assert ask.get(f"/v1/documents/{paper.id}/pages/1.png", width=79).status == 422
    assert ask.get(f"/v1/documents/{paper.id}/pages/1.png", width=1601).status == 422
    assert ask.get("/v1/documents/77/pages/1.png").code == "document.unknown"
