"""Uncertain sendings and ARLs of two lots wait for a person, and only for what was asked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.billing.makers import PRACTITIONER
from tests.lots.practice import BILLING, SENT_AT

from scord.actions.importing import import_file
from scord.actions.settling import (
    ambiguous_acks,
    assign,
    order,
    uncertain_messages,
)
from scord.exchange.orders import Order
from scord.store.states import AckOutcome, FseVerdict, MessageState, ScorLotState
from scord.store.tables import Acknowledgement, FseLot, Message, ScorLot
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.lots.practice import Practice

BY = "Anne"


def refused(act: Callable[[], object]) -> dict[str, object]:
    with pytest.raises(ScordError) as caught:
        act()
    assert caught.value.code is Code.ACTION_REFUSED
    return caught.value.facts


@pytest.fixture
def uncertain(practice: Practice) -> Message:
    practice.ready()
    practice.lots()
    Message.update(state=MessageState.UNCERTAIN).execute()
    return Message.get()


def test_an_uncertain_sending_is_listed_by_what_each_side_calls_it(uncertain: Message) -> None:
    (one,) = uncertain_messages()
    assert (one.number, one.lot, one.billing_number) == (uncertain.id, 1, BILLING)
    assert one.file_name == uncertain.file_name


def test_it_leaves_again_with_the_same_bytes_on_a_persons_word(
    practice: Practice, uncertain: Message
) -> None:
    order(practice.context, uncertain.id, Order.RESEND, by=BY)
    fresh = Message.get()
    assert fresh.state == MessageState.RETRY
    assert (fresh.sha256, fresh.message_id) == (uncertain.sha256, uncertain.message_id)
    assert uncertain_messages() == []


def test_it_counts_as_sent_on_a_persons_word(practice: Practice, uncertain: Message) -> None:
    order(practice.context, uncertain.id, Order.SENT, by=BY)
    assert Message.get().state == MessageState.SENT
    assert ScorLot.get().state == ScorLotState.SENT


def test_a_sending_that_is_not_uncertain_is_refused(practice: Practice, uncertain: Message) -> None:
    order(practice.context, uncertain.id, Order.SENT, by=BY)
    facts = refused(lambda: order(practice.context, uncertain.id, Order.RESEND, by=BY))
    assert facts == {"reason": "not-uncertain"}
    assert Message.get().state == MessageState.SENT


def test_a_number_of_no_sending_is_refused(practice: Practice, uncertain: Message) -> None:
    facts = refused(lambda: order(practice.context, uncertain.id + 1, Order.RESEND, by=BY))
    assert facts == {"reason": "message-unknown", "number": uncertain.id + 1}


@pytest.fixture
def two_lots(practice: Practice, tmp_path: Path) -> tuple[FseLot, FseLot]:
    """Two lots of the number 077, a fortnight apart, and one ARL that fits both."""
    lots = tuple(
        practice.lot(number="077", sent_at=SENT_AT - timedelta(days=days), verdict="awaited")
        for days in (14, 0)
    )
    ack = {"id": "A-1", "lot": "077", "date": "2026-03-10", "result": "positive", "label": "ok"}
    whole: dict[str, Any] = {
        "format": "scord-acks/1",
        "practitioner": {**PRACTITIONER, "billing_number": BILLING},
        "acks": [ack],
    }
    path = tmp_path / "arl.json"
    path.write_text(_json(whole))
    incoming = import_file(practice.context, path)
    assert incoming.reason is None, incoming.report
    return lots[0], lots[1]


def _json(value: object) -> str:
    import json  # noqa: PLC0415 -- one helper

    return json.dumps(value)


def test_an_arl_of_two_lots_is_listed_with_both(two_lots: tuple[FseLot, FseLot]) -> None:
    (one,) = ambiguous_acks()
    assert (one.positive, one.billing_number, one.lot) == (True, BILLING, "077")
    assert one.candidates == tuple((lot.id, lot.sent_at) for lot in two_lots)


def test_a_person_says_which_lot_it_is(two_lots: tuple[FseLot, FseLot]) -> None:
    first, second = two_lots
    (one,) = ambiguous_acks()
    assign(one.number, second.id, by=BY)
    assert FseLot.get_by_id(second.id).verdict == FseVerdict.POSITIVE
    assert FseLot.get_by_id(first.id).verdict == FseVerdict.AWAITED
    assert Acknowledgement.get().outcome == AckOutcome.APPLIED
    assert ambiguous_acks() == []


def test_any_other_pair_is_refused_and_changes_nothing(
    practice: Practice, two_lots: tuple[FseLot, FseLot]
) -> None:
    (one,) = ambiguous_acks()
    for ack, lot in ((one.number, practice.fse_lot.id), (one.number + 1, two_lots[0].id)):
        facts = refused(lambda ack=ack, lot=lot: assign(ack, lot, by=BY))  # type: ignore[misc]
        assert facts == {"reason": "not-a-candidate", "ack": ack, "lot": lot}
    assign(one.number, two_lots[0].id, by=BY)
    refused(lambda: assign(one.number, two_lots[1].id, by=BY))
    assert FseLot.get_by_id(two_lots[1].id).verdict == FseVerdict.AWAITED
