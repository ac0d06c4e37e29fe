from __future__ import annotations

import json
import os
import stat
from typing import TYPE_CHECKING

import pytest

from scord.logs import kept
from scord.logs.kept import FILE_NAME, FOLDER, LogFile

if TYPE_CHECKING:
    import logging
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_BYTES", 1_000)


def texts(state: Path) -> list[str]:
    """Of all files, the oldest first."""
    files = sorted((state / FOLDER).iterdir(), key=lambda one: one.name, reverse=True)
    return [json.loads(line)["text"] for one in files for line in one.read_text().splitlines()]


@pytest.mark.usefixtures("_small")
def test_the_file_stays_small_and_the_newest_lines_are_kept(
    speaking: Callable[..., logging.Logger], tmp_path: Path
) -> None:
    logger = speaking(LogFile(tmp_path))
    for number in range(200):
        logger.info("line %d", number)
    found = texts(tmp_path)
    assert found == [f"line {number}" for number in range(200 - len(found), 200)]
    sizes = [one.stat().st_size for one in (tmp_path / FOLDER).iterdir()]
    assert len(sizes) == 5
    assert max(sizes) <= 1_000


@pytest.mark.usefixtures("_small")
def test_no_line_is_lost_while_the_file_cannot_be_renamed(
    speaking: Callable[..., logging.Logger], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, where somebody looks at it."""
    logger = speaking(LogFile(tmp_path))

    def refuse(*_: object) -> None:
        raise PermissionError(13, "in use")

    with monkeypatch.context() as looked_at:
        looked_at.setattr(os, "rename", refuse)
        for number in range(20):
            logger.info("line %d", number)
    assert [one.name for one in (tmp_path / FOLDER).iterdir()] == [FILE_NAME]
    logger.info("line 20")
    assert texts(tmp_path) == [f"line {number}" for number in range(21)]
    assert len(list((tmp_path / FOLDER).iterdir())) == 2


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_nobody_else_can_look_into_its_folder(tmp_path: Path) -> None:
    LogFile(tmp_path / "state").close()
    for place in (tmp_path / "state", tmp_path / "state" / FOLDER):
        assert stat.S_IMODE(place.stat().st_mode) == 0o700
