from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.billing.makers import Lps, codes, events, invoice, the
from tests.billing.scor import attach, freeze

from scord.store.states import InvoiceStatus
from scord.store.tables import Attachment, Invoice

if TYPE_CHECKING:
    from typing import Any

    from scord.store.context import Context

OLD_NAMES = ["481", {"number": "481"}, {"number": "481", "invoice_date": "2026-03-02"}]


@pytest.mark.parametrize("name", OLD_NAMES)
def test_a_replaced_invoice_hands_its_pieces_on(lps: Lps, context: Context, name: Any) -> None:
    lps.invoices(invoice())
    old = attach(the("481"), context, confirmed=True)
    assert codes(lps.invoices(invoice("500", invoice_date="2026-03-05", replaces=name))) == []
    assert the("481").status == InvoiceStatus.REPLACED
    assert the("500").replaces == the("481")
    (new,) = the("500").attachments
    assert (new.document, new.origin) == (old.document, "follow")
    assert new.confirmed_at == old.confirmed_at
    assert Attachment.get_by_id(old.id).removed_at == context.clock.now()


def test_the_same_correction_again_changes_nothing(lps: Lps, context: Context) -> None:
    lps.invoices(invoice())
    attach(the("481"), context)
    lps.invoices(invoice("500", replaces="481"))
    before = events()
    report = lps.invoices(invoice(), invoice("500", replaces="481"))
    assert (report.unchanged, report.faults) == (2, ())
    assert events() == before
    assert Attachment.select().count() == 2


def test_a_rejected_piece_follows_too(lps: Lps, context: Context) -> None:
    lps.invoices(invoice())
    freeze(the("481"), context, rejected=True)
    assert codes(lps.invoices(invoice("500", replaces="481"))) == []
    assert the("500").attachments.count() == 1


def test_a_correction_of_an_invoice_in_a_scor_lot_is_refused_as_a_whole(
    lps: Lps, context: Context
) -> None:
    lps.invoices(invoice())
    piece = freeze(the("481"), context)
    report = lps.invoices(invoice("500", replaces="481"))
    assert codes(report) == [(1, "replaces", "replaced_sent")]
    assert Invoice.select().count() == 1
    assert the("481").status == InvoiceStatus.ACTIVE
    assert Attachment.get_by_id(piece.id).removed_at is None


def test_the_correction_may_stand_above_the_corrected_one_in_a_file(lps: Lps) -> None:
    assert codes(lps.invoices(invoice("500", replaces="481"), invoice("481"))) == []
    assert the("481").status == InvoiceStatus.REPLACED


def test_a_correction_of_an_unknown_invoice_is_kept_and_tried_again(lps: Lps) -> None:
    new = invoice("500", replaces="481")
    assert codes(lps.invoices(new)) == [(1, "replaces", "replaced_unknown")]
    assert the("500").replaces is None
    lps.invoices(invoice())
    assert codes(lps.invoices(new)) == []
    assert the("500").replaces == the("481")


def test_an_invoice_the_lps_has_cancelled_hands_its_pieces_on(lps: Lps, context: Context) -> None:
    lps.invoices(invoice())
    attach(the("481"), context)
    lps.invoices(invoice(status="cancelled"))
    assert codes(lps.invoices(invoice("500", replaces="481"))) == []
    assert the("481").status == InvoiceStatus.CANCELLED
    assert the("500").attachments.count() == 1


def test_a_replaced_invoice_may_be_called_cancelled_but_not_active_again(lps: Lps) -> None:
    lps.invoices(invoice())
    lps.invoices(invoice("500", replaces="481"))
    assert codes(lps.invoices(invoice(status="cancelled"))) == []
    assert the("481").status == InvoiceStatus.REPLACED
    assert codes(lps.invoices(invoice(status="active"))) == [(1, "status", "status_final")]


def test_two_corrections_of_one_invoice_the_second_is_refused(lps: Lps) -> None:
    lps.invoices(invoice())
    lps.invoices(invoice("500", replaces="481"))
    report = lps.invoices(invoice("501", replaces="481"))
    assert codes(report) == [(1, "replaces", "replaced_already")]


def test_an_invoice_that_replaces_itself_is_refused(lps: Lps) -> None:
    report = lps.invoices(invoice("481", replaces="481"))
    assert codes(report) == [(1, "replaces", "replaces_itself")]
    assert Invoice.select().count() == 0


def test_by_number_alone_the_latest_before_it_is_replaced(lps: Lps) -> None:
    lps.invoices(invoice(invoice_date="2025-03-02"), invoice(), invoice(invoice_date="2027-03-02"))
    lps.invoices(invoice("500", invoice_date="2026-04-01", replaces="481"))
    (replaced,) = Invoice.select().where(Invoice.status == InvoiceStatus.REPLACED)
    assert replaced.invoice_date.year == 2026


def test_a_document_on_both_is_not_attached_twice(lps: Lps, context: Context) -> None:
    lps.invoices(invoice(), invoice("500"))
    old = attach(the("481"), context)
    attach(the("500"), context)
    Attachment.update(document=old.document).where(Attachment.id != old.id).execute()
    lps.invoices(invoice("500", replaces="481"))
    live = Attachment.select().where(Attachment.removed_at.is_null())
    assert [piece.invoice for piece in live] == [the("500")]
