"""What a depot's answers say, and what is none."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scord.exchange.profiles.depot_answer import Verdict, read_answers, write_word
from scord.lots.profile import ParsedAnswer
from scord_shared.errors import Code, ScordError

AT = datetime(2026, 3, 11, 8, 30, tzinfo=UTC)
REFUSED = {"identifier": "DEPOT-991129768-000012-0001", "reason": "trop sombre"}
ANSWER = {
    "id": "L-77",
    "billing_number": "991129768",
    "lot": 12,
    "message_id": "<m@scord.invalid>",
    "verdict": "transmitted",
    "date": "2026-03-11T09:30:00+01:00",
}


def answers(*given_ones: dict[str, Any], **head: Any) -> bytes:
    whole = {"format": "scord-depot-answer/1", "answers": list(given_ones)}
    return json.dumps({**whole, **head}).encode()


def read(**said: Any) -> ParsedAnswer:
    (parsed,) = read_answers(answers({**ANSWER, **said}), "a.json")
    return parsed


@pytest.mark.parametrize("verdict", ["transmitted", "accepted"])
def test_a_transmitted_or_accepted_lot_is_positive(verdict: str) -> None:
    assert read(verdict=verdict) == ParsedAnswer(
        "L-77", "991129768", 12, "<m@scord.invalid>", True, AT, verdict
    )


def test_a_rejected_lot_is_negative_with_its_reason() -> None:
    parsed = read(verdict="rejected", reason="lot illisible")
    assert (parsed.positive, parsed.label, parsed.rejected) == (False, "lot illisible", ())


def test_rejected_pieces_make_the_answer_negative_for_them_alone() -> None:
    parsed = read(rejected=[REFUSED])
    assert not parsed.positive
    assert parsed.rejected == ((REFUSED["identifier"], "trop sombre"),)


def test_one_file_may_hold_several_answers_and_fields_nobody_knows() -> None:
    data = answers(ANSWER, {**ANSWER, "id": "L-78", "colour": "blue"}, seen=True)
    assert [one.key for one in read_answers(data, "a.json")] == ["L-77", "L-78"]


def test_a_persons_word_reads_as_it_was_written_and_tells_who_said_it() -> None:
    said = read(rejected=[REFUSED], reason="lu à l'écran")
    data = write_word(said, Verdict.TRANSMITTED, by="Anne")
    assert read_answers(data, "a.json") == (said,)
    assert json.loads(data)["said_by"] == "Anne"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\x00\xff\xfe garbage", id="not text"),
        pytest.param(b"[" * 100_000, id="deep"),
        pytest.param(answers(ANSWER)[:-9], id="half written"),
        pytest.param(answers(), id="no answer"),
        pytest.param(answers(ANSWER, format="scord-reference-answer/1"), id="another format"),
        pytest.param(answers({**ANSWER, "message_id": None}), id="without the message id"),
        pytest.param(answers({**ANSWER, "lot": "12"}), id="lot as text"),
        pytest.param(answers({**ANSWER, "lot": 10**30}), id="lot beyond the store"),
        pytest.param(answers({**ANSWER, "date": "2026-03-11T09:30:00"}), id="time without zone"),
        pytest.param(answers({**ANSWER, "verdict": "perhaps"}), id="another verdict"),
        pytest.param(answers({**ANSWER, "verdict": "rejected"}), id="rejected without reason"),
        pytest.param(
            answers({**ANSWER, "verdict": "rejected", "reason": "?", "rejected": [REFUSED]}),
            id="rejected whole and in part",
        ),
        pytest.param(answers({**ANSWER, "rejected": [REFUSED] * 2}), id="named twice"),
        pytest.param(
            answers({**ANSWER, "rejected": [{**REFUSED, "reason": ""}]}), id="piece without reason"
        ),
        pytest.param(answers({**ANSWER, "reason": "x" * 1_001}), id="endless reason"),
        pytest.param(answers({**ANSWER, "reason": "\ud800"}), id="half a character"),
    ],
)
def test_what_is_no_answer_is_unreadable(data: bytes) -> None:
    with pytest.raises(ScordError) as raised:
        read_answers(data, "a.json")
    assert raised.value.code == Code.ACK_UNREADABLE
    assert raised.value.facts == {"path": "a.json"}


@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_but_unreadable(data: bytes) -> None:
    with pytest.raises(ScordError) as raised:
        read_answers(data, "a.json")
    assert raised.value.code == Code.ACK_UNREADABLE
