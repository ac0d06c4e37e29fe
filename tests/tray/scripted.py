"""A fake of the service, scripted to misbehave; a desktop that notes what it is told; short ways to
say how things stand.

The real service and real desktops are met in the system tests; these can be silent, slow, of a
later version or talk nonsense at will.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import msgspec

from scord_shared.errors import Code, ScordError
from scord_shared.status import (
    AlertKind,
    AlertLevel,
    Armed,
    Caller,
    Counts,
    NamedInvoice,
    OpenAlert,
    ServiceStatus,
    Status,
    Versions,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from scord_tray.backends.base import Hooks
    from scord_tray.model import Toast, View

NOON = datetime(2026, 3, 9, 12, 5, tzinfo=UTC)
INVOICE = NamedInvoice(id=17, name="991129768/481/2026-03-02", number="481")
ARMED = Armed(arm=5, invoice=INVOICE, folder="scanner", until=NOON + timedelta(minutes=7))

CLAIM = "/v1/alerts/claim"


def alert(
    number: int = 1,
    kind: AlertKind = AlertKind.DISK_NEARLY_FULL,
    level: AlertLevel = AlertLevel.WARNING,
    **facts: object,
) -> OpenAlert:
    return OpenAlert(number, kind, "", level, facts, NOON)


def standing(
    status: Status | None = None, *, may_change: bool = True, **counts: int
) -> ServiceStatus:
    """An answer of the service; `counts` where no whole status is given."""
    return ServiceStatus(
        version="0.1.0",
        api=Versions(1, 1),
        instance="first",
        revision=1,
        at=NOON,
        you=Caller("elodie", may_change),
        status=status or Status(counts=Counts(**counts)),
    )


def with_alerts(*alerts: OpenAlert, **counts: int) -> ServiceStatus:
    status = Status(counts=Counts(**counts), alerts=alerts, alerts_open=len(alerts))
    return standing(status)


def silent() -> ScordError:
    return ScordError(Code.SERVICE_SILENT, path="/run/scord")


@dataclass
class ScriptedService:
    """A fake. Answers with `told` and keeps what it was asked.

    `faults` are raised first, one at each question; `refuses` maps a path to what a post there
    raises each time; `answers` maps a path to what it gives. A claim otherwise gives `to_claim`,
    which loses what is said to be delivered.
    """

    told: ServiceStatus = field(default_factory=standing)
    faults: list[Exception] = field(default_factory=list)
    refuses: dict[str, Exception] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    to_claim: list[OpenAlert] = field(default_factory=list)
    posts: list[str] = field(default_factory=list)
    bodies: list[Any] = field(default_factory=list)
    asked: list[tuple[int | None, str | None, float]] = field(default_factory=list)
    meanwhile: Callable[[], None] = lambda: None  # happens while a claim is answered

    def __post_init__(self) -> None:
        self._news = threading.Condition()

    def change(self, told: ServiceStatus) -> None:
        with self._news:
            instance, revision = self.told.instance, self.told.revision + 1
            self.told = replace(told, instance=instance, revision=revision)
            self._news.notify_all()

    def restart(self) -> None:
        with self._news:
            self.told = replace(self.told, instance=f"after {self.told.instance}")
            self._news.notify_all()

    def status(
        self, since: int | None = None, instance: str | None = None, wait: float = 0
    ) -> ServiceStatus:
        self.asked.append((since, instance, wait))
        if self.faults:
            raise self.faults.pop(0)
        deadline = time.monotonic() + wait
        with self._news:
            while (self.told.revision, self.told.instance) == (since, instance):
                left = deadline - time.monotonic()
                if left <= 0 or not self._news.wait(left):
                    break
            return self.told

    def post(self, path: str, body: Any = None) -> Any:
        self.posts.append(path)
        self.bodies.append(body)
        if path in self.refuses:
            raise self.refuses[path]
        if path == CLAIM:
            self.meanwhile()
            return self.answers.get(path, msgspec.to_builtins(self.to_claim))
        self.to_claim = [one for one in self.to_claim if path != f"/v1/alerts/{one.id}/delivered"]
        return self.answers.get(path)

    def page_link(self, path: str = "/") -> str:
        if path in self.refuses:
            raise self.refuses[path]
        return f"http://127.0.0.1:1/enter#secret-for-{path}"


@dataclass
class NotedDesktop:
    """A backend without a desktop: notes what it is told. `can_toast`: whether toasts show."""

    views: list[View] = field(default_factory=list)
    toasts: list[Toast] = field(default_factory=list)
    can_toast: bool = True
    hooks: Hooks | None = None

    def __post_init__(self) -> None:
        self._stop = threading.Event()
        self._told = threading.Condition()

    def run(self, hooks: Hooks) -> None:
        self.hooks = hooks
        hooks.ready()
        self._stop.wait()

    def show(self, view: View) -> None:
        with self._told:
            self.views.append(view)
            self._told.notify_all()

    def toast(self, toast: Toast) -> bool:
        if self.can_toast:
            with self._told:
                self.toasts.append(toast)
                self._told.notify_all()
        return self.can_toast

    def stop(self) -> None:
        self._stop.set()

    def until(self, happened: Callable[[], object]) -> None:
        """Waits for what it is told to make that true. Fails after 10 s."""
        with self._told:
            assert self._told.wait_for(happened, 10), (self.views[-1:], self.toasts)
