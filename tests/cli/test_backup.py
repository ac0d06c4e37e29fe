"""`scord backup` beside a running service, `scord restore` in its absence."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tests.actions.backups import archive, picture
from tests.caisse import Caisse
from tests.cli.installation import NAMES, Cli
from tests.lps import ack, acks, invoice, invoices
from tests.practice import Practice, colour_of, until

from scord.intake import incoming
from scord.lots.colour import Colour
from scord.store.files import StateFolder
from scord.store.runs import BACKUP, last_run
from scord.store.states import FseVerdict, ScorLotState
from scord.store.tables import Alert, FseLot, ScorLot
from scord_shared.status import AlertKind

if TYPE_CHECKING:
    from pathlib import Path

    from scord.store.context import Context

pytestmark = pytest.mark.slow


@pytest.fixture
def place(tmp_path: Path) -> Path:
    made = tmp_path / "sauvegardes"
    made.mkdir()
    return made


def only(place: Path) -> Path:
    (made,) = place.iterdir()
    return made


def files(root: Path) -> dict[str, bytes]:
    """What stands on the shelves."""
    shelves = StateFolder(root).shelves
    paths = (path for shelf in shelves for path in shelf.root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


# -- the whole way


@pytest.fixture
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Practice:
    monkeypatch.setattr(incoming, "QUIET_SECONDS", 0.2)
    return Practice(tmp_path / "practice")


def _may_leave(practice: Practice, context: Context, number: str) -> None:
    practice.hand(invoices(invoice(number)))
    until(lambda: colour_of(context, number) == Colour.ORANGE, f"{number} known")
    practice.drop(f"{number}.tif", practice.slipped(number))
    until(lambda: colour_of(context, number) == Colour.YELLOW, f"{number} has its paper")


def _beside_the_service(practice: Practice, *arguments: object) -> str:
    """A command in a process of its own, as people type it."""
    line = [sys.executable, "-m", "scord", "--config", practice.config, *arguments]
    done = subprocess.run(list(map(str, line)), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_backup_wipe_restore_and_nothing_leaves_before_a_person_says_so(
    practice: Practice, place: Path
) -> None:
    cli, state, caisse = Cli(practice.root), practice.settings.state_dir, Caisse(practice)
    with practice.running() as context:
        _may_leave(practice, context, "481")
        practice.hand(acks(ack()))
        until(lambda: FseLot.get().verdict == FseVerdict.POSITIVE, "the ARL applied")
        practice.send(context)
        caisse.answer(caisse.next_lot())
        until(lambda: ScorLot.get().state == ScorLotState.ACCEPTED, "lot 1 accepted")
        _may_leave(practice, context, "482")
        before, kept = picture(context), files(state)
        assert last_run(BACKUP) is None
        told = json.loads(_beside_the_service(practice, "backup", place, "--json"))
        assert last_run(BACKUP) is not None
        practice.send(context)
        caisse.next_lot()  # which the backup does not know
        until(lambda: ScorLot.select().count() == 2, "lot 2")
    assert (told["lacking"], told["broken"]) == (0, 0)

    shutil.rmtree(state)
    said = cli.done("restore", only(place))
    assert "L'envoi est en pause" in said
    assert f"Restauré dans {state} : sauvegarde du " in said
    with cli.opened() as context:
        after = picture(context)
    assert files(state) == kept
    assert after.files == before.files
    assert after.chain == before.chain
    settled = ("scan", "document", "invoice", "attachment", "scor-lot", "lot-item", "message")
    assert [after.rows[one] for one in settled] == [before.rows[one] for one in settled]

    with practice.running() as context:
        practice.send(context)
        alert = (Alert.kind == AlertKind.PAUSED_LONG) & Alert.resolved_at.is_null()
        until(lambda: Alert.get_or_none(alert), "the pause told")
        assert ScorLot.select().count() == 1
        assert caisse.waiting() == []
        _beside_the_service(practice, "resume", "--checked")
        until(lambda: ScorLot.select().count() == 2, "a person's word heard")
        assert ScorLot.select().order_by(ScorLot.id.desc()).get().number == 1002


def test_a_restore_under_a_running_service_is_refused(practice: Practice, place: Path) -> None:
    backup = place / "b.tar"
    _beside_the_service(practice, "backup", backup)
    with practice.running():
        line = [sys.executable, "-m", "scord", "--config", str(practice.config)]
        done = subprocess.run(
            [*line, "restore", str(backup)], capture_output=True, text=True, check=False
        )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "[restore.running]"


# -- what is told


@pytest.fixture
def whole(filled: Cli) -> Cli:
    """With nothing amiss."""
    with filled.opened() as context:
        archive(context)
    return filled


def test_what_is_backed_up_is_told_and_can_be_verified(whole: Cli, place: Path) -> None:
    told = whole.done("backup", place)
    made = only(place)
    assert told.startswith(f"Sauvegardé et relu : {made} (")
    assert "données de santé" in told
    assert not any(name in told for name in NAMES)
    assert whole.done("backup", "--verify", made).startswith(f"Sauvegarde entière : {made}, du ")
    as_json = json.loads(whole.done("backup", "--verify", made, "--json"))
    assert as_json["path"] == str(made)
    assert as_json["files"] > 1


def test_a_backup_is_verified_where_there_is_no_installation(
    whole: Cli, place: Path, tmp_path: Path
) -> None:
    whole.done("backup", place)
    shutil.rmtree(tmp_path / "state")
    whole.done("backup", "--verify", only(place))
    assert not (tmp_path / "state").exists()


def test_a_store_with_faults_is_backed_up_and_the_command_fails(whole: Cli, place: Path) -> None:
    with whole.opened() as context:
        lost = next(iter(context.files.documents.names()))
        context.files.documents.drop(lost)
    result = whole("backup", place)
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (1, "[backup.flawed]")
    assert only(place).stat().st_size > 0


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("backup",), 2),
        (("backup", "a.tar", "--verify", "b.tar"), 2),
        (("restore",), 2),
    ],
)
def test_what_makes_no_sense_is_a_usage_error(
    filled: Cli, arguments: tuple[str, ...], status: int
) -> None:
    assert filled(*arguments).exit_code == status


def test_a_target_in_the_state_folder_is_refused(filled: Cli, tmp_path: Path) -> None:
    assert filled("backup", tmp_path / "state" / "b.tar").exit_code == 2
    assert not (tmp_path / "state" / "b.tar").exists()


def test_without_a_store_there_is_nothing_to_back_up(cli: Cli, place: Path) -> None:
    assert cli.refused("backup", place) == (3, "[file.unreadable]")
    assert list(place.iterdir()) == []


def test_a_target_that_is_there_is_refused(filled: Cli, place: Path) -> None:
    (place / "b.tar").write_bytes(b"older")
    assert filled.refused("backup", place / "b.tar") == (1, "[output.exists]")


def test_a_target_in_a_folder_that_is_not_there_is_refused(filled: Cli, place: Path) -> None:
    assert filled.refused("backup", place / "none" / "b.tar") == (1, "[folder.unreachable]")


def test_a_backup_that_is_not_there_is_refused_by_its_name(filled: Cli, place: Path) -> None:
    assert filled.refused("restore", place / "none.tar") == (3, "[file.unreadable]")
    assert filled.refused("backup", "--verify", place / "none.tar") == (3, "[file.unreadable]")


def test_a_cut_backup_and_a_full_state_folder_are_refused(whole: Cli, place: Path) -> None:
    whole.done("backup", place / "b.tar")
    assert whole.refused("restore", place / "b.tar") == (1, "[restore.not-empty]")
    (place / "b.tar").write_bytes((place / "b.tar").read_bytes()[:5000])
    assert whole.refused("backup", "--verify", place / "b.tar") == (1, "[backup.incomplete]")
