"""The icon on a Linux desktop: by StatusNotifier where a panel takes that, else in X11's old tray.

Panels come late, go and come back: a thread of its own looks again and again where the icon
belongs. GTK is loaded only for X11's tray, and then runs on the main thread.
"""

from __future__ import annotations

import logging
import queue
import signal
import threading
from enum import Enum, auto
from typing import TYPE_CHECKING

from scord_shared.errors import Code, ScordError
from scord_tray.backends import desktop
from scord_tray.backends.appindicator import WATCHER, AppIndicator
from scord_tray.backends.base import Search
from scord_tray.backends.bus import Bus

if TYPE_CHECKING:
    from scord_tray.backends.base import Hooks
    from scord_tray.backends.xembed import XEmbed
    from scord_tray.model import Toast, View

_log = logging.getLogger(__name__)

APPINDICATOR = "appindicator"
GTK = "gtk"


_PANEL_IS_OLD = 3  # looks without StatusNotifier


class _Order(Enum):
    """What the main thread is to do next."""

    EMBED = auto()
    END = auto()


class LinuxTray:
    """Implements `base.Backend`."""

    def __init__(self, only: str | None = None) -> None:
        """`only`: APPINDICATOR or GTK, whatever the desktop offers. Raises NO_DESKTOP."""
        if not desktop.has_display():
            raise ScordError(Code.NO_DESKTOP)
        self._only = only
        self._bus = self._open_bus()
        self._orders: queue.SimpleQueue[_Order] = queue.SimpleQueue()
        self._look_now = threading.Event()
        self._lock = threading.Lock()
        self._view: View | None = None
        self._item: AppIndicator | None = None
        self._embedded: XEmbed | None = None
        self._x11_wanted = False
        self._x11_usable = True
        self._ended = False
        self._hooks: Hooks

    def run(self, hooks: Hooks) -> None:
        self._hooks = hooks
        for ending in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(ending, lambda *_: self.stop())
        if self._bus and self._only != GTK:
            self._item = AppIndicator(self._bus, hooks.chosen)
            self._bus.watch(WATCHER, self._look_now.set)
        threading.Thread(target=self._look_out, name="look-out", daemon=True).start()
        hooks.ready()
        while self._orders.get() is not _Order.END:
            self._run_x11()

    def show(self, view: View) -> None:
        with self._lock:
            first, self._view = self._view is None, view
            if self._item:
                self._item.show(view)
            if self._embedded:
                self._embedded.show(view)
        if first:
            self._look_now.set()

    def toast(self, toast: Toast) -> bool:
        return self._bus is not None and desktop.notify(self._bus, toast)

    def stop(self) -> None:
        """Also from a signal: waits for nothing."""
        self._ended = True
        self._orders.put(_Order.END)
        if embedded := self._embedded:
            embedded.stop()

    def _open_bus(self) -> Bus | None:
        try:
            return Bus(lost=self.stop)
        except (OSError, RuntimeError) as fault:
            _log.warning("no session bus: %s", fault)
            return None

    def _look_out(self) -> None:
        search = Search()
        while desktop.has_display():
            wait = search.found() if self._is_seen(search.misses) else search.missed()
            if search.over:
                self._hooks.no_place()
            self._look_now.wait(wait)
            self._look_now.clear()
        _log.info("the display is gone")
        self.stop()

    def _is_seen(self, misses: int) -> bool:
        """Whether a panel shows the icon; moves it to where one does."""
        if self._view is None:
            return False
        seen = self._item is not None and self._item.is_shown()
        self._want_x11(wanted=not seen and self._may_use_x11(misses) and desktop.has_x11_tray())
        return seen or self._x11_wanted

    def _may_use_x11(self, misses: int) -> bool:
        """A panel that is just starting offers its old tray first; GTK is not loaded for that."""
        if self._only == APPINDICATOR or not self._x11_usable:
            return False
        return self._only == GTK or self._x11_wanted or misses >= _PANEL_IS_OLD

    def _want_x11(self, *, wanted: bool) -> None:
        if wanted == self._x11_wanted:
            return
        self._x11_wanted = wanted
        _log.info("X11's tray is %s", "used" if wanted else "left")
        if wanted:
            self._orders.put(_Order.EMBED)
        elif embedded := self._embedded:
            embedded.stop()

    def _run_x11(self) -> None:
        """On the main thread, until a better place is found."""
        try:
            from scord_tray.backends.xembed import XEmbed  # noqa: PLC0415 -- loads GTK

            embedded = XEmbed(self._hooks.chosen)
        except Exception as fault:  # noqa: BLE001 -- a part that is missing raises anything
            _log.warning("X11's tray cannot be used: %s", fault)
            self._x11_usable = False
            return
        with self._lock:
            self._embedded = embedded
            if self._view:
                embedded.show(self._view)
        if self._x11_wanted and not self._ended:
            embedded.run()
        self._embedded = None
