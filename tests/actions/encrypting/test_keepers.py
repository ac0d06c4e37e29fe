"""The key is found where the system keeps it, in one order, and never replaced unasked."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from scord.actions.encrypting import keepers
from scord.actions.encrypting.keepers import (
    CREDENTIAL,
    Found,
    Keeper,
    find_key,
    fitting_key,
    is_on_disk,
    keep_key,
)
from scord.secrets import KEYRING_SERVICE
from scord.store.store_key import code_of, id_of
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.actions.encrypting.conftest import Ring

KEYS = [bytes([number]) * 32 for number in range(4)]
VARIABLE = "SCORD_SECRET_STORE_KEY"


def code_refused(state: Path, key: bytes = KEYS[0]) -> ScordError:
    with pytest.raises(ScordError) as raised:
        keep_key(state, key)
    return raised.value


def test_a_credential_comes_before_the_environment_and_that_before_the_keyring(
    tmp_path: Path, ring: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find_key(tmp_path) is None
    ring.kept[KEYRING_SERVICE, "store_key"] = code_of(KEYS[0])
    assert find_key(tmp_path) == Found(Keeper.KEYRING, KEYS[0])
    monkeypatch.setenv(VARIABLE, code_of(KEYS[1]))
    assert find_key(tmp_path) == Found(Keeper.ENVIRONMENT, KEYS[1])
    _credential(tmp_path / "no-service", KEYS[2])
    assert find_key(tmp_path) == Found(Keeper.SYSTEMD, KEYS[2])
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path / "given"))
    assert find_key(tmp_path) == Found(Keeper.SYSTEMD, KEYS[2])
    _credential(tmp_path / "given", KEYS[3])
    assert find_key(tmp_path) == Found(Keeper.SYSTEMD, KEYS[3])
    assert fitting_key(tmp_path, id_of(KEYS[3])) == KEYS[3]
    assert fitting_key(tmp_path, id_of(KEYS[0])) is None


def _credential(folder: Path, key: bytes) -> None:
    folder.mkdir()
    (folder / CREDENTIAL).write_text(f"{code_of(key)}\n")


def test_a_secrets_file_beside_the_data_is_no_place_for_it(tmp_path: Path) -> None:
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(f'store_key = "{code_of(KEYS[0])}"\n')
    secrets.chmod(0o600)
    assert find_key(tmp_path) is None


def test_what_is_kept_and_is_no_key_is_refused_and_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "half a code")
    with pytest.raises(ScordError) as raised:
        find_key(tmp_path)
    assert raised.value.code == Code.STORE_KEY_WRONG
    assert "half" not in str(raised.value)


def test_the_keyring_of_an_account_keeps_it(tmp_path: Path) -> None:
    assert keep_key(tmp_path, KEYS[0]) == Keeper.KEYRING
    assert find_key(tmp_path) == Found(Keeper.KEYRING, KEYS[0])
    assert code_refused(tmp_path, KEYS[1]).code == Code.STORE_KEY_KEPT
    assert find_key(tmp_path) == Found(Keeper.KEYRING, KEYS[0])
    assert is_on_disk(Keeper.KEYRING) is False


def test_a_keyring_that_forgets_is_no_keeper(tmp_path: Path, ring: Ring) -> None:
    ring.forgets = True
    assert code_refused(tmp_path).code == Code.STORE_KEY_NO_KEEPER


def test_root_without_systemd_has_no_keeper(
    tmp_path: Path, ring: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr(keepers, "_SYSTEMD_AT_WORK", tmp_path / "none")
    assert code_refused(tmp_path).code == Code.STORE_KEY_NO_KEEPER
    assert ring.kept == {}  # root's own is no service's


@pytest.mark.system
@pytest.mark.skipif(os.name == "nt", reason="Windows has no systemd")
def test_systemd_keeps_it_encrypted_and_gives_it_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr(keepers, "_SYSTEMD_AT_WORK", tmp_path)
    assert keep_key(tmp_path, KEYS[0]) == Keeper.SYSTEMD
    blob = keepers.SEALED_CREDENTIAL
    assert code_of(KEYS[0]).encode() not in blob.read_bytes()
    command = ["systemd-creds", "decrypt", f"--name={CREDENTIAL}", str(blob), "-"]
    assert subprocess.run(command, capture_output=True, check=True).stdout.decode() == code_of(
        KEYS[0]
    )
    assert code_refused(tmp_path, KEYS[1]).code == Code.STORE_KEY_KEPT
