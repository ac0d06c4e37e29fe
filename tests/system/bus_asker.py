"""Asks on the session's bus for the tests, which have no D-Bus of their own.

Run by the Python of build/desktop/venv. Each line read is a JSON list: name, path, interface,
method, arguments (a tuple in GVariant's text). Each line written is a JSON object: the `values` of
the answer, or the `fault` for which there is none.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from gi.repository import Gio, GLib

TIMEOUT_MS = 5000


def ask(bus: Gio.DBusConnection, question: list[str]) -> dict[str, Any]:
    *where, arguments = question
    values = GLib.Variant.parse(None, arguments, None, None)
    try:
        answer = bus.call_sync(
            *where, values, None, Gio.DBusCallFlags.NO_AUTO_START, TIMEOUT_MS, None
        )
    except GLib.Error as fault:
        return {"fault": fault.message}
    return {"values": answer.unpack()}


def main() -> None:
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    for line in sys.stdin:
        sys.stdout.write(json.dumps(ask(bus, json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
