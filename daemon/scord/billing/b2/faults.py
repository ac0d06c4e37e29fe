"""A B2 file that cannot be read: the error, and its line in a report."""

from __future__ import annotations

from scord.billing.b2.fault_words import PLACE, WORDS
from scord.billing.report import ItemFault
from scord_shared.errors import Code, ScordError
from scord_shared.wording import fill


class UnfitError(Exception):
    """What stands in a field is not of its kind. `offset`: the sign at fault, from 0."""

    def __init__(self, reason: str, offset: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.offset = offset


def unreadable(reason: str, line: int, column: int = 1) -> ScordError:
    """`line` counts records and `column` signs, from 1; `reason` is a key of fault_words.WORDS."""
    return ScordError(Code.IMPORT_RECORDS_UNREADABLE, line=line, column=column, reason=reason)


def item_fault(fault: ScordError, language: str) -> ItemFault:
    """An IMPORT_RECORDS_UNREADABLE as a report tells it: its place is `line:column`."""
    reason, line, column = (fault.facts[name] for name in ("reason", "line", "column"))
    english = language == "en"
    place = fill(PLACE[english], fault.facts, language)
    message = f"{place}{WORDS[str(reason)][english]}"
    return ItemFault(None, f"{line}:{column}", str(reason), message)
