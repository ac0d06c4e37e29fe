"""Whether a folder lies on another machine: no events come from there, so it is to be polled."""

from __future__ import annotations

import re
import sys
from pathlib import Path

_MOUNTS = Path("/proc/self/mounts")
_NETWORK = re.compile(r"(fuse\.)?(nfs4?|cifs|smb3|smbfs|sshfs|davfs2?|9p|afs|ceph|glusterfs)")
_REMOTE_DRIVE = 4  # DRIVE_REMOTE of GetDriveTypeW


def is_network_share(path: Path) -> bool | None:
    """None where the system does not say. `path` is absolute and there."""
    if sys.platform == "win32":
        return _is_remote_drive(path)
    try:
        mounts = _MOUNTS.read_text("utf-8", errors="surrogateescape")
    except OSError:
        return None
    return is_network_mount(path.resolve(), mounts)


def is_network_mount(path: Path, mounts: str) -> bool | None:
    """By a table of mounts as in fstab(5), where the last one of the longest path counts."""
    rows = [line.split(" ") for line in mounts.splitlines()]
    kinds = {Path(_unescaped(row[1])): row[2] for row in rows if len(row) > 2}
    around = [place for place in kinds if path.is_relative_to(place)]
    if not around:
        return None
    return bool(_NETWORK.fullmatch(kinds[max(around, key=lambda place: len(place.parts))]))


def _unescaped(field: str) -> str:
    """Blanks stand as octal numbers in a table of mounts."""
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), field)


if sys.platform == "win32":

    def _is_remote_drive(path: Path) -> bool:
        import ctypes  # noqa: PLC0415 -- its windll is there on Windows alone

        remote = ctypes.windll.kernel32.GetDriveTypeW(path.anchor) == _REMOTE_DRIVE
        return remote or path.drive.startswith("\\\\")
