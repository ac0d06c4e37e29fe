"""A person's orders for one message: each is obeyed where it makes sense, and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scord.exchange.orders import RULES, Order, obey
from scord.lots.piece_state import PieceState, piece_states
from scord.store.states import TRANSITIONS, MessageState
from scord.store.tables import Invoice, JournalEntry, Message
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from tests.exchange.sending import Sending


def put(sending: Sending, state: MessageState) -> Message:
    Message.update(state=state).execute()
    return sending.message


@pytest.mark.parametrize("state", list(MessageState))
@pytest.mark.parametrize("order", list(Order))
def test_an_order_is_obeyed_in_its_states_alone(
    sending: Sending, order: Order, state: MessageState
) -> None:
    message = put(sending, state)
    if state in RULES[order].states:
        obey(sending.context, message, order, "Anne")
        assert sending.message.state == RULES[order].to
        entry = JournalEntry.select().where(JournalEntry.subject_kind == "message")
        assert entry.order_by(JournalEntry.id.desc()).get().by == "Anne"
        return
    with pytest.raises(ScordError) as raised:
        obey(sending.context, message, order, "Anne")
    assert raised.value.code == Code.ACTION_REFUSED
    assert sending.message.state == state


def test_every_order_is_a_way_that_the_table_of_states_has() -> None:
    ways = TRANSITIONS[MessageState]
    assert all(rule.to in ways[state] for rule in RULES.values() for state in rule.states)


def test_what_is_kept_back_does_not_leave_until_it_is_released(sending: Sending) -> None:
    obey(sending.context, sending.message, Order.HOLD, "Anne")
    sending.context.clock.turn(days=3)
    assert sending.deliver() == 0
    obey(sending.context, sending.message, Order.RELEASE, "Anne")
    assert sending.deliver() == 1


def test_the_pieces_of_an_abandoned_message_wait_for_a_persons_word(sending: Sending) -> None:
    obey(sending.context, sending.message, Order.ABANDON, "Anne")
    ((_, state),) = piece_states(Invoice.get())
    assert state == PieceState.REJECTED
    assert sending.deliver() == 0


def test_what_came_back_is_sent_again_as_the_same_bytes(sending: Sending) -> None:
    sending.deliver()
    path = sending.out / sending.message.file_name
    first = path.read_bytes()
    path.unlink()
    put(sending, MessageState.BOUNCED)
    obey(sending.context, sending.message, Order.RESEND, "Anne")
    assert sending.deliver() == 1
    assert path.read_bytes() == first
    assert sending.message.state == MessageState.SENT
