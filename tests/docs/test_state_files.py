"""docs/state-files.md names every place under the state folder and every state with its ways."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scord.api.endpoint import place_of
from scord.engine import LOCK_NAME
from scord.logs.kept import FOLDER as LOG
from scord.secrets import FILE_NAME as SECRETS_FILE
from scord.settings import Settings
from scord.store import states
from scord.store.database import FILE_NAME
from scord.store.files import Shelf, StateFolder
from scord.store.states import TRANSITIONS

PAGE = (Path(__file__).parents[2] / "docs" / "state-files.md").read_text("utf-8")
PLACES = PAGE.split("## Files and folders")[1].split("\n## ")[0]
SECTIONS = {
    "Scan": states.ScanState,
    "Document": states.DocumentState,
    "Page reading": states.ReadingState,
    "Arm": states.ArmState,
    "Invoice": states.InvoiceStatus,
    "FSE lot": states.FseVerdict,
    "SCOR lot": states.ScorLotState,
    "Piece in a lot": states.ItemVerdict,
    "Message": states.MessageState,
    "Acknowledgement": states.AckOutcome,
}


def places() -> list[str]:
    """Every folder of StateFolder, by its name below the root."""
    root = Path("/state")
    properties = [name for name, kind in vars(StateFolder).items() if isinstance(kind, property)]
    values = [getattr(StateFolder(root), name) for name in properties]
    found = [value.root if isinstance(value, Shelf) else value for value in values]
    return [f"{one.relative_to(root).as_posix()}/" for one in found if isinstance(one, Path)]


def rows(section: str) -> dict[str, list[str]]:
    """State → the states that the page says come next."""
    text = PAGE.split(f"\n### {section}\n")[1].split("\n#")[0]
    table = re.findall(r"^\| `([\w-]+)` \|.*\| ?(.*) \|$", text, re.MULTILINE)
    assert len(table) == text.count("\n| `")
    return {state: re.findall(r"`([\w-]+)`", after) for state, after in table}


def test_every_place_is_named() -> None:
    assert len(places()) >= 7
    assert [place for place in places() if f"| `{place}` |" not in PLACES] == []


def test_every_file_beside_them_is_named() -> None:
    exchange = Settings().exchange
    folders = [f"{folder.as_posix()}/" for folder in (exchange.out_folder, exchange.in_folder)]
    for name in (FILE_NAME, f"{FILE_NAME}-wal", SECRETS_FILE, LOCK_NAME, *folders):
        assert f"`{name}`" in PLACES


def test_no_place_is_named_that_is_not_there() -> None:
    address = place_of(Settings(state_dir=Path("/state"))).folder.name
    known = {*places(), "exchange/out/", f"{address}/", f"{LOG}/"}
    named = set(re.findall(r"^\| `([\w/]+/)`", PLACES, re.MULTILINE))
    assert named == known


def test_every_kind_of_state_has_its_section() -> None:
    assert set(SECTIONS.values()) == set(TRANSITIONS)


@pytest.mark.parametrize("section", SECTIONS)
def test_every_state_and_every_way_from_it_is_on_the_page(section: str) -> None:
    kind = SECTIONS[section]
    page = rows(section)
    assert list(page) == [state.value for state in kind]
    for state in kind:
        ways = {to.value for to in TRANSITIONS[kind].get(state, ())}
        told = set(page[state.value])
        if told or not ways:
            assert told == ways
        else:
            assert ways == {one.value for one in kind} - {state.value}  # "every other"
