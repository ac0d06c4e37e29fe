"""/v1/card: what is in the card readers; a CPS is read when a person asks."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from scord.actions.card import CpsRead, read_card
from scord.api.house import Changer, InHouse, Store
from scord.api.shapes import Absent, Asked, Words, faults
from scord_shared.cards import CardsSeen
from scord_shared.errors import Code

router = APIRouter(prefix="/card", tags=["settings"])


class Wanted(Asked):
    """`reader`: where several hold a CPS; `billing_number`: for whom, where the card's RPPS is not
    known here.
    """

    reader: Words | Absent = None
    billing_number: Annotated[str, Field(pattern=r"^[0-9]{9}$")] | Absent = None


@router.get("")
def show_cards(context: Store) -> CardsSeen:
    """The readers and what is in each, as last seen; no card is touched for it."""
    return context.cards()


@router.post(
    "/read",
    responses=faults(
        Code.NOT_ALLOWED,
        Code.NOT_THERE,
        Code.ACTION_REFUSED,
        Code.CARD_NOT_INSTALLED,
        Code.CARD_NO_SERVICE,
        Code.CARD_NO_READER,
        Code.CARD_READER_GONE,
        Code.CARD_ABSENT,
        Code.CARD_REMOVED,
        Code.CARD_VITALE,
        Code.CARD_UNKNOWN,
        Code.CARD_UNREADABLE,
        Code.CARD_BUSY,
    ),
)
def read(house: InHouse, caller: Changer, wanted: Wanted) -> CpsRead:
    """Reads a practitioner's CPS: its number and what it tells without a PIN, which is kept."""
    told = read_card(house.context, wanted.reader, wanted.billing_number, by=caller.name)
    house.wake()
    return told
