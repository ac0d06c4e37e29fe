"""The practitioners' signatures in the state folder: encrypted, each for its owner alone."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography.fernet import Fernet, InvalidToken

from scord.secrets import load_secrets
from scord.store.files import write_whole
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from pathlib import Path

    from scord.store.context import Context
    from scord.store.tables import Practitioner


@dataclass(frozen=True)
class Signature:
    """`picture`: a PNG, black on transparent. `on_forms`: stamped on feuilles de soins."""

    picture: bytes
    on_forms: bool


def keep_signature(context: Context, practitioner: Practitioner, signature: Signature) -> None:
    """In place of the former one. Raises ScordError DISK_FULL, SECRET_EXPOSED."""
    told = {
        "owner": practitioner.billing_number,
        "on_forms": signature.on_forms,
        "picture": base64.b64encode(signature.picture).decode(),
    }
    sealed = _lock(context).encrypt(json.dumps(told).encode())
    write_whole(_path(context, practitioner), sealed, mode=0o600)


def find_signature(context: Context, practitioner: Practitioner) -> Signature | None:
    """None where none is kept. Raises ScordError STORE_FILE_DAMAGED, also for another's file."""
    path = _path(context, practitioner)
    try:
        told = json.loads(_lock(context).decrypt(path.read_bytes()))
    except FileNotFoundError:
        return None
    except (OSError, InvalidToken) as fault:
        raise ScordError(Code.STORE_FILE_DAMAGED, name=path.name) from fault
    if told["owner"] != practitioner.billing_number:
        raise ScordError(Code.STORE_FILE_DAMAGED, name=path.name)
    return Signature(base64.b64decode(told["picture"]), told["on_forms"])


def forget_signature(context: Context, practitioner: Practitioner) -> bool:
    """False where none was kept."""
    path = _path(context, practitioner)
    there = path.exists()
    path.unlink(missing_ok=True)
    return there


def _path(context: Context, practitioner: Practitioner) -> Path:
    return context.files.signatures / str(practitioner.billing_number)


def _lock(context: Context) -> Fernet:
    """A secret may be any text, Fernet's key has 32 bytes."""
    secret = load_secrets(context.settings.state_dir)["signature_key"]
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(secret.encode()).digest()))
