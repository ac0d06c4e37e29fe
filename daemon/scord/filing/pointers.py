"""The sure clues of a document, followed to invoices: slip or code, arms and names of its scans.

An arm may also be for an ordonnance that comes before its invoices.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.filing.attach import FORM
from scord.filing.clues import SlipClue, name_clue
from scord.filing.decide import Pointer, Why
from scord.filing.leaves import made_of, scans_of
from scord.store.states import OPEN_STATUSES, ArmState, DocumentState
from scord.store.tables import Document, Invoice, Practitioner

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scord.store.tables import Arm, Scan


def pointers_of(document: Document, prefix: str) -> Iterator[Pointer]:
    """Every clue on the document, followed to the invoice it names."""
    slip = SlipClue.from_facts(document.clue)
    origin = FORM if slip.is_form else "slip"
    if slip.foreign:
        yield Pointer("slip", doubt=Why.FOREIGN_SLIP)
    if slip.ref:
        invoice = (
            Invoice.select()
            .join(Practitioner)
            .where(
                (Practitioner.billing_number == slip.ref.billing_number)
                & (Invoice.number == slip.ref.number)
                & (Invoice.invoice_date == slip.ref.invoice_date)
            )
            .first()
        )
        doubt = None if invoice else Why.INVOICE_UNKNOWN
        yield Pointer(origin, invoice, slip.document_type, doubt)
    for scan in scans_of(document):
        if scan.arm:
            yield _arm_pointer(scan, scan.arm)
        yield from _name_pointer(scan, prefix)


def _name_pointer(scan: Scan, prefix: str) -> Iterator[Pointer]:
    named = name_clue(scan.name, prefix)
    if named:
        found = [
            invoice
            for invoice in Invoice.select().where(
                (Invoice.number == named.number) & Invoice.status.in_(OPEN_STATUSES)
            )
            if invoice.family_key == named.family_name
        ]
        doubt = (
            None if len(found) == 1 else (Why.INVOICE_AMBIGUOUS if found else Why.INVOICE_UNKNOWN)
        )
        yield Pointer("file-name", found[0] if not doubt else None, named.document_type, doubt)


def _arm_pointer(scan: Scan, arm: Arm) -> Pointer:
    if arm.state == ArmState.SPOILT:
        return Pointer("armed", doubt=Why.ARM_SPOILT)
    alive = Document.state != DocumentState.REMADE
    if Document.select().where(made_of(scan) & alive).count() > 1:
        return Pointer("armed", doubt=Why.ARM_SEVERAL)
    return Pointer("armed", arm.invoice, arm.document_type, prescription=arm.prescription)
