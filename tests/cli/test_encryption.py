"""`scord encryption`, and a backup that is encrypted, all the way to a machine that has no key."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING

import pytest
from tests.actions.backups import archive, picture
from tests.actions.encrypting.conftest import Ring, ring
from tests.cli.installation import NAMES

from scord.actions.encrypting.resealing import Resealing
from scord.clock import SystemClock
from scord.doctor import FAULT, Found, examine
from scord.engine import open_state
from scord.secrets import KEYRING_SERVICE
from scord.settings import load
from scord.store.sealing import MAGIC
from scord.store.store_key import code_of

if TYPE_CHECKING:
    from tests.cli.installation import Cli

__all__ = ["ring"]  # the fixture

CODE, OTHER = code_of(bytes(range(32))), code_of(bytes(range(1, 33)))
KEPT = (KEYRING_SERVICE, "store_key")


def shown_code(told: str) -> str:
    return next(line for line in told.splitlines() if line.count("-") == 13)


def test_a_key_is_kept_once_its_code_has_come_back_from_the_paper(
    cli: Cli, ring: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scord.store.store_key.new_key", lambda: bytes(range(32)))
    for typed in ("", f"{OTHER}\n", "AAAA\n"):
        assert cli("encryption", "--new-key", typed=typed).exit_code != 0
        assert ring.kept == {}
    told = cli.done("encryption", "--new-key", typed=f"{CODE.lower().replace('-', ' ')}\n")
    assert shown_code(told) == CODE
    assert "encrypt_files = true" in told
    assert ring.kept == {KEPT: CODE}
    assert cli.refused("encryption", "--new-key")[1] == "[secret.store-key-kept]"


def test_a_key_comes_back_from_its_code(cli: Cli, ring: Ring) -> None:
    assert cli.refused("encryption", "--restore-key", typed="AAAA\n") == (
        78,
        "[secret.recovery-code-wrong]",
    )
    cli.done("encryption", "--restore-key", typed=f"{CODE}\n")
    assert ring.kept == {KEPT: CODE}
    assert "déjà" in cli.done("encryption", "--restore-key", typed=f"{CODE}\n")
    assert cli.refused("encryption", "--restore-key", typed=f"{OTHER}\n")[1].endswith("kept]")


@pytest.fixture
def sealed(filled: Cli, ring: Ring) -> Cli:
    """The service has been there: what is kept is encrypted."""
    with filled.opened() as context:
        archive(context)
    ring.kept[KEPT] = CODE
    filled.config.write_text(f"encrypt_files = true\n{filled.config.read_text()}")
    with open_state(load(filled.config), SystemClock(), alone=True) as context:
        work = Resealing(context)
        while work.next_in() == 0:
            work.work()
    return filled


def test_it_tells_how_many_files_are_encrypted(sealed: Cli) -> None:
    told = json.loads(sealed.done("encryption", "--json"))
    assert told["wanted"]
    assert told["sealed"] > 2
    assert told["plain"] == 0
    assert str(told["sealed"]) in sealed.done("encryption")


def test_it_tells_that_none_is_yet(cli: Cli) -> None:
    assert "ne sont pas" in cli.done("encryption")
    cli.config.write_text(f"encrypt_files = true\n{cli.config.read_text()}")
    assert "seront" in cli.done("encryption")


def test_the_code_is_checked_and_the_doctor_knows_it(sealed: Cli) -> None:
    def notes() -> set[str]:
        with sealed.opened() as context:
            found = examine(context)
        assert [one for one in found if one.level == FAULT and one.check == "files"] == []
        return {one.code for one in found if one.check == "encryption"}

    assert {Found.FILES_SEALED, Found.CODE_UNCHECKED} <= notes()
    assert sealed.refused("encryption", "--check-code", typed=f"{OTHER}\n")[1].endswith("wrong]")
    assert Found.CODE_UNCHECKED in notes()
    sealed.done("encryption", "--check-code", typed=f"{CODE}\n")
    assert Found.CODE_UNCHECKED not in notes()


def test_a_command_without_the_key_touches_no_file_and_does_the_rest(
    sealed: Cli, ring: Ring
) -> None:
    del ring.kept[KEPT]
    sealed.done("status")
    sealed.done("pause")
    target = sealed.root / "b.tar"
    assert sealed.refused("backup", target)[1] == "[secret.store-key-missing]"
    assert not target.exists()
    result = sealed("doctor", "--json")
    assert "secret.store-key-missing" in {one["code"] for one in json.loads(result.stdout)}


def test_a_backup_says_nothing_without_the_code_and_comes_back_with_it(
    sealed: Cli, ring: Ring
) -> None:
    backup = sealed.root / "b.tar"
    assert "chiffrée" in sealed.done("backup", backup)
    data = backup.read_bytes()
    assert data.startswith(MAGIC)
    words = (*NAMES, "originals/", "manifest", "SQLite", "%PDF-1")
    telling = [word.encode() for word in words if len(word) > 4]  # a shorter one comes by chance
    assert not [word for word in telling if word in data]
    with sealed.opened() as context:
        before = picture(context)
        state = context.settings.state_dir

    shutil.rmtree(state)
    del ring.kept[KEPT]
    for typed, code in (("", "store-key-missing"), (f"{OTHER}\n", "recovery-code-wrong")):
        for words in (("backup", "--verify", backup), ("restore", backup)):
            assert sealed.refused(*words, typed=typed)[1] == f"[secret.{code}]"
            assert not [
                name for _, _, names in os.walk(state) for name in names if name != "scord.lock"
            ]
    told = sealed.done("restore", backup, typed=f"{CODE}\n")
    assert "--restore-key" in told
    sealed.done("encryption", "--restore-key", typed=f"{CODE}\n")
    with sealed.opened() as context:
        assert picture(context).files == before.files
        assert [
            one
            for one in examine(context)
            if one.level == FAULT and one.check in {"files", "store"}
        ] == []
    assert json.loads(sealed.done("backup", "--verify", backup, "--json"))["encrypted"] is True


@pytest.mark.parametrize(
    ("left", "code"), [(0.5, "incomplete"), (0.99, "incomplete"), (None, "damaged")]
)
def test_an_encrypted_backup_that_was_cut_or_changed_is_refused(
    sealed: Cli, left: float | None, code: str
) -> None:
    backup = sealed.root / "b.tar"
    sealed.done("backup", backup)
    data = bytearray(backup.read_bytes())
    if left:
        del data[int(len(data) * left) :]
    else:
        data[len(data) // 2] ^= 1
    backup.write_bytes(data)
    assert sealed.refused("backup", "--verify", backup)[1] == f"[backup.{code}]"


def test_a_file_that_no_longer_opens_is_lacking_in_the_backup(sealed: Cli) -> None:
    with sealed.opened() as context:
        path = next(
            context.files.originals.path(sha256) for sha256 in context.files.originals.names()
        )
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    result = sealed("backup", sealed.root / "b.tar", "--json")
    assert json.loads(result.stdout)["lacking"] == 1
