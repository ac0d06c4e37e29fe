"""A person's word on a depot lot: applied like an answer, journalled with who, taken back."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from tests.exchange.depositing import Depositing
from tests.exchange.sending import crash_at

from scord.actions.depositing import (
    PERSON,
    confirm_depot,
    open_deposits,
    take_back,
)
from scord.exchange.outbox import recover
from scord.exchange.profiles.depot_answer import Verdict
from scord.exchange.profiles.reference import ReferenceProfile
from scord.lots.colour import Colour, colour
from scord.store import journal
from scord.store.states import AckOutcome, MessageState, ScorLotState
from scord.store.tables import (
    Acknowledgement,
    Attachment,
    ChainEntry,
    Incoming,
    Invoice,
    JournalEntry,
    LotItem,
)
from scord_shared.errors import Code, ScordError
from scord_shared.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.lots.practice import Practice

BY = "Anne"
WHY = "pièce illisible"
ALL_OPEN = [("awaited", None)] * 2


@pytest.fixture
def handed_over(practice: Practice) -> Depositing:
    made = Depositing(practice)
    assert made.deliver() == 1
    return made


def say(handed_over: Depositing, verdict: Verdict, **more: Any) -> None:
    confirm_depot(handed_over.context, handed_over.lot.id, verdict, by=BY, **more)


def undo(handed_over: Depositing) -> None:
    take_back(handed_over.lot.id, by=BY)


def refused(act: Callable[[], object]) -> tuple[Code, object]:
    with pytest.raises(ScordError) as caught:
        act()
    return caught.value.code, caught.value.facts.get("reason")


def colours(handed_over: Depositing) -> list[Colour]:
    return [colour(handed_over.context, one) for one in Invoice.select().order_by(Invoice.id)]


def outcomes() -> list[AckOutcome]:
    return [row.outcome for row in Acknowledgement.select().order_by(Acknowledgement.id)]


def confirm_pieces() -> None:
    Attachment.update(confirmed_at=journal.clock.now()).execute()


NOT_OPEN = (Code.ACTION_REFUSED, Refusal.DEPOT_NOT_OPEN)
NOTHING = (Code.ACTION_REFUSED, Refusal.DEPOT_NOTHING_TO_TAKE_BACK)


def test_what_was_handed_over_is_listed_until_something_is_said(handed_over: Depositing) -> None:
    (one,) = open_deposits()
    assert (one.number, one.lot, one.folder) == (1, 1, "DEPOT-991129768-000001")
    assert (one.state, one.invoices, one.pieces) == (ScorLotState.SENT, ("481", "482"), 2)
    assert one.sent_at == handed_over.context.clock.now()
    say(handed_over, Verdict.TRANSMITTED)
    assert open_deposits() == []


def test_a_lot_of_another_profile_waits_for_no_word(practice: Practice) -> None:
    practice.ready()
    (lot,) = practice.lots(ReferenceProfile())
    assert open_deposits() == []
    assert (
        refused(lambda: confirm_depot(practice.context, lot.id, Verdict.TRANSMITTED, by=BY))
        == NOT_OPEN
    )


def test_a_lot_that_was_not_handed_over_takes_no_word(practice: Practice) -> None:
    depositing = Depositing(practice)
    assert refused(lambda: say(depositing, Verdict.TRANSMITTED)) == NOT_OPEN
    assert refused(lambda: undo(depositing)) == NOTHING


def test_sent_makes_every_piece_green_and_the_journal_says_who(handed_over: Depositing) -> None:
    assert colours(handed_over) == [Colour.YELLOW] * 2
    say(handed_over, Verdict.TRANSMITTED)
    assert colours(handed_over) == [Colour.GREEN] * 2
    assert handed_over.refreshed().state == ScorLotState.ACCEPTED
    entry = JournalEntry.get(JournalEntry.event == "scor-lot.said")
    incoming = Incoming.get()
    assert (entry.by, entry.why, entry.facts) == (BY, "transmitted", {"answer": incoming.sha256})
    kept = json.loads(handed_over.context.files.answers.read(incoming.sha256))
    assert (kept["said_by"], incoming.channel, incoming.format) == (BY, PERSON.name, "depot")
    assert incoming.understood_at is not None
    chained = ChainEntry.select().order_by(ChainEntry.id.desc()).get()
    assert (chained.event, chained.facts["answer_sha256"]) == ("acknowledged", incoming.sha256)
    assert BY not in json.dumps(chained.facts)
    assert journal.broken_link(handed_over.lot.practitioner) is None


def test_rejected_makes_every_piece_red_with_the_reason(handed_over: Depositing) -> None:
    say(handed_over, Verdict.REJECTED, why=WHY)
    assert handed_over.verdicts() == [("rejected", WHY)] * 2
    assert colours(handed_over) == [Colour.RED] * 2


def test_one_invoice_rejected_leaves_the_others_as_transmitted(handed_over: Depositing) -> None:
    say(handed_over, Verdict.REJECTED, why=WHY, invoices=["482"])
    assert handed_over.verdicts() == [("accepted", None), ("rejected", WHY)]
    assert colours(handed_over) == [Colour.GREEN, Colour.RED]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({}, Code.ACK_UNREADABLE),
        ({"why": "x" * 1_001}, Code.ACK_UNREADABLE),
        ({"why": WHY, "invoices": ["999"]}, Code.INVOICE_UNKNOWN),
    ],
)
def test_a_rejection_without_reason_or_of_an_invoice_not_in_the_lot_is_refused_whole(
    handed_over: Depositing, more: dict[str, Any], code: Code
) -> None:
    assert refused(lambda: say(handed_over, Verdict.REJECTED, **more))[0] == code
    assert handed_over.verdicts() == ALL_OPEN
    assert Incoming.select().count() == 0


def test_a_number_that_two_invoices_of_the_lot_have_is_refused(practice: Practice) -> None:
    practice.ready(number="481", invoice_date=practice.now.date())
    handed_over = Depositing(practice)
    handed_over.deliver()
    code, _ = refused(lambda: say(handed_over, Verdict.REJECTED, why=WHY, invoices=["481"]))
    assert code == Code.INVOICE_AMBIGUOUS


def test_a_second_word_is_refused_before_the_first_is_taken_back(handed_over: Depositing) -> None:
    say(handed_over, Verdict.TRANSMITTED)
    assert refused(lambda: say(handed_over, Verdict.REJECTED, why=WHY)) == NOT_OPEN
    assert outcomes() == [AckOutcome.APPLIED]


def test_a_word_settles_a_delivery_that_was_not_sure(practice: Practice) -> None:
    depositing = Depositing(practice)
    with crash_at("exchange.delivered"):
        depositing.deliver()
    shutil.rmtree(depositing.out / depositing.message.file_name)
    recover(depositing.context, depositing.transport)
    assert [one.state for one in open_deposits()] == [ScorLotState.READY]
    say(depositing, Verdict.TRANSMITTED)
    assert depositing.message.state == MessageState.SENT
    assert colours(depositing) == [Colour.GREEN] * 2


def test_the_softwares_answer_after_the_same_word_changes_nothing(handed_over: Depositing) -> None:
    say(handed_over, Verdict.TRANSMITTED)
    handed_over.answer(verdict="accepted")
    handed_over.take_answers()
    assert outcomes() == [AckOutcome.APPLIED, AckOutcome.DUPLICATE]


def test_the_softwares_other_answer_contests_a_word_and_a_new_word_settles_it(
    handed_over: Depositing,
) -> None:
    say(handed_over, Verdict.TRANSMITTED)
    handed_over.answer(verdict="rejected", reason="refusé")
    handed_over.take_answers()
    assert colours(handed_over) == [Colour.RED] * 2
    say(handed_over, Verdict.REJECTED, why=WHY)
    assert handed_over.verdicts() == [("rejected", WHY)] * 2
    assert handed_over.refreshed().state == ScorLotState.REJECTED


def test_a_word_taken_back_leaves_the_lot_red_and_open(handed_over: Depositing) -> None:
    say(handed_over, Verdict.TRANSMITTED)
    undo(handed_over)
    assert [one.state for one in open_deposits()] == [ScorLotState.CONTESTED]
    assert colours(handed_over) == [Colour.RED] * 2
    entry = JournalEntry.select().order_by(JournalEntry.id.desc()).get()
    assert (entry.event, entry.by, entry.why) == ("scor-lot.contested", BY, "taken-back")
    assert refused(lambda: undo(handed_over)) == NOTHING
    assert handed_over.practice.lots() == []  # nothing of it leaves meanwhile


FIRST: dict[str, dict[str, Any]] = {
    "sent": {"verdict": Verdict.TRANSMITTED},
    "rejected": {"verdict": Verdict.REJECTED, "why": "erreur de saisie"},
    "481 rejected": {"verdict": Verdict.REJECTED, "why": "erreur", "invoices": ["481"]},
}


@pytest.mark.parametrize("first", FIRST.values(), ids=FIRST)
@pytest.mark.parametrize(
    ("second", "verdicts"),
    [
        ({"verdict": Verdict.TRANSMITTED}, [("accepted", None)] * 2),
        ({"verdict": Verdict.REJECTED, "why": WHY}, [("rejected", WHY)] * 2),
        (
            {"verdict": Verdict.REJECTED, "why": WHY, "invoices": ["482"]},
            [("accepted", None), ("rejected", WHY)],
        ),
    ],
    ids=["sent", "rejected", "482 rejected"],
)
def test_after_an_undo_the_new_word_alone_counts(
    handed_over: Depositing,
    first: dict[str, Any],
    second: dict[str, Any],
    verdicts: list[tuple[str, str | None]],
) -> None:
    say(handed_over, **first)
    undo(handed_over)
    handed_over.context.clock.turn(minutes=1)
    say(handed_over, **second)
    assert handed_over.verdicts() == verdicts
    assert open_deposits() == []
    settled = ChainEntry.select().order_by(ChainEntry.id.desc()).get()
    assert settled.event == "settled"
    assert sum(settled.facts["pieces"].values()) == 2
    assert journal.broken_link(handed_over.lot.practitioner) is None
    refused_ones = [
        item.attachment.confirmed_at for item in LotItem.select() if item.reason is not None
    ]
    assert not any(refused_ones)  # to leave again takes a new word


def test_nothing_is_taken_back_once_the_software_has_answered(handed_over: Depositing) -> None:
    say(handed_over, Verdict.TRANSMITTED)
    handed_over.answer()
    handed_over.take_answers()
    assert refused(lambda: undo(handed_over)) == NOTHING


@pytest.mark.parametrize("then", ["confirmed anew", "sent again", "removed"])
def test_nothing_is_taken_back_once_a_rejected_piece_went_on(
    handed_over: Depositing, then: str
) -> None:
    say(handed_over, Verdict.REJECTED, why=WHY)
    if then == "removed":
        Attachment.update(removed_at=handed_over.context.clock.now()).execute()
    else:
        confirm_pieces()
    if then == "sent again":
        assert len(handed_over.practice.lots()) == 1
    assert refused(lambda: undo(handed_over)) == NOTHING


def test_an_unknown_number_is_refused(handed_over: Depositing) -> None:
    assert (
        refused(lambda: confirm_depot(handed_over.context, 99, Verdict.TRANSMITTED, by=BY))
        == NOT_OPEN
    )
    assert refused(lambda: take_back(99, by=BY)) == NOTHING
