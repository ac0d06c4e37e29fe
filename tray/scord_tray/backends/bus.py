"""The session bus of a Linux desktop: calls with a time limit, and answers to those who call us.

By jeepney, in pure Python: GLib and GTK would take 20 MB more for the same few messages.
"""

from __future__ import annotations

import logging
import os
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, Protocol

from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    MessageFlag,
    MessageType,
    message_bus,
    new_error,
    new_method_call,
    new_method_return,
    new_signal,
)
from jeepney.io.threading import open_dbus_connection

if TYPE_CHECKING:
    from collections.abc import Callable

    from jeepney import Message

_log = logging.getLogger(__name__)

PATIENCE = 2.0  # seconds: whoever does not answer a call by then is as good as not there
_PROPERTIES = "org.freedesktop.DBus.Properties"
_UNKNOWN = "org.freedesktop.DBus.Error.UnknownMethod"

Value = tuple[str, Any]  # a signature and what it describes: how jeepney writes a variant
Answer = tuple[str | None, tuple[Any, ...]]
NOTHING: Answer = (None, ())


class Served(Protocol):
    """An object of ours on the bus. Called on the bus's own thread."""

    interface: str

    def properties(self) -> dict[str, Value]: ...

    def call(self, member: str, arguments: tuple[Any, ...]) -> Answer:
        """Raises LookupError for what there is not."""
        ...


class Bus:
    """One connection; every method may be called from any thread but the bus's own."""

    def __init__(self, lost: Callable[[], None]) -> None:
        """`lost` is called when the bus goes, and with it the session. Raises OSError."""
        self._connection = open_dbus_connection(_address())
        self._lost = lost
        self._sending = threading.Lock()
        self._served: dict[str, Served] = {}
        self._replies: dict[int, Future[Message]] = {}
        self._watched: dict[str, Callable[[], None]] = {}
        threading.Thread(target=self._run, name="bus", daemon=True).start()

    @property
    def name(self) -> str:
        """Ours, given by the bus: ":1.42"."""
        return str(self._connection.unique_name)

    def serve(self, path: str, served: Served) -> None:
        self._served[path] = served

    def call(
        self,
        target: DBusAddress,
        member: str,
        signature: str | None = None,
        arguments: tuple[Any, ...] = (),
        *,
        start: bool = False,
    ) -> tuple[Any, ...] | None:
        """What it answers; None where it does not or says no. `start` lets the bus start it."""
        message = new_method_call(target, member, signature, arguments)
        if not start:
            message.header.flags |= MessageFlag.no_auto_start
        answer = self._ask(message)
        if answer is None or answer.header.message_type is MessageType.error:
            _log.debug("no answer to %s", member)
            return None
        return tuple(answer.body)

    def get(self, target: DBusAddress, name: str) -> Any:
        """A property of somebody else's object, or None."""
        properties = target.with_interface(_PROPERTIES)
        answer = self.call(properties, "Get", "ss", (target.interface, name))
        return answer[0][1] if answer else None

    def emit(
        self,
        path: str,
        interface: str,
        member: str,
        signature: str | None = None,
        arguments: tuple[Any, ...] = (),
    ) -> None:
        self._send(new_signal(DBusAddress(path, interface=interface), member, signature, arguments))

    def own(self, name: str) -> None:
        self._ask(message_bus.RequestName(name))

    def watch(self, name: str, changed: Callable[[], None]) -> None:
        """`changed` is called on the bus's thread when `name` gets or loses its owner."""
        self._watched[name] = changed
        rule = MatchRule(type="signal", interface=message_bus.interface, member="NameOwnerChanged")
        rule.add_arg_condition(0, name)
        self._ask(message_bus.AddMatch(rule))

    def _ask(self, message: Message) -> Message | None:
        serial = next(self._connection.outgoing_serial)
        reply: Future[Message] = Future()
        self._replies[serial] = reply
        try:
            self._send(message, serial)
            return reply.result(PATIENCE)
        except TimeoutError:
            return None
        finally:
            del self._replies[serial]

    def _send(self, message: Message, serial: int | None = None) -> None:
        try:
            with self._sending:
                self._connection.send(message, serial=serial)
        except OSError as fault:  # the receiving thread sees it too, and ends the tray
            _log.info("the session bus is gone: %s", fault.strerror)

    def _run(self) -> None:
        try:
            while True:
                message = self._connection.receive()
                try:
                    self._take(message)
                except Exception as fault:  # noqa: BLE001 -- what others send must not end the thread
                    _log.warning("a message on the bus: %s", type(fault).__name__)
        except OSError:
            _log.info("the session bus has ended")
        finally:
            self._lost()

    def _take(self, message: Message) -> None:
        fields = message.header.fields
        reply = self._replies.get(fields.get(HeaderFields.reply_serial, -1))
        if reply is not None:
            reply.set_result(message)
        elif message.header.message_type is MessageType.method_call:
            self._answer(message)
        elif fields.get(HeaderFields.member) == "NameOwnerChanged":
            self._watched.get(message.body[0], _nobody)()

    def _answer(self, message: Message) -> None:
        try:
            signature, body = self._answer_of(message)
            answer = new_method_return(message, signature, body)
        except Exception as fault:  # noqa: BLE001 -- whatever is asked, the thread goes on
            answer = new_error(message, _UNKNOWN, "s", (type(fault).__name__,))
        if not message.header.flags & MessageFlag.no_reply_expected:
            self._send(answer)

    def _answer_of(self, message: Message) -> Answer:
        fields = message.header.fields
        served = self._served[fields[HeaderFields.path]]
        member = fields[HeaderFields.member]
        if fields.get(HeaderFields.interface) != _PROPERTIES:
            return served.call(member, message.body)
        if member == "GetAll":
            return "a{sv}", (served.properties(),)
        if member == "Get":
            return "v", (served.properties()[message.body[1]],)
        raise LookupError(member)


def _address() -> str:
    """Where sessions of systemd have their bus, should the variable be missing."""
    usual = f"unix:path={os.environ.get('XDG_RUNTIME_DIR', '')}/bus"
    return os.environ.get("DBUS_SESSION_BUS_ADDRESS") or usual


def _nobody() -> None:
    pass
