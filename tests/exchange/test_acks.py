"""ARLs for SCOR lots: kept first, understood once, and nothing they say is lost."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.exchange.sending import Sending, at_step, crash_at

from scord.actions.verdicts import settle_scor
from scord.exchange.acks import Answers
from scord.exchange.answers import understand_pending
from scord.exchange.profiles.reference import ReferenceProfile
from scord.lots.piece_state import PieceState, piece_states
from scord.store import journal
from scord.store.files import write_whole
from scord.store.flags import flag
from scord.store.states import AckOutcome, MessageState, ScorLotState
from scord.store.tables import (
    Acknowledgement,
    Attachment,
    Attempt,
    ChainEntry,
    Incoming,
    JournalEntry,
    LotItem,
    Message,
    Sighting,
)
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.lots.practice import Practice

    from scord.lots.profile import ParsedAnswer

POSIX = pytest.mark.skipif(os.name == "nt", reason="made with the means of Linux")


@pytest.fixture
def sent(sending: Sending) -> Sending:
    """Its lot is with the caisse."""
    sending.deliver()
    return sending


@pytest.fixture
def two_pieces(practice: Practice) -> Sending:
    sending = Sending(practice, pieces=2)
    sending.deliver()
    return sending


def outcomes() -> list[AckOutcome]:
    return [row.outcome for row in Acknowledgement.select().order_by(Acknowledgement.id)]


def left(sending: Sending) -> list[str]:
    return sorted(path.name for path in sending.inbox.iterdir())


def test_a_positive_answer_accepts_the_lot_and_every_piece(two_pieces: Sending) -> None:
    path = two_pieces.answer()
    data = path.read_bytes()
    assert two_pieces.take_answers() == 1
    lot = two_pieces.refreshed()
    assert lot.state == ScorLotState.ACCEPTED
    assert lot.answered_at == two_pieces.context.clock.now()
    assert two_pieces.verdicts() == [("accepted", None), ("accepted", None)]
    assert outcomes() == [AckOutcome.APPLIED]
    assert left(two_pieces) == []
    incoming = Incoming.get()
    assert two_pieces.context.files.answers.path(incoming.sha256).read_bytes() == data
    assert (incoming.channel, incoming.format, incoming.reason) == ("caisse", "reference", None)
    assert incoming.report == {"outcomes": ["applied"]}


def test_a_negative_answer_rejects_the_lot_with_its_reason(two_pieces: Sending) -> None:
    two_pieces.answer(verdict="negative", label="lot illisible")
    two_pieces.take_answers()
    assert two_pieces.refreshed().state == ScorLotState.REJECTED
    assert two_pieces.verdicts() == [("rejected", "lot illisible")] * 2


def test_a_negative_answer_for_one_piece_accepts_the_others(two_pieces: Sending) -> None:
    first = LotItem.select().order_by(LotItem.id).get()
    rejected = [{"identifier": first.identifier, "reason": "trop sombre"}]
    two_pieces.answer(verdict="negative", label="1 pièce", rejected=rejected)
    two_pieces.take_answers()
    assert two_pieces.refreshed().state == ScorLotState.PARTIAL
    assert two_pieces.verdicts() == [("rejected", "trop sombre"), ("accepted", None)]


def test_a_refusal_takes_back_the_words_given_for_refused_pieces_only(two_pieces: Sending) -> None:
    first, second = LotItem.select().order_by(LotItem.id)
    before = second.attachment.confirmed_at
    two_pieces.answer(
        verdict="negative",
        rejected=[{"identifier": first.identifier, "reason": "trop sombre"}],
    )
    two_pieces.take_answers()
    assert before is not None
    assert Attachment.get_by_id(first.attachment_id).confirmed_at is None
    assert Attachment.get_by_id(second.attachment_id).confirmed_at == before


@pytest.mark.parametrize("wrong_by", [{"days": 1}, {"hours": -12}])
def test_a_clock_wrong_at_filing_never_makes_a_refused_piece_leave_again(
    practice: Practice, wrong_by: dict[str, float]
) -> None:
    clock = practice.context.clock
    clock.wall += timedelta(**wrong_by)
    sending = Sending(practice)
    clock.wall -= timedelta(**wrong_by)
    sending.deliver()
    sending.answer(verdict="negative")
    sending.take_answers()
    assert sending.refreshed().state == ScorLotState.REJECTED
    invoice = LotItem.get().attachment.invoice
    for _ in range(3):
        assert [state for _, state in piece_states(invoice)] == [PieceState.REJECTED]
        assert practice.lots() == []
        assert sending.deliver() == 0
        clock.turn(days=1)


def test_the_chain_tells_the_answer_without_personal_data(sent: Sending) -> None:
    sent.answer()
    sent.take_answers()
    entry = ChainEntry.select().order_by(ChainEntry.id.desc()).get()
    assert entry.event == "acknowledged"
    assert entry.facts == {
        "lot": 1,
        "state": "accepted",
        "answer_sha256": Incoming.get().sha256,
        "pieces": {"accepted": 1},
    }
    assert journal.broken_link(sent.lot.practitioner) is None


def test_an_answer_twice_is_applied_once(sent: Sending) -> None:
    sent.answer("first.json")
    sent.answer("second.json")
    assert sent.take_answers() == 2
    assert outcomes() == [AckOutcome.APPLIED, AckOutcome.DUPLICATE]
    assert sent.refreshed().state == ScorLotState.ACCEPTED
    assert ChainEntry.select().where(ChainEntry.event == "acknowledged").count() == 1


def test_an_answer_that_comes_again_later_under_its_name_is_a_duplicate(sent: Sending) -> None:
    sent.answer()
    sent.take_answers()
    path = sent.answer()
    later = sent.context.clock.now().timestamp() + 3600
    os.utime(path, (later, later))
    sent.take_answers()
    assert outcomes() == [AckOutcome.APPLIED, AckOutcome.DUPLICATE]
    assert left(sent) == []


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [("positive", "negative", "accepted"), ("negative", "positive", "rejected")],
)
def test_a_contradiction_contests_the_lot_and_touches_no_piece(
    sent: Sending, first: str, second: str, verdict: str
) -> None:
    sent.answer(verdict=first)
    sent.take_answers()
    sent.answer(verdict=second, id="A-2")
    sent.take_answers()
    assert outcomes() == [AckOutcome.APPLIED, AckOutcome.CONTRADICTION]
    assert sent.refreshed().state == ScorLotState.CONTESTED
    assert [said for said, _ in sent.verdicts()] == [verdict]
    assert ChainEntry.select().order_by(ChainEntry.id.desc()).get().event == "contested"


def test_a_third_answer_to_a_contested_lot_changes_nothing_more(sent: Sending) -> None:
    for number, verdict in enumerate(("positive", "negative", "negative")):
        sent.answer(verdict=verdict, id=f"A-{number}")
        sent.take_answers()
    assert outcomes()[-1] == AckOutcome.CONTRADICTION
    assert ChainEntry.select().where(ChainEntry.event == "contested").count() == 1


@pytest.mark.parametrize(
    "said",
    [
        {"lot": 99},
        {"billing_number": "991200015"},
        {"message_id": "<another@scord.invalid>"},
        {"verdict": "negative", "rejected": [{"identifier": "TEST-9", "reason": "?"}]},
    ],
)
def test_an_answer_to_something_unknown_is_kept_and_changes_nothing(
    sent: Sending, said: dict[str, object]
) -> None:
    sent.answer(**said)
    assert sent.take_answers() == 1
    assert outcomes() == [AckOutcome.UNMATCHED]
    assert sent.refreshed().state == ScorLotState.SENT
    assert left(sent) == []


@pytest.mark.parametrize("data", [b"\x00\xff garbage", b"{}", b"[]", b'{"format": "scord-acks/1"}'])
def test_garbage_is_kept_and_told_and_the_next_answer_is_taken(sent: Sending, data: bytes) -> None:
    sent.answer("a.json", data=data)
    sent.answer("b.json")
    assert sent.take_answers() == 2
    assert outcomes() == [AckOutcome.UNREADABLE, AckOutcome.APPLIED]
    assert Incoming.get(Incoming.name == "a.json").reason == Code.ACK_UNREADABLE
    assert data in {
        sent.context.files.answers.path(sha256).read_bytes()
        for sha256 in sent.context.files.answers.names()
    }
    assert left(sent) == []


def test_a_profile_that_fails_in_its_own_way_stops_nothing(sent: Sending) -> None:
    class Broken(ReferenceProfile):
        def parse_answer(self, data: bytes, name: str) -> tuple[ParsedAnswer, ...]:
            raise KeyError(name, data)

    sent.answers = Answers(sent.context, Broken())
    sent.answer()
    assert sent.take_answers() == 1
    assert outcomes() == [AckOutcome.UNREADABLE]


def test_what_a_profile_says_as_it_fails_may_name_a_patient_and_is_not_logged(
    sent: Sending, caplog: pytest.LogCaptureFixture
) -> None:
    class Talkative(ReferenceProfile):
        def parse_answer(self, data: bytes, name: str) -> tuple[ParsedAnswer, ...]:
            try:
                return super().parse_answer(data, name)
            except ScordError as fault:
                raise ValueError(data.decode(), name) from fault

    sent.answers = Answers(sent.context, Talkative())
    sent.answer(data=b"ADRDEUX LAURENT")
    with caplog.at_level("DEBUG"):
        assert sent.take_answers() == 1
    assert "ValueError" in caplog.text
    assert "ADRDEUX" not in caplog.text
    assert not [row for row in JournalEntry.select() if "ADRDEUX" in f"{row.why} {row.facts}"]


# What the outbox knew of a message before its answer came, and whether the answer then counts.
@pytest.mark.parametrize("state", [s for s in MessageState if s != MessageState.FAILED])
def test_an_answer_proves_that_its_lot_was_delivered(sending: Sending, state: MessageState) -> None:
    if state == MessageState.SENT:
        sending.deliver()
    Message.update(state=state).execute()
    sending.answer()
    sending.take_answers()
    assert sending.message.state == MessageState.SENT
    assert sending.refreshed().state == ScorLotState.ACCEPTED
    assert sending.deliver() == 0


@pytest.mark.parametrize("positive", [True, False])
def test_an_answer_to_a_message_that_was_given_up_leaves_the_verdict_to_a_person(
    sending: Sending, *, positive: bool
) -> None:
    """Uncertain, sent again and refused then: the first one had arrived. Nothing goes twice."""
    Message.update(state=MessageState.FAILED).execute()
    sending.answer()
    sending.take_answers()
    assert outcomes() == [AckOutcome.CONTRADICTION]
    assert sending.refreshed().state == ScorLotState.CONTESTED
    (piece,) = [state for _, state in piece_states(sending.lot.items.get().attachment.invoice)]
    assert piece == PieceState.CONTESTED
    settle_scor(sending.lot.id, positive=positive, by="Anne")
    (piece,) = [state for _, state in piece_states(sending.lot.items.get().attachment.invoice)]
    assert piece == (PieceState.ACCEPTED if positive else PieceState.REJECTED)


def test_the_time_of_sending_is_that_of_the_attempt_not_of_its_answer(sending: Sending) -> None:
    started = sending.context.clock.now()
    Attempt.create(message=sending.message, opened_at=started, started_at=started)
    Message.update(state=MessageState.UNCERTAIN).execute()
    sending.context.clock.turn(days=3)
    sending.answer()
    sending.take_answers()
    assert sending.refreshed().sent_at == started


@pytest.mark.parametrize("step", ["acks.stored", "acks.applied", "acks.removed"])
def test_after_a_crash_at_any_step_the_answer_has_counted_exactly_once(
    sent: Sending, step: str
) -> None:
    sent.answer()
    with crash_at(step):
        sent.take_answers()
    sent.context.clock.turn(seconds=60)
    sent.answers = Answers(sent.context, ReferenceProfile())  # as after a start
    sent.take_answers()
    assert outcomes() == [AckOutcome.APPLIED]
    assert Incoming.select().count() == 1
    assert ChainEntry.select().where(ChainEntry.event == "acknowledged").count() == 1
    assert left(sent) == []


def test_an_answer_is_kept_before_it_is_understood(sent: Sending) -> None:
    sent.answer()
    with crash_at("acks.stored"):
        sent.take_answers()
    assert Incoming.get().understood_at is None
    assert left(sent) == ["answer.json"]
    assert sent.refreshed().state == ScorLotState.SENT
    assert understand_pending(sent.context, ReferenceProfile()) == 1
    assert sent.refreshed().state == ScorLotState.ACCEPTED


def test_a_kept_answer_that_is_damaged_on_the_disk_is_told_not_looped_on(sent: Sending) -> None:
    sent.answer()
    with crash_at("acks.stored"):
        sent.take_answers()
    sent.context.files.answers.path(Incoming.get().sha256).unlink()
    assert understand_pending(sent.context, ReferenceProfile()) == 1
    assert outcomes() == [AckOutcome.UNREADABLE]
    assert understand_pending(sent.context, ReferenceProfile()) == 0


def test_a_file_still_growing_is_left_until_it_rests(sent: Sending) -> None:
    whole = sent.answer().read_bytes()
    path = sent.answer(data=whole[:40])
    for _ in range(5):
        sent.context.clock.turn(seconds=5)
        with path.open("ab") as growing:
            growing.write(b" ")
        assert sent.answers.work() == 0
    path.write_bytes(whole)
    assert sent.take_answers(seconds=2) == 1
    assert outcomes() == [AckOutcome.APPLIED]


def test_what_rests_but_is_not_whole_gets_longer_before_it_counts_as_garbage(
    sent: Sending,
) -> None:
    sent.answer(data=b'{"format": "scord-refe')
    assert sent.take_answers(seconds=29) == 0
    assert left(sent) == ["answer.json"]
    assert sent.take_answers(seconds=2) == 1
    assert outcomes() == [AckOutcome.UNREADABLE]


def test_a_file_replaced_while_it_is_understood_is_not_thrown_away(sent: Sending) -> None:
    path = sent.answer(verdict="negative", lot=99)
    right = sent.answer("right.part").read_bytes()
    (sent.inbox / "right.part").unlink()

    def replaced() -> None:
        if path.read_bytes() != right:
            write_whole(path, right)

    with at_step("acks.applied", replaced):
        sent.take_answers()
    assert left(sent) == ["answer.json"]
    sent.take_answers()
    assert outcomes() == [AckOutcome.UNMATCHED, AckOutcome.APPLIED]
    assert left(sent) == []


@pytest.mark.parametrize("name", [".answer.json", "answer.json.part", "answer.tmp", "~$answer"])
def test_unfinished_and_hidden_names_are_left_alone(sent: Sending, name: str) -> None:
    sent.answer(name)
    assert sent.take_answers() == 0
    assert left(sent) == [name]


def test_an_empty_file_is_left_for_its_writer(sent: Sending) -> None:
    sent.answer(data=b"")
    assert sent.take_answers(seconds=3600) == 0
    assert left(sent) == ["answer.json"]
    assert Sighting.select().count() == 0


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param("link", marks=POSIX),
        "folder",
        pytest.param("fifo", marks=POSIX),
        "too large",
    ],
)
def test_what_is_no_ordinary_file_is_left_and_told_once(
    sent: Sending, tmp_path: Path, kind: str
) -> None:
    path = sent.inbox / "odd.json"
    if kind == "link":
        target = tmp_path / "elsewhere.json"
        target.write_bytes(b"{}")
        path.symlink_to(target)
    elif kind == "folder":
        path.mkdir()
    elif kind == "fifo":
        os.mkfifo(path)
    else:
        with path.open("wb") as large:
            large.truncate(10_000_001)
    for _ in range(3):
        assert sent.take_answers() == 0
    code = Code.FILE_TOO_LARGE if kind == "too large" else Code.FILE_NOT_REGULAR
    assert [(row.name, row.code) for row in Sighting.select()] == [("odd.json", code)]
    path.rmdir() if kind == "folder" else path.unlink()
    sent.take_answers()
    assert Sighting.get().resolved_at is not None


def test_a_file_that_cannot_be_removed_is_told_and_counts_once(
    sent: Sending, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent.answer("a.json")
    sent.answer("b.json", lot=99)

    def no_right(_: Path) -> None:
        raise PermissionError

    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.unlink", no_right)
        for _ in range(3):
            assert sent.take_answers() == 0
    assert sorted(row.name for row in Sighting.select()) == ["a.json", "b.json"]
    assert outcomes() == [AckOutcome.APPLIED, AckOutcome.UNMATCHED]
    sent.take_answers()
    assert left(sent) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows names are always text")
def test_a_name_of_any_bytes_is_taken(sent: Sending) -> None:
    name = os.fsdecode(b"r\xe9ponse\n\xf0\x9f\x8c\x9e.json")
    sent.answer(name)
    assert sent.take_answers() == 1
    assert Incoming.get().name == "r_ponse\n\U0001f31e.json"


def test_a_missing_folder_is_told_and_taken_up_when_it_is_back(sent: Sending) -> None:
    sent.inbox.rmdir()
    assert sent.take_answers() == 0
    assert flag("folder-unreachable:exchange:in")
    sent.inbox.mkdir()
    sent.answer()
    assert sent.take_answers() == 1
    assert flag("folder-unreachable:exchange:in") is None


def test_a_clock_set_back_neither_loses_nor_repeats_an_answer(sent: Sending) -> None:
    sent.context.clock.turn(days=-20)
    sent.answer()
    sent.take_answers()
    assert outcomes() == [AckOutcome.APPLIED]
    assert left(sent) == []


def test_the_next_look_comes_when_a_file_may_have_settled(sent: Sending) -> None:
    poll = sent.context.settings.exchange.poll_seconds
    assert sent.answers.next_in() == poll
    sent.answer()
    sent.answers.work()
    assert 0 < sent.answers.next_in() <= 1.0
