"""Secrets: never in the TOML file, never printed whole.

Looked for in this order: the environment (`SCORD_SECRET_SLIP_KEY`), the secrets file of the state
folder (which only the service may read), the system's keyring.
"""

from __future__ import annotations

import json
import os
import secrets as randomness
import stat
import threading
import tomllib
from typing import TYPE_CHECKING

import keyring
from keyring.errors import KeyringError

from scord.store.files import write_whole
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from pathlib import Path

FILE_NAME = "secrets.toml"
KEYRING_SERVICE = "scord"
_VARIABLE = "SCORD_SECRET_"

_writing = threading.Lock()  # several people may give a password at the same time

# name: what it is for. Each is made by the service itself at its first start where none is given.
KNOWN = {
    "slip_key": "tells the cover slips this installation printed from all others",
    "signature_key": "encrypts the signatures of practitioners",
}


def load_secrets(state_dir: Path) -> dict[str, str]:
    """Every known secret, made and kept in the secrets file where no source has it.

    Raises ScordError SECRET_EXPOSED where others than the service's user can read the file.
    """
    path = state_dir / FILE_NAME
    with _writing:
        kept = _read_file(path)
        found = {name: _find(name, kept) for name in KNOWN}
        made = {name: randomness.token_hex(32) for name, value in found.items() if value is None}
        if made:
            _write_file(path, kept | made)
    return {name: found[name] or made[name] for name in KNOWN}


def find_secret(state_dir: Path, name: str) -> str | None:
    """A secret that only people can give, such as a password.

    Raises ScordError SECRET_EXPOSED as `load_secrets` does.
    """
    return _find(name, _read_file(state_dir / FILE_NAME))


def keep_secret(state_dir: Path, name: str, value: str | None) -> bool:
    """Keeps what a person gave in the secrets file; None takes it out. False: it was so already.

    Raises ScordError SECRET_EXPOSED as `load_secrets` does, DISK_FULL.
    """
    path = state_dir / FILE_NAME
    with _writing:
        kept = _read_file(path)
        wanted = {other: one for other, one in kept.items() if other != name}
        if value is not None:
            wanted[name] = value
        if wanted == kept:
            return False
        _write_file(path, wanted)
    return True


def is_fixed(name: str) -> bool:
    """Whether the environment gives the secret, so that no other source counts."""
    return bool(os.environ.get(variable_of(name)))


def mail_password(billing_number: str) -> str:
    """The name of the secret of a practitioner's mail account."""
    return f"mail_password_{billing_number}"


def smime_password(billing_number: str) -> str:
    """The name of the secret that opens a practitioner's key of S/MIME."""
    return f"smime_password_{billing_number}"


def mask(value: str) -> str:
    """Enough to tell two secrets apart, too little to use one."""
    return f"{value[:2]}…({len(value)})"


def variable_of(name: str) -> str:
    """Of the environment."""
    return f"{_VARIABLE}{name.upper()}"


def _write_file(path: Path, secrets: dict[str, str]) -> None:
    lines = [f"{_quoted(name)} = {_quoted(value)}\n" for name, value in secrets.items()]
    write_whole(path, "".join(lines).encode(), mode=0o600)


def _quoted(text: str) -> str:
    """A TOML string: JSON escapes the same signs, save one that no secret has."""
    return json.dumps(text, ensure_ascii=False)


def _find(name: str, kept: dict[str, str]) -> str | None:
    return os.environ.get(variable_of(name)) or kept.get(name) or from_keyring(name)


def from_keyring(name: str) -> str | None:
    """None where it has none, or there is no keyring."""
    try:
        return keyring.get_password(KEYRING_SERVICE, name)
    except KeyringError:
        return None  # a service often has no keyring; the file is its place


def _read_file(path: Path) -> dict[str, str]:
    try:
        rights = path.stat().st_mode
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as fault:
        raise ScordError(
            Code.SETTINGS_UNREADABLE, path=str(path), reason=type(fault).__name__
        ) from fault
    if os.name != "nt" and rights & (stat.S_IRWXG | stat.S_IRWXO):
        raise ScordError(Code.SECRET_EXPOSED, path=str(path))
    try:
        return {str(name): str(value) for name, value in tomllib.loads(text).items()}
    except tomllib.TOMLDecodeError as fault:
        raise ScordError(Code.SETTINGS_UNREADABLE, path=str(path), reason="not TOML") from fault
