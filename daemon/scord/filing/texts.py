"""The texts of pages: given to workers that yield to everything else, and kept with the document.

The row is the queue: a page waits to be read until its reading is committed, so a crash only means
that it is read again.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import msgspec
from peewee import JOIN

from scord.filing.leaves import leaf_of
from scord.filing.separate import ReadPage
from scord.imaging.options import options_for
from scord.logs.about import about
from scord.reading.clue import Reading
from scord.reading.reading import read_text_page
from scord.store import steps
from scord.store.database import transaction
from scord.store.states import DocumentState, ReadingState, move
from scord.store.tables import Document, DocumentPage, PageReading, Scan
from scord_shared.errors import describe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from peewee import ModelSelect

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
            page = reading.page
            file = self._context.files.originals.file(page.scan.sha256)
            today = self._context.clock.now().date()
            arguments = (file, page.number, self._options, self._model, today, page.turn)
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
            page = reading.page
            with about(scan=page.scan_id, document=page.document_id):
                told = describe(outcome.error)
                log.warning("page %d of the scan could not be read: %s", page.number, told)
        document = reading.page.document
        if is_read(document):
            self._when_read(document)

    def _next(self) -> PageReading | None:
        query = (
            PageReading.select(PageReading, DocumentPage, Scan)
            .join(DocumentPage)
            .join(Scan)
            .switch(DocumentPage)
            .join(Document)
            .where(
                _WAITING & PageReading.id.not_in(self._at_work) & Document.state.in_(_WORTH_READING)
            )
        )
        first = Document.state != DocumentState.READING
        found: PageReading | None = query.order_by(first, PageReading.id).first()
        return found


def wait_for(document: Document) -> None:
    """Puts the pages of a document that nobody has read before the reading workers, in the caller's
    transaction.
    """
    read = PageReading.select(PageReading.page)
    for page in document.pages.where(DocumentPage.id.not_in(read)).order_by(DocumentPage.place):
        PageReading.create(page=page)


def take_readings(old: Iterable[DocumentPage], new: Iterable[DocumentPage]) -> None:
    """What was read of a page goes with it to the other document it is in now, lying as it did; one
    that lies otherwise is another page to a reader. In the caller's transaction.
    """
    rows = {leaf_of(page): page for page in old}
    for page in new:
        if before := rows.get(leaf_of(page)):
            PageReading.update(page=page).where(PageReading.page == before).execute()


def has_readings(document: Document) -> bool:
    """Whether its text was ever to be read."""
    return _readings(document).exists()


def is_read(document: Document) -> bool:
    """Whether none of its pages is still to be read."""
    return not _readings(document).where(_WAITING).exists()


def pages_of(document: Document) -> list[ReadPage] | None:
    """What its pages say, in order; None where that is not known of all of them."""
    query = (
        DocumentPage.select(DocumentPage.number, PageReading.state, PageReading.said)
        .join(PageReading, JOIN.LEFT_OUTER)
        .where(DocumentPage.document == document)
        .order_by(DocumentPage.place)
        .tuples()
    )
    rows: list[Any] = list(query)
    if any(state != ReadingState.READ for _, state, _ in rows):
        return None
    return [ReadPage(number, msgspec.json.decode(said, type=Reading)) for number, _, said in rows]


def _readings(document: Document) -> ModelSelect[PageReading]:
    return PageReading.select().join(DocumentPage).where(DocumentPage.document == document)


def _let_go() -> None:
    """An earlier life of the service could read: its papers wait for nothing now."""
    for document in list(Document.select().where(Document.state == DocumentState.READING)):
        with transaction():
            move(document, DocumentState.NEW, by="machine", why="no text can be read here")
