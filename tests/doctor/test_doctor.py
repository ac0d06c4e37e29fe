"""The doctor finds each fault it looks for, names the check, and changes nothing."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.doctor.findings import fault, found
from tests.lots.practice import Practice, in_force
from tests.powers import without_power_over_rights

from scord.doctor import CHECKS, FAULT, NOTE, WELL, Finding, Found, examine
from scord.lots.standing import catch_up, position
from scord.secrets import FILE_NAME as SECRETS_FILE
from scord.settings import Caisses, DropFolder, Exchange, Invoices, MailAccount
from scord.store import journal
from scord.store.database import database, transaction
from scord.store.tables import (
    ChainEntry,
    DocumentPart,
    Incoming,
    Invoice,
    JournalEntry,
    Message,
    Practitioner,
    Scan,
    Standing,
)
from scord_shared.errors import Code

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import TurnedClock

    from scord.store.context import Context

ONLY_POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")


def test_a_sound_installation_has_no_fault_and_every_check_speaks(sound: Context) -> None:
    findings = examine(sound)
    assert list(dict.fromkeys(one.check for one in findings)) == list(CHECKS)
    assert {one.level for one in findings} == {WELL, NOTE}
    assert ("transport", Found.TEST_PROFILE) in found(sound, NOTE)


def test_a_missing_drop_folder_is_found(sound: Context) -> None:
    sound.settings.folders[0].path.rmdir()
    one = fault(sound)
    assert (one.check, one.code) == ("folders", Found.FOLDER_MISSING)
    assert one.facts["setting"] == "folders.scanner"


def test_a_file_in_place_of_the_invoices_folder_is_found(sound: Context, tmp_path: Path) -> None:
    (tmp_path / "lps").touch()
    context = in_force(sound, invoices=Invoices(folder=tmp_path / "lps"))
    assert fault(context).code == Found.FOLDER_MISSING
    assert fault(context).facts["setting"] == "invoices.folder"


@ONLY_POSIX
def test_a_drop_folder_that_cannot_be_emptied_is_found(sound: Context) -> None:
    sound.settings.folders[0].path.chmod(0o500)
    one = without_power_over_rights(lambda: fault(sound))
    assert one.code == Found.FOLDER_NO_RIGHT


@pytest.mark.parametrize("place", ["", "spool", "exchange/in"])
def test_a_drop_folder_in_the_state_folder_is_found(sound: Context, place: str) -> None:
    inside = DropFolder(name="scanner", path=sound.files.root / place)
    assert found(in_force(sound, folders=(inside,))) == [("folders", Found.FOLDER_IN_STATE)]


@pytest.mark.parametrize(("place", "faults"), [("scanner", 2), ("scanner/phone", 1)])
def test_two_folders_that_are_one_or_nested_are_found(
    sound: Context, tmp_path: Path, place: str, faults: int
) -> None:
    (tmp_path / place).mkdir(exist_ok=True)
    other = DropFolder(name="phone", path=tmp_path / place)
    context = in_force(sound, folders=(*sound.settings.folders, other))
    assert found(context) == [("folders", Found.FOLDER_IN_FOLDER)] * faults


def test_an_installation_without_a_drop_folder_is_told(sound: Context) -> None:
    assert found(in_force(sound, folders=())) == []
    assert found(in_force(sound, folders=()), NOTE)[0] == ("folders", Found.NO_DROP_FOLDER)


@ONLY_POSIX
@pytest.mark.parametrize("mode", [0o750, 0o705])
def test_a_state_folder_that_others_may_enter_is_found(sound: Context, mode: int) -> None:
    sound.files.root.chmod(mode)
    assert found(sound) == [("rights", Found.OTHERS_MAY_READ)]


@ONLY_POSIX
def test_a_secrets_file_that_others_may_read_is_found(sound: Context) -> None:
    (sound.files.root / SECRETS_FILE).touch(mode=0o600)
    assert found(sound) == []
    (sound.files.root / SECRETS_FILE).chmod(0o644)
    one = fault(sound)
    assert one.code == Found.OTHERS_MAY_READ
    assert one.facts["path"].endswith(SECRETS_FILE)


def test_a_row_that_refers_to_a_missing_one_is_found(sound: Context) -> None:
    database.execute_sql("PRAGMA foreign_keys = 0")
    ChainEntry.create(
        practitioner=7,
        sequence=1,
        at=sound.clock.now(),
        event="sent",
        facts={},
        previous="",
        hash="",
    )
    one = fault(sound)
    assert (one.check, one.code, one.facts) == (
        "store",
        Found.ROW_ORPHANED,
        {"table": "chain_entry"},
    )


def test_a_database_that_breaks_under_a_check_is_a_fault_and_the_others_are_made(
    sound: Context,
) -> None:
    database.execute_sql("DROP TABLE chain_entry")
    Practice(sound)
    one = fault(sound)
    assert (one.check, one.code) == ("chain", Found.CHECK_FAILED)
    assert one.facts == {"fault": "OperationalError"}
    assert {one.check for one in examine(sound)} == set(CHECKS)


def test_a_disk_with_too_little_room_is_found(sound: Context) -> None:
    one = fault(in_force(sound, min_free_mb=10**9))
    assert (one.check, one.code) == ("disk", Found.DISK_NEARLY_FULL)
    assert one.facts["free_mb"] < one.facts["least_mb"] == 10**9


def test_a_clock_from_before_this_release_is_found(sound: Context, clock: TurnedClock) -> None:
    clock.wall = datetime(1970, 1, 1, tzinfo=UTC)
    assert fault(sound) == Finding("clock", FAULT, Found.CLOCK_WRONG, {"day": "1970-01-01"})


def test_a_clock_behind_the_journal_is_found(sound: Context, clock: TurnedClock) -> None:
    with transaction():
        journal.write("practitioner.seen", Practice(sound).nurse, by="machine")
    clock.wall -= timedelta(hours=2)
    assert found(sound) == [("clock", Found.CLOCK_BEHIND)]
    assert JournalEntry.select().count() == 1


def test_a_profile_that_is_not_installed_is_found(sound: Context) -> None:
    one = fault(in_force(sound, exchange=Exchange(profile="nowhere")))
    assert (one.check, one.code) == ("transport", Code.SETTINGS_INVALID)
    assert "nowhere" in str(one.facts)


def test_no_open_caisse_is_told(sound: Context) -> None:
    context = in_force(sound, caisses=Caisses())
    assert found(context) == []
    assert ("transport", Found.NO_CAISSE_OPEN) in found(context, NOTE)


@pytest.fixture
def kept(sound: Context) -> Context:
    """One file on each shelf, each with its row."""
    practice = Practice(sound)
    document = practice.document()
    Scan.update(sha256=sound.files.originals.put(b"scan")).where(
        Scan.id == document.scan_id
    ).execute()
    practice.attach(practice.invoice(), document)
    practice.lots()
    for channel, shelf in (("caisse", sound.files.answers), ("lps", sound.files.imports)):
        Incoming.create(
            channel=channel,
            name="a",
            sha256=shelf.put(channel.encode()),
            received_at=practice.now,
        )
    assert Message.select().count() == DocumentPart.select().count() == 1
    return sound


SHELVES = ("originals", "documents", "messages", "answers", "imports")


def test_every_shelf_agrees_with_its_rows(kept: Context) -> None:
    assert found(kept) == []
    assert not [code for check, code in found(kept, NOTE) if check == "files"]
    assert {shelf.root.name for shelf in kept.files.shelves} == set(SHELVES)


@pytest.mark.parametrize("shelf", SHELVES)
def test_a_missing_file_is_found(kept: Context, shelf: str) -> None:
    place = getattr(kept.files, shelf)
    (sha256,) = place.names()
    place.drop(sha256)
    facts = {"shelf": shelf, "sha256": sha256}
    assert fault(kept) == Finding("files", FAULT, Found.FILE_MISSING, facts)


@pytest.mark.parametrize("shelf", SHELVES)
def test_a_file_whose_bytes_changed_is_found(kept: Context, shelf: str) -> None:
    place = getattr(kept.files, shelf)
    (sha256,) = place.names()
    data = bytearray(place.path(sha256).read_bytes())
    data[len(data) // 2] ^= 1
    place.path(sha256).write_bytes(data)
    facts = {"shelf": shelf, "sha256": sha256}
    assert fault(kept) == Finding("files", FAULT, Found.FILE_DAMAGED, facts)


@pytest.mark.parametrize("shelf", SHELVES)
def test_a_file_that_belongs_to_nothing_is_told_and_left_alone(kept: Context, shelf: str) -> None:
    sha256 = getattr(kept.files, shelf).put(b"of nobody")
    assert found(kept) == []
    notes = [one for one in examine(kept) if one.level == NOTE and one.check == "files"]
    facts = {"shelf": shelf, "sha256": sha256}
    assert notes == [Finding("files", NOTE, Found.FILE_UNKNOWN, facts)]
    assert sha256 in getattr(kept.files, shelf).names()


def test_a_broken_chain_is_found_with_its_place(kept: Context) -> None:
    ChainEntry.update(facts={"lot": 99}).execute()
    nurse = Practitioner.get()
    facts = {"practitioner": nurse.id, "entry": 1}
    assert fault(kept) == Finding("chain", FAULT, Found.CHAIN_BROKEN, facts)


def test_a_check_that_cannot_be_made_is_a_fault_and_the_others_are_made(
    sound: Context, tmp_path: Path
) -> None:
    gone = replace(sound, files=replace(sound.files, root=tmp_path / "gone"))
    findings = examine(gone)
    assert [one.check for one in findings if one.level == FAULT] == ["disk", "encryption"]
    assert {one.check for one in findings} == set(CHECKS)


@pytest.fixture
def followed(sound: Context) -> Context:
    """Two invoices, one with its paper, and the row of each."""
    practice = Practice(sound)
    practice.ready()
    practice.invoice()
    context = practice.context
    while catch_up(context):
        pass
    return context


def standings(context: Context) -> list[Finding]:
    return [one for one in examine(context) if one.check == "standings"]


def test_rows_that_tell_what_the_facts_say_are_well(followed: Context) -> None:
    assert standings(followed) == [Finding("standings", WELL, Found.SOUND, {})]


@pytest.mark.parametrize(
    "damage",
    [Standing.update(colour="red"), Standing.update(to_send=7), Standing.delete()],
    ids=["a colour", "a count", "no row"],
)
def test_rows_that_tell_something_else_are_counted(followed: Context, damage: Any) -> None:
    damage.execute()
    expected = Finding("standings", FAULT, Found.STANDINGS_DIFFER, {"count": 2})
    assert standings(followed) == [expected]


def test_rows_made_by_other_rules_are_behind_and_not_wrong(followed: Context) -> None:
    Standing.update(colour="red").execute()
    expected = Finding("standings", NOTE, Found.STANDINGS_BEHIND, {})
    assert standings(in_force(followed, practitioners=())) == [expected]


def test_news_not_followed_yet_is_told_and_followed_by_nobody_here(followed: Context) -> None:
    with transaction():
        journal.write("invoice.changed", Invoice.get(), by="test")
    before = position()
    assert standings(followed) == [Finding("standings", NOTE, Found.STANDINGS_BEHIND, {})]
    assert position() == before


ACCOUNT = MailAccount(
    billing_number="991129768",
    address="cabinet@test.invalid",
    smtp_host="127.0.0.1",
    smtp_port=1,
    inbox="imap",
)


def by_mail(context: Context, account: MailAccount = ACCOUNT) -> Context:
    exchange = context.settings.exchange.model_copy(update={"route": "mail"})
    return in_force(context, mail=(account,), exchange=exchange)


def test_a_mail_account_without_its_password_is_found(sound: Context) -> None:
    one = fault(by_mail(sound))
    assert (one.check, one.code) == ("mail", Found.NO_MAIL_PASSWORD)


def test_a_mail_server_out_of_reach_is_found(
    sound: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCORD_SECRET_MAIL_PASSWORD_991129768", "pw")
    one = fault(by_mail(sound))
    assert (one.check, one.code) == ("mail", Code.MAIL_UNREACHABLE)
