"""/v1/fse-lots and /v1/scor-lots: the LPS's lots, ours, and a person's word on both."""

from fastapi import APIRouter, Response

from scord.actions import fallback
from scord.actions.depositing import confirm_depot, take_back
from scord.actions.looking.lots import (
    FseLotDetail,
    ListedFseLot,
    ListedScorLot,
    ScorLotDetail,
    fse_lot_detail,
    fse_lots,
    scor_lot_detail,
    scor_lots,
)
from scord.actions.looking.pages import Listed
from scord.actions.lookup import row_of
from scord.actions.verdicts import settle_fse, settle_scor
from scord.api.house import Changer, InHouse, Language, Store
from scord.api.shapes import NOTHING, PDF, Absent, Asked, Id, Page, Words, faults, gives
from scord.exchange.profiles.depot_answer import Verdict
from scord.store.states import FseVerdict, ScorLotState
from scord.store.tables import FseLot, ScorLot
from scord_shared.errors import Code

router = APIRouter(tags=["lots"])

_UNKNOWN = faults(Code.NOT_THERE)
_REFUSED = faults(Code.NOT_THERE, Code.ACTION_REFUSED, Code.NOT_ALLOWED)
_NOT_SAID = faults(
    Code.NOT_THERE,
    Code.ACTION_REFUSED,
    Code.NOT_ALLOWED,
    Code.INVOICE_UNKNOWN,
    Code.INVOICE_AMBIGUOUS,
    Code.ACK_UNREADABLE,
)


class Settling(Asked):
    """`positive`: the caisse accepted it."""

    positive: bool


class Said(Asked):
    """What the practice's software did with the lot. `why`: needed where it was rejected;
    `invoices`: the numbers of the rejected ones, where the others were not.
    """

    verdict: Verdict
    why: Words = ""
    invoices: tuple[Words, ...] = ()


@router.get("/fse-lots")
def list_fse_lots(page: Page, verdict: FseVerdict | Absent = None) -> Listed[ListedFseLot]:
    """The newest first."""
    return fse_lots(verdict, page)


@router.get("/fse-lots/{lot}", responses=_UNKNOWN)
def show_fse_lot(lot: Id) -> FseLotDetail:
    """One lot of the LPS and its ARLs. Its invoices: `/v1/invoices?fse_lot=`."""
    return fse_lot_detail(row_of(FseLot, lot))


@router.post("/fse-lots/{lot}/settle", responses=_REFUSED)
def settle_fse_lot(lot: Id, asked: Settling, house: InHouse, caller: Changer) -> FseLotDetail:
    """Says which of two contradicting answers holds."""
    row_of(FseLot, lot)
    settle_fse(lot, positive=asked.positive, by=caller.name)
    house.wake()
    return fse_lot_detail(row_of(FseLot, lot))


@router.get("/scor-lots")
def list_scor_lots(page: Page, state: ScorLotState | Absent = None) -> Listed[ListedScorLot]:
    """The newest first."""
    return scor_lots((state,) if state else (), page)


@router.get("/scor-lots/{lot}", responses=_UNKNOWN)
def show_scor_lot(lot: Id) -> ScorLotDetail:
    """One SCOR lot: its pieces with the caisse's verdicts, and its ARLs."""
    return scor_lot_detail(row_of(ScorLot, lot))


@router.post("/scor-lots/{lot}/settle", responses=_REFUSED)
def settle_scor_lot(lot: Id, asked: Settling, house: InHouse, caller: Changer) -> ScorLotDetail:
    """Says which of two contradicting answers holds; a negative one refuses the pieces it names."""
    row_of(ScorLot, lot)
    settle_scor(lot, positive=asked.positive, by=caller.name)
    house.wake()
    return scor_lot_detail(row_of(ScorLot, lot))


@router.post("/scor-lots/{lot}/say", responses=_NOT_SAID)
def say_of_lot(
    lot: Id, asked: Said, context: Store, house: InHouse, caller: Changer
) -> ScorLotDetail:
    """A person's word on a lot that was handed to the practice's software (profile `depot`)."""
    row_of(ScorLot, lot)
    told, why = asked.verdict, asked.why
    confirm_depot(context, lot, told, by=caller.name, why=why, invoices=asked.invoices)
    house.wake()
    return scor_lot_detail(row_of(ScorLot, lot))


@router.post("/scor-lots/{lot}/unsay", responses=_REFUSED, openapi_extra=NOTHING)
def take_word_back(lot: Id, house: InHouse, caller: Changer) -> ScorLotDetail:
    """Undoes that: the lot waits for a word again."""
    row_of(ScorLot, lot)
    take_back(lot, by=caller.name)
    house.wake()
    return scor_lot_detail(row_of(ScorLot, lot))


@router.post(
    "/scor-lots/{lot}/bordereau",
    response_class=Response,
    responses=gives(PDF) | _REFUSED,
    openapi_extra=NOTHING,
)
def print_bordereau(lot: Id, context: Store, caller: Changer, language: Language) -> Response:
    """What goes with the paper of a lot that has waited too long for its ARL, to print."""
    from scord.proof.bordereau import draw_bordereau  # noqa: PLC0415 -- ReportLab, where something is drawn

    late = row_of(ScorLot, lot)
    made = fallback.due_bordereau(context, late)
    drawn = draw_bordereau(made, printed_at=context.clock.now(), language=language)
    fallback.record_printed(late, by=caller.name)
    return Response(drawn, media_type=PDF)
