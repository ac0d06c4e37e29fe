"""A person's word for an invoice finds exactly one, or is told what tells them apart."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from scord.actions.lookup import find_document, find_invoice
from scord.store.states import InvoiceStatus
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from tests.lots.practice import Practice

    from scord.store.tables import Invoice

DAY, EARLIER = date(2026, 3, 9), date(2025, 3, 9)


def fault(given: str) -> ScordError:
    with pytest.raises(ScordError) as caught:
        find_invoice(given)
    return caught.value


@pytest.fixture
def wanted(practice: Practice) -> Invoice:
    practice.invoice(number="482")
    return practice.invoice(number="481", invoice_date=DAY)


@pytest.mark.parametrize("given", ["481", "481:2026-03-09", "991129768:481:2026-03-09"])
def test_a_number_with_as_much_as_is_needed_finds_it(wanted: Invoice, given: str) -> None:
    assert find_invoice(given) == wanted


@pytest.mark.parametrize(
    "given",
    [
        "", "48", "483", "481:2026-03-08", "481:yesterday", "991129776:481:2026-03-09",
        "481:2026-03-09:x", "a:b:c:d", "'; --",
    ],
)  # fmt: skip
def test_what_names_no_invoice_is_unknown(wanted: Invoice, given: str) -> None:
    assert fault(given).code is Code.INVOICE_UNKNOWN


def test_a_closed_invoice_is_unknown(practice: Practice) -> None:
    for status in (InvoiceStatus.CANCELLED, InvoiceStatus.REPLACED):
        practice.invoice(number=status.value, status=status)
        assert fault(status.value).code is Code.INVOICE_UNKNOWN


def test_a_number_that_two_bear_is_told_with_what_to_type_instead(
    practice: Practice, wanted: Invoice
) -> None:
    practice.invoice(number="481", invoice_date=EARLIER)
    colleague = practice.practitioner("991129776")
    practice.invoice(number="481", invoice_date=DAY, practitioner=colleague)
    found = fault("481").facts["found"]
    assert isinstance(found, tuple)
    assert set(found) == {
        "991129768:481:2026-03-09",
        "991129768:481:2025-03-09",
        "991129776:481:2026-03-09",
    }
    assert {find_invoice(one).ref.invoice_date for one in found} == {DAY, EARLIER}
    assert fault("481:2026-03-09").code is Code.INVOICE_AMBIGUOUS


def test_a_document_is_found_by_its_number_only(practice: Practice) -> None:
    document = practice.document()
    assert find_document(document.id) == document
    with pytest.raises(ScordError) as caught:
        find_document(document.id + 1)
    assert caught.value.code is Code.DOCUMENT_UNKNOWN
