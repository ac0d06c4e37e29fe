"""Every way onto an invoice has its words, and the report of them is a table that lines up."""

from __future__ import annotations

import pytest

from scord.actions.filing_report import ByHandReport, FilingReport, WayReport
from scord.filing.attach import PERSON, SERIES
from scord.words.grounds import RULES
from scord.words.ways import WAYS, report_lines, way

NOBODY = ByHandReport(0, 0, 0)
RULE = "nir+prescription-date"
FEW = FilingReport(
    (WayReport("slip", 12, 3, 0), WayReport(f"text:{RULE}", 1_234_567, 0, 8)),
    ByHandReport(1_500, 1_200, 1_400),
)


def told(report: FilingReport, language: str) -> list[str]:
    return list(report_lines(report, language))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_way_is_told_in_words_of_its_own(language: str) -> None:
    ways = [*WAYS, *(f"text:{rule}" for rule in RULES)]
    assert len({way(one, language) for one in ways}) == len(ways)


@pytest.mark.parametrize("name", ["slip", "armed", "file-name", SERIES, "follow", PERSON])
def test_each_origin_of_an_attachment_is_a_way(name: str) -> None:
    assert way(name, "fr") != way(name, "en")


def test_a_rule_is_told_by_what_it_asks_for() -> None:
    assert way(f"text:{RULE}", "fr") == (
        "texte : NIR exact (clé juste), nom proche, prénom exact, date d'ordonnance exacte"
    )
    assert way("slip", "en") == "cover slip"


@pytest.mark.parametrize("name", ["unknown", "text:unknown", "text:", ""])
def test_a_way_that_nobody_knows_is_a_fault_of_ours(name: str) -> None:
    with pytest.raises(KeyError):
        way(name, "fr")


def test_the_report_is_a_table_whose_numbers_stand_below_their_headings() -> None:
    head, slip, text, hand = told(FEW, "en")
    assert head == "   filed  confirmed  corrected  way"
    assert slip == "      12          3          0  cover slip"
    assert text.startswith("1,234,567          0          8  text: exact NIR (right key)")
    assert hand == (
        "Filed by hand after being read: 1,500. The invoice chosen was proposed first 1,200 times,"
        " among the three proposed 1,400 times."
    )


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "Rien n'a encore été classé par Scord."),
        ("en", "Scord has filed nothing yet."),
    ],
)
def test_where_nothing_was_filed_the_report_says_so(language: str, words: str) -> None:
    assert told(FilingReport((), NOBODY), language) == [words]


def test_what_people_filed_is_told_also_where_scord_has_filed_nothing() -> None:
    _, hand = told(FilingReport((), ByHandReport(2, 1, 2)), "fr")
    assert hand.startswith("Classés à la main après lecture : 2.")
