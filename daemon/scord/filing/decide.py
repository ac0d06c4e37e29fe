"""Whether the machine may file a document by itself: only on a sure way and without contradiction.

Three sure ways (see ADR 3): a cover slip of this installation, an armed invoice, a file named by
the rule. Where none speaks, what is written on the page may decide (see rules.py). Anything else,
and any doubt, is a person's to decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from scord.reading.clue import FormKind
from scord.store.states import OPEN_STATUSES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from scord.billing.needs import Needs
    from scord.settings import DocumentType
    from scord.store.tables import Invoice, Prescription


class Why(StrEnum):
    """Why a document waits in À classer; text is made at the edge."""

    NO_CLUE = "no-clue"
    FOREIGN_SLIP = "foreign-slip"
    ARM_SPOILT = "arm-spoilt"
    ARM_SEVERAL = "arm-several-documents"
    CLUES_DISAGREE = "clues-disagree"
    INVOICE_UNKNOWN = "invoice-unknown"
    INVOICE_AMBIGUOUS = "invoice-ambiguous"
    INVOICE_CLOSED = "invoice-closed"
    INVOICE_SENT = "invoice-sent"
    TYPE_UNKNOWN = "type-unknown"
    TYPE_PRESENT = "type-present"
    PIECE_REJECTED = "piece-rejected"
    NOT_SURE = "not-sure"
    NOT_READ = "not-read"
    PAGES_UNSURE = "pages-unsure"


# Types of which one is enough.
_STANDS_FOR = {"FSNC": {"FSDE"}, "FSDE": {"FSNC"}}

# The types that a kind of form may have; an invoice wants one of them.
TYPES_OF: dict[FormKind, tuple[DocumentType, ...]] = {
    FormKind.PRESCRIPTION: ("ORDN",),
    FormKind.NURSING_PRESCRIPTION: ("DSIP",),
    FormKind.CARE_SHEET: ("FSNC", "FSDE"),
}

# Looked at again when invoices arrive: the invoice meant may be among them.
WORTH_ANOTHER_LOOK = (Why.INVOICE_UNKNOWN, Why.TYPE_UNKNOWN)

# What the text may still settle.
WORTH_READING = (Why.NO_CLUE, Why.TYPE_UNKNOWN)


@dataclass(frozen=True)
class Pointer:
    """One clue followed: the invoice or ordonnance it names, or why it names none."""

    origin: str
    invoice: Invoice | None = None
    document_type: str | None = None
    doubt: Why | None = None
    prescription: Prescription | None = None

    @property
    def named(self) -> tuple[str, int] | None:
        row = self.invoice or self.prescription
        return (row.journal_name, row.id) if row else None


@dataclass(frozen=True)
class Standing:
    """What an invoice has and lacks, as far as a decision wants to know."""

    missing: Needs
    types: tuple[str, ...]
    sent: bool


@dataclass(frozen=True)
class Decision:
    """Either an invoice or an ordonnance, with the type and the rule that says so, or the reason to
    ask a person.
    """

    invoice: Invoice | None = None
    document_type: str | None = None
    origin: str | None = None
    why: Why | None = None
    grounds: Mapping[str, object] | None = None
    prescription: Prescription | None = None


def decide(
    pointers: Sequence[Pointer],
    folder_type: str | None,
    standing: Callable[[Invoice], Standing],
    kind: FormKind = FormKind.UNKNOWN,
) -> Decision:
    """Files only where all clues name one open invoice that still wants exactly this, or one
    ordonnance.

    `kind` is what the page surely is, by its own words.
    """
    doubt = _doubt(pointers)
    if doubt:
        return Decision(why=doubt)
    named = next(pointer for pointer in pointers if pointer.named)
    invoice = named.invoice
    if invoice is None:
        return _as_ordonnance(named, kind)
    here = standing(invoice)
    document_type = _named_type(pointers) or folder_type or _type_by_kind(here, kind)
    doubt = _objection(invoice, here, document_type)
    if doubt:
        return Decision(why=doubt)
    return Decision(invoice, document_type, pointers[0].origin)


def _as_ordonnance(named: Pointer, kind: FormKind) -> Decision:
    """A page that is surely something else was not the one that is meant."""
    if kind is not FormKind.UNKNOWN and named.document_type not in TYPES_OF.get(kind, ()):
        return Decision(why=Why.CLUES_DISAGREE)
    return Decision(
        document_type=named.document_type, origin=named.origin, prescription=named.prescription
    )


def _doubt(pointers: Sequence[Pointer]) -> Why | None:
    """Why the clues do not name one invoice or ordonnance without contradiction."""
    named = {pointer.named for pointer in pointers if pointer.named}
    types = {pointer.document_type for pointer in pointers if pointer.document_type}
    if not pointers:
        return Why.NO_CLUE
    if len(named) > 1 or len(types) > 1:
        return Why.CLUES_DISAGREE
    return next((pointer.doubt for pointer in pointers if pointer.doubt), None)


def _objection(invoice: Invoice, here: Standing, document_type: str | None) -> Why | None:
    """Why the invoice named does not take this document by itself."""
    if invoice.status not in OPEN_STATUSES:
        return Why.INVOICE_CLOSED
    if here.sent:
        return Why.INVOICE_SENT
    if document_type is None:
        return Why.TYPE_UNKNOWN
    return Why.TYPE_PRESENT if _present(document_type, here) else None


def _named_type(pointers: Sequence[Pointer]) -> str | None:
    return next((pointer.document_type for pointer in pointers if pointer.document_type), None)


def _type_by_kind(here: Standing, kind: FormKind) -> str | None:
    """The type that such a form has and the invoice lacks; of an unknown form, all it lacks."""
    if kind is FormKind.UNKNOWN:
        return _only_missing(here)
    wanted = {one for want in here.missing.wanted for one in want.one_of}
    return next((one for one in TYPES_OF.get(kind, ()) if one in wanted), None)


def _only_missing(here: Standing) -> str | None:
    """The one type the invoice still lacks; where several would do, the first the rule names."""
    wanted = here.missing.wanted
    return wanted[0].one_of[0] if len(wanted) == 1 else None


def _present(document_type: str, here: Standing) -> bool:
    """Whether the invoice has this piece already; one that stands for it counts (FSNC, FSDE)."""
    return document_type in here.types or bool(
        _STANDS_FOR.get(document_type, set()) & set(here.types)
    )
