"""Every warning of the nomenclature is a whole sentence in both languages, with its facts."""

from __future__ import annotations

from datetime import date

import pytest

from scord.billing.nomenclature import Act, Warned, check
from scord.words.nomenclature import WARNINGS, warning_words

DAY = date(2026, 3, 31)
LINES = {
    "not-in-force": [Act("TVA", date(2023, 6, 30), 1, 1100)],
    "amount-above": [Act("TVB", DAY, 1, 3000)],
    "amount-below": [Act("TVA", DAY, 2, 1100)],
    "overlap": [Act("TVA", DAY, 1, 1100), Act("TVA", DAY, 1, 1100, "lines[1]", "480")],
    "too-many-periods": [Act("TVA", DAY, 7, 7700)],
}


def found(code: str) -> Warned:
    (one,) = check(LINES[code])
    assert one.code == code
    return one


def test_every_warning_has_its_words_and_there_are_no_others() -> None:
    assert set(LINES) == set(WARNINGS)


@pytest.mark.parametrize("code", LINES)
def test_a_warning_is_a_whole_sentence_with_its_source(code: str) -> None:
    one = found(code)
    french, english = (warning_words(one.code, one.facts, lang) for lang in ("fr", "en"))
    assert french != english
    for text in (french, english):
        assert text.endswith(").")
        assert "arrêté du 16 mai 2023" in text
        assert not set("?[]{}") & set(text)


def test_amounts_and_days_are_written_as_each_language_has_them() -> None:
    one = found("amount-above")
    french, english = (warning_words(one.code, one.facts, lang) for lang in ("fr", "en"))
    assert french.startswith("TVB du 31/03/2026 : 30,00\u202f€ au lieu de 28,00\u202f€ ou 56,00")
    assert english.startswith("TVB of 2026-03-31: €30.00 instead of €28.00 or €56.00 or €70.00")


def test_an_overlap_names_the_other_invoice_where_it_is_another() -> None:
    facts = found("overlap").facts
    assert "facture" not in warning_words("overlap", facts, "fr")
    assert ", facture 480 (" in warning_words("overlap", {**facts, "invoice": "480"}, "fr")
