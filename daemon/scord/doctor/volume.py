"""Whether the volume below a folder is encrypted, as far as this system can tell."""

from __future__ import annotations

import os
import struct
import sys
from contextlib import suppress
from pathlib import Path

if sys.platform == "win32":
    import pywintypes
    import win32com.client

    _BITLOCKER = "System.Volume.BitLockerProtection"
    _PROTECTED, _OPEN = 1, 2  # on, off; others are on the way, or locked

    def is_encrypted(folder: Path) -> bool | None:
        """By BitLocker, as Explorer shows it to anybody; None where it does not."""
        try:
            drive = win32com.client.Dispatch("Shell.Application").NameSpace(folder.drive + "\\")
            return {_PROTECTED: True, _OPEN: False}.get(drive.Self.ExtendedProperty(_BITLOCKER))
        except (pywintypes.com_error, AttributeError):
            return None

else:
    import fcntl

    _DEVICES = Path("/sys/dev/block")
    _GETFLAGS = 0x80086601  # FS_IOC_GETFLAGS of linux/fs.h
    _ENCRYPTED = 0x800  # FS_ENCRYPT_FL: fscrypt, for ext4, f2fs and ubifs
    _UUID = "CRYPT-"  # of each mapping that cryptsetup makes: LUKS, plain, VeraCrypt, BitLocker

    def is_encrypted(folder: Path) -> bool | None:
        """None where the device is not to be seen: in a container, on a share, in ZFS or btrfs."""
        if _by_fscrypt(folder):
            return True
        number = folder.stat().st_dev
        device = _DEVICES / f"{os.major(number)}:{os.minor(number)}"
        return below_is_encrypted(device) if device.exists() else None

    def below_is_encrypted(device: Path) -> bool:
        """Whether all that `device` (in sysfs) lies on is encrypted, or it is itself."""
        with suppress(OSError):
            if (device / "dm" / "uuid").read_text("ascii").startswith(_UUID):
                return True
        slaves = device / "slaves"
        below = list(slaves.iterdir()) if slaves.is_dir() else []
        return bool(below) and all(below_is_encrypted(one) for one in below)

    def _by_fscrypt(folder: Path) -> bool:
        handle = os.open(folder, os.O_RDONLY)
        try:
            told = fcntl.ioctl(handle, _GETFLAGS, struct.pack("l", 0))
            return bool(struct.unpack("l", told)[0] & _ENCRYPTED)
        except OSError:  # a file system without such flags
            return False
        finally:
            os.close(handle)
