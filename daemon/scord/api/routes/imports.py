"""/v1/imports: the LPS's files, and the same handed in here."""

from fastapi import APIRouter

from scord.actions.importing import import_data
from scord.actions.looking.folders import (
    ImportDetail,
    ListedImport,
    import_detail,
    import_of,
    imports,
)
from scord.actions.looking.pages import Listed
from scord.api.house import Changer, InHouse
from scord.api.shapes import Body, Id, Page, faults, takes
from scord.store.sight import everything
from scord_shared.errors import Code, ScordError

router = APIRouter(prefix="/imports", tags=["imports"])

_FILE = {"description": "One object of docs/formats.md, or a list of them."}


@router.get("")
def list_imports(page: Page) -> Listed[ListedImport]:
    """The newest first, from the LPS's folder, the command line and here."""
    return imports(page)


@router.post(
    "",
    responses=faults(Code.NOT_ALLOWED, Code.FILE_EMPTY, Code.DISK_FULL),
    openapi_extra=takes("application/json", _FILE),
)
def hand_over(house: InHouse, caller: Changer, data: Body) -> ImportDetail:
    """Takes invoices, FSE lots and ARLs in the formats of docs/formats.md, and says of each item
    what became of it. What cannot be read at all is kept too: see `reason`.
    """
    if not data:
        raise ScordError(Code.FILE_EMPTY)
    with everything():  # whose they are is for the file to say
        incoming = import_data(house.context, f"api-{caller.name}", data)
    house.wake()
    return import_detail(incoming)


@router.get("/{number}", responses=faults(Code.NOT_THERE))
def show_import(number: Id) -> ImportDetail:
    """One file, with every fault in it."""
    return import_detail(import_of(number))
