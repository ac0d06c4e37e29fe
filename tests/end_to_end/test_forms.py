"""A degraded invoice arrives, its form is made and leaves; a paper that is scanned comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.forms.filed import pieces
from tests.lps import invoice, invoices
from tests.practice import Practice, until

from scord.store.tables import Invoice

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    return Practice(tmp_path, forms=True)


def on(number: str) -> list[tuple[str, str]]:
    found = Invoice.get_or_none(Invoice.number == number)
    return [(kind, way) for kind, way, _ in pieces(found)] if found else []


def test_a_form_is_made_as_the_invoice_arrives_and_gives_way_to_the_scanned_paper(
    practice: Practice,
) -> None:
    with practice.running():
        practice.hand(invoices(invoice("490", mode="degrade"), invoice("491")))
        until(lambda: on("490") == [("FSDE", "form")], "the form on its invoice")
        practice.drop("feuille.tif", practice.slipped("490", document_type="FSNC"))
        until(lambda: on("490") == [("FSNC", "slip")], "the paper in its place")
        assert on("491") == []
