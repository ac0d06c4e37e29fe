"""On what kind of file system a path lies: a share gives no events, FAT keeps no rights."""

from __future__ import annotations

import os
import sys
from pathlib import Path

if sys.platform == "win32":
    import win32con
    import win32file

_MOUNTS = Path("/proc/self/mountinfo")
_SHARES = frozenset({"9p", "afs", "ceph", "cifs", "fuse.sshfs", "ncpfs", "nfs", "nfs4", "smb3"})
_WITHOUT_RIGHTS = frozenset({"exfat", "msdos", "vfat"})


def is_share(path: Path) -> bool:
    """Whether another machine may write there without a word."""
    if sys.platform == "win32":
        root = f"{path.resolve().drive}\\"
        return bool(win32file.GetDriveType(root) == win32con.DRIVE_REMOTE)
    return _kind_of(path) in _SHARES


def is_unfit_for_state(path: Path) -> bool:
    return is_share(path) or _kind_of(path) in _WITHOUT_RIGHTS


def _kind_of(path: Path) -> str:
    """Empty where the system does not tell."""
    try:
        return kind_in(_MOUNTS.read_text("utf-8", errors="surrogateescape"), path.resolve())
    except OSError:
        return ""


def kind_in(mountinfo: str, path: Path) -> str:
    """The kind of the last mount above `path`. Source of the format: proc_pid_mountinfo(5)."""
    kind, deepest = "", -1
    for line in mountinfo.splitlines():
        mount, _, source = line.partition(" - ")
        point = Path(
            os.fsdecode(mount.split()[4].encode().decode("unicode_escape").encode("latin-1"))
        )
        if path.is_relative_to(point) and len(point.parts) >= deepest:
            kind, deepest = source.split()[0], len(point.parts)
    return kind
