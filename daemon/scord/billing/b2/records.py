"""The records of a B2 file: each of a known type, in the layout's order, its fields read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scord.billing.b2.faults import UnfitError, unreadable
from scord.billing.b2.layout import RecordType, Role
from scord.billing.b2.values import value_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scord.billing.b2.layout import Layout
    from scord.billing.b2.values import Known
    from scord_shared.errors import ScordError


@dataclass(frozen=True)
class Record:
    """`line` counts from 1. `values`: what is read of the fields, None where they are blank."""

    line: int
    type: RecordType
    values: dict[str, Any]

    def fault(self, reason: str, field: str) -> ScordError:
        """An error that names the place of `field`."""
        return unreadable(reason, self.line, self.type.by_name[field].at.first)


def read_records(lines: Sequence[str], layout: Layout) -> list[Record]:
    """Raises ScordError IMPORT_RECORDS_UNREADABLE."""
    allowed: tuple[str, ...] = (layout.of(Role.FILE_START).name,)
    records: list[Record] = []
    known: Known = {}
    for number, line in enumerate(lines, start=1):
        found = layout.type_of(line)
        if not isinstance(found, RecordType):
            raise unreadable("record_unknown", number, found)
        if found.name not in allowed:
            raise unreadable("record_order", number)
        records.append(Record(number, found, _values(found, line, number, known)))
        allowed = found.then
    if allowed:
        raise unreadable("truncated", len(lines) + 1)
    return records


def _values(found: RecordType, line: str, number: int, known: Known) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field in found.read:
        try:
            values[field.name] = value_of(field, line, known)
        except UnfitError as fault:
            raise unreadable(fault.reason, number, field.at.first + fault.offset) from None
    return values
