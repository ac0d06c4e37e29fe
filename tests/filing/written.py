"""Pages with words on them, as the reading room gives them, and the people written there."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from stdnum.fr import nir as nir_keys

from scord.reading.clue import Box, Clue, ClueKind, FormKind, Label, PageText, Reading, Word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.lots.practice import Practice

    from scord.store.tables import Invoice

RPPS, OTHER_RPPS = "10001811818", "99900100019"
PRESCRIBED, CARED = date(2026, 2, 27), date(2026, 3, 2)
LINE_MM, LETTER_MM = 6.0, 2.0


def keyed(body: str) -> str:
    return body + nir_keys.calc_check_digits(body)


# One family: the parents, their son by the father's number, twins by the mother's.
JEAN = {
    "family_name": "DURAND-MOREL",
    "given_name": "JEAN",
    "birth_date": "1952-03-14",
    "patient_nir": keyed("1520363220751"),
}
LEA = {"family_name": "ADRDEUX", "given_name": "LEA", "birth_date": "2015-05-06",
       "patient_nir": None, "insured_nir": keyed("2810163220751")}  # fmt: skip
LOUIS = {**LEA, "given_name": "LOUIS"}
ANNE = {"family_name": "ADRDEUX", "given_name": "ANNE", "birth_date": "1981-01-01",
        "patient_nir": keyed("2810163220751"), "insured_nir": keyed("2810163220751")}  # fmt: skip
STRANGER_NIR = keyed("1660975112034")


def line(text: str, number: int) -> tuple[Word, ...]:
    """Words from left to right; each space more moves what follows to the right."""
    words, left = [], 20.0
    for part in text.split(" "):
        right = left + LETTER_MM * len(part)
        if part:
            top = 20 + LINE_MM * number
            words.append(Word(part, Box(left, top, right, top + LINE_MM - 2), 0.95))
        left = right + LETTER_MM
    return tuple(words)


def text(*lines: str) -> PageText:
    laid = tuple(line(one, number) for number, one in enumerate(lines))
    return PageText(210, 297, laid)


def clue(kind: ClueKind, value: object, label: Label = Label.NONE, *, at_line: int = 30) -> Clue:
    top = 20 + LINE_MM * at_line
    return Clue(kind, str(value), Box(20, top, 60, top + LINE_MM - 2), 0.9, label)


def nir(value: str | None, label: Label = Label.NONE) -> Clue:
    return clue(ClueKind.NIR, value, label)


def born(value: str) -> Clue:
    return clue(ClueKind.BIRTH_DATE, value)


def written_on(day: date = PRESCRIBED) -> Clue:
    return clue(ClueKind.DATE, day, Label.DOCUMENT)


def cared_on(*days: date) -> list[Clue]:
    return [clue(ClueKind.DATE, day, Label.CARE) for day in days]


def patient(name: str) -> Clue:
    return clue(ClueKind.NAME, name, Label.PATIENT)


def rpps(value: str = RPPS) -> Clue:
    return clue(ClueKind.RPPS, value)


def total(cents: int) -> Clue:
    return clue(ClueKind.AMOUNT, cents, Label.TOTAL)


def number(value: str) -> Clue:
    return clue(ClueKind.INVOICE_NUMBER, value)


def page(kind: FormKind, lines: Sequence[str] | str, *clues: Clue, sure: float = 0.95) -> Reading:
    lines = [lines] if isinstance(lines, str) else lines
    return Reading(kind, sure, clues, text(*lines))


def ordonnance(lines: Sequence[str] | str, *clues: Clue) -> Reading:
    """For a nurse."""
    lines = [lines] if isinstance(lines, str) else lines
    return page(FormKind.PRESCRIPTION, [*lines, "", "pansement chaque jour"], *clues)


def care_sheet(lines: Sequence[str] | str, *clues: Clue) -> Reading:
    return page(FormKind.CARE_SHEET, lines, *clues)


def payload(
    *,
    care: Sequence[date] = (CARED,),
    cents: int = 2500,
    day: date | None = PRESCRIBED,
    reference: str | None = None,
    prescriber: str | None = RPPS,
) -> dict[str, Any]:
    """As an LPS writes it; `cents` for each day of care."""
    return {
        "lines": [
            {"code": "AMI", "date": one.isoformat(), "quantity": 1, "amount_cents": cents}
            for one in care
        ],
        "prescription_date": day and day.isoformat(),
        "prescription_ref": reference,
        "prescriber": {"rpps": prescriber, "billing_number": None, "name": "Dr VALMONT Jeanne"},
    }


def billed(
    practice: Practice, who: dict[str, Any], facts: dict[str, Any] | None = None, **changes: Any
) -> Invoice:
    """An invoice of `who` with `facts` as payload."""
    told = facts or payload()
    cents = sum(one["amount_cents"] for one in told["lines"])
    return practice.invoice(**{**who, "payload": told, "total_cents": cents, **changes})


def later(days: int, than: date = CARED) -> date:
    return than + timedelta(days=days)
