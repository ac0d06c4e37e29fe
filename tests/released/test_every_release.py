"""What any release has written, this one restores, brings forward, and carries on with."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from tests.caisse import Caisse
from tests.practice import Practice, until
from tests.released.keeping import DONE, FOLDER, WAITING, backup_of, colour_is, keep, later_ack

from scord.actions.sending import resume
from scord.cli import main
from scord.doctor import FAULT, examine
from scord.doctor.finding import ALERT
from scord.lots.colour import Colour
from scord.store import journal
from scord.store.database import close_store, database, open_store
from scord.store.states import DocumentState, FseVerdict
from scord.store.tables import Document, FseLot, Practitioner, Scan, ScorLot

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

CHANGELOG = Path(__file__).parents[2] / "CHANGELOG.md"
RELEASES = re.findall(r"^## \[(\d+\.\d+\.\d+)\]", CHANGELOG.read_text("utf-8"), re.MULTILINE)


def test_each_release_has_left_its_backup() -> None:
    assert {path.name for path in FOLDER.glob("*.tar")} == {
        backup_of(release).name for release in RELEASES
    }


@pytest.fixture(params=[*RELEASES, "today"])
def practice(request: pytest.FixtureRequest, tmp_path: Path) -> Practice:
    """A state folder restored from the backup of a release, or of the one in the making."""
    kept = tmp_path / "today.tar" if request.param == "today" else backup_of(request.param)
    if request.param == "today":
        keep(kept)
    root = tmp_path / "practice"
    root.mkdir()
    practice = Practice(root)
    for path in sorted(practice.settings.state_dir.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    done = CliRunner().invoke(main, ["--config", str(practice.config), "restore", str(kept)])
    assert done.exit_code == 0, done.output
    return practice


def test_it_is_whole_and_goes_on_where_it_was(practice: Practice) -> None:
    with practice.store() as context:
        faults = [found.code for found in examine(context) if found.level == FAULT]
        assert faults == [ALERT]  # restored: nothing is sent until a person has looked
        assert all(journal.broken_link(one) is None for one in Practitioner.select())
        assert (Scan.select().count(), ScorLot.select().count()) == (5, 1)
        assert Document.select().where(Document.state == DocumentState.INBOX).count() == 1
    caisse = Caisse(practice)
    with practice.running() as context:
        colour_is(context, DONE, Colour.GREEN)
        colour_is(context, WAITING, Colour.YELLOW)
        resume(by="Anne", checked=True)
        practice.hand(later_ack())
        until(lambda: not awaited(), "the ARL applied")
        practice.send(context)
        (lot,) = until(caisse.read, "the lot of what was waiting")
        assert [piece["invoice"]["number"] for piece in lot.index["pieces"]] == [WAITING]
        caisse.answer(lot)
        colour_is(context, WAITING, Colour.GREEN)


def awaited() -> list[FseLot]:
    return list(FseLot.select().where(FseLot.verdict == FseVerdict.AWAITED))


def test_its_tables_are_those_of_a_new_store(practice: Practice, tmp_path: Path) -> None:
    with practice.store():
        brought_forward = set(_schema())
    (tmp_path / "new").mkdir()
    open_store(tmp_path / "new")
    try:
        assert brought_forward == set(_schema())
    finally:
        close_store()


def _schema() -> Iterator[tuple[str, str]]:
    found = database.execute_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    for name, sql in found.fetchall():
        yield name, re.sub(r"\s+", " ", sql)
