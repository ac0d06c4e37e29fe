"""What a practitioner's CPS said when it was last read, and which Région counts.

It is kept beside the practitioner's row, which is as the LPS tells it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 -- read at run time, by those who tell it as JSON
from enum import StrEnum
from typing import TYPE_CHECKING

from scord.store.database import transaction
from scord.store.flags import clear_flag, flag, raise_flag

if TYPE_CHECKING:
    from scord.practice.card.profile import CardRead
    from scord.settings import Settings
    from scord.store.context import Context

CARD_SAID = "card-said:"  # flag, up to the practitioner's billing number


class RegionSource(StrEnum):
    SETTINGS = "settings"  # a person's word
    CARD = "card"


@dataclass(frozen=True)
class Region:
    value: str
    source: RegionSource


@dataclass(frozen=True)
class CardSaid:
    """`profile`: the layout it was read by, None where only the card's number could be read: then
    nothing else is told.
    """

    at: datetime
    by: str
    card_number: str | None
    profile: str | None
    rpps: str | None
    family_name: str | None
    given_name: str | None
    speciality: str | None
    region: str | None


_OF_PERSON = ("rpps", "family_name", "given_name", "speciality", "region")


def keep(context: Context, billing_number: str, card: CardRead, *, by: str) -> None:
    """Instead of what an earlier reading said."""
    name = CARD_SAID + billing_number
    told = {field: getattr(card.person, field, None) for field in _OF_PERSON}
    with transaction():
        clear_flag(name, by=by)
        facts = {"card_number": card.card_number, "profile": card.profile}
        raise_flag(context, name, by=by, **facts, **told)


def said_by_card(billing_number: str) -> CardSaid | None:
    row = flag(CARD_SAID + billing_number)
    return CardSaid(at=row.set_at, by=row.by, **row.value) if row else None


def region_of(settings: Settings, billing_number: str) -> Region | None:
    """The Région in force: as the settings give it, else as the card said; None without either."""
    given = (settings.practitioner(billing_number).region or "").strip()
    if given:
        return Region(given, RegionSource.SETTINGS)
    said = said_by_card(billing_number)
    return Region(said.region, RegionSource.CARD) if said and said.region else None
