"""What the billing software hands over wrongly, twice, too early or against what it said."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from tests.faults.conftest import goes_on
from tests.lps import ack, acks, invoice, invoices, lot_time, lots
from tests.practice import Practice, until

from scord.store.states import AckOutcome, FseVerdict
from scord.store.tables import Acknowledgement, FseLot, Incoming, Invoice
from scord_shared.errors import Code

if TYPE_CHECKING:
    from collections.abc import Callable

    from scord.store.context import Context

pytestmark = pytest.mark.slow

_lots = (f"{number:03d}" for number in count(100))


@pytest.fixture
def lot() -> str:
    """The number of a lot that no other test knows."""
    return next(_lots)


def _understood(practice: Practice) -> Incoming:
    """The last file handed over, once its meaning is committed and it has left the folder."""
    until(lambda: not list(practice.lps_folder.glob("*.json")), "the LPS's folder emptied")
    last: Incoming = Incoming.select().order_by(Incoming.id.desc()).get()
    assert last.understood_at
    return last


def _hand(practice: Practice, *objects: dict[str, Any]) -> Incoming:
    practice.hand(*objects)
    return _understood(practice)


def _outcomes(lot: str) -> list[AckOutcome]:
    rows = Acknowledgement.select().order_by(Acknowledgement.id)
    return [row.outcome for row in rows if row.facts["lot"] == lot]


def _verdict(lot: str) -> FseVerdict:
    verdict: FseVerdict = FseLot.get(FseLot.number == lot).verdict
    return verdict


def test_one_bad_invoice_in_fifty_is_reported_and_the_others_are_kept(
    practice: Practice, service: Context
) -> None:
    fifty = [invoice(str(number)) for number in range(1_000, 1_050)]
    fifty[17]["total_cents"] = -1
    incoming = _hand(practice, invoices(*fifty))
    assert incoming.reason == Code.IMPORT_PARTIAL
    assert (incoming.report["items"], incoming.report["applied"]) == (50, 49)
    assert {fault["position"] for fault in incoming.report["faults"]} == {18}
    there = {row.number for row in Invoice.select().where(Invoice.number.startswith("10"))}
    assert there == {one["number"] for one in fifty} - {"1017"}
    goes_on(practice)


def test_a_file_that_is_no_json_is_kept_and_reported_and_does_not_stop_the_next(
    practice: Practice, service: Context
) -> None:
    (practice.lps_folder / "aaa.json").write_bytes(b'{"format": "scord-inv')
    incoming = _hand(practice, invoices(invoice("2001")))
    assert Invoice.get_or_none(Invoice.number == "2001")
    bad = Incoming.get(Incoming.name == "aaa.json")
    assert bad.reason == Code.IMPORT_NOT_JSON
    assert service.files.imports.path(bad.sha256).exists()
    assert incoming.reason is None or incoming == bad
    goes_on(practice)


def test_an_arl_for_an_unknown_lot_is_kept_unmatched(
    practice: Practice, service: Context, lot: str
) -> None:
    _hand(practice, acks(ack(lot=lot)))
    assert _outcomes(lot) == [AckOutcome.UNMATCHED]
    assert FseLot.get_or_none(FseLot.number == lot) is None
    goes_on(practice)


def test_an_arl_given_twice_counts_once(practice: Practice, service: Context, lot: str) -> None:
    _hand(practice, invoices(invoice(f"1{lot}", lot=lot)), acks(ack(lot=lot)))
    _hand(practice, acks(ack(lot=lot)))
    assert _outcomes(lot) == [AckOutcome.APPLIED, AckOutcome.DUPLICATE]
    assert _verdict(lot) == FseVerdict.POSITIVE
    goes_on(practice)


def test_an_arl_before_its_lot_is_applied_when_the_lot_comes(
    practice: Practice, service: Context, lot: str
) -> None:
    _hand(practice, invoices(invoice(f"2{lot}", lot=None)), acks(ack(lot=lot)))
    assert _outcomes(lot) == [AckOutcome.UNMATCHED]
    sent = {"number": lot, "sent_at": lot_time(), "kind": "secured", "invoices": [f"2{lot}"]}
    _hand(practice, lots(sent))
    assert _outcomes(lot) == [AckOutcome.APPLIED]
    assert _verdict(lot) == FseVerdict.POSITIVE
    goes_on(practice)


def test_a_negative_arl_after_a_positive_one_leaves_the_lot_to_a_person(
    practice: Practice, service: Context, lot: str
) -> None:
    _hand(practice, invoices(invoice(f"3{lot}", lot=lot)), acks(ack(lot=lot)))
    _hand(practice, acks(ack("negative", lot=lot)))
    assert _outcomes(lot) == [AckOutcome.APPLIED, AckOutcome.CONTRADICTION]
    assert _verdict(lot) == FseVerdict.CONTESTED
    goes_on(practice)


def test_an_invoice_file_rewritten_while_it_is_read_is_taken_in_both_forms(
    practice: Practice, service: Context, at_step: Callable[[str, Callable[[], object]], None]
) -> None:
    path = practice.lps_folder / "factures.json"

    def rewrite() -> None:
        practice.hand(invoices(invoice("3002")))
        next(practice.lps_folder.glob("lps-*.json")).replace(path)

    at_step("import.applied", rewrite)
    practice.hand(invoices(invoice("3001")))
    next(practice.lps_folder.glob("lps-*.json")).replace(path)
    until(lambda: Invoice.get_or_none(Invoice.number == "3001"), "the first form taken in")
    until(lambda: Invoice.get_or_none(Invoice.number == "3002"), "the second form taken in")
    goes_on(practice)
