"""What a person says about sending: now, not now, go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.store.flags import PAUSED, SEND_REQUESTED, clear_flag, raise_flag

if TYPE_CHECKING:
    from scord.store.context import Context


def send_now(context: Context, *, by: str) -> None:
    """Asks for lots to be made at once of all that may leave."""
    raise_flag(context, SEND_REQUESTED, by=by)


def pause(context: Context, *, by: str) -> None:
    """Nothing leaves until `resume`; scans are still taken and filed."""
    raise_flag(context, PAUSED, by=by)


def resume(*, by: str) -> None:
    clear_flag(PAUSED, by=by)
