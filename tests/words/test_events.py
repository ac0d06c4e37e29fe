"""Every event that the service may journal has its words, and everything that it may be about."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

from scord.store import states, tables
from scord.words.events import EVENTS, SUBJECTS

SOURCE = Path(tables.__file__).parents[1]
_WRITTEN = re.compile(r'journal\.write\(\s*"([a-z-]+\.[a-z-]+)"')

ROWS = [
    row
    for _, row in inspect.getmembers(tables, inspect.isclass)
    if issubclass(row, tables.Row) and row is not tables.Row
]


def reached() -> set[str]:
    """A change of state is journalled by the table's name and the state."""
    found = set()
    for row in ROWS:
        field = row._meta.fields.get(row.state_column)  # type: ignore[attr-defined]
        ways = states.TRANSITIONS.get(getattr(field, "members", None), {})
        found |= {f"{row.journal_name}.{to}" for tos in ways.values() for to in tos}
    return found


def written() -> set[str]:
    return {
        event
        for path in SOURCE.rglob("*.py")
        for event in _WRITTEN.findall(path.read_text("utf-8"))
    }


def test_the_ways_of_looking_find_events() -> None:
    assert "document.attached" in reached()
    assert "invoice.lot" in written()


def test_every_event_has_its_words() -> None:
    assert sorted((reached() | written()) - set(EVENTS)) == []


def test_everything_that_it_may_be_about_has_its_word() -> None:
    assert set(SUBJECTS) == {row.journal_name for row in ROWS}
