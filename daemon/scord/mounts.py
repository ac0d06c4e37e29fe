"""On what kind of file system a path lies: a share gives no events, FAT keeps no rights."""

from __future__ import annotations

import ctypes
import re
import sys
from pathlib import Path

_MOUNTS = Path("/proc/self/mountinfo")
_SHARES = re.compile(r"(fuse\.)?(9p|afs|ceph|cifs|davfs2?|glusterfs|ncpfs|nfs4?|smb3|smbfs|sshfs)")
_WITHOUT_RIGHTS = frozenset({"exfat", "msdos", "vfat"})
_DRIVE_REMOTE = 4  # of GetDriveTypeW


def is_share(path: Path) -> bool | None:
    """Whether another machine may write there without a word; None where the system does not say.

    `path` is absolute.
    """
    if sys.platform == "win32":
        return path.anchor.startswith("\\\\") or _is_remote(path.anchor)
    kind = _kind_of(path)
    return bool(_SHARES.fullmatch(kind)) if kind else None


def is_mapped(path: Path) -> bool:
    """Whether a letter of Windows stands for a share there: it does so for its own user alone, and
    the service is another.
    """
    return path.drive.endswith(":") and _is_remote(f"{path.drive}\\")


def is_unfit_for_state(path: Path) -> bool:
    """Where no lock holds, or anybody may read."""
    return bool(is_share(path)) or _kind_of(path) in _WITHOUT_RIGHTS


def _is_remote(root: str) -> bool:
    """False on any system but Windows."""
    if sys.platform == "win32":
        return bool(ctypes.windll.kernel32.GetDriveTypeW(root) == _DRIVE_REMOTE)
    return False


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
        point = Path(_unescaped(mount.split(" ")[4]))
        if path.is_relative_to(point) and len(point.parts) >= deepest:
            kind, deepest = source.split(" ")[0], len(point.parts)
    return kind


def _unescaped(field: str) -> str:
    """Blanks stand as octal numbers in a table of mounts."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), field)
