"""What the machine gives: room, the time, hints from folders, the card service."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import subprocess
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

from scord.alerts.clock import clock_doubt
from scord.doctor.finding import FAULT, NOTE, WELL, Found
from scord.practice.card import pcsc
from scord.settings import PARIS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scord.doctor.finding import Given
    from scord.store.context import Context

_TIMEX_BYTES = 256  # more than struct timex has anywhere; the first word asks for no change
_UNSYNCHRONISED = 5  # TIME_ERROR of adjtimex(2)
_USED_UP = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOSPC})


def disk(context: Context) -> Iterator[Given]:
    least = context.settings.min_free_mb
    free = shutil.disk_usage(context.files.root).free // 1_000_000
    if free < least:
        yield FAULT, Found.DISK_NEARLY_FULL, {"free_mb": free, "least_mb": least}
    else:
        yield WELL, Found.DISK_FREE, {"free_mb": free}


def clock(context: Context) -> Iterator[Given]:
    doubt = clock_doubt(context)
    if doubt:
        code, at = doubt
        yield FAULT, Found(code), {"day": f"{at:%Y-%m-%d}"}
    if not _is_synchronised():
        yield NOTE, Found.CLOCK_NOT_SYNCHRONISED, {}
    now = context.clock.now()
    here, there = now.astimezone().utcoffset(), now.astimezone(PARIS).utcoffset()
    if here is not None and there is not None and here != there:
        yield NOTE, Found.OTHER_TIME_ZONE, {"hours": f"{(here - there) / timedelta(hours=1):+g}"}


def _is_synchronised() -> bool:
    """As the kernel knows, or the time service of Windows; True where neither tells."""
    if sys.platform == "win32":
        asked = subprocess.run(["w32tm", "/query", "/status"], capture_output=True, check=False)  # noqa: S607
        return asked.returncode == 0
    try:
        timex = ctypes.create_string_buffer(_TIMEX_BYTES)
        return bool(ctypes.CDLL(None).adjtimex(timex) != _UNSYNCHRONISED)
    except (OSError, AttributeError):
        return True


def watches(_context: Context) -> Iterator[Given]:
    """Whether one more folder of this user can be watched; without, it is read now and then."""
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    number = libc.inotify_init1(os.O_CLOEXEC)
    if number < 0:
        fault = ctypes.get_errno()
    else:
        fault = 0 if libc.inotify_add_watch(number, b"/", 1) >= 0 else ctypes.get_errno()
        os.close(number)
    if fault in _USED_UP:
        yield NOTE, Found.NO_WATCH_LEFT, {}


def card(context: Context) -> Iterator[Given]:
    if not (context.settings.card.enabled and pcsc.installed()):
        return
    try:
        with pcsc.session():
            pass
    except pcsc.PcscError as fault:
        yield NOTE, Found.NO_CARD_SERVICE, {"status": str(fault)}
