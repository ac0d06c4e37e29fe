"""Forms and signatures over the API: what is made, what is refused, who sees a signature."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import pytest
from tests.forms.forms import SIGNED, png, signed
from tests.forms.invoices import NURSE, degraded

from scord.forms.kept import find_signature
from scord.store.tables import JournalEntry, Scan

if TYPE_CHECKING:
    from tests.api.routes.asking import Asker
    from tests.lots.practice import Practice

PICTURE = base64.b64encode(png(signed())).decode()
WHITE = base64.b64encode(png(signed(ink=255))).decode()


def test_a_form_signed_on_the_screen_is_made_and_the_service_woken(
    ask: Asker, practice: Practice, woken: list[str]
) -> None:
    invoice = degraded(practice)
    body = {"patient": "signed", "strokes": SIGNED}
    assert ask.post(f"/v1/invoices/{invoice.id}/form", body).status == 200
    assert woken
    assert Scan.get().facts == {"by": "Anne", "invoice": invoice.id, "patient": "signed"}


@pytest.mark.parametrize(
    "body",
    [
        {"patient": "dead"},
        {"patient": "signed"},
        {"patient": "absent", "strokes": SIGNED},
        {"patient": "signed", "strokes": []},
        {"patient": "signed", "strokes": [[]]},
        {"patient": "signed", "strokes": [[[0.5, 1.1]]]},
        {"patient": "signed", "strokes": [[[0.5]]]},
        {"patient": "signed", "strokes": [[[0.5, 0.5]]] * 201},
        {"strokes": "x"},
        {"unknown": 1},
    ],
)
def test_strokes_that_are_none_are_refused_and_nothing_is_made(
    ask: Asker, practice: Practice, body: dict[str, Any]
) -> None:
    answer = ask.post(f"/v1/invoices/{degraded(practice).id}/form", body)
    assert (answer.status, answer.code) == (422, "api.request-invalid")
    assert Scan.select().count() == 0


def test_an_invoice_that_is_not_degraded_gets_no_form(ask: Asker, practice: Practice) -> None:
    answer = ask.post(f"/v1/invoices/{practice.invoice().id}/form", {})
    assert (answer.status, answer.code) == (409, "action.refused")
    assert answer.json["facts"]["reason"] == "not-degraded"


def test_a_signature_is_kept_used_or_not_and_forgotten(ask: Asker, practice: Practice) -> None:
    path = f"/v1/practitioners/{practice.nurse.id}/signature"
    none = {"practitioner": practice.nurse.id, "on_forms": False, "picture": None}
    assert ask.get(path).json == none
    given = ask.post(path, {"picture": PICTURE, "on_forms": True}).json
    assert given["on_forms"]
    assert base64.b64decode(given["picture"]).startswith(b"\x89PNG")
    assert ask.post(path, {"on_forms": False}).json == {**given, "on_forms": False}
    assert ask.post(f"{path}/forget").json == {"changed": True}
    assert ask.post(f"{path}/forget").json == {"changed": False}
    assert ask.get(path).json == none
    events = [one.event for one in JournalEntry.select().where(JournalEntry.by == "Anne")]
    assert events == ["signature.kept", "signature.kept", "signature.forgotten"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"on_forms": True}, 404, "api.not-there"),
        ({"on_forms": True, "picture": WHITE}, 422, "file.no-signature"),
        ({"on_forms": True, "picture": "R0lGODlh"}, 422, "image.unknown-format"),
        ({"on_forms": True, "picture": "no base64!"}, 422, "api.request-invalid"),
        ({"picture": PICTURE}, 422, "api.request-invalid"),
    ],
)
def test_what_is_no_signature_is_refused_and_not_kept(
    ask: Asker, practice: Practice, body: dict[str, Any], status: int, code: str
) -> None:
    answer = ask.post(f"/v1/practitioners/{practice.nurse.id}/signature", body)
    assert (answer.status, answer.code) == (status, code)
    assert find_signature(practice.context, practice.nurse) is None


def test_who_may_only_read_does_not_see_a_signature(ask: Asker, practice: Practice) -> None:
    path = f"/v1/practitioners/{practice.nurse.id}/signature"
    ask.post(path, {"picture": PICTURE, "on_forms": True})
    assert ask.reader().get(path).status == 403


def test_a_signature_stands_on_its_owners_forms_alone(ask: Asker, practice: Practice) -> None:
    other = practice.practitioner("991200015", NURSE)
    path = f"/v1/practitioners/{practice.nurse.id}/signature"
    ask.post(path, {"picture": PICTURE, "on_forms": True})
    stamped = []
    for number, whose in (("1", practice.nurse), ("2", other)):
        invoice = degraded(practice, number=number, practitioner=whose)
        ask.post(f"/v1/invoices/{invoice.id}/form", {})
        data = practice.context.files.originals.read(Scan.get(Scan.id == int(number)).sha256)
        stamped.append(b"/SMask" in data)
    assert stamped == [True, False]
