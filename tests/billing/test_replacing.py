from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.billing.makers import PATIENT, Lps, codes, events, invoice, the
from tests.billing.scor import REJECTED, UNDELIVERABLE, UNDER_WAY, attach, freeze

from scord.filing.attach import PERSON
from scord.filing.attach import attach as file_by_hand
from scord.filing.stage import serve_series
from scord.store.database import transaction
from scord.store.states import (
    DocumentState,
    InvoiceStatus,
    ItemVerdict,
    MessageState,
    ScorLotState,
)
from scord.store.tables import Attachment, Document, Invoice, JournalEntry

if TYPE_CHECKING:
    from scord.store.context import Context

OTHER_ORDONNANCE: dict[str, Any] = {"prescription_date": "2026-01-05"}
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


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"patient": {**PATIENT, "family_name": "Adrdeux", "given_name": "laurent"}},
        {"patient": {**PATIENT, "nir": None}},  # the insured's, who is the same
        {"prescriber": None},  # no ordonnance is named, so none contradicts
    ],
)
def test_a_piece_follows_where_patient_and_ordonnance_do_not_contradict(
    lps: Lps, context: Context, said: dict[str, Any]
) -> None:
    lps.invoices(invoice())
    piece = attach(the("481"), context)
    lps.invoices(invoice("500", replaces="481", **said))
    (follower,) = the("500").attachments
    assert (follower.document, follower.identity) == (piece.document, the("500").identity)
    assert follower.confirmed_at is None
    assert standing(piece) == (DocumentState.ATTACHED, None)


@pytest.mark.parametrize(
    "said",
    [
        {"patient": {**PATIENT, "given_name": "LUCIE"}, "prescriber": None},
        {"patient": {**PATIENT, "birth_date": "1983-01-01"}, "prescriber": None},
        OTHER_ORDONNANCE,
    ],
)
@pytest.mark.parametrize("confirmed", [True, False])
def test_a_piece_of_another_patient_or_ordonnance_goes_to_a_classer(
    lps: Lps, context: Context, said: dict[str, Any], confirmed: bool
) -> None:
    lps.invoices(invoice())
    piece = attach(the("481"), context, confirmed=confirmed)
    assert codes(lps.invoices(invoice("500", replaces="481", **said))) == []
    assert the("481").status == InvoiceStatus.REPLACED
    assert_in_inbox(piece, "clues-disagree")


def test_a_piece_filed_before_its_invoice_changed_patients_does_not_follow(
    lps: Lps, context: Context
) -> None:
    lps.invoices(invoice())
    piece = attach(the("481"), context)
    other = {"patient": {**PATIENT, "given_name": "LUCIE"}, "prescriber": None}
    lps.invoices(invoice(**other), invoice("500", replaces="481", **other))
    assert_in_inbox(piece, "clues-disagree")


@pytest.mark.parametrize("stands", [REJECTED, UNDELIVERABLE])
def test_a_refused_piece_goes_to_a_classer(lps: Lps, context: Context, stands: Any) -> None:
    lps.invoices(invoice())
    piece = freeze(attach(the("481"), context, confirmed=True), context, stands)
    assert codes(lps.invoices(invoice("500", replaces="481"))) == []
    assert_in_inbox(piece, "piece-rejected")


def test_of_two_pieces_only_the_refused_one_goes_to_a_classer(lps: Lps, context: Context) -> None:
    lps.invoices(invoice())
    refused = freeze(attach(the("481"), context), context, REJECTED)
    fresh = attach(the("481"), context)
    lps.invoices(invoice("500", replaces="481"))
    assert [piece.document for piece in the("500").attachments] == [fresh.document]
    assert standing(refused) == (DocumentState.INBOX, "piece-rejected")


def test_a_document_in_a_classer_is_of_no_ordonnance_until_it_is_filed_again(
    lps: Lps, context: Context
) -> None:
    """Or the series of the old ordonnance would be given what a person then files elsewhere."""
    lps.invoices(invoice())
    piece = attach(the("481"), context)
    lps.invoices(invoice("500", replaces="481", **OTHER_ORDONNANCE), invoice("482"))
    with transaction():
        document = Document.get_by_id(piece.document_id)
        file_by_hand(context, document, the("500"), document_type="ORDN", origin=PERSON, by="Anne")
    assert serve_series(context) == 0
    assert the("482").attachments.count() == 0


@pytest.mark.parametrize(("said", "follows"), [({}, True), (OTHER_ORDONNANCE, False)])
def test_a_piece_of_a_series_stays_with_the_series(
    lps: Lps, context: Context, said: dict[str, Any], follows: bool
) -> None:
    lps.invoices(invoice(), invoice("482"))
    piece = attach(the("481"), context)
    serve_series(context)
    lps.invoices(invoice("500", replaces="481", **said))
    serve_series(context)
    live = Attachment.select().where(Attachment.removed_at.is_null())
    assert {one.invoice.number for one in live} == ({"482", "500"} if follows else {"482"})
    assert standing(piece) == (DocumentState.ATTACHED, None)


def test_a_refused_piece_that_serves_another_invoice_stays_attached_to_that(
    lps: Lps, context: Context
) -> None:
    lps.invoices(invoice(), invoice("482"))
    piece = freeze(attach(the("481"), context), context, REJECTED)
    serve_series(context)
    lps.invoices(invoice("500", replaces="481"))
    assert [one.document for one in the("482").attachments] == [piece.document]
    assert the("500").attachments.count() == 0
    assert standing(piece) == (DocumentState.ATTACHED, None)


def standing(piece: Attachment) -> tuple[DocumentState, str | None]:
    document = Document.get_by_id(piece.document_id)
    return document.state, document.reason


def assert_in_inbox(piece: Attachment, reason: str) -> None:
    assert Attachment.select().where(Attachment.removed_at.is_null()).count() == 0
    assert the("500").attachments.count() == 0
    assert standing(piece) == (DocumentState.INBOX, reason)
    entry = JournalEntry.get(JournalEntry.event == "document.inbox")
    assert (entry.by, entry.why) == ("lps", reason)


@pytest.mark.parametrize(
    "stands",
    [UNDER_WAY, (ScorLotState.CONTESTED, ItemVerdict.REJECTED, MessageState.SENT)],
    ids=["under way", "contested"],
)
def test_a_correction_of_an_invoice_in_a_scor_lot_is_refused_as_a_whole(
    lps: Lps, context: Context, stands: Any
) -> None:
    lps.invoices(invoice())
    piece = freeze(attach(the("481"), context), context, stands)
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
