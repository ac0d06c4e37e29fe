"""/v1/invoice-table: the list of Factures, searched, sorted and turned over like a book."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from scord.actions.looking.invoice_table import InvoiceTable, Sort, Sought, Todo, invoice_table
from scord.actions.looking.pages import LAST_ID, MOST, USUAL
from scord.api.house import Store
from scord.api.shapes import Absent, Number, Words
from scord.lots.colour import Colour
from scord.store.states import InvoiceStatus

router = APIRouter(tags=["invoices"])

_LAST_PAGE = LAST_ID // MOST  # beyond it, rows would have numbers that no database knows


@router.get("/invoice-table")
def show_invoice_table(  # noqa: PLR0913, PLR0917 -- one for each filter
    context: Store,
    text: Annotated[
        Words, Query(description="The beginning of a number, a NIR or a patient's names.")
    ] = "",
    since: Annotated[date | Absent, Query(description="The first invoice date.")] = None,
    until: Annotated[date | Absent, Query(description="The last invoice date.")] = None,
    colour: Colour | Absent = None,
    state: InvoiceStatus | Absent = None,
    missing: Annotated[bool | Absent, Query(description="Lacks a piece.")] = None,
    practitioner: Annotated[Words | Absent, Query(description="A billing number.")] = None,
    fse_lot: Annotated[Number | Absent, Query()] = None,
    prescription: Annotated[Number | Absent, Query()] = None,
    patient: Annotated[
        Number | Absent, Query(description="Those of the patient of the invoice of this number.")
    ] = None,
    todo: Todo | Absent = None,
    sort: Sort = Sort.DATE,
    descending: bool = True,  # noqa: FBT001, FBT002 -- a parameter of the address
    page: Annotated[int, Query(ge=1, le=_LAST_PAGE)] = 1,
    size: Annotated[int, Query(ge=1, le=MOST)] = USUAL,
) -> InvoiceTable:
    """One page, with how each invoice stands and which documents it has."""
    sought = Sought(
        text=text,
        since=since,
        until=until,
        colour=colour,
        state=state,
        missing=missing,
        practitioner=practitioner,
        fse_lot=fse_lot,
        prescription=prescription,
        patient=patient,
        todo=todo,
        sort=sort,
        descending=descending,
        page=page,
        size=size,
    )
    return invoice_table(context, sought)
