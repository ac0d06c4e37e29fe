"""An invoice as a person corrects it: what was said anew, laid over what it says; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from scord.billing.fault_words import OTHER, WORDS
from scord.billing.formats import InvoiceItem
from scord.billing.items import parse
from scord.billing.report import complaints

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# In the order in which a person goes through them; all else stays as the LPS said it.
EDITABLE = (
    "number", "invoice_date", "patient", "insured_nir", "organisation", "exemption", "care_path",
    "prescriber", "prescription_date", "prescription_ref", "lines", "mode",
)  # fmt: skip
_SHARES = ("amo_cents", "amc_cents", "patient_cents")
_NEW = {"status": "active", "lot": None, "lot_sent_at": None}


class Change(NamedTuple):
    """One field that differs; `field` as in "lines[0].date"; None: empty, or no such line."""

    field: str
    before: Any
    after: Any


def corrected(payload: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """`payload`, an invoice of scord-invoices/1, with what `given` says; "" empties a field.

    It stands in the place of the old one, is in no lot yet, and its total is that of its lines. Who
    pays what is left out where the lines changed, since only the LPS can tell.
    """
    new = {**payload, **{name: _laid(payload.get(name), given[name]) for name in given}}
    lines = new.get("lines")
    if lines != payload.get("lines"):
        new |= {"total_cents": _total(lines)}
        new |= {name: None for name in _SHARES if name in new}
    former = {name: payload.get(name) for name in ("number", "invoice_date")}
    return {**new, **_NEW, "replaces": former}


def faults_of(invoice: Mapping[str, Any], language: str) -> dict[str, str]:
    """By field, what is wrong with it in words; empty: it can be taken as it is."""
    try:
        parse(invoice, InvoiceItem)
    except ValidationError as fault:
        english = language == "en"
        return {
            one.path: WORDS.get(one.code, OTHER)[english].format_map(one.facts)
            for one in complaints(fault)
        }
    return {}


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """What differs of the editable fields, in their order."""
    old, new = (
        {field: value for name in EDITABLE for field, value in _flat(name, one.get(name))}
        for one in (before, after)
    )
    fields = dict.fromkeys([*old, *new])
    return tuple(
        Change(field, old.get(field), new.get(field))
        for field in fields
        if old.get(field) != new.get(field)
    )


def _laid(old: Any, new: Any) -> Any:
    if isinstance(new, dict):
        under = old if isinstance(old, dict) else {}
        return {**under, **{name: _laid(under.get(name), value) for name, value in new.items()}}
    return None if new == "" else new


def _total(lines: Any) -> Any:
    """None where an amount is missing or no number: then the lines' own fault is told."""
    try:
        return sum(line["amount_cents"] for line in lines)
    except (TypeError, KeyError):
        return None


def _flat(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for inner in value:
            yield from _flat(f"{name}.{inner}", value[inner])
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _flat(f"{name}[{at}]", inner)
    else:
        yield name, value
