"""Brings the alerts that nobody has seen yet to the corner of the screen.

The service hands an alert to this user once (claim) and notes when it was shown (delivered). What
was shown but could not be confirmed, since the service went away, is confirmed later and not shown
again.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import msgspec

from scord_shared.errors import Code, ScordError
from scord_shared.status import OpenAlert
from scord_tray.toasts import toasts

if TYPE_CHECKING:
    from scord_tray.backends.base import Backend
    from scord_tray.service import Service

_log = logging.getLogger(__name__)

_CLAIM = "/v1/alerts/claim"
_DELIVERED = "/v1/alerts/{id}/delivered"


class Courier:
    def __init__(self, service: Service, backend: Backend) -> None:
        self._service = service
        self._backend = backend
        self._unconfirmed: dict[int, None] = {}  # in the order shown

    def deliver(self, language: str) -> None:
        """Claims, shows, confirms. Raises ScordError where the service cannot be asked; nothing is
        lost by that.
        """
        self._confirm()
        claimed = msgspec.convert(self._service.post(_CLAIM), list[OpenAlert])
        fresh = [alert for alert in claimed if alert.id not in self._unconfirmed]
        for toast in toasts(fresh, language):
            if self._backend.toast(toast):
                self._unconfirmed |= dict.fromkeys(toast.alerts)
            else:
                _log.warning("no notification could be shown for alerts %s", toast.alerts)
        self._confirm()

    def _confirm(self) -> None:
        for alert in list(self._unconfirmed):
            try:
                self._service.post(_DELIVERED.format(id=alert))
            except ScordError as fault:
                if fault.code is not Code.NOT_THERE:
                    raise
            del self._unconfirmed[alert]
