"""A private session bus of D-Bus, and questions on it."""

from __future__ import annotations

import json
import os
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.system.processes import end

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
PROGRAMS = ROOT / "build" / "desktop" / "venv" / "bin"  # made by packaging/dev/setup.sh system

_BUS = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
_PROPERTIES = "org.freedesktop.DBus.Properties"


class NoAnswerError(Exception):
    """Nobody on the bus answers to that name, or it refuses."""


class SessionBus:
    """Asks by way of bus_asker.py, since the Python of the tests has no D-Bus."""

    def __init__(self, asker: subprocess.Popen[str]) -> None:
        self._asker = asker

    def call(self, name: str, path: str, interface: str, method: str, arguments: str = "()") -> Any:
        """The values of the answer; `arguments` is a tuple in GVariant's text.

        Raises NoAnswerError.
        """
        question, answer = self._asker.stdin, self._asker.stdout
        assert question is not None
        assert answer is not None
        question.write(json.dumps([name, path, interface, method, arguments]) + "\n")
        question.flush()
        told = json.loads(answer.readline())
        if "fault" in told:
            raise NoAnswerError(told["fault"])
        return told["values"]

    def properties(self, name: str, path: str, interface: str) -> dict[str, Any]:
        (found,) = self.call(name, path, _PROPERTIES, "GetAll", f"({interface!r},)")
        return dict(found)

    def has(self, name: str) -> bool:
        (owned,) = self.call(*_BUS, "NameHasOwner", f"({name!r},)")
        return bool(owned)

    def process_of(self, name: str) -> int | None:
        """The number of the process behind a name; None once it has left."""
        try:
            (number,) = self.call(*_BUS, "GetConnectionUnixProcessID", f"({name!r},)")
        except NoAnswerError:
            return None
        return int(number)


@contextmanager
def bus_daemon(env: dict[str, str]) -> Iterator[str]:
    """The address of a new bus; what it starts by itself gets `env`."""
    read, write = os.pipe()
    command = ("dbus-daemon", "--session", "--nofork", f"--print-address={write}")
    with subprocess.Popen(command, env=env, pass_fds=[write], start_new_session=True) as daemon:
        os.close(write)
        try:
            with os.fdopen(read) as answer:
                yield answer.readline().strip()
        finally:
            end(daemon)


@contextmanager
def session_bus(env: dict[str, str]) -> Iterator[SessionBus]:
    """The bus that `env` names."""
    command = (PROGRAMS / "python", Path(__file__).with_name("bus_asker.py"))
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=env, stdin=pipe, stdout=pipe, text=True) as asker:
        try:
            yield SessionBus(asker)
        finally:
            asker.kill()
