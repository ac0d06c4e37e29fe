from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from tests.billing.makers import PRACTITIONER, Lps, ack, codes, events, invoice, lot

from scord.billing.arl import apply_acks, assign_ack, rematch_acks
from scord.store.database import transaction
from scord.store.states import AckOutcome, FseVerdict
from scord.store.tables import Acknowledgement, FseLot

if TYPE_CHECKING:
    from scord.store.context import Context


@pytest.fixture
def sent(lps: Lps) -> Lps:
    """Invoice 481 in lot 012, sent on 2 March."""
    lps.invoices(invoice())
    lps.lots(lot())
    return lps


def outcomes() -> list[AckOutcome]:
    return [row.outcome for row in Acknowledgement.select().order_by(Acknowledgement.id)]


def verdict() -> FseVerdict:
    return FseLot.get().verdict


@pytest.mark.parametrize("result", ["positive", "negative"])
def test_an_arl_moves_its_lot(sent: Lps, result: str) -> None:
    report = sent.acks(ack(result, label="LOT RECU"))
    assert (report.applied, report.faults) == (1, ())
    row = FseLot.get()
    assert row.verdict == result
    assert row.answered_at == datetime(2026, 3, 2, 23, 0, tzinfo=UTC)
    (kept,) = row.acknowledgements
    assert (kept.outcome, kept.positive, kept.subject) == (
        AckOutcome.APPLIED,
        result == "positive",
        "fse",
    )
    assert kept.facts["label"] == "LOT RECU"


def test_a_negative_arl_naming_one_invoice_rejects_the_lot_and_keeps_the_name(sent: Lps) -> None:
    sent.acks(ack("negative", rejected_invoice="481", colour="blue"))
    assert verdict() == FseVerdict.NEGATIVE
    facts = Acknowledgement.get().facts
    assert (facts["rejected_invoice"], facts["colour"]) == ("481", "blue")


def test_an_arl_for_an_unknown_lot_is_kept_unmatched(sent: Lps) -> None:
    report = sent.acks(ack(lot="099"))
    assert (report.applied, codes(report)) == (1, [])
    assert outcomes() == [AckOutcome.UNMATCHED]
    assert verdict() == FseVerdict.AWAITED


def test_an_arl_before_its_lot_is_applied_when_the_lot_comes(lps: Lps, context: Context) -> None:
    lps.acks(ack())
    assert outcomes() == [AckOutcome.UNMATCHED]
    lps.invoices(invoice())
    lps.lots(lot())
    assert rematch_acks(context) == 1
    assert outcomes() == [AckOutcome.APPLIED]
    assert verdict() == FseVerdict.POSITIVE
    before = events()
    assert rematch_acks(context) == 0
    assert events() == before


def test_two_contrary_arls_before_their_lot_contest_it(lps: Lps, context: Context) -> None:
    lps.acks(ack("negative", date="2026-03-04"), ack("positive"))
    lps.invoices(invoice(lot="012", lot_sent_at="2026-03-02T18:00:00+01:00"))
    assert rematch_acks(context) == 2
    assert outcomes() == [AckOutcome.CONTRADICTION, AckOutcome.APPLIED]
    assert verdict() == FseVerdict.CONTESTED


@pytest.mark.parametrize("again", [ack(), ack(label="x"), ack(id="7"), ack(date="2026-03-05")])
def test_an_arl_twice_is_a_duplicate(sent: Lps, again: dict[str, str]) -> None:
    sent.acks(ack())
    assert sent.acks(again).unchanged == 1
    assert outcomes() == [AckOutcome.APPLIED, AckOutcome.DUPLICATE]
    assert verdict() == FseVerdict.POSITIVE


def test_a_whole_list_of_arls_again_writes_no_journal(sent: Lps) -> None:
    items = [ack(), ack(lot="099")]
    sent.acks(*items)
    before = events()
    assert sent.acks(*items).unchanged == 2
    assert events() == before


@pytest.mark.parametrize(("first", "second"), [("positive", "negative"), ("negative", "positive")])
def test_a_contrary_arl_contests_the_lot(sent: Lps, first: str, second: str) -> None:
    sent.acks(ack(first))
    sent.acks(ack(second))
    assert outcomes() == [AckOutcome.APPLIED, AckOutcome.CONTRADICTION]
    assert verdict() == FseVerdict.CONTESTED
    sent.acks(ack(first, date="2026-03-06"))
    assert outcomes()[-1] == AckOutcome.CONTRADICTION
    assert verdict() == FseVerdict.CONTESTED


def test_an_arl_that_fits_two_lots_waits_for_a_person(sent: Lps, context: Context) -> None:
    sent.lots(lot(sent_at="2026-03-03T08:00:00+01:00"))
    sent.acks(ack("negative"))
    assert outcomes() == [AckOutcome.AMBIGUOUS]
    assert {row.verdict for row in FseLot.select()} == {FseVerdict.AWAITED}
    assert rematch_acks(context) == 0
    first = FseLot.select().order_by(FseLot.sent_at).first()
    with transaction():
        assign_ack(Acknowledgement.get(), first, by="anne")
    assert outcomes() == [AckOutcome.APPLIED]
    assert [row.verdict for row in FseLot.select().order_by(FseLot.sent_at)] == [
        FseVerdict.NEGATIVE,
        FseVerdict.AWAITED,
    ]


def test_a_person_may_assign_an_arl_to_a_lot_that_has_that_answer(sent: Lps) -> None:
    sent.lots(lot(sent_at="2026-03-03T08:00:00+01:00"))
    sent.acks(ack(lot_sent_at="2026-03-02T17:00:00Z"), ack())
    assert outcomes() == [AckOutcome.APPLIED, AckOutcome.AMBIGUOUS]
    answered = FseLot.get(FseLot.verdict == FseVerdict.POSITIVE)
    with transaction():
        assign_ack(Acknowledgement.get_by_id(2), answered, by="anne")
    assert outcomes() == [AckOutcome.APPLIED, AckOutcome.APPLIED]


def test_an_arl_of_another_practitioner_does_not_fit(sent: Lps, context: Context) -> None:
    other = {**PRACTITIONER, "billing_number": "991200015"}
    document = {"format": "scord-acks/1", "practitioner": other, "acks": [ack()]}
    apply_acks(context, sent.incoming(), document)
    assert outcomes() == [AckOutcome.UNMATCHED]


def test_one_bad_arl_leaves_the_others(sent: Lps) -> None:
    report = sent.acks(ack(result="perhaps"), ack(), None)
    assert codes(report) == [(1, "result", "literal_error"), (3, "", "model_type")]
    assert verdict() == FseVerdict.POSITIVE
    assert Acknowledgement.get().position == 2


def test_a_file_read_again_after_a_crash_keeps_each_arl_once(sent: Lps, context: Context) -> None:
    incoming = sent.incoming()
    document = {"format": "scord-acks/1", "practitioner": PRACTITIONER, "acks": [ack()]}
    apply_acks(context, incoming, document)
    assert apply_acks(context, incoming, document).unchanged == 1
    assert outcomes() == [AckOutcome.APPLIED]


def test_a_second_object_of_a_file_counts_on(sent: Lps, context: Context) -> None:
    incoming = sent.incoming()
    document = {"format": "scord-acks/1", "practitioner": PRACTITIONER, "acks": [ack()]}
    report = apply_acks(context, incoming, document)
    document["acks"] = [ack(lot="099"), {}]
    second = apply_acks(context, incoming, document, first=1 + report.items)
    assert [row.position for row in Acknowledgement.select()] == [1, 2]
    assert {fault.position for fault in second.faults} == {3}


def test_a_second_object_that_does_not_count_on_is_an_error_and_loses_no_arl(
    sent: Lps, context: Context
) -> None:
    incoming = sent.incoming()
    document = {"format": "scord-acks/1", "practitioner": PRACTITIONER, "acks": [ack()]}
    apply_acks(context, incoming, document)
    document["acks"] = [ack(lot="099")]
    with pytest.raises(ValueError, match="count on"):
        apply_acks(context, incoming, document)
