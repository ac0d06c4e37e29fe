"""Patient: their open invoices and ordonnances, and what of either is still to be scanned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scord.actions.looking.invoice_table import Sought, invoice_table
from scord.actions.looking.marks import first_missing
from scord.actions.looking.prescriptions import prescriptions_of_patient
from scord.actions.lookup import invoice_of
from scord.actions.status import status
from scord.page.looks import standing
from scord.page.scanning import scanning
from scord.store.states import OPEN_STATUSES
from scord.words.figures import born

if TYPE_CHECKING:
    from scord.page.visit import Visit

_LISTED = 100


def fill(visit: Visit) -> dict[str, Any]:
    row = invoice_of(visit.number("invoice") or 0)
    table = invoice_table(visit.context, Sought(patient=row.id, size=_LISTED))
    open_ones = [one for one in table.rows if one.state in OPEN_STATUSES]
    return {
        "patient": row,
        "born": born(row.birth_date, visit.language),
        "rows": [
            (one, standing(one.stands, visit.language), first_missing(one.marks))
            for one in open_ones
        ],
        "closed": table.total - len(open_ones),
        "prescriptions": prescriptions_of_patient(row),
        **scanning(status(visit.context)),
    }
