"""Lots that were accepted long ago, under a journal that has gone on evenly since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.exchange.sending import Sending

from scord.actions.purging.purge import Purge, plan, purge
from scord.settings import Retention
from scord.store import journal
from scord.store.database import transaction
from scord.store.tables import Document, DocumentPart, LotItem, Message, Scan

if TYPE_CHECKING:
    from tests.lots.practice import Practice

    from scord.actions.purging.rules import Kept
    from scord.store.context import Context

ORIGINALS_GO = Retention(proof_days=90, originals_days=90)
SHORT = Retention(proof_days=90)


@dataclass
class Old:
    """One lot, accepted; its document has a scan on the shelf."""

    practice: Practice

    def __post_init__(self) -> None:
        self.sending = Sending(self.practice)
        self.context: Context = self.sending.context
        self.clock = self.context.clock
        self.document: Document = LotItem.get().attachment.document
        self.give_original(self.document, b"scan")
        self.sending.deliver()
        self.pass_days(1)
        self.sending.answer()
        self.sending.take_answers()

    def give_original(self, document: Document, data: bytes) -> None:
        sha256 = self.context.files.originals.put(data)
        changes = {"sha256": sha256, "released_at": self.practice.now}
        Scan.update(changes).where(Scan.id == document.scan_id).execute()

    def pass_days(self, days: int) -> None:
        """Each with a word in the journal."""
        with transaction():
            for _ in range(days):
                self.clock.turn(days=1)
                journal.write("practitioner.seen", self.practice.nurse, by="machine")

    def plan(self, retention: Retention = SHORT) -> Purge:
        return plan(self.context, retention)

    def purge(self, retention: Retention = SHORT) -> Purge:
        return purge(self.context, retention, by="Anne")

    def kept(self, retention: Retention = SHORT) -> dict[str, Kept | None]:
        """Why the files of each shelf stay; None: they go."""
        made = self.plan(retention)
        return {one.shelf: one.kept for one in (*made.goes, *made.stays)}

    def there(self) -> set[str]:
        """The shelves that still hold a file."""
        files = self.context.files
        shelves = (files.documents, files.messages, files.originals)
        return {shelf.root.name for shelf in shelves if list(shelf.names())}

    @property
    def part(self) -> DocumentPart:
        return DocumentPart.get(DocumentPart.document == self.document)

    @property
    def message(self) -> Message:
        return Message.get()
