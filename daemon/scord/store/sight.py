"""What the one who asks may see: what belongs to a practitioner hidden from them is not there.

The API says for each request who is hidden, and every query of the tables keeps to it: Row.select,
by the rules of owners.py. The engine and the command line, which nobody limits, see everything.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

_NOBODY: frozenset[str] = frozenset()
_hidden: ContextVar[frozenset[str]] = ContextVar("hidden", default=_NOBODY)


def hidden() -> frozenset[str]:
    """The billing numbers of the practitioners of whom nothing may be seen here."""
    return _hidden.get()


@contextmanager
def hiding(billing_numbers: frozenset[str]) -> Iterator[None]:
    """Within the block, what belongs to these is not there; also on threads that it starts by way
    of asyncio or anyio, which take the context along.
    """
    before = _hidden.set(billing_numbers)
    try:
        yield
    finally:
        _hidden.reset(before)


def everything() -> AbstractContextManager[None]:
    """Within the block all is there: for what has to be right whoever asks, such as a write."""
    return hiding(_NOBODY)
