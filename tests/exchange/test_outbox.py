"""The outbox: at most once, whatever is cut off where; again only where that is sure, or on a
person's word.
"""

from __future__ import annotations

import errno
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.exchange.sending import Sending, at_step, crash_at

from scord.exchange.folder import FolderTransport
from scord.exchange.orders import Order, obey
from scord.exchange.outbox import deliver_due, recover
from scord.exchange.transport import Parcel, Trace
from scord.store import journal
from scord.store.flags import PAUSED, clear_flag, raise_flag
from scord.store.states import MessageState, ScorLotState
from scord.store.tables import Attachment, Attempt, ChainEntry, JournalEntry, Message
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.lots.practice import Practice


def take_all(sending: Sending) -> None:
    """The receiver picks everything up."""
    for path in sending.out.iterdir():
        path.unlink()


def test_a_message_is_delivered_and_its_lot_sent(sending: Sending) -> None:
    assert sending.deliver() == 1
    assert sending.delivered == [sending.message.file_name]
    delivered = (sending.out / sending.message.file_name).read_bytes()
    assert delivered == sending.context.files.messages.path(sending.message.sha256).read_bytes()
    assert sending.message.state == MessageState.SENT
    assert sending.refreshed().state == ScorLotState.SENT
    assert sending.refreshed().sent_at == sending.context.clock.now()
    (attempt,) = sending.attempts
    assert attempt.verdict == MessageState.SENT
    assert attempt.started_at
    assert attempt.closed_at


def test_nothing_is_delivered_twice(sending: Sending) -> None:
    sending.deliver()
    take_all(sending)
    sending.context.clock.turn(days=400)
    assert sending.deliver() == 0
    assert sending.delivered == []


def test_the_chain_tells_the_sending_without_personal_data(sending: Sending) -> None:
    sending.deliver()
    entry = ChainEntry.select().order_by(ChainEntry.id.desc()).get()
    assert (entry.event, entry.facts) == (
        "sent",
        {
            "lot": 1,
            "message_id": sending.message.message_id,
            "sha256": sending.message.sha256,
            "proof": "delivered",
        },
    )
    assert journal.broken_link(sending.lot.practitioner) is None


def test_the_attempt_is_committed_before_anything_outside_is_touched(sending: Sending) -> None:
    def look() -> None:
        (attempt,) = sending.attempts
        assert (attempt.started_at, attempt.closed_at) == (None, None)
        assert sending.message.state == MessageState.SENDING
        assert list(sending.out.iterdir()) == []

    with at_step("exchange.attempt-opened", look):
        assert sending.deliver() == 1


def test_the_mark_is_committed_before_the_name_appears(sending: Sending) -> None:
    def look() -> None:
        assert sending.attempts[0].started_at is not None
        assert sending.delivered == []

    with at_step("exchange.delivery-started", look):
        assert sending.deliver() == 1


@pytest.mark.parametrize(
    ("order", "state"),
    [(Order.HOLD, MessageState.HELD), (Order.ABANDON, MessageState.FAILED)],
)
def test_what_a_person_keeps_back_during_the_round_is_skipped_and_the_others_leave(
    practice: Practice, order: Order, state: MessageState
) -> None:
    sending = Sending(practice)
    practice.ready()
    practice.lots()
    first, second = Message.select().order_by(Message.id)

    def orders() -> None:
        if sending.message.state == MessageState.SENT:
            obey(sending.context, second, order, "Anne")

    with at_step("exchange.sent", orders):
        assert sending.deliver() == 1
    assert Message.get_by_id(first.id).state == MessageState.SENT
    assert Message.get_by_id(second.id).state == state
    assert [attempt.message_id for attempt in sending.attempts] == [first.id]


def test_a_persons_word_during_a_look_at_what_is_uncertain_stands(sending: Sending) -> None:
    with crash_at("exchange.delivery-started"):
        sending.deliver()
    Message.update(state=MessageState.UNCERTAIN).execute()
    seen = FolderTransport.trace

    class Slow(FolderTransport):
        def trace(self, file_name: str, sha256: str) -> Trace:
            obey(sending.context, sending.message, Order.RESEND, "Anne")
            return seen(self, file_name, sha256)

    recover(sending.context, Slow(sending.out))
    assert sending.message.state == MessageState.RETRY
    assert sending.deliver() == 1


# Where the process ends; whether the receiver had picked up what it could see; what the next start
# makes of it; how many deliveries there are in the end without a person's word.
CRASHES = [
    ("exchange.attempt-opened", False, MessageState.RETRY, 1),
    ("exchange.copied", False, MessageState.RETRY, 1),
    ("exchange.delivery-started", False, MessageState.RETRY, 1),
    ("exchange.delivered", False, MessageState.SENT, 1),
    ("exchange.delivered", True, MessageState.UNCERTAIN, 1),
    ("exchange.sent", False, MessageState.SENT, 1),
    ("exchange.sent", True, MessageState.SENT, 1),
]


@pytest.mark.parametrize(("step", "picked_up", "state", "deliveries"), CRASHES)
def test_after_a_crash_at_any_step_it_is_delivered_exactly_once(
    sending: Sending, step: str, picked_up: bool, state: MessageState, deliveries: int
) -> None:
    seen = 0
    with crash_at(step):
        sending.deliver()
    if picked_up:
        seen += len(sending.delivered)
        take_all(sending)
    recover(sending.context, sending.transport)
    assert sending.message.state == state
    for _ in range(3):
        sending.context.clock.turn(hours=2)
        sending.deliver()
    assert seen + len(sending.delivered) == deliveries
    assert sending.refreshed().state == (
        ScorLotState.READY if state == MessageState.UNCERTAIN else ScorLotState.SENT
    )


def test_recovering_twice_changes_nothing_more(sending: Sending) -> None:
    with crash_at("exchange.delivered"):
        sending.deliver()
    recover(sending.context, sending.transport)
    entries = JournalEntry.select().count()
    recover(sending.context, sending.transport)
    assert JournalEntry.select().count() == entries


def test_a_folder_out_of_reach_at_start_leaves_a_started_attempt_uncertain_until_it_is_back(
    sending: Sending,
) -> None:
    with crash_at("exchange.delivered"):
        sending.deliver()
    away = sending.out.rename(sending.out.with_name("away"))
    recover(sending.context, sending.transport)
    assert sending.message.state == MessageState.UNCERTAIN
    away.rename(sending.out)
    assert sending.deliver() == 0
    assert sending.message.state == MessageState.SENT
    assert sending.delivered == [sending.message.file_name]


def test_a_verdict_that_could_not_be_committed_is_found_at_the_next_round(
    sending: Sending,
) -> None:
    with crash_at("exchange.delivered"):
        sending.deliver()
    sending.deliver()  # the same process goes on: the exception ended one stage, not the service
    assert sending.message.state == MessageState.SENT
    assert len(sending.attempts) == 1


def test_sent_at_is_when_the_attempt_started_not_when_it_was_proved(sending: Sending) -> None:
    with crash_at("exchange.delivered"):
        sending.deliver()
    started = sending.context.clock.now()
    sending.context.clock.turn(days=2)
    recover(sending.context, sending.transport)
    assert sending.refreshed().sent_at == started


def uncertain(sending: Sending) -> Message:
    with crash_at("exchange.delivered"):
        sending.deliver()
    take_all(sending)
    recover(sending.context, sending.transport)
    return sending.message


def test_a_person_may_send_an_uncertain_message_again_with_the_same_bytes(
    sending: Sending,
) -> None:
    before = uncertain(sending)
    obey(sending.context, before, Order.RESEND, "Anne")
    assert sending.deliver() == 1
    after = sending.message
    assert (after.message_id, after.sha256) == (before.message_id, before.sha256)
    assert sending.delivered == [before.file_name]
    entry = JournalEntry.get((JournalEntry.event == "message.retry") & (JournalEntry.by == "Anne"))
    assert entry.why == "resend"


def test_a_person_may_say_that_an_uncertain_message_arrived(sending: Sending) -> None:
    obey(sending.context, uncertain(sending), Order.SENT, "Anne")
    assert sending.message.state == MessageState.SENT
    assert sending.refreshed().state == ScorLotState.SENT
    assert sending.deliver() == 0


@pytest.mark.parametrize("order", list(Order))
def test_a_persons_order_is_refused_where_nothing_waits_or_is_uncertain(
    sending: Sending, order: Order
) -> None:
    sending.deliver()
    with pytest.raises(ScordError) as raised:
        obey(sending.context, sending.message, order, "Anne")
    assert raised.value.code == Code.ACTION_REFUSED
    assert sending.message.state == MessageState.SENT


@pytest.mark.parametrize("harm", ["gone", "changed"])
def test_a_damaged_frozen_message_is_never_sent(sending: Sending, harm: str) -> None:
    path = sending.context.files.messages.path(sending.message.sha256)
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes() + b"?")
    assert sending.deliver() == 0
    assert sending.message.state == MessageState.FAILED
    assert sending.attempts[0].detail == Code.STORE_FILE_DAMAGED
    assert list(sending.out.iterdir()) == []


def test_a_missing_folder_is_tried_again_ever_more_rarely(sending: Sending) -> None:
    sending.out.rmdir()
    waits = []
    for _ in range(9):
        assert sending.deliver() == 0
        message = sending.message
        assert message.state == MessageState.RETRY
        waits.append((message.next_attempt_at - sending.context.clock.now()).total_seconds() / 60)
        assert sending.deliver() == 0  # not due yet
        sending.context.clock.wall = message.next_attempt_at
    for wait, expected in zip(waits, [1, 2, 4, 8, 16, 32, 60, 60, 60], strict=True):
        assert 0.8 * expected <= wait <= 1.2 * expected
    assert {attempt.detail for attempt in sending.attempts} == {Code.FOLDER_UNREACHABLE}
    sending.out.mkdir()
    assert sending.deliver() == 1


def test_a_clock_set_back_does_not_make_a_message_wait_for_ever(sending: Sending) -> None:
    sending.out.rmdir()
    sending.context.clock.turn(days=30)
    sending.deliver()
    sending.context.clock.wall -= timedelta(days=30)
    sending.out.mkdir()
    assert sending.deliver() == 1


def test_a_clock_set_forward_only_makes_a_message_due_early(sending: Sending) -> None:
    sending.out.rmdir()
    sending.deliver()
    sending.out.mkdir()
    sending.context.clock.turn(days=365)
    assert sending.deliver() == 1


@pytest.mark.parametrize(("minutes", "sent"), [(1, 0), (3, 1)])
def test_a_wait_longer_than_its_own_comes_from_a_clock_set_back(
    sending: Sending, minutes: int, sent: int
) -> None:
    later = sending.context.clock.now() + timedelta(minutes=minutes)
    Message.update(next_attempt_at=later).execute()
    assert sending.deliver() == sent


def test_a_message_that_cannot_go_does_not_hold_up_the_next(practice: Practice) -> None:
    sending = Sending(practice)
    practice.ready()
    practice.lots()
    (sending.out / sending.message.file_name).write_bytes(b"somebody else's")
    assert sending.deliver() == 1
    assert sending.message.state == MessageState.FAILED


def test_a_pause_between_two_messages_keeps_the_rest(practice: Practice) -> None:
    sending = Sending(practice)
    for caisse in ("351", "352"):
        practice.ready(caisse=caisse)
    practice.lots()

    def pause() -> None:
        raise_flag(sending.context, PAUSED, by="Anne")

    with at_step("exchange.delivery-started", pause):
        assert sending.deliver() == 1
    assert states() == [MessageState.SENT, MessageState.READY, MessageState.READY]
    assert sending.deliver() == 0
    assert len(sending.delivered) == 1
    clear_flag(PAUSED)
    assert sending.deliver() == 2
    assert states() == [MessageState.SENT] * 3


def states() -> list[MessageState]:
    return [message.state for message in Message.select().order_by(Message.id)]


def test_what_can_never_be_delivered_takes_back_the_words_given_for_it(sending: Sending) -> None:
    assert Attachment.get().confirmed_at is not None
    (sending.out / sending.message.file_name).write_bytes(b"somebody else's")
    sending.deliver()
    assert sending.message.state == MessageState.FAILED
    assert Attachment.get().confirmed_at is None
    assert sending.practice.lots() == []


def test_what_only_has_to_be_tried_again_takes_no_word_back(sending: Sending) -> None:
    sending.out.rmdir()
    sending.deliver()
    assert sending.message.state == MessageState.RETRY
    assert Attachment.get().confirmed_at is not None


class Scripted:
    """A transport that fails as told: before or after the step that counts, and what shows then."""

    def __init__(self, fault: Exception, trace: Trace, *, started: bool) -> None:
        self._fault = fault
        self._trace = trace
        self._started = started

    def deliver(self, parcel: Parcel, starting: Callable[[], None]) -> None:
        del parcel
        if self._started:
            starting()
        raise self._fault

    def trace(self, file_name: str, sha256: str) -> Trace:
        del file_name, sha256
        return self._trace


@pytest.mark.parametrize(
    ("started", "trace", "state"),
    [
        (False, Trace.UNKNOWN, MessageState.RETRY),
        (False, Trace.UNTOUCHED, MessageState.RETRY),
        (False, Trace.DELIVERED, MessageState.SENT),
        (True, Trace.UNKNOWN, MessageState.UNCERTAIN),
        (True, Trace.UNTOUCHED, MessageState.RETRY),
        (True, Trace.DELIVERED, MessageState.SENT),
    ],
)
def test_any_fault_is_judged_by_the_marks_and_what_shows(
    sending: Sending, started: bool, trace: Trace, state: MessageState
) -> None:
    transport = Scripted(ConnectionResetError(), trace, started=started)
    deliver_due(sending.context, transport, sending.context.clock.now())
    assert sending.message.state == state
    assert sending.attempts[0].verdict == state


def test_what_a_transport_says_as_it_fails_may_name_a_patient_and_is_not_logged(
    sending: Sending, caplog: pytest.LogCaptureFixture
) -> None:
    named = ConnectionResetError("while sending the ordonnance of ADRDEUX")
    transport = Scripted(named, Trace.UNKNOWN, started=True)
    with caplog.at_level("DEBUG"):
        deliver_due(sending.context, transport, sending.context.clock.now())
    assert "ConnectionResetError" in caplog.text
    assert "ADRDEUX" not in caplog.text
    assert sending.attempts[0].detail == "ConnectionResetError"
    assert not [row for row in JournalEntry.select() if "ADRDEUX" in f"{row.why} {row.facts}"]


def test_an_answer_that_comes_before_the_verdict_stands(sending: Sending) -> None:
    sending.answers.work()

    def quick_caisse() -> None:
        sending.answer()
        sending.take_answers()

    with at_step("exchange.delivered", quick_caisse):
        sending.deliver()
    assert sending.message.state == MessageState.SENT
    assert sending.refreshed().state == ScorLotState.ACCEPTED
    assert Attempt.get().closed_at is not None


def test_a_full_disk_of_the_receiver_is_told_and_tried_again(
    sending: Sending, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("scord.exchange.into_folder.os.fsync", full)
        sending.deliver()
    assert sending.attempts[0].detail == Code.DISK_FULL
    assert list(sending.out.iterdir()) == []
    sending.context.clock.turn(minutes=2)
    assert sending.deliver() == 1
