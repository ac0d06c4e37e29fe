"""Who has the last word on a setting: the page below scord.toml below the environment."""

from __future__ import annotations

import json
import os
from datetime import time
from typing import TYPE_CHECKING, Any

import pytest

from scord.setting_sources import (
    CHANGEABLE,
    FILE_NAME,
    Source,
    changeable,
    changed,
    place_of,
    read_page,
)
from scord.settings import Settings, load, renewed, tables
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("SCORD_"):
            monkeypatch.delenv(name)


def loaded(tmp_path: Path, page: Any, toml: str = "") -> Settings:
    state = tmp_path / "state"
    state.mkdir(exist_ok=True)
    (state / FILE_NAME).write_text(json.dumps(page), "utf-8")
    config = tmp_path / "scord.toml"
    config.write_text(f"state_dir = '{state}'\n{toml}", "utf-8")
    return load(config)


def test_what_the_page_may_change_are_settings() -> None:
    known = {place_of(table, name) for table, one in tables().items() for name in one.model_fields}
    assert set(changeable()) <= known


@pytest.mark.parametrize("place", ["state_dir", "exchange.profile", "exchange.out_folder"])
def test_the_page_may_not_change_where_things_lie_or_which_format_is_spoken(place: str) -> None:
    assert place not in changeable()
    assert not {"api", "limits", "imaging", "retention"} & set(CHANGEABLE)


def test_each_source_wins_over_those_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = {"lots": {"times": ["10:00"]}, "caisses": {"open": ["01-349"]}, "language": "en"}
    toml = "[lots]\ntimes = ['12:00']\n"
    monkeypatch.setenv("SCORD_LANGUAGE", "fr")
    settings = loaded(tmp_path, page, toml)
    assert settings.lots.times == (time(12),)
    assert (settings.caisses.open, settings.language) == (("01-349",), "fr")
    sources = settings.sources
    places = ("lots.times", "caisses.open", "language", "alerts.quiet_from")
    assert [sources.of(place) for place in places] == [
        Source.FILE,
        Source.PAGE,
        Source.ENVIRONMENT,
        Source.DEFAULT,
    ]
    assert [sources.fixes(place) for place in places] == [True, False, True, False]


def test_a_list_of_tables_stands_whole_in_one_source(tmp_path: Path) -> None:
    page = {"practitioners": [{"billing_number": "991129776"}]}
    toml = "[[practitioners]]\nbilling_number = '991129768'\n"
    settings = loaded(tmp_path, page, toml)
    assert [one.billing_number for one in settings.practitioners] == ["991129768"]


def test_what_the_page_may_not_change_counts_for_nothing_in_its_file(tmp_path: Path) -> None:
    page = {
        "api": {"read_group": "everybody"},
        "exchange": {"profile": "depot", "mail_minutes": 5},
        "state_dir": "/elsewhere",
    }
    settings = loaded(tmp_path, page)
    assert settings.api == Settings().api
    assert settings.exchange.profile == "reference"
    assert settings.exchange.mail_minutes == 5


@pytest.mark.parametrize("text", ["{broken", "[]", "5", "\xff"])
def test_a_damaged_file_of_the_page_is_told_with_its_path(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE_NAME).write_bytes(text.encode("latin-1"))
    with pytest.raises(ScordError) as caught:
        read_page(tmp_path)
    assert caught.value.code is Code.SETTINGS_UNREADABLE
    assert caught.value.facts["path"] == str(tmp_path / FILE_NAME)


def test_a_fault_in_the_pages_file_is_told_of_that_file(tmp_path: Path) -> None:
    with pytest.raises(ScordError) as caught:
        loaded(tmp_path, {"lots": {"times": ["late"]}})
    assert caught.value.facts["path"] == str(tmp_path / "state" / FILE_NAME)
    with pytest.raises(ScordError) as caught:
        loaded(tmp_path, {}, "[lots]\ntimes = ['late']\n")
    assert caught.value.facts["path"] == str(tmp_path / "scord.toml")


def test_a_state_folder_that_others_may_not_look_into_keeps_nobody_from_the_service(
    tmp_path: Path,
) -> None:
    (tmp_path / "state").write_text("no folder")
    assert read_page(tmp_path / "state") == {}


def test_changes_are_by_place_and_none_takes_a_setting_out() -> None:
    page = {"language": "en", "lots": {"times": ["10:00"]}}
    asked = {"lots.times": None, "language": "fr", "caisses.open": ["*"]}
    assert changed(page, asked) == {"language": "fr", "caisses": {"open": ["*"]}}
    assert page == {"language": "en", "lots": {"times": ["10:00"]}}, "left as it was"


def test_settings_are_renewed_from_the_pages_file_alone(tmp_path: Path) -> None:
    settings = loaded(tmp_path, {}, "[filing]\narmed_minutes = 3\n")
    (tmp_path / "scord.toml").write_text("[filing]\narmed_minutes = 9\n", "utf-8")
    (tmp_path / "state" / FILE_NAME).write_text('{"language": "en"}', "utf-8")
    now = renewed(settings)
    assert (now.language, now.filing.armed_minutes) == ("en", 3)
    assert now.state_dir == settings.state_dir


def test_settings_that_were_given_and_not_loaded_count_as_fixed(tmp_path: Path) -> None:
    given = Settings(state_dir=tmp_path, language="en")
    assert given.sources.of("language") is Source.FILE
    (tmp_path / FILE_NAME).write_text('{"language": "fr", "caisses": {"open": ["*"]}}', "utf-8")
    now = renewed(given)
    assert (now.state_dir, now.language, now.caisses.open) == (tmp_path, "en", ("*",))


@pytest.mark.parametrize("place", ["state", "state/drop", "elsewhere/../state/drop"])
def test_a_folder_in_the_state_folder_is_refused(tmp_path: Path, place: str) -> None:
    folder = [{"name": "a", "path": str(tmp_path / place)}]
    with pytest.raises(ScordError) as caught:
        loaded(tmp_path, {"folders": folder})
    (fault,) = caught.value.facts["faults"]  # type: ignore[misc]
    assert "state_dir" in fault
