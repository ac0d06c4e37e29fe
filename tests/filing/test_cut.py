"""Slips cut a scan into documents; a page is dropped only when it surely is one of our slips."""

from __future__ import annotations

from datetime import date

import pytest

from scord.filing.clues import SlipClue
from scord.filing.cut import cut
from scord.filing.slip_code import encode, encode_form
from scord.imaging.page import Page
from scord.reading.codes import PageCode
from scord.reading.page import ReadPage
from scord.store.refs import InvoiceRef

KEY = b"the key of one installation"
ONE = InvoiceRef("991129768", "481", date(2026, 7, 6))
TWO = InvoiceRef("991129768", "482", date(2026, 7, 6))
CORNERS = ((0, 0), (9, 0), (9, 9), (0, 9))

SLIPS = {
    "1": (encode(ONE, KEY),),
    "2": (encode(TWO, KEY),),
    "t": (encode(ONE, KEY, "FSNC"),),
    "b": (encode(ONE, KEY), encode(ONE, KEY)),  # both corners read
    "d": (encode(ONE, KEY), encode(TWO, KEY)),  # two slips in one picture
    "y": (encode(ONE, KEY), encode(ONE, KEY, "FSNC")),  # of one invoice, for different types
    "f": (encode(ONE, b"another installation"),),
    "x": (encode(ONE, KEY), encode(ONE, b"another installation")),
    "q": ("99900100019",),  # a prescriber's code, none of ours
    "s": ("99900100019", encode(ONE, KEY)),
    "u": ("",),  # a code too damaged to be read
    "m": (),  # a slip's mark, and no code left
    ".": (),
    "F": (encode_form(ONE, KEY, "FSDE"),),
    "G": (encode_form(TWO, KEY, "FSDE"),),
    "X": (encode_form(ONE, b"another installation", "FSDE"),),
    "Y": (encode_form(ONE, KEY, "FSDE"), encode(TWO, KEY)),
    "_": (),  # an empty page
}


def scan(pattern: str) -> list[ReadPage]:
    return [
        ReadPage(
            page(number, blank=sign == "_"),
            tuple(PageCode("QRCode", text, CORNERS) for text in SLIPS[sign]),
            slip_mark=sign in "1m",
        )
        for number, sign in enumerate(pattern, start=1)
    ]


def page(number: int, *, blank: bool = False) -> Page:
    return Page(
        number=number,
        pages_in_file=9,
        width=1654,
        height=2339,
        dpi=200,
        strip=b"",
        angle=0,
        ink=0.05,
        blank=blank,
        flaw=None,
        too_heavy=False,
        steps_ms={},
    )


def pieces(pattern: str) -> list[tuple[str, list[int]]]:
    """Each document as what its slip says and its page numbers."""

    def said(clue: SlipClue) -> str:
        if clue.foreign:
            return "foreign"
        form = "form " if clue.is_form else ""
        return f"{form}{clue.ref.number}{clue.document_type or ''}" if clue.ref else ""

    return [
        (said(one.clue), [page.number for page in one.pages]) for one in cut(scan(pattern), KEY)
    ]


@pytest.mark.parametrize(
    ("pattern", "documents"),
    [
        ("", []),
        (".", [("", [1])]),
        ("...", [("", [1, 2, 3])]),
        ("1..", [("481", [2, 3])]),
        (".1.", [("", [1]), ("481", [3])]),
        ("..1", [("", [1, 2])]),
        ("1", []),
        ("1.2.", [("481", [2]), ("482", [4])]),
        ("12.", [("482", [3])]),
        ("1.1.", [("481", [2]), ("481", [4])]),
        ("11.", [("481", [3])]),
        ("t.", [("481FSNC", [2])]),
        ("b.", [("481", [2])]),
        ("s.", [("481", [2])]),
        ("q.", [("", [1, 2])]),
        ("1q.", [("481", [2, 3])]),
    ],
)
def test_a_slip_is_dropped_and_names_what_lies_behind_it(
    pattern: str, documents: list[tuple[str, list[int]]]
) -> None:
    assert pieces(pattern) == documents


@pytest.mark.parametrize(
    ("pattern", "documents"),
    [
        ("F", [("form 481FSDE", [1])]),
        ("F.", [("form 481FSDE", [1]), ("", [2])]),
        (".F.", [("", [1]), ("form 481FSDE", [2]), ("", [3])]),
        ("FF", [("form 481FSDE", [1, 2])]),
        ("FG", [("form 481FSDE", [1]), ("form 482FSDE", [2])]),
        ("F_.", [("form 481FSDE", [1, 2]), ("", [3])]),
        ("F_G_", [("form 481FSDE", [1, 2]), ("form 482FSDE", [3, 4])]),
        ("1.F.", [("481", [2]), ("form 481FSDE", [3]), ("481", [4])]),
        ("F1.", [("form 481FSDE", [1]), ("481", [3])]),
        ("2F.", [("foreign", [2, 3])]),
        (".f.F.", [("foreign", [1, 2, 3]), ("form 481FSDE", [4]), ("foreign", [5])]),
        ("FX", [("form 481FSDE", [1]), ("foreign", [2])]),
        ("FY", [("form 481FSDE", [1]), ("foreign", [2])]),
    ],
)
def test_a_form_stays_and_is_a_document_of_its_own(
    pattern: str, documents: list[tuple[str, list[int]]]
) -> None:
    assert pieces(pattern) == documents


@pytest.mark.parametrize("doubtful", ["X", "Y", "f", "d", "x", "y", "u", "m"])
@pytest.mark.parametrize(
    ("pattern", "documents"),
    [
        ("?", [("foreign", [1])]),
        ("?.", [("foreign", [1, 2])]),
        (".?", [("foreign", [1, 2])]),
        ("1.?.", [("foreign", [2, 3, 4])]),
        ("1.?.2.", [("foreign", [2, 3, 4]), ("482", [6])]),
        ("?1.", [("foreign", [1]), ("481", [3])]),
    ],
)
def test_a_slip_in_doubt_is_kept_as_a_page_and_its_document_is_for_a_person(
    doubtful: str, pattern: str, documents: list[tuple[str, list[int]]]
) -> None:
    assert pieces(pattern.replace("?", doubtful)) == documents


@pytest.mark.parametrize("sign", SLIPS)
def test_no_page_is_lost_but_a_valid_slip(sign: str) -> None:
    pattern = f".{sign}.{sign}{sign}."
    kept = [number for _, numbers in pieces(pattern) for number in numbers]
    slips = {number for number, one in enumerate(pattern, 1) if one in "12tbs"}
    assert kept == [number for number in range(1, len(pattern) + 1) if number not in slips]


@pytest.mark.parametrize(
    "clue",
    [
        SlipClue(),
        SlipClue(ONE),
        SlipClue(ONE, "ORDN"),
        SlipClue(foreign=True),
        SlipClue(ONE, "FSDE", is_form=True),
    ],
)
def test_a_clue_comes_back_from_the_facts_it_is_kept_as(clue: SlipClue) -> None:
    assert SlipClue.from_facts(clue.facts()) == clue
