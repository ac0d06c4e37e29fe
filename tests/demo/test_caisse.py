"""The pretend caisse behaves and misbehaves as told, and what it says can be read."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from scord.billing.formats import AcksFile
from scord.demo.caisse import LATE_LOOKS, Behaviour, PretendCaisse
from scord.exchange.profiles.reference import ReferenceProfile
from scord.lots.profile import LotFacts, Part, Piece
from scord.store.refs import InvoiceRef, LotRef
from scord_shared.errors import ScordError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import TurnedClock

    from scord.lots.profile import ParsedAnswer

PROFILE = ReferenceProfile()
SENT_AT = datetime(2026, 3, 9, 17, 0, tzinfo=UTC)


def page(mode: str, dpi: int) -> bytes:
    data = BytesIO()
    Image.new(mode, (827, 1169), 1).save(data, "PDF", resolution=dpi)
    return data.getvalue()


GOOD, GREY = page("1", 200), page("L", 200)


class Post:
    """The three folders, with what is put in and found there."""

    def __init__(self, root: Path, clock: TurnedClock) -> None:
        self.out, self.inbox, self.lps = root / "out", root / "in", root / "lps"
        self.clock = clock
        for folder in (self.out, self.inbox, self.lps):
            folder.mkdir()

    def caisse(self, *script: Behaviour) -> PretendCaisse:
        return PretendCaisse(self.out, self.inbox, self.lps, script, self.clock)

    def send(self, *pdfs: bytes, number: int = 1) -> None:
        ref = InvoiceRef("991129768", "481", date(2026, 3, 2))
        kept = {f"{place}": data for place, data in enumerate(pdfs)}
        pieces = [
            Piece(place, ref, "012", "ORDN", (Part(1, name, len(data)),))
            for place, (name, data) in enumerate(kept.items())
        ]
        facts = LotFacts("991129768", "84", "01-349", number, self.clock.now())
        frozen = PROFILE.build(facts, pieces, kept.__getitem__)
        (self.out / frozen.file_name).write_bytes(frozen.data)

    def answers(self) -> list[ParsedAnswer | None]:
        """What lies in the folder of answers, in order; None for a file that is no answer."""
        return [_parsed(path.read_bytes()) for path in sorted(self.inbox.iterdir())]


def _parsed(data: bytes) -> ParsedAnswer | None:
    try:
        (answer,) = PROFILE.parse_answer(data, "answer.json")
    except ScordError:
        return None
    return answer


@pytest.fixture
def post(tmp_path: Path, clock: TurnedClock) -> Post:
    return Post(tmp_path, clock)


def test_a_lot_is_taken_away_checked_and_answered(post: Post) -> None:
    post.send(GOOD)
    caisse = post.caisse()
    (lot,) = caisse.look()
    assert list(post.out.iterdir()) == []
    assert caisse.received == [lot]
    assert (lot.number, lot.pieces[0].faults, lot.pieces[0].invoice) == (1, (), "481")
    (answer,) = post.answers()
    assert answer is not None
    assert answer.positive
    assert (answer.lot_number, answer.message_id) == (1, lot.message_id)


def test_a_piece_that_does_not_conform_is_rejected_and_the_fault_named(post: Post) -> None:
    post.send(GOOD, GREY)
    (lot,) = post.caisse().look()
    (answer,) = post.answers()
    assert answer is not None
    assert [identifier for identifier, _ in answer.rejected] == [lot.pieces[1].identifier]
    assert answer.rejected[0][1].startswith("not-bitonal")


@pytest.mark.parametrize(
    ("behaviour", "verdicts"),
    [
        (Behaviour.HONEST, [True]),
        (Behaviour.REJECT_PIECE, [False]),
        (Behaviour.REJECT_LOT, [False]),
        (Behaviour.TWICE, [True, True]),
        (Behaviour.CONTRADICT, [True, False]),
        (Behaviour.UNKNOWN_LOT, [True, True]),
        (Behaviour.GARBAGE, [True, None]),
        (Behaviour.SILENT, []),
    ],
)
def test_it_answers_as_its_script_says(
    post: Post, behaviour: Behaviour, verdicts: list[bool | None]
) -> None:
    post.send(GOOD)
    post.caisse(behaviour).look()
    assert [answer and answer.positive for answer in post.answers()] == verdicts


def test_a_late_answer_comes_some_looks_later(post: Post) -> None:
    post.send(GOOD)
    caisse = post.caisse(Behaviour.LATE)
    for _ in range(LATE_LOOKS):
        caisse.look()
        assert post.answers() == []
    caisse.look()
    assert len(post.answers()) == 1


def test_the_script_is_for_the_first_lots_and_all_others_are_met_honestly(post: Post) -> None:
    post.send(GOOD, number=1)
    post.send(GOOD, number=2)
    post.send(GOOD, number=3)
    post.caisse(Behaviour.SILENT, Behaviour.REJECT_LOT).look()
    told = [(one.lot_number, one.positive) for one in post.answers() if one]
    assert told == [(2, False), (3, True)]


def test_a_lot_sent_twice_is_seen_twice(post: Post) -> None:
    caisse = post.caisse()
    for _ in range(2):
        post.send(GOOD)
        caisse.look()
    assert len({lot.sha256 for lot in caisse.received}) == 1
    assert len(caisse.received) == 2


def test_a_file_still_being_written_is_left_alone(post: Post) -> None:
    (post.out / ".TEST-SCOR-991129768-000001.zip.part").write_bytes(b"half")
    assert post.caisse().look() == []
    assert len(list(post.out.iterdir())) == 1


@pytest.mark.parametrize("positive", [True, False])
def test_an_fse_arl_is_as_the_import_format_asks(post: Post, positive: bool) -> None:
    caisse = post.caisse()
    caisse.acknowledge(LotRef("991129768", "012", SENT_AT), positive=positive, after_looks=1)
    caisse.look()
    assert list(post.lps.iterdir()) == []
    caisse.look()
    (path,) = post.lps.iterdir()
    read = AcksFile.model_validate(json.loads(path.read_text("utf-8")))
    (ack,) = read.acks
    assert (ack.lot, ack.lot_sent_at) == ("012", SENT_AT)
    assert ack.result == ("positive" if positive else "negative")
    assert ack.date == date(2026, 3, 10)
