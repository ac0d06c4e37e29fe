"""What is still to do is told, that the caisse knows is said and taken back, and its letter."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from pypdf import PdfReader

from scord.actions.setting_up.checklist import Step

if TYPE_CHECKING:
    from tests.api.routes.asking import Asker
    from tests.lots.practice import Practice

NUMBER = {"billing_number": "991129768"}
STRANGER = {"billing_number": "991129776"}


def told(ask: Asker) -> Any:
    return next(
        one["done"] for one in ask.get("/v1/setup").json["steps"] if one["code"] == Step.CAISSE_TOLD
    )


def test_the_steps_of_setting_up_are_told_in_order(ask: Asker, practice: Practice) -> None:
    answer = ask.get("/v1/setup").json
    assert [step["code"] for step in answer["steps"]] == list(Step)
    assert answer["done"] is all(step["done"] for step in answer["steps"])


def test_that_the_caisse_knows_is_said_once_and_taken_back(ask: Asker, practice: Practice) -> None:
    assert not told(ask)
    assert ask.post("/v1/setup/caisse-told", NUMBER).json == {"changed": True}
    assert ask.post("/v1/setup/caisse-told", NUMBER).json == {"changed": False}
    assert told(ask)
    assert ask.post("/v1/setup/caisse-not-told", NUMBER).json == {"changed": True}
    assert ask.post("/v1/setup/caisse-not-told", NUMBER).json == {"changed": False}
    assert not told(ask)


def test_of_somebody_who_does_not_send_nothing_is_said_or_printed(
    ask: Asker, practice: Practice
) -> None:
    for act in ("caisse-told", "caisse-not-told", "caisse-letter"):
        answer = ask.post(f"/v1/setup/{act}", STRANGER)
        assert (answer.status, answer.code) == (404, "api.not-there")
        assert ask.post(f"/v1/setup/{act}", {"billing_number": "12"}).status == 422


def test_the_letter_is_a_pdf_for_this_practitioner(ask: Asker, practice: Practice) -> None:
    answer = ask.post("/v1/setup/caisse-letter", NUMBER)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    (page,) = PdfReader(io.BytesIO(answer.data)).pages
    assert "991129768" in page.extract_text()
    assert "05/01/2026" in page.extract_text()
