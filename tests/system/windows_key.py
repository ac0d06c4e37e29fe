"""Run by Windows Python: Windows keeps the key of the files and opens it again; a line each."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scord.actions.encrypting import windows
from scord.actions.encrypting.keepers import Found, Keeper, find_key, keep_key
from scord.doctor.volume import is_encrypted
from scord.store.store_key import code_of
from scord_shared.errors import ScordError

if TYPE_CHECKING:
    from collections.abc import Iterator


def told(state: Path) -> Iterator[str]:
    key = bytes(range(32))
    yield f"none {find_key(state)}"
    yield f"kept by {keep_key(state, key)}"
    yield f"found {find_key(state) == Found(Keeper.WINDOWS, key)}"
    place = state / windows.NAME
    data = place.read_bytes()
    yield f"in the clear {code_of(key).encode() in data}"
    place.write_bytes(data[:-20] + bytes(20))
    try:
        find_key(state)
    except ScordError as fault:
        yield f"changed {fault.code.value}"
    yield f"volume {is_encrypted(state)}"


if __name__ == "__main__":
    sys.stdout.write("\n".join(told(Path(sys.argv[1]))))
