"""What letters mean: ARLs of both kinds, bounces, and what counts for nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from tests.exchange.letters import CAISSE, STRANGER, Postbag, fse_arls, letter

from scord.exchange.orders import Order, obey
from scord.store.database import FILE_NAME, database
from scord.store.states import AckOutcome, MessageState, ScorLotState
from scord.store.tables import Acknowledgement, ChainEntry
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from tests.lots.practice import Practice


@pytest.fixture
def bag(practice: Practice) -> Postbag:
    return Postbag(practice)


def outcomes() -> list[AckOutcome]:
    return [ack.outcome for ack in Acknowledgement.select().order_by(Acknowledgement.id)]


def lot_state(bag: Postbag) -> ScorLotState:
    state: ScorLotState = bag.sending.refreshed().state
    return state


def test_an_answer_from_the_caisse_is_applied(bag: Postbag) -> None:
    kept = bag.came(letter(("arl.json", bag.answer())))
    assert kept.reason is None
    assert outcomes() == [AckOutcome.APPLIED]
    assert lot_state(bag) == ScorLotState.ACCEPTED


def test_two_answers_in_one_letter_are_both_taken(bag: Postbag) -> None:
    bag.came(letter(("a.json", bag.answer()), ("b.json", bag.answer(id="A-2"))))
    assert outcomes() == [AckOutcome.APPLIED, AckOutcome.DUPLICATE]


def test_the_same_answer_in_a_second_letter_changes_nothing(bag: Postbag) -> None:
    bag.came(letter(("arl.json", bag.answer())))
    bag.came(letter(("arl.json", bag.answer())))
    assert outcomes() == [AckOutcome.APPLIED, AckOutcome.DUPLICATE]


def test_an_answer_that_says_the_contrary_contests_the_lot(bag: Postbag) -> None:
    bag.came(letter(("arl.json", bag.answer())))
    bag.came(letter(("arl.json", bag.answer(id="A-2", verdict="negative"))))
    assert outcomes() == [AckOutcome.APPLIED, AckOutcome.CONTRADICTION]
    assert lot_state(bag) == ScorLotState.CONTESTED


def test_a_strangers_answer_is_kept_and_has_no_effect(bag: Postbag) -> None:
    kept = bag.came(letter(("arl.json", bag.answer()), sender=STRANGER))
    assert kept.reason == Code.MESSAGE_UNTRUSTED
    assert outcomes() == []
    assert lot_state(bag) == ScorLotState.SENT


def test_the_case_of_the_senders_address_does_not_matter(bag: Postbag) -> None:
    bag.came(letter(("arl.json", bag.answer()), sender=CAISSE.upper()))
    assert lot_state(bag) == ScorLotState.ACCEPTED


def test_arls_of_fse_lots_are_handed_over_as_if_the_lps_had_left_them(bag: Postbag) -> None:
    kept = bag.came(letter(("fse.json", fse_arls())))
    assert bag.handed_over == [("fse.json", fse_arls())]
    assert kept.reason is None
    assert outcomes() == []


def test_a_letter_with_both_kinds_of_arl_has_both_effects(bag: Postbag) -> None:
    bag.came(letter(("fse.json", fse_arls()), ("scor.json", bag.answer())))
    assert len(bag.handed_over) == 1
    assert lot_state(bag) == ScorLotState.ACCEPTED


@pytest.mark.parametrize(
    "raw",
    [
        letter(("arl.json", b"{")),
        letter(),
        b"From: scor@caisse.invalid\r\n\r\n",
        b"",
        b"\xff" * 100,
    ],
    ids=["half an answer", "no attachment", "no body", "empty", "no letter"],
)
def test_what_cannot_be_understood_is_kept_with_a_reason(bag: Postbag, raw: bytes) -> None:
    assert bag.came(raw).reason in {Code.ACK_UNREADABLE, Code.MESSAGE_UNTRUSTED}
    assert lot_state(bag) == ScorLotState.SENT


def test_a_letter_whose_file_is_gone_from_the_disk_does_not_stop_the_next(bag: Postbag) -> None:
    shelf = bag.context.files.answers
    lost = bag.came(letter(Subject="lost"), before=lambda sha256: shelf.path(sha256).unlink())
    assert lost.reason is not None
    bag.came(letter(("arl.json", bag.answer())))
    assert lot_state(bag) == ScorLotState.ACCEPTED


def test_an_answer_that_comes_while_the_store_is_busy_is_understood_later(bag: Postbag) -> None:
    database.execute_sql("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(bag.context.files.root / FILE_NAME, isolation_level=None)
    with closing(other), pytest.raises(ScordError) as busy:
        bag.came(
            letter(("arl.json", bag.answer())), before=lambda _: other.execute("BEGIN IMMEDIATE")
        )
    assert busy.value.code is Code.STORE_BUSY
    assert bag.answers.work() == 1
    assert lot_state(bag) == ScorLotState.ACCEPTED


def test_a_bounce_brings_its_lot_back_to_a_person(bag: Postbag) -> None:
    bag.came(bag.bounce("failed"))
    assert bag.sending.message.state == MessageState.BOUNCED
    assert lot_state(bag) == ScorLotState.SENT
    entry = ChainEntry.select().order_by(ChainEntry.id.desc()).get()
    assert (entry.event, entry.facts["status"]) == ("bounced", "5.1.1")


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_a_report_that_is_no_failure_changes_nothing(bag: Postbag, action: str) -> None:
    bag.came(bag.bounce(action))
    assert bag.sending.message.state == MessageState.SENT


def test_a_bounce_of_a_message_that_is_not_ours_changes_nothing(bag: Postbag) -> None:
    bag.came(bag.bounce("failed", message_id="<other@scord.invalid>"))
    assert bag.sending.message.state == MessageState.SENT


def test_a_bounce_that_comes_twice_is_one(bag: Postbag) -> None:
    bag.came(bag.bounce("failed"))
    bag.came(bag.bounce("failed") + b"\r\n")
    assert bag.sending.message.state == MessageState.BOUNCED


def test_an_arl_after_a_bounce_proves_the_delivery(bag: Postbag) -> None:
    bag.came(bag.bounce("failed"))
    bag.came(letter(("arl.json", bag.answer())))
    assert bag.sending.message.state == MessageState.SENT
    assert lot_state(bag) == ScorLotState.ACCEPTED


def test_what_came_back_and_is_given_up_leaves_its_pieces_to_a_person(bag: Postbag) -> None:
    bag.came(bag.bounce("failed"))
    obey(bag.context, bag.sending.message, Order.ABANDON, "Anne")
    assert bag.sending.message.state == MessageState.FAILED
