"""Slips for an invoice: one page for each piece it lacks, readable by this installation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pytest
import zxingcpp

from scord.actions.slips import slips
from scord.filing.slip_code import decode
from scord.secrets import load_secrets

if TYPE_CHECKING:
    from tests.lots.practice import Practice

    from scord.store.tables import Invoice


def types_of(practice: Practice, invoice: Invoice, asked: str | None = None) -> list[str | None]:
    """The type on each page of the slips; every page must name the invoice."""
    key = load_secrets(practice.context.settings.state_dir)["slip_key"].encode()
    types = []
    for page in pdfium.PdfDocument(slips(practice.context, invoice, asked)):
        code = zxingcpp.read_barcodes(page.render(scale=1.5).to_pil())[0]
        reading = decode(code.text, key)
        assert reading.ref == invoice.ref
        types.append(reading.document_type)
    return types


@pytest.mark.parametrize(
    ("facts", "types"),
    [
        ({"mode": "sesam_vitale"}, ["ORDN"]),
        ({"mode": "degrade"}, ["ORDN", "FSNC"]),
        ({"mode": "unknown"}, [None]),
    ],
)
def test_each_missing_piece_has_its_page(
    practice: Practice, facts: dict[str, str], types: list[str | None]
) -> None:
    assert types_of(practice, practice.invoice(**facts)) == types


def test_a_piece_that_is_there_needs_no_slip(practice: Practice) -> None:
    assert types_of(practice, practice.ready(mode="degrade")) == ["FSNC"]
    assert types_of(practice, practice.ready(mode="sesam_vitale")) == [None]


def test_a_type_that_is_asked_for_is_printed_alone(practice: Practice) -> None:
    assert types_of(practice, practice.invoice(mode="degrade"), "AUTP") == ["AUTP"]
