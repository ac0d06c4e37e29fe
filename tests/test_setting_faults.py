"""Every fault that settings can have is told in words of ours, French or English."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest

from scord.setting_faults import FAULTS, OTHER
from scord.settings import language_asked, load
from scord_shared.errors import ScordError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# a wrong value for each kind of setting, and where it is told
WRONG = {
    "language = 5": "language",
    "log = {level = 'LOUD'}": "log.level",
    "min_free_mb = -1": "min_free_mb",
    "min_free_mb = 1.5": "min_free_mb",
    "min_free_mb = 'many'": "min_free_mb",
    "min_free_mb = []": "min_free_mb",
    "state_dir = 5": "state_dir",
    "state_dir = 'scans'": "state_dir",
    "folders = 5": "folders",
    "folders = [5]": "folders.0",
    "folders = [{path = '/srv'}]": "folders.0.name",
    "folders = [{name = 'a b', path = '/srv'}]": "folders.0.name",
    "folders = [{name = 'a', path = '/srv', settle_seconds = 'x'}]": "folders.0.settle_seconds",
    "folders = [{name = 'a', path = '/srv', settle_seconds = nan}]": "folders.0.settle_seconds",
    "folders = [{name = 'a', path = '/srv', settle_seconds = []}]": "folders.0.settle_seconds",
    "limits = 5": "limits",
    "imaging = {dpi = 700}": "imaging.dpi",
    "filing = {file_name_prefix = 'S'}": "filing.file_name_prefix",
    "filing = {file_name_prefix = 5}": "filing.file_name_prefix",
    "lots = {times = ['late']}": "lots.times.0",
    "lots = {times = [[]]}": "lots.times.0",
    "lots = {complete_only = 'perhaps'}": "lots.complete_only",
    "lots = {complete_only = []}": "lots.complete_only",
    "exchange = {out_folder = '/srv/out'}": "settings",
    "practitioners = [{billing_number = '1'}]": "practitioners.0.billing_number",
    "practitioners = [{billing_number = '991129768', scor_start_date = 'soon'}]": (
        "practitioners.0.scor_start_date"
    ),
    "practitioners = [{billing_number = '991129768', scor_start_date = []}]": (
        "practitioners.0.scor_start_date"
    ),
    "practitioners = [{billing_number = '991129768', scor_start_date = 2026-01-01T10:00:00}]": (
        "practitioners.0.scor_start_date"
    ),
}
ENGLISH = re.compile(r"\b(should|input|valid|must|number|expected|allowed|given)\b", re.IGNORECASE)


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    for name in [name for name in os.environ if name.startswith("SCORD_")]:
        monkeypatch.delenv(name)
    return monkeypatch


def faults(path: Path, text: str) -> list[str]:
    path.write_text(text, "utf-8")
    with pytest.raises(ScordError) as caught:
        load(path)
    return [str(one) for one in caught.value.facts["faults"]]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("text", "where"), WRONG.items())
def test_a_wrong_value_is_told_in_plain_french_where_it_stands(
    tmp_path: Path, text: str, where: str
) -> None:
    (line,) = faults(tmp_path / "scord.toml", text)
    assert line.startswith(f"{where} : ")
    assert not ENGLISH.search(line.removeprefix(where)), line
    assert OTHER[0] not in line
    assert not re.search(r"[\[\]{}]", line.split(" (")[0]), line


def test_both_languages_have_words_for_every_fault_and_they_differ() -> None:
    assert all(french and english and french != english for french, english in FAULTS.values())


def test_a_name_that_is_near_one_is_told_with_it_in_both_languages(
    tmp_path: Path, own_environment: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "scord.toml"
    assert faults(path, "languag = 'fr'") == ["languag : réglage inconnu, peut-être language"]
    own_environment.setenv("SCORD_LANGUAGE", "en")
    assert faults(path, "languag = 'fr'") == ["languag: unknown setting; did you mean language?"]


@pytest.mark.parametrize(
    ("text", "variable", "language"),
    [
        ("", None, "fr"),
        ("language = 'en'", None, "en"),
        ("language = 'en'", "fr", "fr"),
        ("language = 'en'\n[imaging]\ndpi = 1", None, "en"),
        ("language = 'de'", None, "fr"),
        ("language = [", None, "fr"),
        ("language = [", "en", "en"),
    ],
)
def test_the_language_asked_for_is_known_whatever_else_is_wrong(
    tmp_path: Path,
    own_environment: pytest.MonkeyPatch,
    text: str,
    variable: str | None,
    language: str,
) -> None:
    path = tmp_path / "scord.toml"
    path.write_text(text, "utf-8")
    if variable:
        own_environment.setenv("SCORD_LANGUAGE", variable)
    assert language_asked(path) == language


def test_without_a_file_the_language_is_french(tmp_path: Path) -> None:
    assert language_asked(tmp_path / "none.toml") == "fr"
