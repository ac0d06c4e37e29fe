"""/v1/scans: the files that came from scanners. One may be handed in here."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from scord.actions.handing_in import HandedIn, hand_in
from scord.actions.looking.documents import ListedScan, ScanDetail, scan_detail, scans
from scord.actions.looking.pages import Listed
from scord.actions.lookup import open_invoice, row_of
from scord.api.downloads import OCTETS, download
from scord.api.house import Changer, InHouse, Store
from scord.api.shapes import Absent, Body, Id, Number, Page, faults, gives, takes
from scord.store.states import ScanState
from scord.store.tables import Scan
from scord_shared.errors import Code

router = APIRouter(prefix="/scans", tags=["scans"])

Named = Annotated[str, Query(min_length=1, max_length=500, description="Of the file.")]


@router.get("")
def list_scans(
    page: Page,
    state: ScanState | Absent = None,
    folder: str | Absent = None,
    sha256: str | Absent = None,
) -> Listed[ListedScan]:
    """The newest first; `sha256` is that of the file's bytes, in lower case."""
    return scans(state, folder, sha256, page)


@router.post(
    "",
    responses=faults(
        Code.NOT_ALLOWED,
        Code.INVOICE_UNKNOWN,
        Code.ACTION_REFUSED,
        Code.FILE_EMPTY,
        Code.FILE_TOO_LARGE,
        Code.FOLDER_UNREACHABLE,
        Code.DISK_FULL,
    ),
    openapi_extra=takes(OCTETS, {"type": "string", "format": "binary"}),
)
def upload(
    house: InHouse,
    caller: Changer,
    data: Body,
    name: Named,
    folder: str | Absent = None,
    invoice: Annotated[Number | Absent, Query(description="Whose paper it is, by its id.")] = None,
) -> HandedIn:
    """Hands in a scan, as if a scanner had dropped it into `folder` (the only one, if left out).

    The scan that is made of it is the one with the answer's `sha256`; a name that is taken, or that
    no folder could hold, is changed.
    """
    wanted = open_invoice(invoice) if invoice is not None else None
    handed_in = hand_in(house.context, data, name, folder, invoice=wanted, by=caller.name)
    house.wake()
    return handed_in


@router.get("/{scan}", responses=faults(Code.NOT_THERE))
def show_scan(scan: Id) -> ScanDetail:
    """One scan and what was cut from it."""
    return scan_detail(row_of(Scan, scan))


@router.get(
    "/{scan}/original",
    response_class=Response,
    responses=gives(OCTETS) | faults(Code.NOT_THERE, Code.STORE_FILE_DAMAGED),
)
def show_original(scan: Id, context: Store) -> Response:
    """The file as the scanner left it, to be saved."""
    row = row_of(Scan, scan)
    return download(context.files.originals, row.sha256, row.name)
