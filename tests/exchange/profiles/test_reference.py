"""The reference profile: every name says TEST, equal lots are equal bytes, bad answers are told."""

from __future__ import annotations

import hashlib
import json
import zipfile
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scord.exchange.profiles.reference import WARNING, ReferenceProfile
from scord.lots.profile import Frozen, LotFacts, ParsedAnswer, Part, Piece
from scord.store.refs import InvoiceRef
from scord_shared.errors import Code, ScordError

PDFS = {hashlib.sha256(data).hexdigest(): data for data in (b"%PDF one", b"%PDF two")}
ONE, TWO = PDFS
LOT = LotFacts("991129768", "84", "01-349", 12, datetime(2026, 3, 10, 20, 0, tzinfo=UTC))
REF = InvoiceRef("991129768", "481", date(2026, 3, 2))
PROFILE = ReferenceProfile()

ANSWER = {
    "id": "A-1",
    "billing_number": "991129768",
    "lot": 12,
    "message_id": "<m@scord.invalid>",
    "verdict": "negative",
    "date": "2026-03-11T09:30:00+01:00",
    "label": "une pièce illisible",
    "rejected": [{"identifier": "TEST-SCOR-991129768-000012-0001", "reason": "trop sombre"}],
}


def piece(number: int, document_type: str, *hashes: str) -> Piece:
    parts = tuple(Part(n, one, len(PDFS[one])) for n, one in enumerate(hashes, start=1))
    return Piece(number, REF, "012", document_type, parts)


def build(*pieces: Piece) -> Frozen:
    return PROFILE.build(LOT, pieces, PDFS.__getitem__)


def archive(frozen: Frozen) -> zipfile.ZipFile:
    return zipfile.ZipFile(BytesIO(frozen.data))


def answers(*given_ones: dict[str, Any], **head: Any) -> bytes:
    whole = {"format": "scord-reference-answer/1", "test": True, "answers": list(given_ones)}
    return json.dumps({**whole, **head}).encode()


def test_every_name_and_header_says_test() -> None:
    frozen = build(piece(1, "ORDN", ONE))
    index = json.loads(archive(frozen).read("index.json"))
    assert frozen.file_name == "TEST-SCOR-991129768-000012.zip"
    stem = "<TEST-SCOR-991129768-000012.20260310T200000Z."
    assert frozen.message_id.startswith(stem)
    assert build(piece(1, "ORDN", TWO)).message_id != frozen.message_id  # nobody can guess it
    assert frozen.identifiers == ("TEST-SCOR-991129768-000012-0001",)
    assert index["test"] is True
    assert index["warning"] == WARNING
    assert archive(frozen).comment.decode() == WARNING
    assert PROFILE.is_test


def test_the_index_describes_every_piece_and_part() -> None:
    index = json.loads(archive(build(piece(1, "ORDN", ONE, TWO))).read("index.json"))
    assert index["pieces"] == [
        {
            "identifier": "TEST-SCOR-991129768-000012-0001",
            "type": "ORDN",
            "invoice": {"number": "481", "invoice_date": "2026-03-02", "fse_lot": "012"},
            "parts": [
                {"file": "pieces/0001.pdf", "size": 8, "sha256": ONE},
                {"file": "pieces/0002.pdf", "size": 8, "sha256": TWO},
            ],
        }
    ]


def test_identical_pdfs_are_stored_once_and_named_by_each_piece() -> None:
    frozen = build(piece(1, "ORDN", ONE), piece(2, "ORDN", ONE), piece(3, "AUTP", TWO))
    index = json.loads(archive(frozen).read("index.json"))
    files = [part["file"] for one in index["pieces"] for part in one["parts"]]
    assert archive(frozen).namelist() == ["index.json", "pieces/0001.pdf", "pieces/0002.pdf"]
    assert files == ["pieces/0001.pdf", "pieces/0001.pdf", "pieces/0002.pdf"]
    assert len(set(frozen.identifiers)) == 3


def test_the_bytes_depend_on_nothing_but_the_lot() -> None:
    assert build(piece(1, "ORDN", ONE)) == build(piece(1, "ORDN", ONE))
    assert archive(build(piece(1, "ORDN", ONE))).infolist()[0].date_time == (1980, 1, 1, 0, 0, 0)


def test_an_answer_is_read_as_it_is_written() -> None:
    assert PROFILE.parse_answer(answers(ANSWER), "a.json") == (
        ParsedAnswer(
            key="A-1",
            billing_number="991129768",
            lot_number=12,
            message_id="<m@scord.invalid>",
            positive=False,
            answered_at=datetime(2026, 3, 11, 8, 30, tzinfo=UTC),
            label="une pièce illisible",
            rejected=(("TEST-SCOR-991129768-000012-0001", "trop sombre"),),
        ),
    )


def test_one_file_may_hold_several_answers_and_fields_nobody_knows() -> None:
    other = {**ANSWER, "id": "A-2", "colour": "blue"}
    assert [one.key for one in PROFILE.parse_answer(answers(ANSWER, other), "a.json")] == [
        "A-1",
        "A-2",
    ]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\x00\xff\xfe garbage", id="not text"),
        pytest.param(b"[" * 100_000, id="deep"),
        pytest.param(answers(ANSWER)[:-9], id="cut short"),
        pytest.param(answers(), id="no answer"),
        pytest.param(answers(ANSWER, format="scord-acks/1"), id="another format"),
        pytest.param(answers(ANSWER, test=False), id="not a test"),
        pytest.param(answers({**ANSWER, "lot": "12"}), id="lot as text"),
        pytest.param(answers({**ANSWER, "lot": 10**30}), id="lot beyond the store"),
        pytest.param(answers({**ANSWER, "date": "2026-03-11T09:30:00"}), id="time without zone"),
        pytest.param(answers({**ANSWER, "date": "0001-01-01T00:00:00+14:00"}), id="before time"),
        pytest.param(answers({**ANSWER, "verdict": "perhaps"}), id="another verdict"),
        pytest.param(answers({**ANSWER, "verdict": "positive"}), id="positive yet rejecting"),
        pytest.param(answers({**ANSWER, "label": "x" * 1_001}), id="endless label"),
        pytest.param(answers({**ANSWER, "label": "\ud800"}), id="half a character"),
        pytest.param(answers({**ANSWER, "rejected": ANSWER["rejected"] * 2}), id="named twice"),
    ],
)
def test_what_is_no_answer_is_unreadable(data: bytes) -> None:
    with pytest.raises(ScordError) as raised:
        PROFILE.parse_answer(data, "a.json")
    assert raised.value.code == Code.ACK_UNREADABLE
    assert raised.value.facts == {"path": "a.json"}


@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_but_unreadable(data: bytes) -> None:
    with pytest.raises(ScordError) as raised:
        PROFILE.parse_answer(data, "a.json")
    assert raised.value.code == Code.ACK_UNREADABLE


def test_the_examples_and_limits_of_the_documentation_are_true() -> None:
    text = Path("docs/profile-reference.md").read_text("utf-8")
    lot, answer = (json.loads(block.split("```")[0]) for block in text.split("```json\n")[1:])
    (parsed,) = PROFILE.parse_answer(json.dumps(answer).encode(), "a.json")
    built = json.loads(archive(build(piece(1, "ORDN", ONE))).read("index.json"))
    assert parsed.lot_number == lot["lot"]
    assert parsed.message_id == lot["message_id"]
    assert {one for one, _ in parsed.rejected} <= {one["identifier"] for one in lot["pieces"]}
    assert shape(lot) == shape(built)
    assert f"{PROFILE.limits.pdfs} PDFs" in text
    assert f"{PROFILE.limits.pdf_bytes:,} bytes" in text


def shape(value: Any) -> Any:
    """The names and kinds in a JSON value, of lists those of the first item."""
    if isinstance(value, dict):
        return {name: shape(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [shape(value[0])]
    return type(value)
