"""Whether others than the service's account may read a file: by its mode, or its access list."""

from __future__ import annotations

import stat
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

if sys.platform == "win32":
    import ntsecuritycon
    import win32security

    # https://learn.microsoft.com/en-us/windows/win32/secauthz/well-known-sids
    _MANY = {
        "S-1-1-0",  # everyone
        "S-1-5-4",  # whoever sits at the machine
        "S-1-5-11",  # whoever has logged on
        "S-1-5-32-545",  # users
        "S-1-5-32-546",  # guests
    }
    _DOMAIN, _ITS_USERS = "S-1-5-21-", "-513"
    _READING = ntsecuritycon.FILE_READ_DATA | ntsecuritycon.GENERIC_READ | ntsecuritycon.GENERIC_ALL

    def others_may_read(path: Path) -> bool:
        """Whether its list gives one of the groups that hold all users the right to read it, or
        what comes to lie in it. A refusal in the list is not weighed against that. Raises
        pywintypes.error.
        """
        told = win32security.GetNamedSecurityInfo(
            str(path), win32security.SE_FILE_OBJECT, win32security.DACL_SECURITY_INFORMATION
        )
        given = told.GetSecurityDescriptorDacl()
        if given is None:  # no list at all: everybody may do everything
            return True
        return any(_gives_many(given.GetAce(index)) for index in range(given.GetAceCount()))

    def _gives_many(entry: tuple[tuple[int, int], int, object]) -> bool:
        (kind, _), mask, *_, whom = entry
        if kind != win32security.ACCESS_ALLOWED_ACE_TYPE or not mask & _READING:
            return False
        sid = win32security.ConvertSidToStringSid(whom)
        return sid in _MANY or (sid.startswith(_DOMAIN) and sid.endswith(_ITS_USERS))

else:

    def others_may_read(path: Path) -> bool:
        """Whether its mode gives the group or all others any right."""
        return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))
