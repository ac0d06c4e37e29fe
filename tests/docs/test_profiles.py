"""The profile of docs/profiles.md is one: Scord loads it, and it writes and reads what it says."""

from __future__ import annotations

import io
import tomllib
import zipfile
from datetime import UTC, date, datetime
from importlib.metadata import EntryPoint, EntryPoints
from typing import TYPE_CHECKING, Any

import pytest
from tests.docs.written import blocks, pages

from scord.exchange import profiles
from scord.exchange.profiles import GROUP, load_profile
from scord.lots.profile import LotFacts, Part, Piece
from scord.store.refs import InvoiceRef
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from pathlib import Path

    from scord.lots.profile import Profile

PAGE = pages()["docs/profiles.md"]
LOT = LotFacts("991129768", "84", "01-349", 12, datetime(2026, 3, 10, 20, tzinfo=UTC))
REF = InvoiceRef("991129768", "481", date(2026, 3, 9))
PIECE = Piece(1, REF, "012", "ORDN", (Part(1, "a" * 64, 4),))


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Profile:
    """As the entry point of the page names it, from the module of the page."""
    (code,) = blocks(PAGE, "python")
    (tmp_path / "scord_profile_example.py").write_text(code.text, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    project, settings = (tomllib.loads(one.text) for one in blocks(PAGE, "toml"))
    offered = project["project"]["entry-points"][GROUP]
    there = EntryPoints(EntryPoint(name, value, GROUP) for name, value in offered.items())

    def entry_points(**wanted: Any) -> EntryPoints:
        return there.select(**wanted)

    monkeypatch.setattr(profiles, "entry_points", entry_points)
    return load_profile(settings["exchange"]["profile"])


def test_equal_lots_are_equal_bytes_with_every_pdf(example: Profile) -> None:
    first, second = (example.build(LOT, [PIECE], lambda _: b"%PDF") for _ in range(2))
    assert first == second
    assert first.identifiers == ("EXAMPLE-991129768-000012-0001",)
    with zipfile.ZipFile(io.BytesIO(first.data)) as archive:
        assert archive.namelist() == ["0001-481-ORDN-1.pdf"]


def test_an_answer_is_read(example: Profile) -> None:
    (answer,) = example.parse_answer(b"991129768 12 OUI 2026-03-11\n", "answer.txt")
    assert (answer.lot_number, answer.positive) == (12, True)


def test_what_is_no_answer_is_refused(example: Profile) -> None:
    with pytest.raises(ScordError) as raised:
        example.parse_answer(b"991129768 12 PEUT-ETRE 2026-03-11", "answer.txt")
    assert raised.value.code == Code.ACK_UNREADABLE


def test_it_offers_all_that_the_page_lists(example: Profile) -> None:
    told = PAGE.split("## What Scord asks of it")[1].split("\n## ")[0]
    asked = {line.split("`")[1] for line in told.splitlines() if line.startswith("| `")}
    assert {name for name in asked if not hasattr(example, name)} == set()
    assert asked == {name for name in dir(profiles.ReferenceProfile) if not name.startswith("_")}
