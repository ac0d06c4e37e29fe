"""Changes are checked together, all faults told at once, and written whole or not at all."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from scord.actions.setting_up import proving
from scord.actions.setting_up.changing import Outcome, change, revision_of
from scord.actions.setting_up.proving import CHANGING, REFUSED
from scord.actions.setting_up.shown import settings_shown
from scord.setting_sources import FILE_NAME, PREVIOUS_NAME, Source, read_page
from scord.settings import load
from scord.store.flags import flag
from scord.store.tables import JournalEntry
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from pathlib import Path

    from scord.store.context import Context

TOML = """
[lots]
times = ["19:00"]
"""


@pytest.fixture
def at_work(context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Context:
    """As loaded from a scord.toml that fixes the times of lots."""
    monkeypatch.delenv("SCORD_LANGUAGE", raising=False)
    config = tmp_path / "scord.toml"
    config.write_text(f"state_dir = '{context.settings.state_dir}'\n{TOML}", "utf-8")
    return replace(context, settings=load(config))


def seen(context: Context) -> str:
    return revision_of(read_page(context.settings.state_dir))


def ask(context: Context, changes: dict[str, Any], language: str = "en") -> Outcome:
    return change(context, changes, seen(context), by="Anne", language=language)


def written(context: Context) -> Any:
    path = context.settings.state_dir / FILE_NAME
    return json.loads(path.read_text("utf-8")) if path.exists() else None


def test_a_change_is_written_for_the_engine_and_the_former_file_kept(at_work: Context) -> None:
    assert ask(at_work, {"language": "en"}) == Outcome(changed=True, pending=True, faults=())
    assert proving.waiting() == at_work.clock.now()
    proving.proved()
    ask(at_work, {"caisses.open": ["*"], "language": None})
    assert written(at_work) == {"caisses": {"open": ["*"]}}
    previous = at_work.settings.state_dir / PREVIOUS_NAME
    assert json.loads(previous.read_text("utf-8")) == {"language": "en"}
    if (mode := previous.stat().st_mode & 0o077) and previous.anchor == "/":
        pytest.fail(f"others may read it: {mode:o}")


def test_every_fault_is_told_at_once_with_its_place_and_nothing_is_changed(
    at_work: Context,
) -> None:
    outcome = ask(
        at_work,
        {
            "folders": [{"name": "a b", "path": "scans"}],
            "alerts.inbox_urgent_days": 0,
            "languag": "en",
            "lots.times": ["10:00"],
            "api.read_group": "everybody",
            "caisses.open": ["\ud800"],
        },
    )
    assert not outcome.changed
    reasons = {fault.place: fault.reason for fault in outcome.faults}
    assert reasons["folders.0.path"] == "give the whole path, from the root"
    assert reasons["languag"] == "unknown setting; did you mean language?"
    assert reasons["lots.times"] == "fixed by IT in scord.toml"
    assert reasons["alerts.inbox_urgent_days"] == "1 at least"
    assert reasons["api.read_group"].startswith("unknown setting")
    assert {"folders.0.name", "caisses.open"} <= set(reasons)
    assert written(at_work) is None
    assert flag(CHANGING) is None
    assert JournalEntry.select().count() == 0


def test_a_fault_is_told_in_the_language_asked_for(at_work: Context) -> None:
    (fault,) = ask(at_work, {"lots.times": []}, "fr").faults
    assert fault.reason == "fixé par l'informatique dans scord.toml"


def test_what_is_so_already_changes_nothing(at_work: Context) -> None:
    assert ask(at_work, {"language": None}) == Outcome(changed=False, pending=False, faults=())
    assert flag(CHANGING) is None


def test_of_two_who_saw_the_same_the_second_is_refused(at_work: Context) -> None:
    revision = seen(at_work)
    ask(at_work, {"language": "en"})
    proving.proved()
    with pytest.raises(ScordError) as caught:
        change(at_work, {"language": "fr"}, revision, by="Lise", language="fr")
    assert caught.value.facts["reason"] == "settings-changed"


def test_while_a_change_is_on_its_way_another_is_refused(at_work: Context) -> None:
    ask(at_work, {"language": "en"})
    with pytest.raises(ScordError) as caught:
        ask(at_work, {"language": "fr"})
    assert caught.value.code is Code.ACTION_REFUSED
    assert caught.value.facts["reason"] == "settings-pending"
    assert written(at_work) == {"language": "en"}


def test_the_reference_profile_mails_to_this_machine_alone_whatever_the_page_says(
    at_work: Context,
) -> None:
    account = {
        "billing_number": "991129768",
        "address": "a@b.invalid",
        "smtp_host": "smtp.example.org",
    }
    (fault,) = ask(at_work, {"mail": [account]}).faults
    assert "localhost" in fault.reason
    assert written(at_work) is None


def test_a_disk_that_takes_no_file_leaves_all_as_it_was(at_work: Context) -> None:
    (at_work.settings.state_dir / PREVIOUS_NAME).mkdir()
    with pytest.raises(OSError, match=PREVIOUS_NAME):
        ask(at_work, {"language": "en"})
    assert written(at_work) is None
    assert flag(CHANGING) is None


def test_what_does_not_start_is_put_back_once_and_told_until_a_change_starts(
    at_work: Context,
) -> None:
    ask(at_work, {"language": "en"})
    assert proving.put_back(at_work, ScordError(Code.DISK_FULL, path="/srv"))
    assert not proving.put_back(at_work, ScordError(Code.DISK_FULL)), "only once"
    assert written(at_work) == {}
    fault = settings_shown(at_work).last_fault
    assert fault
    assert (fault.code, fault.facts, fault.by) == (Code.DISK_FULL, {"path": "/srv"}, "Anne")
    assert fault.settings == ("language",)
    ask(at_work, {"language": "en"})
    proving.proved()
    assert flag(REFUSED) is None


def test_each_setting_is_shown_with_its_source_and_what_it_may_be(at_work: Context) -> None:
    ask(at_work, {"language": "en"})
    shown = settings_shown(at_work)
    assert shown.pending
    by_place = {one.place: one for one in shown.settings}
    times, language, folders = (by_place[n] for n in ("lots.times", "language", "folders"))
    assert (times.source, times.fixed, times.value) == (Source.FILE, True, ["19:00:00"])
    assert times.default == ["20:00:00"]
    assert (language.value, language.choices) == ("fr", ("fr", "en")), "not in force yet"
    assert {one.name for one in folders.fields if one.required} == {"name", "path"}
    kinds = {one.name: one.choices for one in folders.fields}
    assert kinds["document_type"][:2] == ("ORDN", "DSIP")
    assert all(one.description for one in shown.settings)
    json.dumps([one.default for one in shown.settings])
