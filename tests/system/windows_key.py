"""In wine: the key of the files is kept by Windows and opened again; another's is refused."""

from __future__ import annotations

import sys
from pathlib import Path

from scord.actions.encrypting import windows
from scord.actions.encrypting.keepers import Found, Keeper, find_key, keep_key
from scord.doctor.volume import is_encrypted
from scord.store.store_key import code_of
from scord_shared.errors import ScordError


def main() -> None:
    state, key = Path(sys.argv[1]), bytes(range(32))
    print("none", find_key(state))
    print("kept by", keep_key(state, key))
    print("found", find_key(state) == Found(Keeper.WINDOWS, key))
    place = state / windows.NAME
    data = place.read_bytes()
    print("in the clear", code_of(key).encode() in data)
    place.write_bytes(data[:-20] + bytes(20))
    try:
        find_key(state)
    except ScordError as fault:
        print("changed", fault.code.value)
    print("volume", is_encrypted(state))


if __name__ == "__main__":
    main()
