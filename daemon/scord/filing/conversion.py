"""Scans become documents: pages go to the workers, are cut at slips and written as PDFs.

Everything is in memory until a scan's documents are committed at once, so a crash in between means
that the scan is simply converted again, to the same bytes.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scord.filing.cut import Cut, cut
from scord.filing.leaves import Leaf, blank_facts, record_pages
from scord.filing.parts import Bound, bind, record_parts
from scord.filing.texts import wait_for
from scord.imaging.options import options_for
from scord.intake.claim import has_outgrown, outgrow
from scord.intake.sightings import write_reason
from scord.logs.about import about
from scord.reading.page import ReadPage, read_page
from scord.store import journal, steps
from scord.store.database import transaction
from scord.store.states import DocumentState, ScanState, move
from scord.store.tables import Document, Scan
from scord_shared.errors import describe

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scord.imaging.page import Page
    from scord.imaging.workers import Outcome, WorkerPool
    from scord.store.context import Context
    from scord_shared.errors import ScordError

log = logging.getLogger(__name__)

_REST_SECONDS = 30.0  # before a scan that could not be written is tried again


@dataclass
class _Progress:
    """A scan at work: its pages so far. `total` is known once the first page is back."""

    scan: Scan
    total: int = 1
    submitted: int = 0
    pages: dict[int, ReadPage] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        return len(self.pages) == self.total


@dataclass(frozen=True)
class _Made:
    """A document ready to be written. `pages`: those of the cut with anything on them."""

    cut: Cut
    pages: list[Page]
    bound: Bound

    @property
    def blank(self) -> list[int]:
        """The pages left out, by number; the scan keeps them."""
        return [page.number for page in self.cut.pages if page.blank]


class Conversion:
    """Keeps the workers busy with the pages of scans in state TAKEN, oldest first."""

    def __init__(self, context: Context, pool: WorkerPool, slip_key: bytes) -> None:
        self._context = context
        self._pool = pool
        self._key = slip_key
        self._at_work: dict[int, _Progress] = {}
        self._rest_until: dict[int, float] = {}  # monotonic; scans that could not be written
        self._options = options_for(context.settings)

    def work(self) -> bool:
        """Hands out pages while workers are free; whether any page is being worked on."""
        while self._pool.free:
            progress = self._next()
            if progress is None:
                break
            number = progress.submitted + 1
            file = self._context.files.originals.file(progress.scan.sha256)
            job = (progress.scan.id, number)
            self._pool.submit(job, read_page, file, number, self._options)
            progress.submitted = number
        return bool(self._at_work)

    def take_in(self, outcomes: Iterable[Outcome]) -> None:
        """Takes finished pages; a scan whose last page is in becomes documents.

        Where one scan cannot be written (a full disk) the others still are, then the fault is
        raised; that scan stays TAKEN and is converted again.
        """
        faults: list[Exception] = []
        for outcome in outcomes:
            scan_id, _ = outcome.job_id
            try:
                with about(scan=scan_id):
                    self._take_in(outcome)
            except Exception as fault:  # noqa: BLE001 -- a page not taken in here is never again
                self._at_work.pop(scan_id, None)
                self._rest_until[scan_id] = self._context.clock.monotonic() + _REST_SECONDS
                faults.append(fault)
        if faults:
            raise faults[0]

    def _take_in(self, outcome: Outcome) -> None:
        scan_id, number = outcome.job_id
        progress = self._at_work.get(scan_id)
        if progress is None:
            return  # an earlier page of it was refused
        if outcome.error is not None:
            del self._at_work[scan_id]
            self._refuse(progress.scan, outcome.error, number)
            return
        progress.pages[number] = outcome.value
        progress.total = outcome.value.page.pages_in_file
        if progress.complete:
            del self._at_work[scan_id]
            self._finish(progress)

    def _next(self) -> _Progress | None:
        for progress in self._at_work.values():
            if progress.submitted < progress.total:
                return progress
        now = self._context.clock.monotonic()
        resting = [scan for scan, until in self._rest_until.items() if until > now]
        query = Scan.select().where(
            (Scan.state == ScanState.TAKEN) & Scan.id.not_in([*self._at_work, *resting])
        )
        scan = query.order_by(Scan.id).first()
        if scan is None:
            return None
        return self._at_work.setdefault(scan.id, _Progress(scan))

    def _refuse(self, scan: Scan, fault: ScordError, page: int) -> None:
        if has_outgrown(self._context, scan):
            outgrow(self._context, scan)
            return
        log.warning("page %d cannot be converted: %s", page, describe(fault))
        facts = {**fault.facts, "page": page}
        write_reason(self._context, f"scan-{scan.id}", scan.name, fault.code, facts)
        with transaction():
            move(
                scan,
                ScanState.REFUSED,
                by="machine",
                why=fault.code.value,
                reason=fault.code.value,
                facts=facts,
            )

    def _finish(self, progress: _Progress) -> None:
        scan = progress.scan
        pages = [progress.pages[number] for number in sorted(progress.pages)]
        made = [self._write(scan, piece) for piece in cut(pages, self._key)]
        steps.reached("imaging.pdf-written")
        if has_outgrown(self._context, scan):
            outgrow(self._context, scan)
            return
        now = self._context.clock.now()
        with transaction():
            for position, document in enumerate(made, start=1):
                self._record(scan, position, document)
            move(scan, ScanState.CONVERTED, by="machine", pages=len(pages), converted_at=now)
        steps.reached("imaging.converted")

    def _write(self, scan: Scan, piece: Cut) -> _Made:
        pages = [page for page in piece.pages if not page.blank]
        return _Made(piece, pages, bind(self._context, scan, pages))

    def _record(self, scan: Scan, position: int, made: _Made) -> None:
        held = made.bound.held
        blank = blank_facts(Leaf(scan.id, number) for number in made.blank)
        document = Document.create(
            scan=scan,
            position=position,
            type=self._folder_type(scan),
            state=DocumentState.HELD if held else DocumentState.NEW,
            clue=made.cut.clue.facts(),
            reason=held.value if held else None,
            facts={"pages": made.bound.at_fault, "blank": blank},
            created_at=self._context.clock.now(),
        )
        record_pages(document, [Leaf(scan.id, page.number) for page in made.pages])
        record_parts(document, made.bound.parts)
        if document.state == DocumentState.NEW:
            wait_for(document)
        journal.write(f"document.{document.state}", document, by="machine", scan=scan.id)

    def _folder_type(self, scan: Scan) -> str | None:
        folders = self._context.settings.folders
        return next((f.document_type for f in folders if f.name == scan.folder), None)
