"""What became of a file's items: counts, every fault with its place and plain words, and warnings.

A fault never repeats the value that was refused: a report is stored, shown and logged, and the
value may be a NIR or a name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from scord.billing.fault_words import OTHER, WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pydantic import ValidationError

    from scord.billing.nomenclature import Warned


class Complaint(NamedTuple):
    """One fault before it is put into words; `code` is a key of fault_words.WORDS."""

    code: str
    path: str = ""
    facts: Mapping[str, object] = {}


class ItemRefusedError(Exception):
    """Nothing of the item may be kept; its transaction is rolled back."""

    def __init__(self, code: str, path: str = "", **facts: object) -> None:
        super().__init__(code)
        self.complaint = Complaint(code, path, facts)


class Taken(NamedTuple):
    """An item that was kept: whether anything changed, and what could not be done all the same."""

    changed: bool
    complaints: tuple[Complaint, ...] = ()


@dataclass(frozen=True)
class ItemFault:
    """`position` counts a file's items from 1, None: the object's head. `path`: `lines[0].date`."""

    position: int | None
    path: str
    code: str
    message: str


@dataclass(frozen=True)
class ItemWarning:
    """What may be wrong with an item that was kept all the same; see nomenclature.Warned."""

    position: int
    path: str
    code: str
    facts: dict[str, Any]


@dataclass(frozen=True)
class ImportReport:
    """`items` were read; those neither `applied` nor `unchanged` were refused.

    An item that was kept may have faults too: a lot naming one unknown invoice keeps the others.
    """

    items: int
    applied: int
    unchanged: int
    faults: tuple[ItemFault, ...]
    warnings: tuple[ItemWarning, ...]


@dataclass
class Tally:
    """Gathers an ImportReport; `language` ("fr", "en") is that of the messages."""

    language: str
    items: int = 0
    applied: int = 0
    unchanged: int = 0
    faults: list[ItemFault] = field(default_factory=list)
    warnings: list[ItemWarning] = field(default_factory=list)

    def count(self, position: int, taken: Taken) -> None:
        self.applied += taken.changed
        self.unchanged += not taken.changed
        self.complain(position, taken.complaints)

    def complain(self, position: int | None, complaints: Iterable[Complaint]) -> None:
        for code, path, facts in complaints:
            words = WORDS.get(code, OTHER)
            message = words[self.language == "en"].format_map(facts)
            self.faults.append(ItemFault(position, path, code, message))

    def warn(self, position: int, warnings: Iterable[Warned]) -> None:
        for one in warnings:
            self.warnings.append(ItemWarning(position, one.path, one.code, one.facts))

    def report(self) -> ImportReport:
        faults, warnings = tuple(self.faults), tuple(self.warnings)
        return ImportReport(self.items, self.applied, self.unchanged, faults, warnings)


def complaints(fault: ValidationError) -> tuple[Complaint, ...]:
    """All faults that pydantic found, without the values it found them in."""
    return tuple(
        Complaint(one["type"], _path(one["loc"]), _facts(one.get("ctx", {})))
        for one in fault.errors(include_url=False, include_input=False)
    )


def _facts(ctx: Mapping[str, object]) -> dict[str, str]:
    """Choices come as "'a', 'b' or 'c'"; commas are right in both languages."""
    return {name: str(value).replace(" or ", ", ") for name, value in ctx.items()}


def _path(location: tuple[int | str, ...]) -> str:
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in location)
    return "".join(steps).removeprefix(".")
