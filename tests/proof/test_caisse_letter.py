"""The letter to a caisse, read back from its PDF."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader
from tests.lots.practice import BILLING, Practice

from scord.actions.setting_up.caisse_told import CaisseLetter, caisse_letter
from scord.proof.caisse_letter import draw_caisse_letter
from scord.settings import DOCUMENT_TYPES
from scord.store.tables import Practitioner

if TYPE_CHECKING:
    from scord.store.context import Context

DAY = date(2026, 3, 10)


@pytest.fixture
def letter(context: Context) -> CaisseLetter:
    practice = Practice(context)
    Practitioner.update(rpps="99900065279").execute()
    return replace(caisse_letter(practice.context, BILLING), test=False)


def drawn(letter: CaisseLetter) -> str:
    pdf = PdfReader(io.BytesIO(draw_caisse_letter(letter, printed_on=DAY)))
    (page,) = pdf.pages
    assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]
    return " ".join(page.extract_text().split())


def test_it_says_who_sends_from_which_day_and_which_types(letter: CaisseLetter) -> None:
    text = drawn(letter)
    for told in ("GRIS ANNE", "991129768", "99900065279", "infirmier", "10/03/2026"):
        assert told in text
    assert "à compter du 05/01/2026 je transmettrai par SCOR" in text
    assert all(code in text for code in DOCUMENT_TYPES)
    assert "signature du praticien" in text
    assert "TEST" not in text


def test_a_letter_of_a_test_says_so(letter: CaisseLetter) -> None:
    assert "TEST" in drawn(replace(letter, test=True))


def test_what_is_not_known_is_a_dotted_line_to_fill_in(letter: CaisseLetter) -> None:
    names = ("family_name", "given_name", "profession", "rpps", "start_date")
    whose = replace(letter.practitioner, **dict.fromkeys(names))
    text = drawn(replace(letter, practitioner=whose))
    assert "None" not in text
    assert "à compter du ........" in text
    assert "Praticien ........" in text


def test_it_is_the_same_bytes_for_the_same_facts(letter: CaisseLetter) -> None:
    first, second = (draw_caisse_letter(letter, printed_on=DAY) for _ in range(2))
    assert first == second


def test_it_stays_on_one_page_with_the_longest_names(letter: CaisseLetter) -> None:
    whose = replace(letter.practitioner, family_name="A" * 200, profession="B" * 200)
    assert "AAAA" in drawn(replace(letter, practitioner=whose))
