"""A lot leaves by the way of the profile that froze it, and by no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.exchange.depositing import Depositing
from tests.exchange.sending import crash_at
from tests.lots.practice import in_force

from scord.exchange.depot_folder import DepotTransport
from scord.exchange.folder import FolderTransport
from scord.exchange.orders import Order, obey
from scord.exchange.outbox import deliver_due, recover
from scord.exchange.set_apart import OTHER_PROFILE
from scord.lots.piece_state import PieceState, piece_states
from scord.store.states import MessageState
from scord.store.tables import Invoice, JournalEntry, Message

if TYPE_CHECKING:
    from tests.exchange.sending import Sending
    from tests.lots.practice import Practice

    from scord.store.context import Context


def under(context: Context, profile: str) -> Context:
    exchange = context.settings.exchange.model_copy(update={"profile": profile})
    return in_force(context, exchange=exchange)


def put(message: Message, state: MessageState) -> None:
    Message.update(state=state).where(Message.id == message.id).execute()


def last_entry() -> tuple[str, str, str]:
    about = JournalEntry.select().where(JournalEntry.subject_kind == "message")
    entry = about.order_by(JournalEntry.id.desc()).get()
    return entry.event, entry.by, entry.why


@pytest.fixture
def depot(sending: Sending) -> Context:
    """What waits was frozen under `reference`; now `depot` is in force."""
    return under(sending.context, "depot")


@pytest.mark.parametrize("state", [MessageState.READY, MessageState.RETRY])
def test_a_lot_of_reference_is_kept_back_under_depot_and_the_journal_says_why(
    sending: Sending, depot: Context, state: MessageState
) -> None:
    put(sending.message, state)
    assert deliver_due(depot, DepotTransport(sending.out), depot.clock.now()) == 0
    assert sending.message.state == MessageState.HELD
    assert last_entry() == ("message.held", "machine", OTHER_PROFILE)
    assert (list(sending.out.iterdir()), sending.attempts) == ([], [])


def test_a_lot_of_depot_is_kept_back_under_reference(practice: Practice) -> None:
    depositing = Depositing(practice)
    reference = under(depositing.context, "reference")
    transport = FolderTransport(depositing.out)
    assert deliver_due(reference, transport, reference.clock.now()) == 0
    assert depositing.message.state == MessageState.HELD
    assert list(depositing.out.iterdir()) == []


def test_it_is_kept_back_at_the_start_already(sending: Sending, depot: Context) -> None:
    recover(depot, DepotTransport(sending.out))
    assert sending.message.state == MessageState.HELD


def test_one_whose_next_attempt_is_far_off_is_kept_back_at_once(
    sending: Sending, depot: Context
) -> None:
    later = sending.practice.later(minutes=50)
    Message.update(state=MessageState.RETRY, next_attempt_at=later).execute()
    recover(depot, DepotTransport(sending.out))
    assert sending.message.state == MessageState.HELD


def test_one_that_was_perhaps_delivered_stays_uncertain(sending: Sending, depot: Context) -> None:
    with crash_at("exchange.delivered"):
        sending.deliver()
    elsewhere = sending.out.parent / "depot"
    elsewhere.mkdir()
    recover(depot, DepotTransport(elsewhere))
    assert sending.message.state == MessageState.UNCERTAIN


def test_it_leaves_when_its_profile_is_in_force_again(sending: Sending, depot: Context) -> None:
    recover(depot, DepotTransport(sending.out))
    assert sending.deliver() == 1
    assert sending.delivered == [sending.message.file_name]


def test_what_a_person_keeps_back_no_change_of_profiles_lets_go(
    sending: Sending, depot: Context
) -> None:
    obey(sending.context, sending.message, Order.HOLD, "Anne")
    recover(depot, DepotTransport(sending.out))
    assert sending.deliver() == 0
    assert sending.message.state == MessageState.HELD


@pytest.mark.parametrize(
    ("state", "order"),
    [
        (MessageState.HELD, Order.RELEASE),
        (MessageState.UNCERTAIN, Order.RESEND),
        (MessageState.BOUNCED, Order.RESEND),
    ],
)
def test_a_person_who_lets_it_go_is_told_that_it_is_kept_back(
    sending: Sending, depot: Context, state: MessageState, order: Order
) -> None:
    put(sending.message, state)
    assert obey(depot, sending.message, order, "Anne") == MessageState.HELD
    assert sending.message.state == MessageState.HELD
    assert deliver_due(depot, DepotTransport(sending.out), depot.clock.now()) == 0


def test_a_person_may_give_it_up_and_its_pieces_wait_for_a_word(
    sending: Sending, depot: Context
) -> None:
    recover(depot, DepotTransport(sending.out))
    assert obey(depot, sending.message, Order.ABANDON, "Anne") == MessageState.FAILED
    ((_, state),) = piece_states(Invoice.get())
    assert state == PieceState.REJECTED
    assert sending.deliver() == 0
