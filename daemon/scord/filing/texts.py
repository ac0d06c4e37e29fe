"""The texts of pages: given to workers that yield to everything else, and kept with the document.

The row is the queue: a page waits to be read until its reading is committed, so a crash only means
that it is read again.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import msgspec

from scord.filing.separate import ReadPage
from scord.imaging.options import options_for
from scord.reading.clue import Reading
from scord.reading.reading import read_text_page
from scord.store import steps
from scord.store.database import transaction
from scord.store.states import DocumentState, ReadingState, move
from scord.store.tables import Document, PageReading, Scan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from scord.imaging.workers import Outcome, WorkerPool
    from scord.store.context import Context

log = logging.getLogger(__name__)

_WORTH_READING = (
    DocumentState.READING,
    DocumentState.NEW,
    DocumentState.INBOX,
    DocumentState.ATTACHED,
)
_WAITING = PageReading.state == ReadingState.WAITING


class Texts:
    """Keeps the reading workers busy with pages in state WAITING; papers that wait for it first.

    `model`: the folder of the French model; None where no text can be read here. `when_read` is
    called in the transaction that completes the reading of a document.
    """

    def __init__(
        self,
        context: Context,
        pool: WorkerPool,
        model: Path | None,
        when_read: Callable[[Document], None],
    ) -> None:
        self._context = context
        self._pool = pool
        self._model = model
        self._when_read = when_read
        self._options = options_for(context.settings)
        self._at_work: set[int] = set()

    def work(self) -> None:
        """Hands out pages while workers are free; lets go of what waits in vain."""
        if self._model is None:
            _let_go()
            return
        while self._pool.free and (reading := self._next()) is not None:
            scan = reading.document.scan
            path = self._context.files.originals.path(scan.sha256)
            today = self._context.clock.now().date()
            arguments = (path, reading.number, self._options, self._model, today)
            self._pool.submit(reading.id, read_text_page, *arguments)
            self._at_work.add(reading.id)

    def take_in(self, outcomes: Iterable[Outcome]) -> None:
        """Keeps what was read, and why a page could not be.

        Where one cannot be written (a full disk) the others still are, then the fault is raised;
        that page is read again.
        """
        faults: list[Exception] = []
        for outcome in outcomes:
            self._at_work.discard(outcome.job_id)
            try:
                with transaction():
                    self._take_in(outcome)
            except Exception as fault:  # noqa: BLE001 -- see above
                faults.append(fault)
                continue
            steps.reached("reading.read")
        if faults:
            raise faults[0]

    def _take_in(self, outcome: Outcome) -> None:
        reading = PageReading.get_by_id(outcome.job_id)  # its document may be another by now
        if outcome.error is None:
            said = msgspec.json.encode(outcome.value).decode()
            move(reading, ReadingState.READ, by="machine", said=said)
        else:
            code = outcome.error.code.value
            move(reading, ReadingState.FAILED, by="machine", why=code, reason=code)
            log.warning("page %s of a document could not be read: %s", reading.number, code)
        document = reading.document
        if is_read(document):
            self._when_read(document)

    def _next(self) -> PageReading | None:
        query = (
            PageReading.select(PageReading, Document, Scan)
            .join(Document)
            .join(Scan)
            .where(
                _WAITING & PageReading.id.not_in(self._at_work) & Document.state.in_(_WORTH_READING)
            )
        )
        first = Document.state != DocumentState.READING
        found: PageReading | None = query.order_by(first, PageReading.id).first()
        return found


def wait_for(document: Document, numbers: Iterable[int]) -> None:
    """Puts pages of a new document before the reading workers, in the caller's transaction."""
    for number in numbers:
        PageReading.create(document=document, number=number)


def is_read(document: Document) -> bool:
    """Whether none of its pages is still to be read."""
    return not document.readings.where(_WAITING).exists()


def pages_of(document: Document) -> list[ReadPage] | None:
    """What its pages say, in order; None where that is not known of all of them."""
    rows = list(document.readings.order_by(PageReading.number))
    if len(rows) < len(document.pages) or any(row.state != ReadingState.READ for row in rows):
        return None
    return [ReadPage(row.number, msgspec.json.decode(row.said, type=Reading)) for row in rows]


def _let_go() -> None:
    """An earlier life of the service could read: its papers wait for nothing now."""
    for document in list(Document.select().where(Document.state == DocumentState.READING)):
        with transaction():
            move(document, DocumentState.NEW, by="machine", why="no text can be read here")
