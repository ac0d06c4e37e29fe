"""What the tray keeps survives a restart, and a broken file costs only what was in it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from scord_tray.preferences import Preferences, load, preferences_file, save

if TYPE_CHECKING:
    from pathlib import Path


def test_without_a_file_the_language_is_french(tmp_path: Path) -> None:
    assert load(tmp_path / "tray.json") == Preferences("fr", told_no_place=False)


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "tray.json"
    save(path, Preferences("en", told_no_place=True))
    assert load(path) == Preferences("en", told_no_place=True)
    assert [file.name for file in path.parent.iterdir()] == ["tray.json"]


@pytest.mark.parametrize(
    "broken",
    [b"", b"\x00\xff", b"[1, 2]", b'{"language": 5}', b'{"language": "fr"', b'"fr"'],
)
def test_a_broken_file_gives_the_defaults_and_is_said_in_the_log(
    tmp_path: Path, broken: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "tray.json"
    path.write_bytes(broken)
    assert load(path) == Preferences()
    assert "not readable" in caplog.text


def test_a_language_of_another_version_is_forgotten_and_the_rest_kept(tmp_path: Path) -> None:
    path = tmp_path / "tray.json"
    path.write_text('{"language": "de", "told_no_place": true, "size": 3}')
    assert load(path) == Preferences("fr", told_no_place=True)


def test_a_place_that_cannot_be_written_is_said_in_the_log_and_raises_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    (tmp_path / "file").write_text("")
    save(tmp_path / "file" / "tray.json", Preferences())
    assert "not kept" in caplog.text


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "tray.json"
    path.mkdir()  # nothing can be renamed over a folder
    save(path, Preferences("en"))
    assert [file.name for file in tmp_path.iterdir()] == ["tray.json"]


def test_the_file_stands_among_the_users_own_settings() -> None:
    assert preferences_file().name == "tray.json"
    assert preferences_file().parent.name == "scord"
