"""Who may read and write the files of the service's address."""

from __future__ import annotations

import errno
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

if sys.platform == "win32":
    import ntsecuritycon
    import pywintypes
    import win32api
    import win32con
    import win32security

    _INHERITED = win32security.OBJECT_INHERIT_ACE | win32security.CONTAINER_INHERIT_ACE
    _ALL = ntsecuritycon.FILE_ALL_ACCESS
    _READ = ntsecuritycon.FILE_GENERIC_READ | ntsecuritycon.FILE_GENERIC_EXECUTE

    def own_folder(path: Path, *, listed: bool = True) -> None:
        """Makes the folder, for the service to write and, where it is `listed`, for all to read.

        Raises OSError, also where it belongs to another user.
        """
        path.mkdir(parents=True, exist_ok=True)
        try:
            _refuse_foreign(path)
            readers = [_known(win32security.WinBuiltinUsersSid)] if listed else []
            _allow(path, readers, _INHERITED)
        except pywintypes.error as fault:
            raise OSError(fault.winerror, fault.strerror, str(path)) from fault

    def give_to(path: Path, user: str) -> None:
        """Lets `user` read the file, beside the service alone. Raises OSError."""
        try:
            sid, _, _ = win32security.LookupAccountName(None, user)
            _allow(path, [sid], 0)
        except pywintypes.error as fault:
            raise OSError(fault.winerror, fault.strerror, str(path)) from fault

    def _refuse_foreign(path: Path) -> None:
        about = win32security.GetNamedSecurityInfo(
            str(path), win32security.SE_FILE_OBJECT, win32security.OWNER_SECURITY_INFORMATION
        )
        if about.GetSecurityDescriptorOwner() not in _masters():
            raise PermissionError(errno.EPERM, os.strerror(errno.EPERM), str(path))

    def _masters() -> list[object]:
        """The service's user, the system, its administrators."""
        token = win32security.OpenProcessToken(win32api.GetCurrentProcess(), win32con.TOKEN_QUERY)
        me, _ = win32security.GetTokenInformation(token, win32security.TokenUser)
        known = (win32security.WinLocalSystemSid, win32security.WinBuiltinAdministratorsSid)
        return [me, *map(_known, known)]

    def _known(kind: int) -> object:
        return win32security.CreateWellKnownSid(kind, None)

    def rules(readers: list[object], inherited: int) -> object:
        """What `_masters` may, who do everything, and `readers`; nobody else is named."""
        made = win32security.ACL()
        for sid in _masters():
            made.AddAccessAllowedAceEx(win32security.ACL_REVISION, inherited, _ALL, sid)
        for sid in readers:
            made.AddAccessAllowedAceEx(win32security.ACL_REVISION, inherited, _READ, sid)
        return made

    def _allow(path: Path, readers: list[object], inherited: int) -> None:
        """Whatever the folder above allows."""
        win32security.SetNamedSecurityInfo(
            str(path),
            win32security.SE_FILE_OBJECT,
            win32security.DACL_SECURITY_INFORMATION
            | win32security.PROTECTED_DACL_SECURITY_INFORMATION,
            None,
            None,
            rules(readers, inherited),
            None,
        )

else:
    import pwd

    def own_folder(path: Path, *, listed: bool = True) -> None:
        """Makes the folder, for the service to write and, where it is `listed`, for all to read.

        Raises OSError, also where it belongs to another user.
        """
        path.mkdir(parents=True, exist_ok=True)
        if path.stat().st_uid != os.geteuid():
            raise PermissionError(errno.EPERM, os.strerror(errno.EPERM), str(path))
        path.chmod(0o755 if listed else 0o711)

    def give_to(path: Path, user: str) -> None:
        """Lets `user` read the file, alone. Raises OSError where only root could."""
        uid = int(user) if user.isdecimal() else pwd.getpwnam(user).pw_uid
        path.chmod(0o600)
        if uid != os.geteuid():
            os.chown(path, uid, -1)
