"""Rights as everybody has them, where tests run as root, whom no mode of a file stops."""

from __future__ import annotations

import ctypes
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Told = TypeVar("Told")

# capabilities(7), capget(2): the numbers and structures of the kernel
_OVER_RIGHTS = 1 << 1 | 1 << 2  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
_VERSION_3 = 0x20080522


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("thread", ctypes.c_int))


class _Powers(ctypes.Structure):
    _fields_ = tuple((name, ctypes.c_uint32) for name in ("effective", "permitted", "inheritable"))


def without_power_over_rights(do: Callable[[], Told]) -> Told:
    """What `do` gives in a thread of its own, for which the rights of files count."""
    assert sys.platform != "win32"
    # a thread gives powers up for good: access(2) asks what it may have, not what it has
    with ThreadPoolExecutor(1, initializer=_give_up) as powerless:
        return powerless.submit(do).result()


def _give_up() -> None:
    if os.geteuid() != 0:
        return
    powers = (_Powers * 2)()
    _call("capget", powers)
    for kind in ("effective", "permitted"):
        setattr(powers[0], kind, getattr(powers[0], kind) & ~_OVER_RIGHTS)
    _call("capset", powers)


def _call(name: str, powers: ctypes.Array[_Powers]) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc[name](ctypes.byref(_Header(_VERSION_3, 0)), powers) != 0:
        raise OSError(ctypes.get_errno(), name)
