"""What a scan itself says of its invoice: the slip before it, the form it is, its name, an arm.

A clue is kept on the document as plain facts, so that it can be looked at again when invoices
arrive later.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from scord.billing.names import name_key
from scord.settings import DOCUMENT_TYPES
from scord.store.refs import InvoiceRef


@dataclass(frozen=True)
class SlipClue:
    """Cover slips of this installation found before the document; two different ones say nothing.

    `foreign` is set where a slip could not be trusted. `is_form`: the code stands on the document's
    own pages, which are a form that Scord made.
    """

    ref: InvoiceRef | None = None
    document_type: str | None = None
    foreign: bool = False
    is_form: bool = False

    def facts(self) -> dict[str, Any]:
        if self.foreign:
            return {"foreign_slip": True}
        if self.ref is None:
            return {}
        return {
            "slip": {
                "billing_number": self.ref.billing_number,
                "number": self.ref.number,
                "invoice_date": self.ref.invoice_date.isoformat(),
            },
            "slip_type": self.document_type,
            **({"form": True} if self.is_form else {}),
        }

    @classmethod
    def from_facts(cls, facts: dict[str, Any]) -> SlipClue:
        if facts.get("foreign_slip"):
            return cls(foreign=True)
        slip = facts.get("slip")
        if not slip:
            return cls()
        day = date.fromisoformat(slip["invoice_date"])
        ref = InvoiceRef(slip["billing_number"], slip["number"], day)
        return cls(ref, facts.get("slip_type"), is_form=facts.get("form", False))


@dataclass(frozen=True)
class NameClue:
    """What a file named PREFIX_number_FAMILYNAME[_TYPE] says; `family_name` is a name_key."""

    number: str
    family_name: str
    document_type: str | None


def name_clue(file_name: str, prefix: str) -> NameClue | None:
    """Reads a file name by the documented rule; None where it does not follow it exactly."""
    stem = file_name.rpartition(".")[0]
    types = "|".join(DOCUMENT_TYPES)
    form = rf"{re.escape(prefix)}_([^_\s]+)_([^_]+?)(?:_({types}))?"
    found = re.fullmatch(form, stem)
    if not found:
        return None
    number, written, document_type = found.groups()
    family_name = name_key(written)
    return NameClue(number, family_name, document_type) if family_name else None
