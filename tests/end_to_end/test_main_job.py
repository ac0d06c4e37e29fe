"""The main job with nothing left out: files in, files out, the service in between."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from tests.lps import ack, acks, invoice, invoices, lot_time, lots
from tests.practice import colour_of, jpeg, the_scan, until

from scord.actions.paper import arm, confirm
from scord.filing.decide import Why
from scord.imaging.check import check_pdf
from scord.lots.colour import Colour
from scord.store.flags import SEND_REQUESTED, flag
from scord.store.states import DocumentState, FseVerdict, InvoiceStatus, ScorLotState
from scord.store.tables import Attachment, Document, FseLot, Invoice, ScorLot

if TYPE_CHECKING:
    from pathlib import Path

    from tests.caisse import Caisse, Received
    from tests.practice import Practice

    from scord.store.context import Context

pytestmark = pytest.mark.slow


def _known(number: str) -> Invoice:
    found: Invoice = until(
        lambda: Invoice.get_or_none(Invoice.number == number), f"invoice {number} imported"
    )
    return found


def _becomes(context: Context, number: str, wanted: Colour) -> None:
    until(lambda: colour_of(context, number) == wanted, f"invoice {number} {wanted}")


def _document_of(digest: str) -> Document | None:
    scan = the_scan(digest)
    found: Document | None = Document.get_or_none(Document.scan == scan) if scan else None
    return found


def _in_inbox(digest: str, why: Why) -> bool:
    document = _document_of(digest)
    there = document is not None and document.state == DocumentState.INBOX
    return there and document is not None and document.reason == why


def _attached(number: str) -> list[str]:
    live = (Invoice.number == number) & Attachment.removed_at.is_null()
    return [one.origin for one in Attachment.select().join(Invoice).where(live)]


def _sent(practice: Practice, context: Context, caisse: Caisse) -> Received:
    practice.send(context)
    return caisse.next_lot()


def _nothing_leaves(practice: Practice, context: Context) -> None:
    before = ScorLot.select().count()
    practice.send(context)
    until(lambda: flag(SEND_REQUESTED) is None, "lots made")
    assert ScorLot.select().count() == before


def _lot_is(state: ScorLotState, number: int = 1) -> None:
    until(lambda: ScorLot.get(ScorLot.number == number).state == state, f"lot {number} {state}")


def test_a_slipped_scan_reaches_the_caisse_conforming_and_turns_green(
    practice: Practice, caisse: Caisse, tmp_path: Path
) -> None:
    with practice.running() as context:
        practice.hand(invoices(invoice("481")))
        _becomes(context, "481", Colour.ORANGE)
        practice.drop("scan.tif", practice.slipped("481"))
        _becomes(context, "481", Colour.YELLOW)
        _nothing_leaves(practice, context)  # without its ARL
        practice.hand(acks(ack()))
        until(lambda: FseLot.get().verdict == FseVerdict.POSITIVE, "the ARL applied")
        lot = _sent(practice, context, caisse)
        _lot_is(ScorLotState.SENT)
        assert [piece["invoice"]["number"] for piece in lot.index["pieces"]] == ["481"]
        for name, data in lot.pdfs.items():
            pdf = tmp_path / name.replace("/", "-")
            pdf.write_bytes(data)
            assert check_pdf(pdf).faults == ()
        assert colour_of(context, "481") == Colour.YELLOW
        caisse.answer(lot)
        _becomes(context, "481", Colour.GREEN)
        _lot_is(ScorLotState.ACCEPTED)


def test_a_degraded_lot_leaves_without_its_arl_once_both_pieces_are_there(
    practice: Practice, caisse: Caisse
) -> None:
    with practice.running() as context:
        practice.hand(invoices(invoice("490", mode="degrade")))
        _known("490")
        practice.drop("ordonnance.tif", practice.slipped("490", document_type="ORDN"))
        until(lambda: _attached("490") == ["slip"], "the ordonnance attached")
        assert colour_of(context, "490") == Colour.ORANGE  # the care sheet is still missing
        practice.drop("feuille.tif", practice.slipped("490", document_type="FSNC"))
        _becomes(context, "490", Colour.YELLOW)
        lot = _sent(practice, context, caisse)
        assert sorted(piece["type"] for piece in lot.index["pieces"]) == ["FSNC", "ORDN"]
        caisse.answer(lot)
        _becomes(context, "490", Colour.GREEN)


def test_one_prescription_serves_a_series_of_three(practice: Practice, caisse: Caisse) -> None:
    series = ("487", "488", "489")
    with practice.running() as context:
        practice.hand(invoices(*(invoice(one, prescription_ref="ORD-7") for one in series[:2])))
        _known("488")
        digest = practice.drop("scan.tif", practice.slipped("487"))
        _becomes(context, "488", Colour.YELLOW)
        practice.hand(invoices(invoice("489", prescription_ref="ORD-7")), acks(ack()))
        _becomes(context, "489", Colour.YELLOW)
        document = _document_of(digest)
        assert [_attached(one) for one in series] == [["slip"], ["series"], ["series"]]
        assert {one.document_id for one in Attachment.select()} == {document and document.id}
        lot = _sent(practice, context, caisse)
        assert [piece["invoice"]["number"] for piece in lot.index["pieces"]] == list(series)
        assert len(lot.pdfs) == 1
        caisse.answer(lot)
        for number in series:
            _becomes(context, number, Colour.GREEN)


def test_after_a_negative_arl_the_piece_follows_its_invoice_to_the_new_lot(
    practice: Practice, caisse: Caisse
) -> None:
    with practice.running() as context:
        practice.hand(invoices(invoice("486")))
        _known("486")
        practice.drop("scan.tif", practice.slipped("486"))
        _becomes(context, "486", Colour.YELLOW)
        practice.hand(acks(ack("negative")))
        until(lambda: FseLot.get().verdict == FseVerdict.NEGATIVE, "the negative ARL applied")
        _nothing_leaves(practice, context)
        resent = {"number": "013", "sent_at": lot_time(21), "kind": "secured"}
        practice.hand(lots({**resent, "invoices": ["486"]}))
        until(lambda: _known("486").fse_lot.number == "013", "the invoice in its new lot")
        _nothing_leaves(practice, context)
        practice.hand(acks(ack(lot="013")))
        until(lambda: _known("486").fse_lot.verdict == FseVerdict.POSITIVE, "its ARL applied")
        lot = _sent(practice, context, caisse)
        assert [piece["invoice"]["fse_lot"] for piece in lot.index["pieces"]] == ["013"]
        caisse.answer(lot)
        _becomes(context, "486", Colour.GREEN)


def test_after_a_negative_arl_the_piece_follows_to_the_new_number(
    practice: Practice, caisse: Caisse
) -> None:
    with practice.running() as context:
        practice.hand(invoices(invoice("486")), acks(ack("negative")))
        _known("486")
        practice.drop("scan.tif", practice.slipped("486"))
        until(lambda: _attached("486"), "the piece attached")
        new_lot = {"lot": "013", "lot_sent_at": lot_time(21)}
        corrected = invoice("496", replaces="486", prescription_ref="ORD-486", **new_lot)
        practice.hand(invoices(corrected), acks(ack(lot="013")))
        _becomes(context, "496", Colour.YELLOW)
        assert _known("486").status == InvoiceStatus.REPLACED
        assert _attached("486") == []
        until(lambda: _known("496").fse_lot.verdict == FseVerdict.POSITIVE, "its ARL applied")
        lot = _sent(practice, context, caisse)
        assert [piece["invoice"]["number"] for piece in lot.index["pieces"]] == ["496"]


def test_a_rejected_piece_is_red_and_goes_again_only_on_a_persons_word(
    practice: Practice, caisse: Caisse
) -> None:
    with practice.running() as context:
        practice.hand(invoices(invoice("481"), invoice("482")), acks(ack()))
        _known("482")
        practice.drop("a.tif", practice.slipped("481"))
        practice.drop("b.tif", practice.slipped("482"))
        _becomes(context, "481", Colour.YELLOW)
        _becomes(context, "482", Colour.YELLOW)
        lot = _sent(practice, context, caisse)
        refused = next(p for p in lot.index["pieces"] if p["invoice"]["number"] == "482")
        caisse.answer(lot, "negative", rejected=(refused["identifier"],))
        _becomes(context, "482", Colour.RED)
        _becomes(context, "481", Colour.GREEN)
        _lot_is(ScorLotState.PARTIAL)
        _nothing_leaves(practice, context)
        document = Attachment.get(Attachment.invoice == _known("482")).document
        confirm(context, document, by="Anne")
        again = _sent(practice, context, caisse)
        assert [piece["invoice"]["number"] for piece in again.index["pieces"]] == ["482"]
        caisse.answer(again)
        _becomes(context, "482", Colour.GREEN)


def test_the_next_scan_goes_to_the_armed_invoice(practice: Practice) -> None:
    with practice.running() as context:
        practice.hand(invoices(invoice("481")))
        arm(context, _known("481"), None, None, by="Anne")
        practice.drop("scan.jpg", jpeg("armed"))
        until(lambda: _attached("481") == ["armed"], "the scan on the armed invoice")


def test_a_scan_under_two_arms_waits_for_a_person(practice: Practice) -> None:
    with practice.running() as context:
        practice.hand(invoices(invoice("481"), invoice("482")))
        _known("482")
        arm(context, _known("481"), None, None, by="Anne")
        arm(context, _known("482"), None, None, by="Anne")
        digest = practice.drop("scan.jpg", jpeg("twice armed"))
        until(partial(_in_inbox, digest, Why.NOT_SURE), "the scan in À classer")
        assert _attached("481") == _attached("482") == []


def test_a_second_scan_while_armed_sends_both_to_a_person(practice: Practice) -> None:
    with practice.running() as context:
        practice.hand(invoices(invoice("481")))
        arm(context, _known("481"), None, None, by="Anne")
        first = practice.drop("first.jpg", jpeg("first"))
        until(lambda: _attached("481") == ["armed"], "the first scan attached")
        second = practice.drop("second.jpg", jpeg("second"))
        until(partial(_in_inbox, first, Why.ARM_SPOILT), "the first scan back in À classer")
        until(lambda: _document_of(second), "the second scan converted")
        until(partial(_in_inbox, second, Why.NOT_SURE), "the second scan in À classer")
        assert _attached("481") == []


def test_a_scan_before_its_invoice_is_filed_when_the_invoice_comes(practice: Practice) -> None:
    with practice.running():
        digest = practice.drop("early.tif", practice.slipped("481"))
        until(partial(_in_inbox, digest, Why.INVOICE_UNKNOWN), "the scan in À classer")
        practice.hand(invoices(invoice("481")))
        until(lambda: _attached("481") == ["slip"], "the early scan attached")
