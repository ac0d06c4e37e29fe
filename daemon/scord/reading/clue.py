"""What is told by the text and codes of a page: words, clues, the kind of form. Types only.

They travel from the workers to the store as JSON. Lengths are millimetres from the top left corner
of the straightened page.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec


class FormKind(StrEnum):
    """What a page is, by its own headings and words."""

    CARE_SHEET = "care-sheet"  # feuille de soins: the CERFA families, and those Scord makes
    PRESCRIPTION = "prescription"  # ordonnance, printed or by hand on a letterhead
    NURSING_PRESCRIPTION = "nursing-prescription"  # DSI: the sheet that the doctor writes
    OTHER = "other"  # surely none of these: advertising, a letter, results
    UNKNOWN = "unknown"


class ClueKind(StrEnum):
    """What a clue is; after each, the form of its value."""

    NIR = "nir"  # 15 characters with a right key, or 13 where no key stands beside it
    UNREAD_NIR = "unread-nir"  # in the groups of a NIR, but misread: "?" for what is no digit
    NAME = "name"  # as printed, where a label or a title says that it is a person's
    BIRTH_DATE = "birth-date"  # YYYY-MM-DD
    DATE = "date"  # YYYY-MM-DD; its label says of what
    AMOUNT = "amount"  # cents
    INVOICE_NUMBER = "invoice-number"
    RPPS = "rpps"  # 11 digits, Luhn's key right
    BILLING_NUMBER = "billing-number"  # n° AM, 9 digits, Luhn's key right
    FINESS = "finess"  # 9 digits, Luhn's key right
    ELECTRONIC_PRESCRIPTION = "electronic-prescription"  # the number in its QR, as text
    PAGE = "page"  # "2/3"; "2" where the page does not say of how many


class Label(StrEnum):
    """What the words beside a clue say it is of."""

    NONE = ""
    PATIENT = "patient"
    INSURED = "insured"
    PRESCRIBER = "prescriber"
    CARER = "carer"
    DOCUMENT = "document"  # a date: the day the paper was written
    CARE = "care"  # a date or an amount: of an act
    TOTAL = "total"  # an amount


class Box(msgspec.Struct, frozen=True, array_like=True):
    """Where on the page, in millimetres."""

    left: float
    top: float
    right: float
    bottom: float


class Word(msgspec.Struct, frozen=True, array_like=True):
    """One word as it was read; `sure` 0 to 1."""

    text: str
    box: Box
    sure: float


class Clue(msgspec.Struct, frozen=True, array_like=True):
    """`sure`: 0 to 1. `mended`: a letter or digit was corrected, since only so the key is right."""

    kind: ClueKind
    value: str
    box: Box
    sure: float
    label: Label = Label.NONE
    mended: bool = False


class PageText(msgspec.Struct, frozen=True, array_like=True):
    """The words of a page in lines from top to bottom, each from left to right."""

    width: float
    height: float
    lines: tuple[tuple[Word, ...], ...]


class Reading(msgspec.Struct, frozen=True, array_like=True):
    """What one page says. `kind_sure`: 0 to 1."""

    kind: FormKind
    kind_sure: float
    clues: tuple[Clue, ...]
    text: PageText

    def of(self, *kinds: ClueKind) -> tuple[Clue, ...]:
        return tuple(clue for clue in self.clues if clue.kind in kinds)
