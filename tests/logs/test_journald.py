"""The lines as journald hears them, over a socket of ours, and as `journalctl` finds them."""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tests.journald import fields

from scord.logs.about import about
from scord.logs.journald import JournalHandler

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="journald is Linux's")


@pytest.fixture
def journald(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(str(tmp_path / "journal"))
        heard.settimeout(5)
        yield heard


@pytest.fixture
def logger(speaking: Callable[..., logging.Logger], journald: socket.socket) -> logging.Logger:
    return speaking(JournalHandler(journald.getsockname()))


def test_a_line_has_its_message_its_gravity_and_what_it_is_about(
    logger: logging.Logger, journald: socket.socket
) -> None:
    with about(scan=(12, 13), file="1773133200000000", stage="look again"):
        logger.warning("page %d", 2)
    heard = fields(journald.recv(100_000))
    assert dict(heard)["MESSAGE"] == "page 2"
    assert dict(heard)["PRIORITY"] == "4"
    assert dict(heard)["SYSLOG_IDENTIFIER"] == "scord"
    assert [value for name, value in heard if name == "SCORD_SCAN"] == ["12", "13"]
    assert dict(heard)["SCORD_FILE"] == "1773133200000000"
    assert dict(heard)["SCORD_STAGE"] == "look again"


@pytest.mark.parametrize(
    ("level", "priority"), [("DEBUG", "7"), ("INFO", "6"), ("ERROR", "3"), ("CRITICAL", "2")]
)
def test_each_level_has_its_priority(
    logger: logging.Logger, journald: socket.socket, level: str, priority: str
) -> None:
    logger.log(logging.getLevelNamesMapping()[level], "said")
    assert dict(fields(journald.recv(100_000)))["PRIORITY"] == priority


def test_a_message_of_several_lines_is_one_entry(
    logger: logging.Logger, journald: socket.socket
) -> None:
    logger.error("first\nPRIORITY=0\nlast")
    heard = fields(journald.recv(100_000))
    assert dict(heard)["MESSAGE"] == "first\nPRIORITY=0\nlast"
    assert [value for name, value in heard if name == "PRIORITY"] == ["3"]


def test_a_lot_of_ten_thousand_scans_still_fits(
    logger: logging.Logger, journald: socket.socket
) -> None:
    with about(scan=tuple(range(1_000_000, 1_010_000))):
        logger.info("scor-lot 3 frozen")
    assert dict(fields(journald.recv(1_000_000)))["MESSAGE"] == "scor-lot 3 frozen"


def test_without_journald_the_line_goes_to_standard_error(
    speaking: Callable[..., logging.Logger], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    speaking(JournalHandler(str(tmp_path / "nobody"))).error("heard all the same")
    assert capsys.readouterr().err == "<3>heard all the same\n"


def test_a_journald_that_reads_nothing_holds_nobody_up_for_long(
    logger: logging.Logger, monkeypatch: pytest.MonkeyPatch
) -> None:
    (handler,) = (one for one in logger.handlers if isinstance(one, JournalHandler))
    handler._socket.settimeout(0.001)
    for _ in range(1_000):  # more than a socket's queue holds
        logger.info("said")


def test_a_line_that_cannot_be_made_stops_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging, "raiseExceptions", False)
    record = logging.makeLogRecord({"name": "scord.spoken", "msg": "%d", "args": ("no number",)})
    handler = JournalHandler(str(tmp_path / "journal"))
    handler.handle(record)
    handler.close()


def test_the_journal_reads_us_where_systemd_says_so_of_this_very_stream(tmp_path: Path) -> None:
    """The variable is inherited: a program whose output goes elsewhere must not speak for it."""
    ask = "from scord.logs.journald import is_read_by_journald as it; print(it())"
    with (tmp_path / "stream").open("w") as stream:
        there = os.fstat(stream.fileno())
        told = {**os.environ, "JOURNAL_STREAM": f"{there.st_dev}:{there.st_ino}"}
        said = [
            subprocess.run(
                [sys.executable, "-c", ask], env=env, stderr=err, stdout=-1, text=True, check=True
            ).stdout.strip()
            for env, err in ((told, stream), (told, subprocess.DEVNULL), (os.environ, stream))
        ]
    assert said == ["True", "False", "False"]
