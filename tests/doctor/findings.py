"""What the doctor finds, in short."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.doctor import FAULT, Finding, examine

if TYPE_CHECKING:
    from scord.store.context import Context


def found(context: Context, level: str = FAULT) -> list[tuple[str, str]]:
    """Check and code of each finding."""
    return [(one.check, one.code) for one in examine(context) if one.level == level]


def fault(context: Context) -> Finding:
    (one,) = (one for one in examine(context) if one.level == FAULT)
    return one
