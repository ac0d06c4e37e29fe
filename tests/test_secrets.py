"""Secrets: from the environment, the file, the keyring, or made; never for others to read."""

from __future__ import annotations

import os
import stat
import tomllib
from typing import TYPE_CHECKING

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError

from scord.secrets import FILE_NAME, KEYRING_SERVICE, KNOWN, load_secrets, mask
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VARIABLE = "SCORD_SECRET_SLIP_KEY"


class Ring(KeyringBackend):
    """A keyring in memory; `locked` answers as one without a session does."""

    priority = 1  # type: ignore[assignment]  # keyring computes it for backends it finds itself

    def __init__(self, *, locked: bool = False) -> None:
        super().__init__()
        self.locked = locked
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringError
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


@pytest.fixture(autouse=True)
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ring]:
    monkeypatch.delenv(VARIABLE, raising=False)
    before = keyring.get_keyring()
    ring = Ring()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


def write(folder: Path, text: str, mode: int = 0o600) -> Path:
    path = folder / FILE_NAME
    path.write_text(text, "utf-8")
    path.chmod(mode)
    return path


def test_the_first_start_makes_every_secret_and_keeps_it(tmp_path: Path) -> None:
    first = load_secrets(tmp_path)
    assert first.keys() == KNOWN.keys()
    assert all(len(value) == 64 for value in first.values())
    assert load_secrets(tmp_path) == first


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_the_file_is_for_the_service_alone_even_under_an_open_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        load_secrets(tmp_path)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / FILE_NAME).stat().st_mode) == 0o600


def test_two_installations_have_different_secrets(tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "other"]
    for folder in folders:
        folder.mkdir()
    one, other = map(load_secrets, folders)
    assert one != other


def test_the_environment_wins_over_the_file_and_the_file_over_the_keyring(
    tmp_path: Path, ring: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in KNOWN:
        ring.set_password(KEYRING_SERVICE, name, "from the keyring")
    assert load_secrets(tmp_path)["slip_key"] == "from the keyring"
    assert not (tmp_path / FILE_NAME).exists()
    write(tmp_path, 'slip_key = "from the file"\n')
    assert load_secrets(tmp_path)["slip_key"] == "from the file"
    monkeypatch.setenv(VARIABLE, "from the environment")
    assert load_secrets(tmp_path)["slip_key"] == "from the environment"


def test_a_service_without_a_keyring_makes_its_own(tmp_path: Path, ring: Ring) -> None:
    ring.locked = True
    assert len(load_secrets(tmp_path)["slip_key"]) == 64
    assert (tmp_path / FILE_NAME).exists()


def test_what_else_stands_in_the_file_is_kept_whatever_signs_it_has(tmp_path: Path) -> None:
    password = 'quo"te \\ é 😀 = #'  # noqa: S105 -- a value of the test
    write(tmp_path, f"mail_password = '{password}'\n\"odd name\" = 'x'\n")
    made = load_secrets(tmp_path)
    kept = tomllib.loads((tmp_path / FILE_NAME).read_text("utf-8"))
    assert kept == {"mail_password": password, "odd name": "x", **made}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601])
def test_a_file_that_others_may_touch_is_refused(tmp_path: Path, mode: int) -> None:
    write(tmp_path, 'slip_key = "x"\n', mode)
    with pytest.raises(ScordError) as caught:
        load_secrets(tmp_path)
    assert caught.value.code is Code.SECRET_EXPOSED
    assert caught.value.exit_status == 78


@pytest.mark.parametrize("written", [b"slip_key = [hush", b"slip_key = '\xe9'"])
def test_a_file_that_is_no_toml_is_unreadable_and_its_text_is_not_told(
    tmp_path: Path, written: bytes
) -> None:
    path = write(tmp_path, "")
    path.write_bytes(written)
    with pytest.raises(ScordError) as caught:
        load_secrets(tmp_path)
    assert caught.value.code is Code.SETTINGS_UNREADABLE
    assert "hush" not in str(caught.value)


def test_a_mask_tells_two_apart_and_gives_neither_away() -> None:
    one, other = "a1" + "0" * 62, "b2" + "0" * 62
    assert mask(one) != mask(other)
    assert mask(one) == "a1…(64)"
