"""The icon in the Windows notification area."""

from __future__ import annotations

import logging
import os
import threading
from typing import TYPE_CHECKING, Any

from scord_tray.backends.base import Search
from scord_tray.icon import draw
from scord_tray.viewmodel import fitting

os.environ["PYSTRAY_BACKEND"] = "win32"
import pystray

from scord_tray.backends.menus import menu_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from scord_tray.backends.base import Hooks
    from scord_tray.model import Toast, View

_log = logging.getLogger(__name__)

_ICON_SIZE = 32  # what pystray asks Windows to load; the taskbar makes its own size of it
_TITLE_MAX, _TEXT_MAX = 63, 255  # UTF-16 units of a balloon, without the closing NUL

_WM_CLOSE = 0x0010
_WM_QUERYENDSESSION = 0x0011
_WM_ENDSESSION = 0x0016


class WindowsTray:
    """Implements `base.Backend`."""

    def __init__(self) -> None:
        self._icon: Any = type("Icon", (_WellBehaved, pystray.Icon), {})("scord", title="Scord")
        self._lock = threading.RLock()
        self._search = Search()
        self._retry: threading.Timer | None = None
        self._view: View | None = None
        self._shown: View | None = None
        self._hooks: Hooks

    def run(self, hooks: Hooks) -> None:
        self._hooks = hooks
        self._icon.run(setup=lambda _: hooks.ready())

    def show(self, view: View) -> None:
        with self._lock:
            self._view = view
            self._apply()

    def toast(self, toast: Toast) -> bool:
        try:
            self._icon.notify(fitting(toast.text, _TEXT_MAX), fitting(toast.title, _TITLE_MAX))
        except Exception as fault:  # noqa: BLE001 -- the shell may refuse in any way
            _log.warning("no notification: %s", type(fault).__name__)
            return False
        return True

    def stop(self) -> None:
        self._icon.stop()

    def _apply(self) -> None:
        """Shows the view; while the taskbar is not there yet, tries again later."""
        view, shown = self._view, self._shown
        if view is None:
            return
        try:
            if shown is None or (shown.shape, shown.badge) != (view.shape, view.badge):
                self._icon.icon = draw(view, _ICON_SIZE)
            self._icon.title = view.tooltip
            if shown is None or shown.menu != view.menu:
                self._icon.menu = menu_of(view.menu, self._hooks.chosen)
            self._icon.visible = True
        except Exception as fault:  # noqa: BLE001 -- the shell may refuse in any way
            _log.warning("the icon could not be shown: %s", type(fault).__name__)
            self._shown = None
            self._again()
        else:
            self._shown = view
            self._search.found()

    def _again(self) -> None:
        wait = self._search.missed()
        if self._search.over:
            self._hooks.no_place()
        if self._retry:
            self._retry.cancel()
        self._retry = threading.Timer(wait, self._try_again)
        self._retry.daemon = True
        self._retry.start()

    def _try_again(self) -> None:
        with self._lock:
            self._apply()


class _WellBehaved:
    """What pystray's window lacks.

    It answers every message that it does not know with 0, which to the question whether the session
    may end says no. It destroys the menu when a new one comes, also while it is open. And it fails
    at the end where one of its two windows is closed already, as taskkill does.
    """

    _message_handlers: dict[int, Callable[[int, int], Any]]
    stop: Callable[[], None]

    def __init__(self, *arguments: Any, **named: Any) -> None:
        self._menu_open = threading.Lock()
        self._menu_stale = False
        super().__init__(*arguments, **named)
        self._message_handlers |= {
            _WM_QUERYENDSESSION: lambda _wparam, _lparam: 1,
            _WM_ENDSESSION: lambda wparam, _lparam: self.stop() if wparam else None,
            _WM_CLOSE: lambda _wparam, _lparam: self.stop(),
        }

    def _mainloop(self) -> None:
        try:
            super()._mainloop()  # type: ignore[misc]
        except OSError as fault:
            _log.info("a window was closed before: %s", fault)

    def _on_notify(self, wparam: int, lparam: int) -> None:
        """Runs as long as the menu is open."""
        with self._menu_open:
            super()._on_notify(wparam, lparam)  # type: ignore[misc]
        if self._menu_stale:
            self._update_menu()

    def _update_menu(self) -> None:
        """May come from another thread; waits for the open menu to be closed."""
        if not self._menu_open.acquire(blocking=False):
            self._menu_stale = True
            return
        try:
            self._menu_stale = False
            super()._update_menu()  # type: ignore[misc]
        finally:
            self._menu_open.release()
