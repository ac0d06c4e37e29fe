"""Whether kept files are encrypted, under which key, and who has said so.

The setting `encrypt_files` is what is wanted; the flag SEALED is what is: raised by the service
before it seals its first file, ended when the last one is plain again. It names the key, so that no
other ever takes its place unseen. Where no setting says anything, such as after an installation
anew, all stays as it is.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING

from scord.actions.encrypting.keepers import find_key
from scord.store.flags import CODE_CHECKED, SEALED, clear_flag, flag, raise_flag
from scord.store.sealing import Sealing
from scord.store.store_key import id_of, key_of
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from scord.store.context import Context


def sealing_in_force(context: Context, *, alone: bool) -> Sealing | None:
    """How the files of the open store lie; None where none is sealed and none is to be.

    The service (`alone`) needs the key, and raises ScordError STORE_KEY_MISSING, STORE_KEY_WRONG.
    A command can do without as long as it touches no file; it never is the first to seal one.
    """
    known = key_id()
    said = "encrypt_files" in context.settings.model_fields_set
    wanted = context.settings.encrypt_files if said else known is not None
    if known is None and not (wanted and alone):
        return None
    found = find_key(context.settings.state_dir)
    key = found.key if found else None
    if alone:
        known = _require(key, known)
        raise_flag(context, SEALED, key=known.hex())
    fits = key is not None and id_of(key) == known
    return Sealing(known or b"", on=wanted, key=key if fits else None)


def _require(key: bytes | None, known: bytes | None) -> bytes:
    """The id of the key, which is there and the right one."""
    if key is None:
        raise ScordError(Code.STORE_KEY_MISSING, key=known.hex() if known else None)
    found = id_of(key)
    if known not in {None, found}:
        raise ScordError(Code.STORE_KEY_WRONG, key=(known or b"").hex(), found=found.hex())
    return found


def key_id() -> bytes | None:
    """Of the key that files of the open store are sealed under."""
    row = flag(SEALED)
    return bytes.fromhex(row.value["key"]) if row else None


def counted(context: Context) -> Counter[bool]:
    """How many kept files lie encrypted (True), and how many do not."""
    sealing = context.files.sealing
    forms: Counter[bool] = Counter()
    for shelf in context.files.shelves:
        for sha256 in shelf.names():
            with suppress(FileNotFoundError):  # purged meanwhile
                header = sealing and sealing.header_of(shelf.path(sha256))
                forms[header is not None] += 1
    return forms


def check_code(context: Context, code: str, *, by: str) -> bool:
    """Notes that the recovery code is still to be found; False where no file is encrypted.

    Raises ScordError RECOVERY_CODE_WRONG.
    """
    known = key_id()
    if known is None:
        return False
    if id_of(key_of(code)) != known:
        raise ScordError(Code.RECOVERY_CODE_WRONG)
    clear_flag(CODE_CHECKED, by=by)
    raise_flag(context, CODE_CHECKED, by=by, key=known.hex())
    return True
