"""The practice of a storm, two nurses with a lot each, and what a way for their lots must offer."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from hypothesis.stateful import RuleBasedStateMachine
from tests.conftest import TurnedClock
from tests.exchange import storm_answers
from tests.lots.practice import BILLING, SENT_AT, Practice, in_force

from scord.exchange.profiles.reference import ReferenceProfile
from scord.lots.assemble import bare
from scord.lots.piece_state import PieceState
from scord.settings import PractitionerSettings, Settings
from scord.store import journal
from scord.store.context import Context
from scord.store.database import FILE_NAME, close_store, open_store
from scord.store.files import StateFolder
from scord.store.states import ScorLotState
from scord.store.tables import Message, ScorLot

if TYPE_CHECKING:
    from scord.exchange.transport import Transport
    from scord.lots.assemble import Pack
    from scord.store.tables import Attachment, Practitioner

_One = TypeVar("_One")

# so long after their FSE lots that a clock set back seldom comes to before them
START = SENT_AT + timedelta(days=100)
NURSES = (BILLING, "991129776")


class World(RuleBasedStateMachine):
    """`words`: how often a person has said that a message, by its sha256, is to go again;
    `confirmed`: that a refused piece, by its attachment, may leave again; `told`: all that the
    other side has answered.
    """

    transport: Transport
    pack: Pack = staticmethod(bare)

    def __init__(self, empty_store: Path) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        self.clock = TurnedClock(START)
        files = StateFolder(self.root)
        files.prepare()
        shutil.copy(empty_store, self.root / FILE_NAME)
        open_store(self.root)
        journal.use_clock(self.clock)
        self.practice = Practice(Context(Settings(state_dir=self.root), files, self.clock))
        self.profile = ReferenceProfile()
        nurse = self.practice.context.settings.practitioners[0].model_dump()
        both = tuple(PractitionerSettings(**{**nurse, "billing_number": one}) for one in NURSES)
        self.context = in_force(self.practice.context, practitioners=both)
        other = self.practice.practitioner(NURSES[1])
        self.fse_lots = (self.practice.fse_lot, self.practice.lot(practitioner=other))
        self.words: Counter[str] = Counter()
        self.confirmed: Counter[int] = Counter()
        self.told: list[storm_answers.Told] = []

    def teardown(self) -> None:
        close_store()
        shutil.rmtree(self.root)

    # -- what a way says of itself

    def open_service(self) -> None:
        """Makes whatever has a memory of its own anew."""
        raise NotImplementedError

    def work(self) -> None:
        """Delivers what is due and takes the answers that are there, as the engine would."""
        raise NotImplementedError

    def put(self, answer: bytes) -> storm_answers.Told:
        """The other side answers."""
        raise NotImplementedError

    def reached(self) -> Counter[str]:
        """How often each message, by its sha256, has come to the receiver."""
        raise NotImplementedError

    def clear_up(self) -> None:
        """Nothing outside stands in the way any more."""
        raise NotImplementedError

    # -- what there is

    def messages(self) -> list[Message]:
        return list(Message.select().order_by(Message.id))

    def message(self, which: int) -> Message:
        return one_of(self.messages(), which)

    def contested(self) -> list[ScorLot]:
        return list(ScorLot.select().where(ScorLot.state == ScorLotState.CONTESTED))

    def refused(self) -> list[Attachment]:
        return storm_answers.pieces(PieceState.REJECTED)

    def nurses(self) -> list[Practitioner]:
        return [lot.practitioner for lot in self.fse_lots]


def one_of(rows: list[_One], which: int) -> _One:
    return rows[which % len(rows)]
