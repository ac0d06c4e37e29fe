"""What the pages of a document say of one invoice: dates, number, total, prescriber. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz

from scord.billing.names import name_key
from scord.filing.evidence import Aspect, Finding, clues
from scord.filing.naming import Degree
from scord.reading.clue import Clue, ClueKind, Label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scord.filing.evidence import Evidence, Placed
    from scord.filing.sheet import Sheet
    from scord.store.tables import Invoice

_DAYS_NEAR = 7  # a prescription date this far off is worth showing to a person
_VALID_DAYS = 92  # care begins within three months of its prescription, or a person looks
_ALIKE = 75  # of 100: how alike two spellings of a doctor's name are at least
_NUMBERS = (ClueKind.RPPS, ClueKind.BILLING_NUMBER, ClueKind.FINESS)
_NAME_LETTERS = 4  # of a prescriber's name, to be looked for in a letterhead


@dataclass(frozen=True)
class Claim:
    """The facts of an invoice that a page may state. `own_numbers`: of the carer who bills."""

    number: str
    care_days: frozenset[date]
    total_cents: int
    prescription_day: date | None = None
    prescription_number: str | None = None
    prescriber_rpps: str | None = None
    prescriber_billing_number: str | None = None
    prescriber_name: str | None = None
    own_numbers: frozenset[str] = frozenset()

    @classmethod
    def of(cls, invoice: Invoice) -> Claim:
        """`payload` was checked by billing.formats when the invoice came."""
        told: dict[str, Any] = invoice.payload
        prescriber = told.get("prescriber") or {}
        day = told.get("prescription_date")
        practitioner = invoice.practitioner
        return cls(
            number=invoice.number,
            care_days=frozenset(date.fromisoformat(line["date"]) for line in told.get("lines", ())),
            total_cents=invoice.total_cents,
            prescription_day=date.fromisoformat(day) if day else None,
            prescription_number=told.get("prescription_ref"),
            prescriber_rpps=prescriber.get("rpps"),
            prescriber_billing_number=prescriber.get("billing_number"),
            prescriber_name=prescriber.get("name"),
            own_numbers=frozenset(filter(None, (practitioner.billing_number, practitioner.rpps))),
        )


def about_invoice(claim: Claim, sheets: Sequence[Sheet]) -> Evidence:
    found = {aspect: look(claim, sheets) for aspect, look in _LOOKS.items()}
    return {aspect: finding for aspect, finding in found.items() if finding}


def document_dates(sheets: Sequence[Sheet]) -> list[Placed]:
    """The days the pages were written: the dates that say so, else the only date without a label.

    Two different days are two papers, or one misread.
    """
    dates = clues(sheets, ClueKind.DATE)
    said = [placed for placed in dates if placed[0].label == Label.DOCUMENT]
    bare = [placed for placed in dates if placed[0].label == Label.NONE]
    return said or (bare if len({clue.value for clue, _ in bare}) == 1 else [])


def _prescription_date(claim: Claim, sheets: Sequence[Sheet]) -> Finding | None:
    written = document_dates(sheets)
    if not written:
        return None
    clue, page = written[0]
    several = len({one.value for one, _ in written}) > 1
    if claim.prescription_day is None:
        late = not several and claim.care_days and _day(clue) > min(claim.care_days)
        return Finding(Degree.CONTRADICTED, clue, page) if late else None
    off = min(abs((_day(one) - claim.prescription_day).days) for one, _ in written)
    if off == 0 and not several:  # without a word on what it is of, it may be of anything
        said = clue.label == Label.DOCUMENT
        return Finding(Degree.EXACT if said else Degree.NEAR, clue, page, None if said else 0)
    near = off <= _DAYS_NEAR
    return Finding(Degree.NEAR if near else Degree.CONTRADICTED, clue, page, off)


def _prescription_number(claim: Claim, sheets: Sequence[Sheet]) -> Finding | None:
    if claim.prescription_number is None:
        return None
    return _same(clues(sheets, ClueKind.ELECTRONIC_PRESCRIPTION), claim.prescription_number)


def _prescriber(claim: Claim, sheets: Sequence[Sheet]) -> Finding | None:
    """A number decides; another one denies, where it is of the kind that the invoice knows."""
    stated = [
        placed
        for placed in clues(sheets, *_NUMBERS)
        if placed[0].label != Label.CARER and placed[0].value not in claim.own_numbers
    ]
    known = {claim.prescriber_rpps, claim.prescriber_billing_number}
    for clue, page in stated:
        if clue.value in known:
            return Finding(Degree.EXACT, clue, page)
    kind = ClueKind.RPPS if claim.prescriber_rpps else ClueKind.BILLING_NUMBER
    for clue, page in stated:
        if clue.kind == kind and any(known):
            return Finding(Degree.CONTRADICTED, clue, page)
    return _prescriber_name(claim.prescriber_name, sheets)


def _prescriber_name(name: str | None, sheets: Sequence[Sheet]) -> Finding | None:
    """Every word of it stands on one page; a doctor of quite another name denies it."""
    words = [key for key in map(name_key, (name or "").split()) if len(key) >= _NAME_LETTERS]
    for sheet in sheets:
        if words and all(word in sheet.spans for word in words):
            return Finding(Degree.NEAR, None, sheet.number)
    stated = [one for one in clues(sheets, ClueKind.NAME) if one[0].label == Label.PRESCRIBER]
    said = [key for clue, _ in stated for key in map(name_key, clue.value.split())]
    alike = any(fuzz.ratio(one, other) >= _ALIKE for one in words for other in said)
    return Finding(Degree.CONTRADICTED, *stated[0]) if words and stated and not alike else None


def _invoice_number(claim: Claim, sheets: Sequence[Sheet]) -> Finding | None:
    stated = clues(sheets, ClueKind.INVOICE_NUMBER)
    return _same(stated, claim.number) or (
        Finding(Degree.CONTRADICTED, *stated[0]) if stated else None
    )


def _care_dates(claim: Claim, sheets: Sequence[Sheet]) -> Finding | None:
    stated = _of_acts(sheets, ClueKind.DATE)
    if not (stated and claim.care_days):
        return None
    days = {_day(clue) for clue, _ in stated}
    clue, page = stated[0]
    if days == claim.care_days:
        return Finding(Degree.EXACT, clue, page)
    if days < claim.care_days:
        return Finding(Degree.NEAR, clue, page)
    off = min(abs((one - other).days) for one in days for other in claim.care_days)
    return Finding(Degree.CONTRADICTED, clue, page, off)


def _care_after(claim: Claim, sheets: Sequence[Sheet]) -> Finding | None:
    """Care within a year of the day the paper was written may follow from it.

    Not asked where the invoice knows its prescription's own day.
    """
    written = document_dates(sheets)
    one_day = len({clue.value for clue, _ in written}) == 1
    if claim.prescription_day or not (one_day and claim.care_days):
        return None
    clue, page = written[0]
    days = (min(claim.care_days) - _day(clue)).days
    return Finding(Degree.NEAR, clue, page, days) if 0 <= days <= _VALID_DAYS else None


def _total(claim: Claim, sheets: Sequence[Sheet]) -> Finding | None:
    """As the page says it, or as all its acts add up to: a total may be misread, or not said."""
    amounts = clues(sheets, ClueKind.AMOUNT)
    totals = [placed for placed in amounts if placed[0].label == Label.TOTAL]
    all_acts = {_day(clue) for clue, _ in _of_acts(sheets, ClueKind.DATE)} == claim.care_days
    stated = [*totals, *_sum_of_acts(sheets)] if all_acts else totals
    same = _same(stated, str(claim.total_cents))
    if same:
        return same
    if totals:
        return Finding(Degree.CONTRADICTED, *totals[0])
    one_act = _same(amounts, str(claim.total_cents))
    return one_act and replace(one_act, degree=Degree.NEAR)


def _sum_of_acts(sheets: Sequence[Sheet]) -> list[Placed]:
    """What all acts make together, shown where the first of them stands."""
    acts = _of_acts(sheets, ClueKind.AMOUNT)
    if not acts:
        return []
    (first, page), cents = acts[0], sum(int(clue.value) for clue, _ in acts)
    return [(Clue(ClueKind.AMOUNT, str(cents), first.box, first.sure, Label.CARE), page)]


def _of_acts(sheets: Sequence[Sheet], kind: ClueKind) -> list[Placed]:
    return [placed for placed in clues(sheets, kind) if placed[0].label == Label.CARE]


def _same(placed: Sequence[Placed], value: str) -> Finding | None:
    key = name_key(value)
    return next(
        (Finding(Degree.EXACT, *one) for one in placed if name_key(one[0].value) == key), None
    )


def _day(clue: Any) -> date:
    return date.fromisoformat(clue.value)


_LOOKS: dict[Aspect, Callable[[Claim, Sequence[Sheet]], Finding | None]] = {
    Aspect.PRESCRIPTION_DATE: _prescription_date,
    Aspect.PRESCRIPTION_NUMBER: _prescription_number,
    Aspect.PRESCRIBER: _prescriber,
    Aspect.INVOICE_NUMBER: _invoice_number,
    Aspect.CARE_DATES: _care_dates,
    Aspect.CARE_AFTER: _care_after,
    Aspect.TOTAL: _total,
}
