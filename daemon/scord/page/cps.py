"""What each practitioner's CPS said, and where it can be read, as Réglages shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scord.practice.said import CardSaid, RegionSource, region_of, said_by_card
from scord_shared.cards import CardState

if TYPE_CHECKING:
    from scord.page.visit import Visit


@dataclass(frozen=True)
class CpsShown:
    """`counts`: the card's Région is the one in force. `wanted`: a button each, its reader's name
    and what POST /v1/card/read is asked; the name is "" where nothing is to be chosen.
    """

    said: CardSaid | None
    counts: bool
    wanted: tuple[tuple[str, dict[str, str]], ...]


def cps_shown(visit: Visit) -> dict[str, CpsShown]:
    """For each practitioner of the settings, by billing number."""
    seen = visit.context.cards().readers
    readers = [one.name for one in seen if one.state is CardState.CPS]
    numbers = [one.billing_number for one in visit.context.settings.practitioners]
    return {number: _shown(visit, number, readers) for number in numbers}


def _shown(visit: Visit, number: str, readers: list[str]) -> CpsShown:
    region = region_of(visit.context.settings, number)
    whose = {"billing_number": number}
    choice = tuple((name, {**whose, "reader": name}) for name in readers)
    return CpsShown(
        said_by_card(number),
        region is not None and region.source is RegionSource.CARD,
        choice if len(choice) > 1 else (("", whose),),
    )
