"""Where things stand in B2 records: a layout is data, and a profile may bring its own.

What a layout calls its fields is fixed, because the reader asks for them by name; docs/b2.md lists
them. The layout that comes with Scord is that of reference.py.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

WIDTH = 128  # columns of a record

Kind = Literal[
    "text", "code", "digits", "number", "cents", "date", "time", "birth", "nir", "am", "rpps"
]
_WIDTHS = {"date": 6, "time": 6, "birth": 6, "nir": 15, "am": 9, "rpps": 11}


class Role(StrEnum):
    """What a record is for; the reader knows these, whatever numbers a layout gives them."""

    FILE_START = "file_start"
    LOT_START = "lot_start"
    INVOICE_START = "invoice_start"
    LINE = "line"
    DETAIL = "detail"  # more on the line above, or on the invoice where there is no line yet
    INVOICE_END = "invoice_end"
    LOT_END = "lot_end"
    FILE_END = "file_end"


# What the reader asks of each record without asking whether it is there.
_NEEDED = {
    Role.FILE_START: ("sender",),
    Role.LOT_START: ("practitioner", "lot", "kind", "sent_day", "sent_time"),
    Role.INVOICE_START: ("practitioner", "insured_nir", "invoice", "regime", "caisse"),
    Role.LINE: ("day", "act", "amount"),
}

# As what the reader takes a field of this name, in whatever record it stands.
_KINDS: dict[str, Kind] = {
    "practitioner": "am",
    "insured_nir": "nir",
    "patient_nir": "nir",
    "invoice": "number",
    "sent_day": "date",
    "sent_time": "time",
    "invoice_day": "date",
    "prescription_day": "date",
    "birth": "birth",
    "day": "date",
    "quantity": "number",
    "amount": "cents",
}
# What may follow what in any layout; its own table says more.
_AFTER: dict[Role, set[Role]] = {
    Role.FILE_START: {Role.LOT_START},
    Role.LOT_START: {Role.INVOICE_START},
    Role.INVOICE_START: {Role.DETAIL, Role.LINE},
    Role.DETAIL: {Role.DETAIL, Role.LINE, Role.INVOICE_END},
    Role.LINE: {Role.DETAIL, Role.LINE, Role.INVOICE_END},
    Role.INVOICE_END: {Role.INVOICE_START, Role.LOT_END},
    Role.LOT_END: {Role.LOT_START, Role.FILE_END},
    Role.FILE_END: set(),
}


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Columns(NamedTuple):
    """First and last column, from 1, both counted in."""

    first: int
    last: int


def _columns(given: Any) -> Any:
    return tuple(map(int, given.split("-"))) if isinstance(given, str) else given


class Field(_Data):
    """One field. `use`: "no" is never read, so whatever stands there is no fault.

    `codes`: the signs that may stand there and what each means. `sure` and `source` say where the
    columns are known from.
    """

    at: Annotated[Columns, BeforeValidator(_columns)]
    name: str
    kind: Kind
    use: Literal["must", "may", "no"] = "no"
    what: str
    codes: dict[str, str] = {}
    sure: Literal["sure", "likely", "reference"]
    source: str

    @property
    def width(self) -> int:
        return self.at.last - self.at.first + 1

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if not 1 <= self.at.first <= self.at.last <= WIDTH:
            raise ValueError(f"{self.name}: not within {WIDTH} columns")
        if self.width != _WIDTHS.get(self.kind, self.width):
            raise ValueError(f"{self.name}: too wide or too narrow for {self.kind}")
        if self.use != "no" and self.kind != _KINDS.get(self.name, self.kind):
            raise ValueError(f"{self.name}: read as {_KINDS[self.name]}, not as {self.kind}")
        return self


class RecordType(_Data):
    """`marks`: the signs that tell this type from others, by their first column.

    `then`: the types that may follow; the file ends after one that has none.
    """

    name: str
    what: str
    role: Role
    marks: dict[int, str]
    then: tuple[str, ...]
    fields: tuple[Field, ...]

    @cached_property
    def by_name(self) -> dict[str, Field]:
        return {field.name: field for field in self.fields}

    @cached_property
    def read(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.use != "no")

    def unlike(self, line: str) -> int | None:
        """The first column of a mark that `line` does not bear; None if it is of this type."""
        for column, mark in self.marks.items():
            if not line.startswith(mark, column - 1):
                return column
        return None

    @model_validator(mode="after")
    def _apart(self) -> Self:
        if len(self.by_name) != len(self.fields):
            raise ValueError(f"{self.name}: two fields of one name")
        fields = sorted(self.fields, key=lambda field: field.at)
        for one, next_one in pairwise(fields):
            if one.at.last >= next_one.at.first:
                raise ValueError(f"{self.name}: {one.name} and {next_one.name} overlap")
        return self


class Sum(_Data):
    """A total of an invoice's end, and the field of its lines (of one type) that adds up to it."""

    total: str
    of: str
    adds: str


class Layout(_Data):
    """The records of a B2 file."""

    records: tuple[RecordType, ...]
    sums: tuple[Sum, ...] = ()

    @cached_property
    def by_name(self) -> dict[str, RecordType]:
        return {record.name: record for record in self.records}

    @cached_property
    def _candidates(self) -> dict[str, list[RecordType]]:
        """By first sign, those with more marks first: they are special kinds of the others."""
        found: dict[str, list[RecordType]] = {}
        for record in sorted(self.records, key=lambda one: -sum(map(len, one.marks.values()))):
            found.setdefault(record.marks[1][0], []).append(record)
        return found

    def type_of(self, line: str) -> RecordType | int:
        """The type of a record, or the column that no type in this layout would have so."""
        column = 1
        for record in self._candidates.get(line[0], ()):
            unlike = record.unlike(line)
            if unlike is None:
                return record
            column = unlike
        return column

    def of(self, role: Role) -> RecordType:
        """The first type of `role`."""
        return next(record for record in self.records if record.role == role)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        names = set(self.by_name)
        if len(names) != len(self.records):
            raise ValueError("two records of one name")
        for record in self.records:
            self._check(record)
        missing = set(Role) - {record.role for record in self.records} - {Role.DETAIL}
        if missing:
            raise ValueError(f"no record for {', '.join(sorted(missing))}")
        return self

    def _check(self, record: RecordType) -> None:
        if 1 not in record.marks or not record.marks[1]:
            raise ValueError(f"{record.name}: no mark in column 1")
        if not set(self.by_name).issuperset(record.then):
            raise ValueError(f"{record.name}: followed by a record that there is not")
        after = {self.by_name[name].role for name in record.then}
        if not _AFTER[record.role].issuperset(after):
            raise ValueError(f"{record.name}: followed by what cannot come after it")
        always = {field.name for field in record.fields if field.use == "must"}
        if not always.issuperset(_NEEDED.get(record.role, ())):
            raise ValueError(f"{record.name}: lacks a field that every {record.role} needs")
