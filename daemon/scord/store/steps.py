"""The durable steps from file to acknowledgement, by name: after each, a crash must do no harm.

Tests stop the process at each of them (see tests/crash); in service, reaching one only leaves a
trace in the debug log.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)

STEPS = (
    "intake.claimed",  # the file is in the spool, no row yet
    "intake.archived",  # its bytes are in the archive, no row yet
    "intake.taken",  # the row is committed, the spool still holds the file
    "imaging.pdf-written",  # the PDFs are on disk, no document row yet
    "imaging.converted",  # the documents are committed
    "intake.released",  # the spool no longer holds the file
    "reading.read",  # a page's text is committed
    "filing.filed",  # the document is attached or in À classer
    "import.archived",  # the LPS's file is kept, not understood yet
    "import.applied",  # its items are committed, the file still lies in the folder
    "import.removed",  # the file left the folder
    "lots.message-written",  # the message is on disk, no lot yet
    "lots.frozen",  # the lot and its message are committed
    "exchange.attempt-opened",  # the attempt row is committed, nothing written outside yet
    "exchange.copied",  # the message lies beside its place under a temporary name
    "exchange.delivery-started",  # committed: from here on the receiver may have it
    "exchange.delivered",  # the message is in its place, the verdict is not recorded
    "exchange.sent",  # the verdict is committed
    "acks.stored",  # the raw answer is kept and committed, not understood yet
    "acks.applied",  # its meaning is committed
    "acks.removed",  # the answer's file left the folder
)

# where lots leave and ARLs come back by mail
MAIL_STEPS = (
    "mail.stored",  # the raw letter is kept and committed, and known as taken
    "mail.removed",  # it has left the mailbox, where a setting says so
    "mail.applied",  # what it means is committed
)

# where a person arranges the pages of documents
ARRANGING_STEPS = (
    "arranging.pdf-written",  # the PDFs are on disk, the documents are as they were
    "arranging.done",  # the new documents are committed, in place of the former
)

# where kept files are encrypted, or plain again
SEALING_STEPS = (
    "sealing.written",  # the file's other form is on disk, the file is as it was
    "sealing.replaced",  # it is in the file's place
)

# where a patient is erased
ERASING_STEPS = (
    "erasing.cleared",  # the rows are cleared and name the files that go, which are still there
    "erasing.files-gone",  # the database's own files may still hold what its rows said
    "erasing.done",  # nothing is left
)

_NAMED = frozenset((*STEPS, *MAIL_STEPS, *ARRANGING_STEPS, *SEALING_STEPS, *ERASING_STEPS))

_watchers: list[Callable[[str], None]] = []


def watch(watcher: Callable[[str], None]) -> None:
    """Calls `watcher` at every step from now on."""
    _watchers.append(watcher)


def reached(name: str) -> None:
    if name not in _NAMED:
        raise ValueError(f"{name} is not a named durable step")
    log.debug("step %s", name)
    for watcher in _watchers:
        watcher(name)
