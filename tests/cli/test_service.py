"""Commands on the service: what they say is true of it, and nobody is named."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from tests.cli.installation import NAMES

from scord.engine import LOCK_NAME, is_running
from scord.settings import load
from scord.store.database import database
from scord.store.flags import PAUSED, SEND_REQUESTED, flag, raise_flag
from scord.store.tables import Document, Invoice, Standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.installation import Cli

pytestmark = pytest.mark.slow  # together: each is quick, and there are hundreds


@pytest.fixture
def running(cli: Cli) -> Iterator[Cli]:
    """An installation whose lock a service holds."""
    with cli.opened():
        pass
    with FileLock(cli.root / "state" / LOCK_NAME):
        yield cli


def test_config_shows_what_is_in_force_and_no_secret(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SCORD_SECRET_SLIP_KEY")
    (cli.root / "state").mkdir(mode=0o700)
    secrets = cli.root / "state" / "secrets.toml"
    secrets.write_text("slip_key = 'hush, it is secret'\nmail_password = 'hush too'\n")
    secrets.chmod(0o600)
    monkeypatch.setenv("SCORD_IMAGING__DPI", "300")
    lines = cli.done("config").splitlines()
    assert "imaging.dpi = 300" in lines
    assert 'secrets.slip_key = "hu…(18)"' in lines
    whole = json.loads(cli.done("config", "--json"))
    assert whole["folders"][0]["name"] == "scanner"
    assert whole["lots"]["times"] == ["20:00:00"]
    assert "hush" not in "\n".join(lines) + json.dumps(whole)


def test_config_of_an_installation_that_has_not_started_makes_nothing(cli: Cli) -> None:
    cli.done("config")
    assert not (cli.root / "state").exists()


@pytest.mark.parametrize(
    "words",
    [
        ["config"],
        ["config", "--json"],
        ["status"],
        ["status", "--json"],
        ["doctor", "--json"],
        ["why", "481", "--json"],
    ],
)
def test_no_name_and_no_nir_is_printed(filled: Cli, words: list[str]) -> None:
    result = filled(*words)
    assert result.stdout
    assert not any(name in result.stdout + result.stderr for name in NAMES)


def test_pause_send_and_resume_leave_standing_orders_and_say_so(running: Cli) -> None:
    assert running.done("send").startswith("Envoi demandé")
    assert running.done("send") == "L'envoi était déjà demandé.\n"
    assert running.done("pause").startswith("Envoi en pause")
    assert running.done("pause") == "L'envoi était déjà en pause.\n"
    assert "avant « scord resume »" in running.done("send")
    with running.opened():
        assert flag(PAUSED) is not None
        assert flag(SEND_REQUESTED) is not None
    told = json.loads(running.done("status", "--json"))
    assert told["paused_since"]
    assert {one["name"] for one in told["flags"]} == {SEND_REQUESTED, PAUSED}
    assert running.done("resume") == "L'envoi reprend.\n"
    assert running.done("resume") == "L'envoi n'était pas en pause.\n"
    with running.opened():
        assert flag(PAUSED) is None


def test_after_a_restore_resume_asks_for_a_word_that_all_was_checked(cli: Cli) -> None:
    with cli.opened() as context:
        raise_flag(context, PAUSED, by="Anne", restored="x")
    refused = cli("resume")
    assert refused.exit_code == 1
    assert refused.stderr.splitlines()[-1] == "[restore.unchecked]"
    assert "scord resume --checked" in refused.stderr
    assert cli.done("resume", "--checked") == "L'envoi reprend.\n"


def test_send_says_that_no_service_is_running_and_leaves_the_order(cli: Cli) -> None:
    assert cli.done("send") == (
        "Le service ne fonctionne pas : les lots seront constitués à son démarrage.\n"
    )
    with cli.opened():
        assert flag(SEND_REQUESTED) is not None


def test_a_service_is_seen_by_its_lock_only_while_it_holds_it(cli: Cli) -> None:
    settings = load(cli.config)
    assert not is_running(settings)
    (cli.root / "state").mkdir()
    with FileLock(cli.root / "state" / LOCK_NAME):
        assert is_running(settings)
    assert not is_running(settings)


def test_status_counts_and_lists_what_waits(filled: Cli) -> None:
    lines = filled.done("status").splitlines()
    assert "documents à classer           1" in lines
    assert any(line.startswith("     1 'scan.tif' : rien n'indique") for line in lines)
    told = json.loads(filled.done("status", "--json"))
    assert (told["counts"]["to_file"], told["counts"]["to_send"]) == (1, 1)
    assert [one["file"] for one in told["waiting"]] == ["scan.tif"]
    assert (told["sightings"], told["flags"], told["alerts"]) == ([], [], [])


def test_status_is_right_without_a_service_and_beside_one(filled: Cli) -> None:
    def to_send() -> int:
        return int(json.loads(filled.done("status", "--json"))["counts"]["to_send"])

    assert to_send() == 1
    filled.done("take-back", "2")
    with FileLock(filled.root / "state" / LOCK_NAME):
        assert to_send() == 0


def test_beside_a_service_status_does_not_undo_what_that_derived_by_its_own_settings(
    filled: Cli,
) -> None:
    filled.done("status")
    with filled.opened():
        Standing.update(to_send=7).execute()
    filled.config.write_text(
        filled.config.read_text()
        + '[[practitioners]]\nbilling_number = "991129768"\nscor_start_date = 2020-01-01\n'
    )
    with FileLock(filled.root / "state" / LOCK_NAME):
        assert json.loads(filled.done("status", "--json"))["counts"]["to_send"] == 7
    assert json.loads(filled.done("status", "--json"))["counts"]["to_send"] == 1


def test_status_tells_since_when_sending_is_paused(cli: Cli) -> None:
    cli.done("pause")
    assert cli.done("status").startswith("Envoi en pause depuis le ")


def test_doctor_ends_well_and_with_a_fault_that_has_advice(filled: Cli) -> None:
    with filled.opened() as context:
        for scan in Document.select():  # the tests' scans have no original on the shelf
            scan.scan.delete_instance(recursive=True)
        Invoice.delete().execute()
        for sha256 in list(context.files.documents.names()):
            context.files.documents.drop(sha256)
    assert "✗" not in filled.done("doctor")
    levels = {row["level"] for row in json.loads(filled.done("doctor", "--json"))}
    assert levels == {"well", "note"}
    (filled.root / "scanner").rmdir()
    result = filled("doctor")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0].startswith("· service    le service ne tourne pas")
    lines = lines[2:]
    assert lines[0].startswith("✗ dossiers   folders.scanner : ")
    assert lines[1].strip() == "Créez ce dossier, montez le partage, ou corrigez ce réglage."
    assert "[doctor.found]" in result.stderr
    result = filled("doctor", "--json")
    assert json.loads(result.stderr)["facts"] == {"count": 1}
    row = json.loads(result.stdout)[1]
    assert (row["code"], row["facts"]["setting"]) == ("folder-missing", "folders.scanner")
    assert row["text"]
    assert row["advice"]


def test_doctor_has_wrong_colours_and_counts_derived_anew(filled: Cli) -> None:
    def levels() -> list[str]:
        rows = json.loads(filled("doctor", "--json").stdout)
        return [row["level"] for row in rows if row["check"] == "standings"]

    assert levels() == ["note"]
    filled.done("status")
    assert levels() == ["well"]
    with filled.opened():
        Standing.update(to_send=7).execute()
    assert levels() == ["fault"]
    with FileLock(filled.root / "state" / LOCK_NAME):
        filled("doctor", "--rebuild")
        assert levels() == ["note"]  # that service will do it
    filled("doctor", "--rebuild")
    assert levels() == ["well"]
    with filled.opened():
        assert Standing.get().to_send == 1


def test_doctor_speaks_the_language_of_the_settings(
    filled: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCORD_LANGUAGE", "en")
    assert "✓ folders    all well" in filled("doctor").stdout


def test_a_newer_store_is_left_alone_with_the_status_for_it(filled: Cli) -> None:
    with filled.opened():
        database.execute_sql("INSERT INTO schema_migration (name, applied) VALUES ('9_x', '')")
    assert filled.refused("status") == (74, "[store.too-new]")
