"""Speaks to mail servers in a thread of its own, so that a slow one keeps no scan waiting.

It delivers what is due, looks into the mailboxes, and now and then at the certificates of S/MIME;
what it brings back is understood by the engine's thread, which it wakes.
"""

from __future__ import annotations

import logging
import threading
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from scord.exchange.certificate_ends import note_ends, note_server_ends
from scord.exchange.mail_in import take_letters
from scord.exchange.outbox import deliver_due
from scord.exchange.stops import MAILBOX_BARRED
from scord.store.flags import PAUSED, clear_flag, flag, raise_flag
from scord_shared.errors import Code, ScordError, describe

if TYPE_CHECKING:
    from collections.abc import Callable

    from scord.exchange.transport import Transport
    from scord.lots.profile import Profile
    from scord.settings import MailAccount
    from scord.store.context import Context

log = logging.getLogger(__name__)

_LOOK_SECONDS = 30.0  # for what has become due without a call
_CERTIFICATES_SECONDS = 3600.0
# Systemd and Windows allow 60. A longer delivery is cut off, and decided at the next start.
_STOP_SECONDS = 50.0


class Courier:
    """`route`: the way out, or None where lots do not leave by mail."""

    def __init__(
        self, context: Context, profile: Profile, route: Transport | None, wake: Callable[[], None]
    ) -> None:
        self._context = context
        self._profile = profile
        self._route = route
        self._wake = wake
        self._called = threading.Event()
        self._stopping = False
        self._looked: dict[str, float] = {}  # monotonic, by billing number
        self._looked_at_certificates = -_CERTIFICATES_SECONDS  # monotonic
        self._thread = threading.Thread(target=self._live, name="courier", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def call(self) -> None:
        """Something may be due."""
        self._called.set()

    def stop(self) -> None:
        self._stopping = True
        self._called.set()
        if self._thread.is_alive():
            self._thread.join(_STOP_SECONDS)

    def round(self) -> int:
        """Everything that is due now, once; how many lots left and letters came."""
        moved = 0
        if self._route and not flag(PAUSED):
            now = self._context.clock.now()
            moved += deliver_due(
                self._context, self._route, now, is_stopping=lambda: self._stopping
            )
        for account in self._context.settings.mail:
            if account.inbox and not self._stopping and self._is_due(account):
                moved += self._look_into(account)
        self._look_at_certificates()
        return moved

    def _live(self) -> None:
        while not self._stopping:
            self._called.clear()
            moved = 0
            try:
                moved = self.round()
            except Exception as fault:  # noqa: BLE001 -- a thread that dies would be silent
                log.error("courier: %s", describe(fault))  # noqa: TRY400 -- no values
            if moved:  # the engine calls back whenever it wakes: without news neither would rest
                self._wake()
            self._called.wait(_LOOK_SECONDS)

    def _is_due(self, account: MailAccount) -> bool:
        rest = timedelta(minutes=self._context.settings.exchange.mail_minutes).total_seconds()
        now = self._context.clock.monotonic()
        due = now - self._looked.get(account.billing_number, -rest) >= rest
        if due:
            self._looked[account.billing_number] = now
        return due

    def _look_at_certificates(self) -> None:
        now = self._context.clock.monotonic()
        if now - self._looked_at_certificates < _CERTIFICATES_SECONDS:
            return
        self._looked_at_certificates = now
        try:
            note_ends(self._context)
            note_server_ends(self._context)
        except Exception as fault:  # noqa: BLE001 -- mail goes on
            log.error("certificates: %s", describe(fault))  # noqa: TRY400 -- no values

    def _look_into(self, account: MailAccount) -> int:
        name = MAILBOX_BARRED + account.billing_number
        taken = 0
        try:
            taken = take_letters(self._context, self._profile, account)
            clear_flag(name)
        except Exception as fault:  # noqa: BLE001 -- one mailbox; the others are looked into
            code = fault.code if isinstance(fault, ScordError) else Code.INTERNAL
            log.warning("mailbox of %s: %s", account.billing_number, describe(fault))
            with suppress(Exception):  # on a full disk not even this can be kept
                raise_flag(self._context, name, reason=code)
        return taken
