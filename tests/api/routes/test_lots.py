"""FSE lots, SCOR lots, ARLs and messages as they are asked for, and a person's word on each."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.api.routes.asking import BY
from tests.api.routes.conftest import house_of
from tests.billing.makers import PRACTITIONER
from tests.exchange.depositing import Depositing
from tests.exchange.sending import Sending
from tests.lots.practice import BILLING, SENT_AT

from scord.actions.importing import import_data
from scord.store.states import FseVerdict, MessageState
from scord.store.tables import Acknowledgement, FseLot, JournalEntry, Message, ScorLot

if TYPE_CHECKING:
    from tests.api.routes.asking import Answer, Asker
    from tests.lots.practice import Practice

pytestmark = pytest.mark.slow  # together: each is quick, and there are hundreds


def refused(answer: Answer, reason: str) -> None:
    assert (answer.status, answer.code) == (409, "action.refused")
    assert answer.json["facts"]["reason"] == reason


def by_person() -> list[str]:
    return [entry.event for entry in JournalEntry.select().where(JournalEntry.by == BY)]


@pytest.fixture
def contested(practice: Practice) -> Sending:
    """A SCOR lot of two pieces to which the caisse said yes, and then no to the second."""
    sending = Sending(practice, pieces=2)
    sending.deliver()
    sending.answer("1.json", id="A-1", verdict="positive")
    sending.take_answers()
    second = sending.lot.items[1].identifier
    rejected = [{"identifier": second, "reason": "illisible"}]
    sending.answer("2.json", id="A-2", verdict="negative", rejected=rejected)
    sending.take_answers()
    return sending


@pytest.fixture
def two_lots(practice: Practice) -> tuple[FseLot, FseLot]:
    """Two FSE lots of the number 077, a fortnight apart, and one ARL that fits both."""
    first, second = (
        practice.lot(number="077", sent_at=SENT_AT - timedelta(days=days), verdict="awaited")
        for days in (14, 0)
    )
    ack = {"id": "A-1", "lot": "077", "date": "2026-03-10", "result": "positive", "label": "ok"}
    whole = {"format": "scord-acks/1", "practitioner": PRACTITIONER, "acks": [ack]}
    import_data(practice.context, "arl.json", json.dumps(whole).encode())
    return first, second


def test_fse_lots_are_asked_for_by_verdict(ask: Asker, practice: Practice) -> None:
    practice.ready()
    practice.ready()
    lot = practice.lot(verdict=FseVerdict.NEGATIVE, kind="degraded")
    (listed,) = ask.get("/v1/fse-lots", verdict="negative").json["items"]
    assert (listed["id"], listed["kind"], listed["invoices"]) == (lot.id, "degraded", 0)
    (other,) = ask.get("/v1/fse-lots", verdict="positive").json["items"]
    assert (other["practitioner"], other["invoices"]) == (BILLING, 2)


def test_a_person_settles_an_fse_lot(ask: Asker, practice: Practice, woken: list[str]) -> None:
    lot = practice.lot(verdict=FseVerdict.CONTESTED)
    answer = ask.post(f"/v1/fse-lots/{lot.id}/settle", {"positive": False})
    assert (answer.status, answer.json["verdict"]) == (200, "negative")
    assert (by_person(), woken) == (["fse-lot.negative"], ["woken"])
    refused(ask.post(f"/v1/fse-lots/{lot.id}/settle", {"positive": True}), "not-contested")
    assert FseLot.get_by_id(lot.id).verdict == FseVerdict.NEGATIVE


def test_a_scor_lot_tells_its_pieces_with_the_verdicts(ask: Asker, contested: Sending) -> None:
    (listed,) = ask.get("/v1/scor-lots", state="contested").json["items"]
    assert (listed["pieces"], listed["message_state"]) == (2, "sent")
    assert ask.get("/v1/scor-lots", state="ready").json["items"] == []
    shown = ask.get(f"/v1/scor-lots/{contested.lot.id}").json
    assert [(one["verdict"], one["type"]) for one in shown["items"]] == [("accepted", "ORDN")] * 2
    assert [one["invoice"]["id"] for one in shown["items"]] == [1, 2]
    assert shown["acknowledgements"] == [one.id for one in Acknowledgement.select()]


def test_a_person_settles_a_scor_lot(ask: Asker, contested: Sending, woken: list[str]) -> None:
    path = f"/v1/scor-lots/{contested.lot.id}/settle"
    answer = ask.post(path, {"positive": False})
    assert (answer.status, answer.json["state"]) == (200, "partial")
    told = [(one["verdict"], one["reason"]) for one in answer.json["items"]]
    assert told == [("accepted", None), ("rejected", "illisible")]
    assert woken == ["woken"]
    refused(ask.post(path, {"positive": False}), "not-contested")


def test_a_person_says_what_the_software_did_with_a_deposit_and_takes_it_back(
    ask: Asker, practice: Practice, woken: list[str]
) -> None:
    handed_over = Depositing(practice)
    handed_over.deliver()
    ask.app.state.house = house_of(handed_over.context, woken)
    path = f"/v1/scor-lots/{handed_over.lot.id}"
    body = {"verdict": "rejected", "why": "illisible", "invoices": ["482"]}
    answer = ask.post(f"{path}/say", body)
    assert (answer.status, answer.json["state"]) == (200, "partial")
    told = [(one["verdict"], one["reason"]) for one in answer.json["items"]]
    assert told == [("accepted", None), ("rejected", "illisible")]
    assert ask.post(f"{path}/unsay").json["state"] == "contested"
    assert ask.post(f"{path}/say", {"verdict": "transmitted"}).json["state"] == "accepted"
    assert (by_person()[-1], woken) == ("scor-lot.accepted", ["woken"] * 3)
    refused(ask.post(f"{path}/say", {"verdict": "transmitted"}), "depot-not-open")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"verdict": "rejected"}, "ack.unreadable"),
        ({"verdict": "perhaps"}, "api.request-invalid"),
        ({"verdict": "rejected", "why": "x", "invoices": ["9"]}, "invoice.unknown"),
    ],
)
def test_a_word_that_cannot_be_is_refused_and_the_lot_still_waits(
    ask: Asker, practice: Practice, body: dict[str, object], code: str
) -> None:
    handed_over = Depositing(practice)
    handed_over.deliver()
    ask.app.state.house = house_of(handed_over.context, [])
    answer = ask.post(f"/v1/scor-lots/{handed_over.lot.id}/say", body)
    assert (answer.status // 100, answer.code) == (4, code)
    assert handed_over.refreshed().state == "sent"


@pytest.mark.parametrize("body", [None, {}, {"positive": None}, {"positive": "perhaps"}])
def test_without_a_clear_word_nothing_is_settled(
    ask: Asker, practice: Practice, body: object
) -> None:
    lot = practice.lot(verdict=FseVerdict.CONTESTED)
    answer = ask.post(f"/v1/fse-lots/{lot.id}/settle", body)
    assert (answer.status, answer.code) == (422, "api.request-invalid")
    assert FseLot.get_by_id(lot.id).verdict == FseVerdict.CONTESTED


def test_an_ambiguous_arl_names_its_candidates_and_a_person_chooses(
    ask: Asker, two_lots: tuple[FseLot, FseLot], woken: list[str]
) -> None:
    (listed,) = ask.get("/v1/acknowledgements", outcome="ambiguous").json["items"]
    assert (listed["subject"], listed["positive"], listed["facts"]["lot"]) == ("fse", True, "077")
    shown = ask.get(f"/v1/acknowledgements/{listed['id']}").json
    assert [lot["id"] for lot in shown["candidates"]] == [lot.id for lot in two_lots]
    chosen = two_lots[1]
    path = f"/v1/acknowledgements/{listed['id']}/assign"
    answer = ask.post(path, {"fse_lot": chosen.id})
    assert (answer.status, answer.json["outcome"]) == (200, "applied")
    assert (answer.json["fse_lot"], answer.json["candidates"]) == (chosen.id, [])
    assert FseLot.get_by_id(chosen.id).verdict == FseVerdict.POSITIVE
    assert woken == ["woken"]
    refused(ask.post(path, {"fse_lot": two_lots[0].id}), "not-a-candidate")
    assert FseLot.get_by_id(two_lots[0].id).verdict == FseVerdict.AWAITED


def test_words_of_the_caisse_that_are_no_text_are_told_all_the_same(
    ask: Asker, contested: Sending
) -> None:
    half = {"label": "half \ud800 a sign", "rejected": [["\udc00", None]], "n": float("nan")}
    Acknowledgement.update(facts=half).where(Acknowledgement.id == 1).execute()
    told = ask.get("/v1/acknowledgements/1").json["facts"]
    assert told == {"label": "half ? a sign", "rejected": [["?", None]], "n": None}


def test_a_message_tells_every_attempt(ask: Asker, contested: Sending) -> None:
    (listed,) = ask.get("/v1/messages", state="sent").json["items"]
    shown = ask.get(f"/v1/messages/{listed['id']}").json
    assert (shown["lot"], shown["file_name"]) == (contested.lot.id, contested.message.file_name)
    (attempt,) = shown["attempts"]
    assert (attempt["verdict"], attempt["detail"]) == ("sent", "delivered")


@pytest.mark.parametrize(("act", "becomes"), [("send-again", "retry"), ("was-sent", "sent")])
def test_a_person_says_what_became_of_an_uncertain_message(
    ask: Asker, practice: Practice, woken: list[str], act: str, becomes: str
) -> None:
    practice.ready()
    practice.lots()
    number = Message.get().id
    refused(ask.post(f"/v1/messages/{number}/{act}"), "not-uncertain")
    Message.update(state=MessageState.UNCERTAIN).execute()
    answer = ask.post(f"/v1/messages/{number}/{act}")
    assert (answer.status, answer.json["state"]) == (200, becomes)
    assert f"message.{becomes}" in by_person()
    assert woken == ["woken"]


def test_the_bordereau_of_a_late_lot_comes_as_a_pdf_and_is_journalled(
    ask: Asker, practice: Practice
) -> None:
    practice.ready()
    (lot,) = practice.lots()
    path = f"/v1/scor-lots/{lot.id}/bordereau"
    answer = ask.post(path)
    assert (answer.status, answer.code) == (409, "action.refused")
    assert answer.json["facts"] == {"reason": "lot-not-late", "lot": 1, "days": 5}
    ScorLot.update(state="sent", sent_at=practice.later(days=-20)).execute()
    answer = ask.post(path)
    assert (answer.headers["content-type"], answer.data[:5]) == ("application/pdf", b"%PDF-")
    last = JournalEntry.select().order_by(JournalEntry.id.desc()).get()
    assert (last.event, last.by) == ("scor-lot.bordereau", BY)
