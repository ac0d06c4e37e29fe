"""The tables at the end tell each file's fate in words, a rule only where the fate does not."""

from __future__ import annotations

from datetime import date

from scord.demo.outcome import AT_WORK, FILED, LOST, MISSING, MIXED, TWICE, Fate, Filed
from scord.demo.samples import Sample
from scord.demo.table import samples_table, scans_table, totals
from scord.demo.words import KINDS, RULES
from scord.lots.colour import Colour
from scord.store.refs import InvoiceRef
from scord.store.tables import Invoice, Practitioner

DAY = date(2026, 3, 9)
GRIS = Practitioner(billing_number="991129768")
REF = InvoiceRef("991129768", "481", DAY)


def filed(number: str, origin: str) -> Filed:
    return Filed(Invoice(practitioner=GRIS, number=number, invoice_date=DAY), "ORDN", origin)


def table(sample: Sample, fate: Fate) -> list[list[str]]:
    """Rows of cells, without the head."""
    lines = list(samples_table([sample], [fate], lambda _: Colour.GREEN))
    return [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in lines[1:]]


def test_every_fate_has_words_of_its_own() -> None:
    assert {*FILED.values(), *LOST, MIXED, AT_WORK, MISSING, TWICE} <= set(KINDS)
    assert len(set(KINDS.values())) == len(KINDS)
    assert set(FILED) <= set(RULES)


def test_a_sample_filed_as_expected_names_its_rule_once_and_the_series() -> None:
    fate = Fate("a.pdf", "filed by slip", filed=(filed("481", "slip"), filed("482", "series")))
    first, second = table(Sample("a.pdf", (REF,), "filed by slip"), fate)
    assert first[2:5] == ["classé (page de garde)", "classé (page de garde)", "481 ORDN"]
    assert second == ["482 ORDN (même ordonnance)", "✔ reçu ou non nécessaire"]


def test_what_a_person_filed_says_so() -> None:
    fate = Fate("a.pdf", "to file", filed=(filed("481", "person"),))
    (row,) = table(Sample("a.pdf", (REF,), "to file"), fate)
    assert row[:5] == ["✓", "a.pdf", "à classer", "à classer", "481 ORDN (par une personne)"]


def test_a_page_to_scan_again_says_why() -> None:
    fate = Fate("a.jpg", "held", "image.too-heavy", {"pages": [1], "name": "a.jpg"})
    (line,) = list(scans_table([fate]))[1:]
    assert line.endswith("  Page trop chargée pour tenir dans 250 000 octets (page 1)")
    assert "à renumériser" in line


def test_a_refusal_with_a_number_of_pages_is_told() -> None:
    fate = Fate("a.pdf", "refused", "image.too-many-pages", {"pages": 1000, "limit": 300})
    assert list(scans_table([fate]))[1].endswith("Trop de pages : 1000")


def test_totals_count_each_fate() -> None:
    fates = [Fate("a", "held"), Fate("b", "held"), Fate("c", "duplicate")]
    assert totals(fates) == "3 fichiers : à renumériser 2, doublon 1"
