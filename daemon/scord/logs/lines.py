"""What a line of the log says, in words for a person and in JSON for a program.

What a library says may quote a file or a patient, and so may the message of any fault. So of
libraries only where they speak is told, and of faults only their kind and the lines of code.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from pathlib import Path

from scord.logs.about import at_hand
from scord_shared.errors import describe

_OURS = frozenset({"scord", "scord_shared"})


def text_of(record: logging.LogRecord) -> str:
    package = record.name.partition(".")[0]
    text = record.getMessage() if package in _OURS else _place_of(record)
    fault = record.exc_info[1] if record.exc_info else None
    return f"{text}: {describe(fault)}" if fault else text


def _place_of(record: logging.LogRecord) -> str:
    return f"a library spoke: {Path(record.pathname).name}:{record.lineno} ({record.funcName})"


class Readable(logging.Formatter):
    """One line for a person. `dated`: with the time, where nothing else adds it."""

    def __init__(self, *, dated: bool = True) -> None:
        super().__init__()
        self._dated = dated

    def format(self, record: logging.LogRecord) -> str:
        at = f"{datetime.fromtimestamp(record.created).astimezone():%Y-%m-%d %H:%M:%S%z} "
        what = "".join(f" {name}={_joined(value)}" for name, value in at_hand().items())
        head = at if self._dated else ""
        return (
            f"{head}{record.levelname} {record.name}: {text_of(record)}{what and f' [{what[1:]}]'}"
        )


class Json(logging.Formatter):
    """One object on one line; times in UTC."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "text": text_of(record),
            **at_hand(),
        }
        if isinstance(line.get("scan"), int):
            line["scan"] = [line["scan"]]  # as where it is about several
        return json.dumps(line, ensure_ascii=False)


def _joined(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)
