"""Draws the letter that tells a caisse from which day a practitioner sends by SCOR: one page, A4.

What is not known yet is a dotted line, to be filled in by hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.proof import sheet
from scord.words.caisse_letter import LETTER
from scord.words.figures import day
from scord.words.pieces import TYPES

if TYPE_CHECKING:
    from datetime import date

    from reportlab.platypus import Flowable

    from scord.actions.setting_up.caisse_told import CaisseLetter

_DOTS = "." * 40
_SIGNATURE_MM = 32.0
_WIDTHS_MM = (20, 110, 44)


def draw_caisse_letter(letter: CaisseLetter, *, printed_on: date) -> bytes:
    """The PDF. It names no patient."""
    whose, today = letter.practitioner, day(printed_on, "fr")
    name = " ".join(filter(None, (whose.family_name, whose.given_name))) or _DOTS
    start = day(whose.start_date, "fr") if whose.start_date else _DOTS

    def story() -> list[Flowable]:
        test = [sheet.paragraph(LETTER["test"], sheet.LOUD), sheet.space(2)] if letter.test else []
        return [
            sheet.facts(
                [
                    (LETTER["from"], name),
                    (LETTER["profession"], whose.profession),
                    (LETTER["billing_number"], whose.billing_number),
                    (LETTER["rpps"], whose.rpps),
                    (LETTER["to"], f"{LETTER['caisse']} {_DOTS}"),
                    ("", LETTER["service"]),
                ]
            ),
            sheet.space(6),
            sheet.paragraph(LETTER["day"].format(day=today)),
            sheet.space(4),
            sheet.paragraph(LETTER["title"], sheet.TITLE),
            sheet.space(2),
            *test,
            *_told("greeting"),
            *_told("start", start=start),
            *_told("when"),
            *_told("form"),
            *sheet.head(LETTER["types"]),
            sheet.grid(
                [LETTER[one] for one in ("code", "type", "accepted")],
                [(code, TYPES[code][0], LETTER["yes-no"]) for code in letter.document_types],
                _WIDTHS_MM,
            ),
            sheet.space(4),
            *_told("answer"),
            *_told("closing"),
            sheet.space(3),
            sheet.boxed(
                [sheet.paragraph(LETTER["signature"], sheet.SMALL)], height_mm=_SIGNATURE_MM
            ),
        ]

    return sheet.render(
        story,
        title=f"{LETTER['title']} - {whose.billing_number}",
        foot=LETTER["foot"].format(day=today),
        page=LETTER["page"],
        test=LETTER["across"] if letter.test else None,
    )


def _told(code: str, **facts: str) -> list[Flowable]:
    return [sheet.paragraph(LETTER[code].format(**facts)), sheet.space(2.5)]
