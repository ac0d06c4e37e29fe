"""What invoices and pieces are called: every status and document type has its words."""

from __future__ import annotations

from scord.settings import DOCUMENT_TYPES
from scord.store.states import InvoiceStatus
from scord.words.pieces import STATUSES, TYPES


def test_every_status_of_an_invoice_has_its_words() -> None:
    assert set(STATUSES) == {status.value for status in InvoiceStatus}


def test_every_type_has_its_words_and_no_other() -> None:
    assert set(TYPES) == set(DOCUMENT_TYPES)
