"""docs/configuration.md is what settings.py says, and its example is a file that loads."""

from __future__ import annotations

import os
import re
import runpy
from pathlib import Path

import pytest

from scord.secrets import KNOWN
from scord.settings import load, tables
from scord_shared.errors import ScordError

ROOT = Path(__file__).parents[2]
SCRIPT = runpy.run_path(str(ROOT / "packaging" / "dev" / "configuration.py"), run_name="script")
PAGE = (ROOT / "docs" / "configuration.md").read_text("utf-8")
EXAMPLE = re.compile(r"<!-- example: minimal -->\n```toml\n(.*?)```", re.DOTALL)


@pytest.fixture
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("SCORD_"):
            monkeypatch.delenv(name)


def test_the_page_is_current() -> None:
    assert SCRIPT["renewed"](PAGE) == PAGE, "run: python packaging/dev/configuration.py"


def test_every_table_and_every_setting_is_on_the_page() -> None:
    assert sorted(SCRIPT["named"](PAGE)) == sorted(tables())
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.*?) ?\| (.+) \|$", PAGE, re.MULTILINE)
    settings = [
        name
        for model in tables().values()
        for name, field in model.model_fields.items()
        if name not in tables() or field.description
    ]
    assert sorted(name for name, *_ in rows) == sorted(settings)
    assert all(default and why for _, default, _, why in rows)


def test_a_change_of_a_default_makes_the_page_stale() -> None:
    assert SCRIPT["renewed"](PAGE.replace("`200`", "`250`")) == PAGE


@pytest.mark.skipif(os.name == "nt", reason="its paths are those of Linux")
@pytest.mark.usefixtures("no_variables")
def test_the_minimal_example_loads(tmp_path: Path) -> None:
    (example,) = EXAMPLE.findall(PAGE)
    path = tmp_path / "scord.toml"
    path.write_text(example, "utf-8")
    settings = load(path)
    assert [folder.name for folder in settings.folders] == ["scanner", "office"]
    assert settings.practitioner("991129768").region == "93"


@pytest.mark.usefixtures("no_variables")
def test_every_variable_on_the_page_is_one_that_the_settings_know(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A value that no setting takes as it is: it arrives, or its place is told as a fault."""
    for variable in re.findall(r"`(SCORD_[A-Z_]+)` \|", PAGE):
        way = variable.removeprefix("SCORD_").lower().split("__")
        with monkeypatch.context() as one:
            one.setenv(variable, "/\x01")
            assert way[0] in arrived(tmp_path / "none.toml")


def arrived(path: Path) -> str:
    """The names of the settings that are not the defaults, or the fault."""
    try:
        return " ".join(load(path).model_fields_set)
    except ScordError as fault:
        return str(fault.facts["faults"])


def test_every_secret_is_on_the_page() -> None:
    assert all(f"| `{name}` |" in PAGE for name in KNOWN)
