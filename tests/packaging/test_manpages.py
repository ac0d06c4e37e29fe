"""The manual pages: one for each command, with all its options, and groff content."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
from pathlib import Path

import click
import pytest

from scord.cli import main
from scord.settings import tables

SCRIPT = runpy.run_path(str(Path(__file__).parents[2] / "packaging" / "manpages.py"))
PAGES: dict[str, str] = SCRIPT["pages"]()
GROFF = ("groff", "-ww", "-man", "-Tutf8", "-Kutf8", "-z")


def plain(page: str) -> str:
    return re.sub(r"\\f[BR]", "", page).replace("\\-", "-").replace("\\&", "")


def test_every_command_has_its_page_and_its_line_in_that_of_scord() -> None:
    beside = {"man1/scord.1", "man1/scord-tray.1", "man5/scord.toml.5"}
    assert set(PAGES) == {f"man1/scord-{name}.1" for name in main.commands} | beside
    told = plain(PAGES["man1/scord.1"])
    assert [name for name in main.commands if f"scord-{name}(1)" not in told] == []


@pytest.mark.parametrize("name", main.commands)
def test_a_page_names_every_option_and_the_example(name: str) -> None:
    page = plain(PAGES[f"man1/scord-{name}.1"])
    command = main.commands[name]
    options = [one for one in command.params if isinstance(one, click.Option)]
    wanted = [name for one in options for name in one.opts]
    assert [one for one in [*wanted, "-h, --help"] if one not in page] == []
    assert (command.epilog or "").removeprefix("Exemple : ") in page


@pytest.mark.parametrize("table", tables())
def test_the_page_of_the_settings_names_each(table: str) -> None:
    page = plain(PAGES["man5/scord.toml.5"])
    _, told = page.split(f'.SH "{f"[{table}]" if table else "ABOVE ALL TABLES"}"\n')
    wanted = [name for name, field in tables()[table].model_fields.items() if field.description]
    assert re.findall(r"^\.TP\n(\w+)$", told.split(".SH")[0], re.MULTILINE) == wanted


@pytest.mark.skipif(os.name == "nt", reason="Windows has no manual pages")
@pytest.mark.parametrize("name", PAGES)
def test_groff_has_nothing_to_say(name: str) -> None:
    told = subprocess.run(GROFF, input=PAGES[name].encode(), capture_output=True, check=False)
    assert told.stderr.decode() == ""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no manual pages")
def test_groff_would_say_something() -> None:
    told = subprocess.run(GROFF, input=b".TH X 1\n.NOPE\n", capture_output=True, check=False)
    assert told.stderr


def test_words_that_roff_would_take_for_orders_stay_words() -> None:
    assert SCRIPT["text"](".TH is no order\n'nor this") == "\\&.TH is no order\n\\&'nor this\n"
