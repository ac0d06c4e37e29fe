"""Speaks to journald in its own protocol, so that each line has fields: journalctl SCORD_SCAN=12.

Source: https://systemd.io/JOURNAL_NATIVE_PROTOCOL/
"""

from __future__ import annotations

import logging
import os
import socket
import sys
from typing import TYPE_CHECKING

from scord.logs.about import at_hand
from scord.logs.lines import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

SOCKET = "/run/systemd/journal/socket"
_PATIENCE_SECONDS = 1.0
_MOST_VALUES = 500  # of one field: a datagram has a limit, and no lot has as many scans
_PRIORITIES = {  # of syslog(3)
    logging.CRITICAL: 2,
    logging.ERROR: 3,
    logging.WARNING: 4,
    logging.INFO: 6,
    logging.DEBUG: 7,
}


def is_read_by_journald() -> bool:
    """Whether what this process writes on standard error goes to the journal anyway."""
    told = os.environ.get("JOURNAL_STREAM", "")
    if not told or sys.stderr is None:
        return False
    try:
        here = os.fstat(sys.stderr.fileno())
    except (OSError, ValueError):
        return False
    return told == f"{here.st_dev}:{here.st_ino}"


class JournalHandler(logging.Handler):
    """Sends each line as one datagram; where that cannot be, standard error has the line."""

    def __init__(self, address: str = SOCKET) -> None:
        super().__init__()
        self._address = address
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.settimeout(_PATIENCE_SECONDS)

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._socket.sendto(b"".join(_field(*one) for one in _fields(record)), self._address)
        except TimeoutError:
            pass  # one that reads nothing; the work goes on untold
        except OSError:
            sys.stderr.write(f"<{_priority(record)}>{text_of(record)}\n")
        except Exception:  # noqa: BLE001 -- as the library's own handlers do
            self.handleError(record)

    def close(self) -> None:
        self._socket.close()
        super().close()


def _fields(record: logging.LogRecord) -> Iterator[tuple[str, str]]:
    yield "MESSAGE", text_of(record)
    yield "PRIORITY", str(_priority(record))
    yield "SYSLOG_IDENTIFIER", "scord"
    yield "LOGGER", record.name
    yield "THREAD_NAME", record.threadName or ""
    yield "CODE_FILE", record.pathname
    yield "CODE_LINE", str(record.lineno)
    yield "CODE_FUNC", record.funcName
    for name, value in at_hand().items():
        for one in value[:_MOST_VALUES] if isinstance(value, tuple) else (value,):
            yield f"SCORD_{name.upper()}", str(one)  # a field may stand several times


def _priority(record: logging.LogRecord) -> int:
    return next((told for least, told in _PRIORITIES.items() if record.levelno >= least), 7)


def _field(name: str, value: str) -> bytes:
    """A value of several lines goes with its length in front."""
    data = value.encode("utf-8", "replace")
    if b"\n" not in data:
        return b"%s=%s\n" % (name.encode(), data)
    return b"%s\n%s%s\n" % (name.encode(), len(data).to_bytes(8, "little"), data)
