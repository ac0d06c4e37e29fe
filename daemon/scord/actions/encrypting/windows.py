"""The key of the files as Windows protects it for this machine (DPAPI); elsewhere there is none.

Any account of the machine could open it: the rights of the state folder keep others from reading
it. A service has no password that Windows could protect it by instead.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

NAME = "store-key.dpapi"  # in the state folder

if sys.platform == "win32":
    import pywintypes
    import win32crypt

    from scord.store.files import write_whole
    from scord_shared.errors import Code, ScordError

    _ANY_ACCOUNT_OF_THIS_MACHINE = 4  # CRYPTPROTECT_LOCAL_MACHINE

    def look(state_dir: Path) -> str | None:
        """Raises ScordError STORE_KEY_WRONG where another machine has protected it."""
        try:
            protected = (state_dir / NAME).read_bytes()
        except FileNotFoundError:
            return None
        try:
            _, code = win32crypt.CryptUnprotectData(protected, None, None, None, 0)
        except pywintypes.error as fault:
            raise ScordError(Code.STORE_KEY_WRONG, found="windows") from fault
        return str(code, "ascii")

    def keep(state_dir: Path, code: str) -> None:
        protected = win32crypt.CryptProtectData(
            code.encode(), "Scord", None, None, None, _ANY_ACCOUNT_OF_THIS_MACHINE
        )
        write_whole(state_dir / NAME, protected, mode=0o600)

else:

    def look(_state_dir: Path) -> str | None:
        return None

    def keep(_state_dir: Path, _code: str) -> None:
        raise NotImplementedError
