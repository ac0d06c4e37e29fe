"""What a person wants corrected of an invoice: open until the LPS's corrected invoice has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.store.states import OPEN_STATUSES
from scord.store.tables import Correction, Invoice

if TYPE_CHECKING:
    from peewee import ModelSelect


def open_corrections() -> ModelSelect[Correction]:
    """With their invoices, the oldest first."""
    asked = Correction.taken_back_at.is_null() & Invoice.status.in_(OPEN_STATUSES)
    return Correction.select(Correction, Invoice).join(Invoice).where(asked).order_by(Correction.id)


def open_correction(invoice: Invoice) -> Correction | None:
    found: Correction | None = open_corrections().where(Correction.invoice == invoice).first()
    return found


def is_asked(invoice: Invoice) -> bool:
    return open_correction(invoice) is not None
