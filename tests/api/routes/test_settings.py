"""Settings are shown, changed and tried over the API; what is still to do is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from scord.actions.setting_up.proving import CHANGING
from scord.secrets import find_secret
from scord.store.flags import flag

if TYPE_CHECKING:
    from pathlib import Path

    from tests.api.routes.asking import Answer, Asker
    from tests.lots.practice import Practice

pytestmark = pytest.mark.slow  # together: each is quick, and there are hundreds

NUMBER = "991129768"


def change(ask: Asker, changes: Any) -> Answer:
    revision = ask.get("/v1/settings").json["revision"]
    return ask.post("/v1/settings", {"revision": revision, "changes": changes})


def test_a_change_wakes_the_engine_and_stands_as_pending(
    ask: Asker, practice: Practice, woken: list[str]
) -> None:
    answer = change(ask, {"alerts.quiet_from": "21:00"})
    assert answer.json == {"changed": True, "pending": True, "faults": []}
    assert woken == ["woken"]
    asked = flag(CHANGING)
    assert asked
    assert asked.by == "Anne"
    assert ask.get("/v1/settings").json["pending"]
    again = change(ask, {"alerts.quiet_from": "22:00"})
    assert (again.status, again.code) == (409, "action.refused")
    assert again.json["facts"]["reason"] == "settings-pending"


def test_faults_are_told_with_their_place_and_without_the_value(
    ask: Asker, practice: Practice
) -> None:
    answer = change(ask, {"alerts.again_hours": "hush", "state_dir": "/x"})
    assert answer.status == 200
    assert [one["place"] for one in answer.json["faults"]] == ["state_dir", "alerts.again_hours"]
    assert b"hush" not in answer.data
    assert not ask.get("/v1/settings").json["pending"]


def test_another_revision_is_refused(ask: Asker, practice: Practice) -> None:
    answer = ask.post("/v1/settings", {"revision": "0", "changes": {}})
    assert (answer.status, answer.json["facts"]["reason"]) == (409, "settings-changed")


def test_a_password_is_given_and_never_told(ask: Asker, practice: Practice) -> None:
    body = {"kind": "mail", "billing_number": NUMBER, "value": "hush"}
    assert ask.post("/v1/settings/secrets", body).json == {"changed": True}
    state = practice.context.settings.state_dir
    assert find_secret(state, f"mail_password_{NUMBER}") == "hush"
    assert b"hush" not in ask.get("/v1/settings").data
    wrong = ask.post("/v1/settings/secrets", body | {"billing_number": "../x"})
    assert wrong.status == 422


def test_a_folder_is_tried_by_its_name_or_any_path(
    ask: Asker, practice: Practice, tmp_path: Path
) -> None:
    told = ask.post("/v1/settings/test-folder", {"name": "scanner"}).json
    assert (told["ok"], told["code"], told["path"]) == (True, "fine", str(tmp_path / "scanner"))
    told = ask.post("/v1/settings/test-folder", {"path": str(tmp_path / "none")}).json
    assert (told["ok"], told["code"]) == (False, "missing")
    assert told["title"].startswith("Le service")
    assert ask.post("/v1/settings/test-folder", {"name": "none"}).status == 409
    for body in ({}, {"name": "scanner", "path": "/srv"}):
        assert ask.post("/v1/settings/test-folder", body).status == 422


def test_a_mail_account_that_is_not_there_cannot_be_tried(ask: Asker, practice: Practice) -> None:
    assert ask.post("/v1/settings/test-mail", {"billing_number": NUMBER}).status == 404
