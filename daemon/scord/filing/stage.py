"""The filing room at work: looks at every new document, and keeps series and arms true."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from peewee import fn

from scord.billing.needs import facts_of, missing
from scord.filing.attach import (
    MACHINE,
    PRESCRIPTION_TYPES,
    SERIES,
    TEXT,
    add,
    attach,
    attached_types,
    keep_for,
    live_attachments,
)
from scord.filing.by_text import contradicts, look
from scord.filing.decide import (
    WORTH_ANOTHER_LOOK,
    WORTH_READING,
    Decision,
    Standing,
    Why,
    decide,
)
from scord.filing.doubt import unfile
from scord.filing.leaves import blank_of
from scord.filing.pages import kind_of
from scord.filing.pointers import pointers_of
from scord.filing.remake import cut_up, split
from scord.filing.separate import Paper, separate
from scord.filing.texts import has_readings, is_read, pages_of
from scord.logs.about import about
from scord.store import steps
from scord.store.database import transaction
from scord.store.states import OPEN_STATUSES, DocumentState, StaleRowError, move
from scord.store.tables import (
    Attachment,
    Document,
    Invoice,
    LotItem,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scord.filing.separate import ReadPage
    from scord.store.context import Context
    from scord.store.tables import Prescription

_IN_FORCE = (Document.state == DocumentState.ATTACHED) & Document.type.in_(PRESCRIPTION_TYPES)


def file_new(context: Context, *, reads: bool = False) -> int:
    """Decides every document in state NEW; returns how many. A person may have moved one first.

    `reads`: where nothing else names an invoice, its text is waited for.
    """
    documents = list(Document.select().where(Document.state == DocumentState.NEW))
    faults: list[Exception] = []
    for document in documents:
        try:
            with about(scan=document.scan_id, document=document.id):
                papers = _papers(context, document)
        except Exception as fault:  # noqa: BLE001 -- a damaged PDF must not keep all others waiting
            faults.append(fault)
            continue
        for paper in papers:
            numbers = {"scan": paper.scan_id, "document": paper.id}
            with about(**numbers), suppress(StaleRowError), transaction():
                _file(context, paper, reads=reads)
            steps.reached("filing.filed")
    if faults:
        raise faults[0]
    return len(documents)


def _papers(context: Context, document: Document) -> list[Document]:
    """The document, or those that its pages turn out to be where only its text can tell."""
    pages = pages_of(document)
    if pages is None or _decide(context, document, pages).why not in WORTH_READING:
        return [document]
    papers = _as_separated(document, pages)
    if len(papers) == 1:
        return [document]
    cut = cut_up(context, document, papers)
    with suppress(StaleRowError), transaction():
        return split(context, document, cut, by="machine", why="several papers")
    return []


def _as_separated(document: Document, pages: Sequence[ReadPage]) -> list[Paper]:
    """What a person has put together is one paper."""
    if document.made_by_id is not None:
        return [Paper(tuple(page.number for page in pages), sure=True)]
    return separate(pages, [blank.number for blank in blank_of(document)])


def _file(context: Context, document: Document, *, reads: bool) -> None:
    pages = pages_of(document)
    decision = _decide(context, document, pages)
    if decision.why in WORTH_READING and reads and not is_read(document):
        move(document, DocumentState.READING, by="machine", why=decision.why)
        return
    if decision.why == Why.NO_CLUE and pages is not None:
        decision = _by_text(document, pages)
    elif decision.why == Why.NO_CLUE and has_readings(document) and is_read(document):
        decision = Decision(why=Why.NOT_READ)
    _settle(context, document, decision)


def _by_text(document: Document, pages: Sequence[ReadPage]) -> Decision:
    told = look(document, [page.reading for page in pages])
    (paper,) = _as_separated(document, pages)
    if told.invoice is not None and (document.facts.get("unsure") or not paper.sure):
        return Decision(why=Why.PAGES_UNSURE)
    grounds = {"rule": told.rule, "facts": told.grounds}
    return Decision(told.invoice, told.document_type, TEXT, told.why, grounds)


def text_is_read(context: Context, document: Document) -> None:
    """The last page of a document is read, in the caller's transaction: it is decided now, or what
    filed it is doubted.
    """
    if document.state == DocumentState.READING:
        move(document, DocumentState.NEW, by="machine", why="its text is read")
    pages = pages_of(document)
    if document.state != DocumentState.ATTACHED or pages is None:
        return
    said = [page.reading for page in pages]
    if any(contradicts(one, said) for one in _filed_on_by_machine(document)):
        unfile(context, document, Why.CLUES_DISAGREE)


def _filed_on_by_machine(document: Document) -> Iterator[Invoice | Prescription]:
    if document.prescription is not None and document.prescribed_by == MACHINE:
        yield document.prescription
    yield from (one.invoice for one in live_attachments(document) if one.confirmed_at is None)


def look_again() -> None:
    """Puts documents that wait for an invoice or its needs before the filing room once more."""
    waiting = (Document.state == DocumentState.INBOX) & Document.reason.in_(WORTH_ANOTHER_LOOK)
    for document in list(Document.select().where(waiting)):
        with suppress(StaleRowError), transaction():  # unless a person has just filed it
            move(document, DocumentState.NEW, by="machine", why="invoices arrived")


def serve_series(context: Context) -> int:
    """Gives the prescriptions of a series to its invoices that lack them; returns how many."""
    _join_series()
    served = Attachment.select().where(
        (Attachment.document == Document.id)
        & (Attachment.invoice == Invoice.id)
        & Attachment.removed_at.is_null()
    )
    query = (
        Document.select(Document, Invoice.id.alias("invoice_id"))
        .join(Invoice, on=(Document.prescription == Invoice.prescription))
        .where(_IN_FORCE & Invoice.status.in_(OPEN_STATUSES) & ~fn.EXISTS(served))
    )
    given = 0
    for row in list(query.objects()):
        with transaction():
            given += _give_to_series(context, row.id, row.invoice_id)
    return given


def _give_to_series(context: Context, document_id: int, invoice_id: int) -> bool:
    """Reads both anew inside the transaction: a person may have moved either meanwhile."""
    document, invoice = Document.get_by_id(document_id), Invoice.get_by_id(invoice_id)
    together = document.prescription_id == invoice.prescription_id
    if not (document.state == DocumentState.ATTACHED and together):
        return False
    if document.type not in _wanted(invoice):
        return False
    if document.prescribed_by == MACHINE and _speaks_of_another(document, invoice):
        unfile(context, document, Why.CLUES_DISAGREE)
        return False
    add(context, document, invoice, origin=SERIES, by="machine")
    return True


def _speaks_of_another(document: Document, invoice: Invoice) -> bool:
    """What was kept for an ordonnance of which only the reference was known."""
    pages = pages_of(document)
    return pages is not None and contradicts(invoice, [page.reading for page in pages])


def _join_series() -> None:
    """A document filed before the LPS named its invoice's prescription joins that now."""
    query = (
        Document.select(Document, Invoice.prescription.alias("found"))
        .join(Attachment)
        .join(Invoice)
        .where(
            _IN_FORCE
            & Document.prescription.is_null()
            & Attachment.removed_at.is_null()
            & Invoice.prescription.is_null(is_null=False)
        )
    )
    for row in list(query.objects()):
        with transaction():
            here = (Document.id == row.id) & _IN_FORCE & Document.prescription.is_null()
            Document.update(prescription=row.found).where(here).execute()


def _settle(context: Context, document: Document, decision: Decision) -> None:
    if decision.prescription is not None and decision.document_type is not None:
        keep_for(decision.prescription, document, decision.document_type, by=MACHINE)
        return
    if decision.invoice is None or decision.document_type is None or decision.origin is None:
        why = decision.why or Why.NO_CLUE
        move(document, DocumentState.INBOX, by="machine", why=why, reason=why)
        if document.scan.is_made_here:  # nobody need look at it: it can be made again
            move(document, DocumentState.SET_ASIDE, by="machine", why=why)
        return
    attach(
        context,
        document,
        decision.invoice,
        document_type=decision.document_type,
        origin=decision.origin,
        by=document.scan.made_by_person or "machine",
        grounds=decision.grounds,
    )


def _decide(context: Context, document: Document, pages: Sequence[ReadPage] | None) -> Decision:
    """By the sure ways; what is written only tells the type, or objects."""
    prefix = context.settings.filing.file_name_prefix
    pointers = list(pointers_of(document, prefix))
    said = [page.reading for page in pages or ()]
    decision = decide(pointers, document.type, _standing, kind_of(document.type, said))
    filed_on = decision.invoice or decision.prescription
    if filed_on is not None and contradicts(filed_on, said):
        return Decision(why=Why.CLUES_DISAGREE)
    return decision


def _standing(invoice: Invoice) -> Standing:
    sent = LotItem.select().join(Attachment).where(Attachment.invoice == invoice).exists()
    types = attached_types(invoice)
    return Standing(missing(facts_of(invoice), types), types, sent)


def _wanted(invoice: Invoice) -> set[str]:
    """What an invoice of a series may be given: what it needs and does not have."""
    wanted = missing(facts_of(invoice), attached_types(invoice)).wanted
    return {kind for want in wanted for kind in want.one_of}
