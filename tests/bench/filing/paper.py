"""One page to be drawn: what is written on it, and what is true of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.bench.filing.people import Doctor

# identity carried, from the surest; the first three are "a NIR, or a name with a date"
NIR, BORN, DATED, NAME, NONE = "nir", "name+birth", "name+date", "name", "none"
WITH_IDENTITY = (NIR, BORN, DATED)

COMPLETE = "complete"  # a trap: the invoice wants no such piece (any more), it may well be left


@dataclass(frozen=True)
class Paper:
    """`values`, as written: name, family, given, born, age, nir, insured, address, carer,
    carer_number, doctor, doctor_number, day, total, invoice. `acts` are date, code, amount.

    The rest is the truth: `invoices` are the numbers of those it belongs to, `type` is "" where it
    is no piece at all.
    """

    layout: str
    type: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    lines: tuple[str, ...] = ()
    acts: tuple[tuple[str, str, str], ...] = ()
    doctor: Doctor | None = None
    code: str = ""  # a QR's text
    page: str = ""  # "1/2"
    invoices: tuple[str, ...] = ()
    identity: str = NONE
    trap: str = ""


def spaced(nir: str) -> str:
    """As people write it: 1 81 01 63 220 751 40."""
    return " ".join(nir[a:b] for a, b in pairwise((0, 1, 3, 5, 7, 10, 13, 15)))


def euros(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02d}"
