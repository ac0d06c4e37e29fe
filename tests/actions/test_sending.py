"""Pause, go on, send now: standing orders, each with who gave it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.actions.sending import pause, resume, send_now
from scord.store.flags import PAUSED, SEND_REQUESTED, flag

if TYPE_CHECKING:
    from scord.store.context import Context


def test_a_pause_holds_until_it_is_ended(context: Context) -> None:
    assert pause(context, by="Anne")
    assert not pause(context, by="Paul")
    row = flag(PAUSED)
    assert row is not None
    assert row.by == "Anne"
    assert resume(by="Paul")
    assert not resume(by="Paul")
    assert flag(PAUSED) is None


def test_sending_is_asked_for_beside_a_pause(context: Context) -> None:
    pause(context, by="Anne")
    assert send_now(context, by="Anne")
    assert not send_now(context, by="Paul")
    assert flag(SEND_REQUESTED) is not None
    assert flag(PAUSED) is not None
