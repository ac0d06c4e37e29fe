"""Which files the database names: what must lie on each shelf."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scord.store.tables import DocumentPart, Incoming, Message, Scan

if TYPE_CHECKING:
    from scord.store.files import Shelf, StateFolder


def named_files(files: StateFolder) -> dict[Shelf, set[str]]:
    """The sha256 of every file that the open database names, purged ones too, by its shelf."""
    lps = Incoming.channel == "lps"
    rows: dict[Shelf, Any] = {
        files.originals: Scan.select(Scan.sha256),
        files.documents: DocumentPart.select(DocumentPart.sha256),
        files.messages: Message.select(Message.sha256),
        files.answers: Incoming.select(Incoming.sha256).where(~lps),
        files.imports: Incoming.select(Incoming.sha256).where(lps),
    }
    return {shelf: {sha256 for (sha256,) in query.tuples()} for shelf, query in rows.items()}
