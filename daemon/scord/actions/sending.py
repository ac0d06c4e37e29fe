"""What a person says about sending: now, not now, go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.exchange.outbox import retry_now
from scord.exchange.stops import open_all_routes
from scord.store.flags import PAUSED, SEND_REQUESTED, clear_flag, flag, raise_flag
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from scord.store.context import Context


def send_now(context: Context, *, by: str) -> bool:
    """Asks for lots to be made at once of all that may leave; False if somebody has asked already.

    What could not be delivered is tried at once. While sending is paused, all of it waits for its
    end.
    """
    open_all_routes(by=by)
    retry_now()
    again = clear_flag(SEND_REQUESTED, by=by)  # a new asking, should lots be in the making now
    raise_flag(context, SEND_REQUESTED, by=by)
    return not again


def pause(context: Context, *, by: str) -> bool:
    """Nothing leaves until `resume`; scans are still taken and filed. False if paused already."""
    return raise_flag(context, PAUSED, by=by)


def resume(*, by: str, checked: bool = False) -> bool:
    """False if nothing was paused. `checked`: what has left since the backup will not leave again.

    Raises RESTORE_UNCHECKED where the pause is that of a restore and nobody says so.
    """
    if is_of_a_restore() and not checked:
        raise ScordError(Code.RESTORE_UNCHECKED)
    return clear_flag(PAUSED, by=by)


def is_of_a_restore() -> bool:
    """Whether sending is paused because a backup was restored."""
    paused = flag(PAUSED)
    return paused is not None and "restored" in paused.value
