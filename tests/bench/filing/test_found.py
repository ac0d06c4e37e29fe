from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import msgspec
import pytest
from tests.bench.filing.cases import Row
from tests.bench.filing.found import NOT_TAKEN, look_up

from scord.filing.leaves import Leaf, pages_in_order, record_pages
from scord.reading.clue import FormKind, PageText, Reading
from scord.store.states import DocumentState, InvoiceStatus, ReadingState, ScanState
from scord.store.tables import Attachment, Document, Invoice, PageReading, Practitioner, Scan

if TYPE_CHECKING:
    from scord.store.context import Context

NOW = datetime(2026, 3, 10, tzinfo=UTC)
ROW = Row("a.tif", 2, frozenset({"481"}), "ORDN")


@pytest.fixture
def document(context: Context) -> Document:
    """Pages 2 and 3 of a.tif, in À classer."""
    scan = Scan.create(
        claim="1", folder="scanner", name="a.tif", sha256="0", size=1, mtime_ns=1,
        first_seen_at=NOW, taken_at=NOW, state=ScanState.CONVERTED,
    )  # fmt: skip
    made = Document.create(
        scan=scan, position=1, state=DocumentState.INBOX, created_at=NOW, reason="not-sure"
    )
    record_pages(made, [Leaf(scan.id, 2), Leaf(scan.id, 3)])
    return made


def attach(document: Document, **more: object) -> None:
    carer = Practitioner.create(
        billing_number="991129768", family_name="GRIS", given_name="ANNE", profession="infirmier"
    )
    invoice = Invoice.create(
        practitioner=carer, number="481", invoice_date=date(2026, 3, 9), mode="degrade",
        status=InvoiceStatus.ACTIVE, family_name="ADRDEUX", given_name="LAURENT", regime="01",
        caisse="631", total_cents=0, payload={}, imported_at=NOW,
    )  # fmt: skip
    Attachment.create(
        invoice=invoice, document=document, origin="text", by="machine", attached_at=NOW,
        grounds={"rule": "nir-name"}, **more,
    )  # fmt: skip


def test_file_that_was_never_taken_says_so(context: Context) -> None:
    assert look_up(ROW).why == NOT_TAKEN


def test_page_in_the_inbox_tells_why(document: Document) -> None:
    found = look_up(ROW)
    assert (found.invoices, found.why) == (frozenset(), "not-sure")


def test_attached_page_tells_invoice_type_and_rule(document: Document) -> None:
    attach(document)
    Document.update(type="ORDN").execute()
    found = look_up(ROW)
    assert (found.invoices, found.types, found.why) == ({"481"}, {"ORDN"}, "nir-name")
    assert not found.taken_back


def test_attachment_taken_back_does_not_count_but_is_told(document: Document) -> None:
    attach(document, removed_at=NOW)
    found = look_up(ROW)
    assert (found.invoices, found.taken_back) == (frozenset(), True)


def test_page_of_another_document_is_another_matter(document: Document) -> None:
    attach(document)
    assert look_up(Row("a.tif", 1, frozenset(), "")).invoices == frozenset()
    assert look_up(Row("a.tif", None, frozenset(), "")).invoices == {"481"}


def test_document_whose_pages_became_others_is_passed_over(document: Document) -> None:
    Document.update(state=DocumentState.REMADE).execute()
    assert look_up(ROW).why == "no document"


def test_kind_is_that_of_the_page_itself(document: Document) -> None:
    kinds = (FormKind.PRESCRIPTION, FormKind.OTHER)
    for page, kind in zip(pages_in_order(document), kinds, strict=True):
        said = Reading(kind, 1.0, (), PageText(210.0, 297.0, ()))
        PageReading.create(
            page=page, state=ReadingState.READ,
            said=msgspec.json.encode(said).decode(),
        )  # fmt: skip
    assert look_up(ROW).kinds == {FormKind.PRESCRIPTION}


def test_refused_scan_tells_its_code(document: Document) -> None:
    document.delete_instance(recursive=True)
    Scan.update(state=ScanState.REFUSED, reason="file_damaged").execute()
    assert look_up(ROW).why == "file_damaged"
