"""Each way in which a PDF may not conform is told in words."""

from __future__ import annotations

import re

import pytest

from scord.imaging.check import check_pdf
from scord.words.pdf_faults import PDF_FAULTS, pdf_fault

# check_pdf names its faults in its docstring, each with its facts in brackets
NAMED = dict(
    re.findall(r"([a-z-]+)(?: \(([\w, ]+)\))?[,.]", str(check_pdf.__doc__).split("Faults:")[1])
)


def test_every_fault_of_the_check_has_its_words_and_there_are_no_others() -> None:
    assert set(NAMED) == set(PDF_FAULTS)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", PDF_FAULTS)
def test_each_is_told_with_all_its_facts(name: str, language: str) -> None:
    facts = {fact: str(number) for number, fact in enumerate(NAMED[name].split(", "), 7) if fact}
    told = pdf_fault(
        " ".join([name, *(f"{key}={value}" for key, value in facts.items())]), language
    )
    assert all(value in told for value in facts.values())
    assert not re.search(r"[\[\]{}?=]", told)


def test_a_size_has_its_thousands_apart() -> None:
    told = pdf_fault("too-large bytes=704452 limit=250000", "fr")
    assert told == "trop lourd : 704 452 octets, pour 250 000 au plus"


def test_a_fault_of_a_later_release_is_shown_as_it_is() -> None:
    assert pdf_fault("brand-new page=2", "fr") == "brand-new page=2"
