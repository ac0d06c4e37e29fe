"""How the outside world names an invoice or a lot: numbers repeat, so never by one alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(frozen=True, order=True)
class InvoiceRef:
    """An invoice's identity: LPS numbers start again, so billing number and date belong to it."""

    billing_number: str
    number: str
    invoice_date: date


@dataclass(frozen=True, order=True)
class LotRef:
    """An FSE lot's identity: lot numbers have three characters and wrap. `sent_at` is UTC."""

    billing_number: str
    number: str
    sent_at: datetime
