"""Which scans, and which other rows, an entry of the journal is about: for the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scord.store.tables import (
    Acknowledgement,
    Attachment,
    Document,
    DocumentPage,
    LotItem,
    Message,
    PageReading,
    Row,
    Scan,
    ScorLot,
    Sighting,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from peewee import Expression, ModelSelect

    from scord.logs.about import Value


def _in_lots(lots: ModelSelect[Any] | Expression) -> Expression:
    pieces = LotItem.select(LotItem.attachment).where(lots)
    return _attached(Attachment.id.in_(pieces))


def _attached(which: Expression) -> Expression:
    return Document.id.in_(Attachment.select(Attachment.document).where(which))


def _page(row: PageReading) -> Expression:
    pages = DocumentPage.select(DocumentPage.document).where(DocumentPage.id == row.page_id)
    return Document.id.in_(pages)


# For each table whose rows have to do with papers: the documents of a row, and its other numbers.
_DOCUMENTS: dict[type[Row], Callable[[Any], Expression]] = {
    Document: lambda row: Document.id == row.id,
    PageReading: _page,
    Attachment: lambda row: Document.id == row.document_id,
    LotItem: lambda row: _attached(Attachment.id == row.attachment_id),
    ScorLot: lambda row: _in_lots(LotItem.lot == row.id),
    Message: lambda row: _in_lots(LotItem.lot == row.lot_id),
    Acknowledgement: lambda row: _in_lots(LotItem.lot == row.scor_lot_id),
}
_NUMBERS: dict[type[Row], Callable[[Any], dict[str, int | None]]] = {
    Scan: lambda row: {"scan": row.id},
    Sighting: lambda row: {"sighting": row.id},
    Document: lambda row: {"document": row.id},
    PageReading: lambda _: {},
    Attachment: lambda row: {"document": row.document_id, "invoice": row.invoice_id},
    LotItem: lambda row: {"lot": row.lot_id},
    ScorLot: lambda row: {"lot": row.id},
    Message: lambda row: {"message": row.id, "lot": row.lot_id},
    Acknowledgement: lambda row: {"lot": row.scor_lot_id, "incoming": row.incoming_id},
}
TABLES = {table.journal_name: table for table in _NUMBERS}


def concerned(row: Row) -> dict[str, Value]:
    """The numbers of what a row is about, with those of its scans; none for other tables."""
    table = type(row)
    if table not in _NUMBERS:
        return {}
    numbers: dict[str, Value] = {
        name: number for name, number in _NUMBERS[table](row).items() if number is not None
    }
    if table in _DOCUMENTS and (scans := _scans(_DOCUMENTS[table](row))):
        numbers["scan"] = scans
    return numbers


def _scans(documents: Expression) -> tuple[int, ...]:
    """Of the pages of these documents, and those that they were cut from."""
    of = Document.select(Document.id).where(documents)
    pages = DocumentPage.select(DocumentPage.scan).where(DocumentPage.document.in_(of))
    cut = Document.select(Document.scan).where(documents)
    return tuple(sorted({*pages.scalars(), *cut.scalars()}))
