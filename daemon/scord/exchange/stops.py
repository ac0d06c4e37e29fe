"""A way out that is barred for all messages of a practitioner: it rests, and is tried now and then.

A wrong password must not be tried for each lot: servers lock accounts for less.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from scord.store.flags import clear_flag, flag, flags, lower, raise_flag

if TYPE_CHECKING:
    from datetime import datetime

    from scord.store.context import Context
    from scord.store.tables import Message

ROUTE_STOPPED = "route-stopped:"  # flags, up to the practitioner's billing number
MAILBOX_BARRED = "mailbox-barred:"
_AGAIN = timedelta(hours=1)


def is_stopped(message: Message, now: datetime) -> bool:
    """False once an hour is over, or the clock has been set back since."""
    stop = flag(_name(message))
    return stop is not None and stop.set_at <= now < stop.set_at + _AGAIN


def stop_route(context: Context, message: Message, *, reason: str) -> None:
    """From now on, for an hour; `reason`: a code of scord_shared.errors."""
    clear_flag(_name(message))
    raise_flag(context, _name(message), reason=reason)


def open_route(message: Message) -> None:
    clear_flag(_name(message))


def open_all_routes(*, by: str) -> None:
    """A person's word, or new settings: what was barred is tried at once."""
    for stop in flags(ROUTE_STOPPED):
        lower(stop, by=by)


def _name(message: Message) -> str:
    return ROUTE_STOPPED + message.lot.practitioner.billing_number
