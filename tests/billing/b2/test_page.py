"""docs/b2.md tells exactly the columns that the layout has and the faults that there are."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from scord.billing.b2.fault_words import WORDS
from scord.billing.b2.reference import reference_layout

if TYPE_CHECKING:
    from scord.billing.b2.layout import Field, RecordType

PAGE = (Path(__file__).parents[3] / "docs" / "b2.md").read_text("utf-8")
READ = {"must": "always", "may": "if stated", "no": ""}


def section(record: RecordType) -> str:
    """What the page has to say of one type of record."""
    sources = " ".join(dict.fromkeys(field.source for field in record.fields))
    marks = ", ".join(f"`{mark}` from column {column}" for column, mark in record.marks.items())
    after = ", ".join(record.then) or "nothing"
    rows = "\n".join(map(row, record.fields))
    return (
        f"### {record.name}: {record.what}\n\n"
        f"Known by {marks}. Followed by: {after}. Source: {sources}.\n\n"
        f"| columns | name | | kind | read | sure |\n|---|---|---|---|---|---|\n{rows}\n"
    )


def row(field: Field) -> str:
    first, last = field.at
    columns = str(first) if first == last else f"{first}-{last}"
    told = (columns, f"`{field.name}`", field.what, field.kind, READ[field.use], field.sure)
    return f"| {' | '.join(told)} |"


def told_sums() -> set[tuple[str, str, str]]:
    return set(re.findall(r"^\| `(\w+)` \| (\w+) \| `(\w+)` \|$", PAGE, re.MULTILINE))


def test_the_page_has_each_record_as_the_layout_has_it() -> None:
    for record in reference_layout().records:
        assert section(record) in PAGE, f"docs/b2.md is not current for {record.name}"


def test_the_page_has_no_record_that_the_layout_lacks() -> None:
    named = re.findall(r"^### (\w+): ", PAGE, re.MULTILINE)
    assert named == [record.name for record in reference_layout().records]


def test_the_page_tells_what_is_added_up() -> None:
    assert told_sums() == {(one.total, one.of, one.adds) for one in reference_layout().sums}


def test_the_page_tells_every_fault() -> None:
    faults = PAGE.split("## Faults\n")[1].split("\n## ")[0]
    told = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", faults, re.MULTILINE))
    assert told == {reason: english for reason, (_, english) in WORDS.items()}
