"""What lines of the log are about: one number finds all that was said of one scan.

A file has a number from the moment it is first seen in its drop folder (`file`), and another once
it is taken (`scan`). Beside them stand `document`, `invoice`, `lot`, `message` and others: numbers
of rows, as the journal and the API have them.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Value = int | str | tuple[int, ...]

_NOTHING: Mapping[str, Value] = {}
_about: ContextVar[Mapping[str, Value]] = ContextVar("about", default=_NOTHING)


@contextmanager
def about(**what: Value) -> Iterator[None]:
    """Within the block every line is about `what` too, also one on a fault that leaves it and is
    logged further out (`carried`).
    """
    before = _about.set({**_about.get(), **what})
    try:
        yield
    except Exception as fault:
        vars(fault).setdefault("about", _about.get())  # the innermost block knows most
        raise
    finally:
        _about.reset(before)


def carried(fault: BaseException) -> Mapping[str, Value]:
    """What the work was about that ended by `fault`."""
    found: Mapping[str, Value] = vars(fault).get("about", _NOTHING)
    return found


def at_hand() -> Mapping[str, Value]:
    """What a line written here is about."""
    return _about.get()
