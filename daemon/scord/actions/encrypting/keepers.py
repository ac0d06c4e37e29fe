"""Where the key of the files is kept: by the system, never as a file of the state folder alone.

Looked for in this order: a credential that systemd gives the service, the environment, what Windows
protects for this machine (DPAPI), the system's keyring. Everywhere it stands as its recovery code.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import keyring
from keyring.errors import KeyringError

from scord.actions.encrypting import windows
from scord.secrets import KEYRING_SERVICE, from_keyring, variable_of
from scord.store.store_key import code_of, id_of, key_of
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Callable

NAME = "store_key"
CREDENTIAL = "scord.store-key"
SEALED_CREDENTIAL = Path("/etc/credstore.encrypted", CREDENTIAL)

_OF_THE_SERVICE = Path("/run/credentials/scord.service")  # while it runs, for its user and root
_SYSTEMD_AT_WORK = Path("/run/systemd/system")
_SECONDS = 60


class Keeper(StrEnum):
    SYSTEMD = "systemd"
    ENVIRONMENT = "environment"
    WINDOWS = "windows"
    KEYRING = "keyring"


@dataclass(frozen=True)
class Found:
    keeper: Keeper
    key: bytes = field(repr=False)


def find_key(state_dir: Path) -> Found | None:
    """Raises ScordError STORE_KEY_WRONG where what is kept is no key."""
    for keeper, look in _LOOK.items():
        code = look(state_dir)
        if code:
            try:
                return Found(keeper, key_of(code))
            except ScordError as fault:
                raise ScordError(Code.STORE_KEY_WRONG, found=keeper.value) from fault
    return None


def fitting_key(state_dir: Path, key_id: bytes) -> bytes | None:
    """The key that is kept, if it is the one of that id."""
    found = find_key(state_dir)
    return found.key if found and id_of(found.key) == key_id else None


def keep_key(state_dir: Path, key: bytes) -> Keeper:
    """Gives the key to the keeper of this system.

    Raises ScordError STORE_KEY_KEPT where one is kept already, STORE_KEY_NO_KEEPER.
    """
    require_room(state_dir)
    keeper = _keeper_here()
    _KEEP[keeper](state_dir, code_of(key))
    return keeper


def require_room(state_dir: Path) -> None:
    """Raises ScordError as `keep_key` does, before anything is made."""
    found = find_key(state_dir)
    if found or SEALED_CREDENTIAL.exists():
        raise ScordError(Code.STORE_KEY_KEPT, keeper=found.keeper if found else Keeper.SYSTEMD)
    _keeper_here()


def is_on_disk(keeper: Keeper) -> bool:
    """Whether what opens the key lies on the machine's disk: who steals it whole has both."""
    if keeper == Keeper.SYSTEMD:
        return not _has_tpm2()
    return keeper != Keeper.KEYRING  # which the password of an account opens


def _has_tpm2() -> bool:
    try:
        asked = subprocess.run(["systemd-creds", "has-tpm2", "--quiet"], check=False)  # noqa: S607
    except OSError:
        return False
    return asked.returncode == 0


def _keeper_here() -> Keeper:
    if sys.platform == "win32":
        return Keeper.WINDOWS
    if os.geteuid() != 0:
        return Keeper.KEYRING
    if not shutil.which("systemd-creds") or not _SYSTEMD_AT_WORK.is_dir():
        raise ScordError(Code.STORE_KEY_NO_KEEPER, reason="systemd")
    return Keeper.SYSTEMD


def _from_systemd(_state_dir: Path) -> str | None:
    given = os.environ.get("CREDENTIALS_DIRECTORY")
    for folder in (Path(given), _OF_THE_SERVICE) if given else (_OF_THE_SERVICE,):
        try:
            return (folder / CREDENTIAL).read_text("ascii")
        except OSError:
            continue
    return None


def _from_environment(_state_dir: Path) -> str | None:
    return os.environ.get(variable_of(NAME))


def _from_keyring(_state_dir: Path) -> str | None:
    return from_keyring(NAME)


def _to_systemd(_state_dir: Path, code: str) -> None:
    """Encrypted for this machine: by its TPM2 where it has one, and a key of the machine."""
    SEALED_CREDENTIAL.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    command = ["systemd-creds", "encrypt", f"--name={CREDENTIAL}", "-", str(SEALED_CREDENTIAL)]
    try:
        subprocess.run(  # noqa: S603 -- nobody else's words
            command, input=code.encode(), capture_output=True, check=True, timeout=_SECONDS
        )
    except (OSError, subprocess.SubprocessError) as fault:
        raise ScordError(Code.STORE_KEY_NO_KEEPER, reason=type(fault).__name__) from fault


def _to_keyring(_state_dir: Path, code: str) -> None:
    try:
        keyring.set_password(KEYRING_SERVICE, NAME, code)
    except KeyringError as fault:
        raise ScordError(Code.STORE_KEY_NO_KEEPER, reason=type(fault).__name__) from fault
    if from_keyring(NAME) != code:  # one that forgets
        raise ScordError(Code.STORE_KEY_NO_KEEPER, reason=type(keyring.get_keyring()).__name__)


_LOOK: dict[Keeper, Callable[[Path], str | None]] = {
    Keeper.SYSTEMD: _from_systemd,
    Keeper.ENVIRONMENT: _from_environment,
    Keeper.WINDOWS: windows.look,
    Keeper.KEYRING: _from_keyring,
}
_KEEP: dict[Keeper, Callable[[Path, str], None]] = {
    Keeper.SYSTEMD: _to_systemd,
    Keeper.WINDOWS: windows.keep,
    Keeper.KEYRING: _to_keyring,
}
