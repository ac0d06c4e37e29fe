"""The last look at a taken file: only then does the spool let go of what the scanner wrote.

A scanner may hold a file open and write on long after it looked finished. On Linux its writes then
end in the spool, and would be lost with it. So a file is kept there for a while, and one that has
changed goes back to its folder to be taken anew, whole; what was made of its first part is undone.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from scord.filing.attach import detach, is_frozen
from scord.filing.leaves import made_of, scans_of
from scord.intake.claim import has_outgrown, outgrow, release, return_file
from scord.logs.about import about
from scord.store.database import transaction
from scord.store.states import DocumentState, ScanState, move
from scord.store.tables import Document, Scan
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from scord.store.context import Context

log = logging.getLogger(__name__)

_BATCH = 50
_AT_REST = (DocumentState.SET_ASIDE, DocumentState.REMADE)


def let_go(context: Context) -> int:
    """Empties the spool of scans whose time of grace is over; returns how many. What went wrong
    with one (its folder is out of reach) is raised once the others are done, and tried again.
    """
    now = context.clock.now()
    grace = {folder.name: folder.recheck_seconds for folder in context.settings.folders}
    done = Scan.released_at.is_null() & (Scan.state != ScanState.TAKEN)
    let = 0
    faults: list[ScordError | OSError] = []
    for scan in list(Scan.select().where(done).order_by(Scan.id).limit(_BATCH)):
        if scan.taken_at + timedelta(seconds=grace.get(scan.folder, 0.0)) > now:
            continue
        with about(scan=scan.id):
            try:
                _let_go_of(context, scan)
            except (ScordError, OSError) as fault:  # its folder is away; the others go on
                faults.append(fault)
                continue
        let += 1
    if faults:
        raise faults[0]
    return let


def _let_go_of(context: Context, scan: Scan) -> None:
    if scan.state == ScanState.OUTGROWN:  # its folder was away when it was to have the file back
        return_file(context, scan)
    elif has_outgrown(context, scan):
        _undo(context, scan)
    else:
        release(context, scan)


def _undo(context: Context, scan: Scan) -> None:
    """Takes back what was made of the first part of a file, unless some of it has left already.

    What has left stays as it is; the whole file then waits in À classer as a scan of its own.
    """
    documents = list(Document.select().where(made_of(scan)))
    if any(is_frozen(document) for document in documents):
        log.warning("the file of a scan went on growing after a piece of it had left")
        return_file(context, scan)
        return
    with transaction():
        for document in documents:
            _set_aside(context, document)
    outgrow(context, scan)


def _set_aside(context: Context, document: Document) -> None:
    """One that a person has put together with pages of other scans goes to À classer instead: those
    must not leave the eye.
    """
    why = Code.FILE_OUTGROWN.value
    if document.state == DocumentState.ATTACHED:
        detach(context, document, by="machine", why=why)
    elif document.state in {DocumentState.NEW, DocumentState.READING}:
        move(document, DocumentState.INBOX, by="machine", why=why)
    if document.state not in _AT_REST and len(scans_of(document)) == 1:
        move(document, DocumentState.SET_ASIDE, by="machine", why=why, reason=why)
