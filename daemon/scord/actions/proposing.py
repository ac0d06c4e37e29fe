"""What Scord would file a waiting document on, and what of the text speaks for and against it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from peewee import fn

from scord.actions.looking.invoices import named
from scord.filing.attach import TEXT
from scord.filing.by_text import look
from scord.filing.texts import pages_of
from scord.store.tables import Attachment, Document, Invoice, LotItem, Scan

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scord_shared.status import NamedInvoice

_SHOWN = 20


@dataclass(frozen=True)
class Proposal:
    """An invoice that a document may be for, and the plain facts for and against (words.grounds).

    `type`: under which it would be filed, None where the invoice lacks no such piece.
    """

    invoice: NamedInvoice
    type: str | None
    grounds: tuple[dict[str, Any], ...]
    doubts: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class FiledByText:
    """A document that Scord put on an invoice by what is written on it: the rule and its facts."""

    document: int
    file: str
    invoice: NamedInvoice
    type: str | None
    rule: str
    grounds: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class WhatWasRead:
    """What the texts of pages led to; `proposed` by the ids of documents that wait."""

    filed: tuple[FiledByText, ...]
    proposed: dict[int, tuple[Proposal, ...]]


def what_was_read(waiting: Iterable[int]) -> WhatWasRead:
    """`waiting`: ids of documents; the first of them are looked at, each takes some 10 ms."""
    first = Document.select().where(Document.id.in_(list(islice(waiting, _SHOWN))))
    proposed = {document.id: proposals(document) for document in first}
    return WhatWasRead(filed_by_text(), proposed)


def filed_by_text() -> tuple[FiledByText, ...]:
    """What a person may still look at: not confirmed, and in no lot yet. The oldest first."""
    sent = LotItem.select().where(LotItem.attachment == Attachment.id)
    query = (
        Attachment.select(Attachment, Document, Scan, Invoice)
        .join(Document)
        .join(Scan)
        .switch(Attachment)
        .join(Invoice)
        .where(
            (Attachment.origin == TEXT)
            & Attachment.removed_at.is_null()
            & Attachment.confirmed_at.is_null()
            & ~fn.EXISTS(sent)
        )
        .order_by(Attachment.id)
    )
    return tuple(
        FiledByText(
            one.document_id,
            one.document.scan.name,
            named(one.invoice),
            one.document.type,
            one.grounds["rule"],
            tuple(one.grounds["facts"]),
        )
        for one in query
    )


def proposals(document: Document) -> tuple[Proposal, ...]:
    """At most three, the likeliest first; none where its text is not read or names nobody."""
    pages = pages_of(document)
    if pages is None:
        return ()
    told = look(document, [page.reading for page in pages])
    return tuple(
        Proposal(
            named(one.invoice),
            one.document_type,
            tuple(one.grounds),
            tuple(one.contradictions),
        )
        for one in told.suggestions
    )
