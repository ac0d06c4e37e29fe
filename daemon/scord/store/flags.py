"""Standing facts that are on or off: paused, a lot asked for, a folder out of reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scord.store import journal
from scord.store.database import transaction
from scord.store.tables import Flag

if TYPE_CHECKING:
    from scord.store.context import Context


PAUSED = "paused"  # nothing leaves; scans are still taken
SEND_REQUESTED = "send-requested"  # lots are made at once
RESTORED = "restored"  # from a backup; `lots` and `left_out` tell which lot numbers are left out
SEALED = "sealed"  # kept files are encrypted; `key`: the id of the key (actions.encrypting.force)
CODE_CHECKED = "recovery-code-checked"  # the last time that somebody gave it


def flag(name: str) -> Flag | None:
    return Flag.get_or_none(Flag.name == name)


def left_out_before(billing_number: str) -> int:
    """The last lot number that may have been used, as a restore has found; 0 where none was."""
    row = flag(RESTORED)
    return int(row.value["lots"].get(billing_number, row.value["left_out"])) if row else 0


def flags(prefix: str) -> list[Flag]:
    """Those that are set and whose name begins so."""
    return list(Flag.select().where(Flag.name.startswith(prefix)))


def raise_flag(context: Context, name: str, *, by: str = "machine", **value: Any) -> bool:
    """Sets the flag; False where it was set already, which keeps its first time."""
    if flag(name):
        return False
    with transaction():
        if flag(name):  # two people may ask at once
            return False
        row = Flag.create(name=name, value=value, set_at=context.clock.now(), by=by)
        journal.write("flag.raised", row, by=by, why=name)
    return True


def clear_flag(name: str, *, by: str = "machine") -> bool:
    """Ends the flag; False where it was not set."""
    row = flag(name)
    return row is not None and lower(row, by=by)


def lower(row: Flag, *, by: str = "machine") -> bool:
    """Ends this very flag, not one of its name that was set since; False where it was ended."""
    with transaction():
        this = (Flag.id == row.id) & (Flag.set_at == row.set_at)  # SQLite gives an id again
        ended = bool(Flag.delete().where(this).execute())
        if ended:
            journal.write("flag.cleared", row, by=by, why=row.name)
    return ended
