"""All commands alike: help with an example, faults with title, advice and code, light to start."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from scord.cli import main
from scord_shared.errors import Code
from scord_shared.wording import say

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.installation import Cli

pytestmark = pytest.mark.slow  # together: each is quick, and there are hundreds

# The commands of the design; `backup` and `restore` are still to come.
DESIGNED = {
    "run", "demo", "convert", "check", "import", "status", "doctor", "pause", "resume", "slip",
    "send", "config", "read", "open", "proof", "card",
}  # fmt: skip
COMMANDS = main.commands
every_command = pytest.mark.parametrize("name", COMMANDS)


@every_command
def test_every_command_has_help_in_french_with_an_example(name: str) -> None:
    result = CliRunner().invoke(main, [name, "--help"])
    assert result.exit_code == 0
    assert result.stdout.startswith("Utilisation : ")
    example = result.stdout.split("Exemple : ")[1]
    assert example.startswith("scord ")
    assert f" {name} " in f"{' '.join(example.split())} "
    assert result.stdout.split("\n\n")[1].strip().endswith(".")
    assert not any(word in result.stdout for word in ("Show", "[required]", "Usage", "Commands"))


@every_command
def test_every_example_is_a_line_that_its_command_understands(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "scans").mkdir()
    words = str(COMMANDS[name].epilog).removeprefix("Exemple : scord ").split()
    words = words[words.index(name) + 1 :]
    paths = [word.replace("~", str(tmp_path)) for word in words]
    with COMMANDS[name].make_context(name, paths) as made:
        assert made.command is COMMANDS[name]


def test_the_groups_help_lists_what_the_design_names() -> None:
    listed = CliRunner().invoke(main, ["-h"]).stdout.split("Commandes :")[1].split()
    assert set(COMMANDS) >= DESIGNED
    assert set(COMMANDS) <= set(listed)


def test_the_groups_help_has_its_examples_on_lines_of_their_own_and_no_command_cut_short() -> None:
    lines = CliRunner().invoke(main, ["-h"]).stdout.splitlines()
    assert not any("\\b" in line or "\b" in line for line in lines)
    assert sum(line.startswith("  scord ") for line in lines) == 3
    assert not any(line.endswith("...") for line in lines[1:])


def test_the_version_is_told() -> None:
    assert CliRunner().invoke(main, ["--version"]).stdout.startswith("scord, version ")


@pytest.mark.parametrize("words", [["frobnicate"], ["slip"], ["file", "one", "481"], ["--no"]])
def test_a_line_that_is_no_command_is_a_usage_error(words: list[str]) -> None:
    assert CliRunner().invoke(main, words).exit_code == 2


def test_convert_and_check_load_no_store() -> None:
    loaded = (
        "import sys, scord.cli, scord.actions.converting, scord.actions.checking;"
        "print({name.split('.')[0] for name in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, check=True)
    assert not {"peewee", "apscheduler", "holidays", "reportlab"} & eval(done.stdout)  # noqa: S307


def test_a_fault_is_told_as_title_advice_and_code(cli: Cli) -> None:
    result = cli("slip", "999", "-o", cli.root / "slip.pdf")
    title, advice, code = result.stderr.splitlines()
    assert result.exit_code == 1
    assert "999" in title
    assert advice.endswith(".")
    assert code == f"[{Code.INVOICE_UNKNOWN}]"
    assert result.stdout == ""
    assert not (cli.root / "slip.pdf").exists()


def test_a_fault_is_an_object_where_json_was_asked_for(cli: Cli) -> None:
    result = cli("why", "999", "--json")
    told = json.loads(result.stderr)
    assert result.exit_code == 1
    assert told.keys() == {"code", "title", "advice", "facts"}
    assert (told["code"], told["facts"]) == ("invoice.unknown", {"number": "999"})


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_fault_is_told_in_the_language_of_the_settings(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("SCORD_LANGUAGE", language)
    title = cli("slip", "999", "-o", cli.root / "x.pdf").stderr.splitlines()[0]
    assert title == say(Code.INVOICE_UNKNOWN, {"number": "999"}, language).title


@pytest.mark.parametrize(
    ("language", "told"), [("fr", "Réglages incorrects"), ("en", "The settings are wrong")]
)
def test_faulty_settings_are_all_told_in_their_language_with_the_status_for_it(
    cli: Cli, language: str, told: str
) -> None:
    cli.config.write_text(f"language = '{language}'\nlanguag = 'en'\n[imaging]\ndpi = 72\n")
    result = cli("status")
    assert result.exit_code == 78
    assert result.stderr.startswith(told)
    assert "languag" in result.stderr
    assert "imaging.dpi" in result.stderr


def test_a_place_that_cannot_be_written_is_told_and_is_no_traceback(filled: Cli) -> None:
    (filled.root / "file").write_text("in the way")
    result = filled("slip", "481", "-o", filled.root / "file" / "slip.pdf")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1] == f"[{Code.FOLDER_UNREACHABLE}]"
