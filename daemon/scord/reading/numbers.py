"""The numbers of prescribers and carers: printed, in Code 128, and the QR of an ordonnance.

Prescriptions show them as Code 128 (arrêté of 10 August 2010): RPPS, 11 digits; billing number or
FINESS, 9 digits; the last is Luhn's key. What the QR of an ordonnance numérique holds is not
public: any code that is no address and none of ours may be its number, so its clue is never sure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stdnum import luhn

from scord.reading.clue import Box, Clue, ClueKind, Label
from scord.reading.labels import PEOPLE, said_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scord.reading.codes import PageCode
    from scord.reading.lines import Line

_LENGTHS = {ClueKind.RPPS: 11, ClueKind.BILLING_NUMBER: 9, ClueKind.FINESS: 9}
_SAID = {
    ClueKind.RPPS: re.compile(r"\brpps\b"),
    ClueKind.FINESS: re.compile(r"\bfiness\b"),
    ClueKind.BILLING_NUMBER: re.compile(
        r"\bam\b|\badeli\b|de facturation|d'identification|conventionnel"
    ),
}
_DIGITS = re.compile(r"[\s:.°no*-]*((?:\d ?){9,11})(?!\d)")
_OF_CODE = {11: ClueKind.RPPS, 9: ClueKind.BILLING_NUMBER}
_PEOPLE = {label: PEOPLE[label] for label in (Label.PRESCRIBER, Label.CARER)}
_PRESCRIPTION_NUMBER = re.compile(r"(?=.*\d)[0-9A-Za-z]{8,40}")
_QR_SURE = 0.3
_MM_PER_IN = 25.4


def find_numbers(lines: Sequence[Line]) -> Iterator[Clue]:
    """The printed ones, each right behind the word that says what it is."""
    for line in lines:
        for kind, said in _SAID.items():
            for word in said.finditer(line.folded):
                hit = _DIGITS.match(line.folded, word.end())
                if hit and (number := _proved(kind, hit[1])):
                    span = hit.span(1)
                    yield Clue(
                        kind,
                        number,
                        line.box_of(*span),
                        line.sure_of(*span),
                        said_of(lines, line, span[0], _PEOPLE),
                    )


def _proved(kind: ClueKind, written: str) -> str | None:
    number = written.replace(" ", "")
    right = len(number) == _LENGTHS[kind] and luhn.is_valid(number) and set(number) != {"0"}
    return number if right else None


def find_in_codes(codes: Sequence[PageCode], dpi: float) -> Iterator[Clue]:
    for code in codes:
        box = _box(code, dpi)
        if code.format == "Code128" and len(code.text) in _OF_CODE and code.text.isdecimal():
            kind = _OF_CODE[len(code.text)]
            if _proved(kind, code.text):
                yield Clue(kind, code.text, box, 1.0, Label.PRESCRIBER)
        elif code.format == "QRCode" and _PRESCRIPTION_NUMBER.fullmatch(code.text):
            yield Clue(ClueKind.ELECTRONIC_PRESCRIPTION, code.text, box, _QR_SURE)


def _box(code: PageCode, dpi: float) -> Box:
    xs, ys = zip(*code.position, strict=True)
    mm = _MM_PER_IN / dpi
    return Box(min(xs) * mm, min(ys) * mm, max(xs) * mm, max(ys) * mm)
