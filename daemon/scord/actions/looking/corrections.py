"""Corrections that the LPS is still to make, as it asks for them and as people read them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scord.billing.correcting import Change, changes
from scord.billing.corrections import open_corrections
from scord.store.tables import Correction


@dataclass(frozen=True)
class AskedCorrection:
    """`wanted` is the whole invoice, as one of scord-invoices/1; `changes` what differs in it."""

    id: int
    invoice: int
    asked_at: datetime
    by: str
    why: str
    changes: tuple[Change, ...]
    wanted: dict[str, Any]


def asked_corrections() -> list[AskedCorrection]:
    """The oldest first."""
    return [shown_correction(row) for row in open_corrections()]


def shown_correction(row: Correction) -> AskedCorrection:
    told = changes(row.invoice.payload, row.wanted)
    return AskedCorrection(row.id, row.invoice_id, row.asked_at, row.by, row.why, told, row.wanted)
