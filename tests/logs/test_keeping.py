"""The log of a service: where it goes, and that nothing unforeseen says what it held."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from scord.logs.keeping import logged
from scord.logs.kept import FILE_NAME, FOLDER
from scord.settings import Log, Settings
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from pathlib import Path

NAME = "ADRDEUX"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(state_dir=tmp_path / "state", log=Log(file=True))


def lines(settings: Settings) -> list[dict[str, str]]:
    text = (settings.state_dir / FOLDER / FILE_NAME).read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_lines_go_to_standard_error_and_the_file_and_nowhere_afterwards(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    before = logging.getLogger().handlers[:]
    with logged(settings):
        logging.getLogger("scord.spoken").info("at work")
        logging.getLogger("scord.spoken").debug("too much")
        logging.getLogger("uvicorn.error").info("of a library")
    assert [line["text"] for line in lines(settings)] == ["at work"]
    assert "INFO scord.spoken: at work" in capsys.readouterr().err
    assert logging.getLogger().handlers == before


@pytest.mark.skipif(sys.platform == "win32", reason="there it is by default")
def test_without_being_asked_no_file_is_made(tmp_path: Path) -> None:
    with logged(Settings(state_dir=tmp_path / "state")):
        logging.getLogger("scord.spoken").warning("at work")
    assert not (tmp_path / "state").exists()


def test_a_fault_that_nobody_expected_ends_as_one_of_ours_without_its_message(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ScordError) as raised, logged(settings):
        raise ValueError(NAME)
    assert raised.value.code == Code.INTERNAL
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__
    assert "ValueError" in lines(settings)[0]["text"]
    assert NAME not in capsys.readouterr().err + str(lines(settings))


def test_a_fault_that_has_words_passes(settings: Settings) -> None:
    with pytest.raises(ScordError) as raised, logged(settings):
        raise ScordError(Code.DISK_FULL)
    assert raised.value.code == Code.DISK_FULL


# In a process of its own: pytest has its own ways with all of these.
SPEAKING = """
import logging, sys, threading, warnings
from pathlib import Path
from scord.logs.keeping import logged
from scord.settings import Log, Settings

NAME = "ADRDEUX"

def fall():
    raise ValueError(NAME)

class Falling:
    def __del__(self):
        fall()

def in_a_thread():
    thread = threading.Thread(target=fall)
    thread.start()
    thread.join()

def in_a_destructor():
    Falling()

def as_a_warning():
    warnings.warn(NAME)

def as_a_line_that_cannot_be_made():
    logging.getLogger("scord.spoken").error("%d", NAME)

with logged(Settings(state_dir=Path(sys.argv[1]), log=Log(file=True))):
    globals()[sys.argv[2]]()
    logging.getLogger("scord.spoken").info("the end")
"""


@pytest.mark.parametrize(
    ("way", "told"),
    [
        ("in_a_thread", "ValueError"),
        ("in_a_destructor", "ValueError"),
        ("as_a_warning", "py.warnings"),
        ("as_a_line_that_cannot_be_made", "the end"),
    ],
)
def test_what_python_itself_would_print_is_told_without_its_words(
    settings: Settings, way: str, told: str
) -> None:
    command = [sys.executable, "-c", SPEAKING, str(settings.state_dir), way]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    kept = str(lines(settings))
    assert printed.rstrip().endswith("the end")
    assert told in printed
    assert told in kept
    assert NAME not in printed + kept


@pytest.mark.slow
def test_the_command_logs_so(tmp_path: Path) -> None:
    """A second service cannot start: what it says is the words of the fault, and a status."""
    config = tmp_path / "scord.toml"
    config.write_text(f"state_dir = '{tmp_path}/state'\nlog = {{file = true}}\n")
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "run").write_text("no folder")
    command = [sys.executable, "-m", "scord", "--config", str(config), "run"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "[api.address-unfit]" in done.stderr
    assert "Traceback" not in done.stderr
    assert (tmp_path / "state" / FOLDER / FILE_NAME).exists()
