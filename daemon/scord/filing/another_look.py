"""Papers that no invoice claimed, looked at once more when invoices have come or changed.

In short turns: a practice may keep hundreds of them, and the service has other things to do.
"""

from __future__ import annotations

import math
from contextlib import suppress
from typing import TYPE_CHECKING

from scord.filing.by_text import look
from scord.filing.decide import Why
from scord.filing.texts import pages_of
from scord.store import journal
from scord.store.database import transaction
from scord.store.states import DocumentState, StaleRowError, move
from scord.store.tables import Document

if TYPE_CHECKING:
    from peewee import ModelSelect

    from scord.store.context import Context

_TURN_SECONDS = 0.3
_NEWS = frozenset({"invoice", "prescription"})
_OPEN_QUESTIONS = (Why.NO_CLUE, Why.NOT_SURE, Why.INVOICE_AMBIGUOUS, Why.TYPE_PRESENT)


class AnotherLook:
    """Goes through À classer after each news of invoices, from where it stopped."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._seen = -1
        self._left: list[int] = []

    def next_in(self) -> float:
        """Seconds until it has more to do by itself: 0 while some are left."""
        return 0.0 if self._left else math.inf

    def work(self) -> None:
        end = journal.end()
        if journal.tells_of(_NEWS, after=self._seen):
            self._left = [row.id for row in _waiting().order_by(Document.id.desc())]
        self._seen = end
        until = self._context.clock.monotonic() + _TURN_SECONDS
        while self._left and self._context.clock.monotonic() < until:
            self._look_at(self._left.pop())

    def _look_at(self, number: int) -> None:
        """Unless a person has meanwhile said something else of it."""
        document = _waiting().where(Document.id == number).first()
        pages = document and pages_of(document)
        if pages and look(document, [page.reading for page in pages]).invoice:
            with suppress(StaleRowError), transaction():
                if _waiting().where(Document.id == number).exists():
                    move(document, DocumentState.NEW, by="machine", why="invoices arrived")


def _waiting() -> ModelSelect[Document]:
    waits = (Document.state == DocumentState.INBOX) & Document.reason.in_(_OPEN_QUESTIONS)
    return Document.select().where(waits)
