"""Reads a practitioner's CPS when a person asks, and keeps what it says with its source."""

from dataclasses import dataclass

from scord.actions.seen import seen
from scord.billing.names import name_key
from scord.practice.card.profile import CardRead
from scord.practice.card.reader import read_cps
from scord.practice.said import Region, keep, region_of
from scord.store.context import Context
from scord.store.database import transaction
from scord.store.tables import Practitioner
from scord_shared.errors import Code, ScordError
from scord_shared.refusals import Refusal


@dataclass(frozen=True)
class CpsRead:
    """`billing_number`: the practitioner for whom it is kept, and `region` theirs in force; both
    None where the card names nobody who is known here: then nothing was kept.
    """

    reader: str
    model: str | None
    card: CardRead
    billing_number: str | None
    region: Region | None


def read_card(
    context: Context, reader: str | None = None, billing_number: str | None = None, *, by: str
) -> CpsRead:
    """Reads the CPS in `reader` (the only one there is) for this practitioner, or for whom its RPPS
    names. Raises ScordError with a code of cards, NOT_THERE for an unknown practitioner, and
    ACTION_REFUSED where two readers hold a CPS or it is another practitioner's.
    """
    known = _known(context)
    if billing_number and billing_number not in known:
        raise ScordError(Code.NOT_THERE)
    reading = read_cps(reader)
    with transaction():
        owners = _owners(reading.card)
        if billing_number:
            _refuse_anothers(reading.card, owners, billing_number)
        whose = billing_number or _only(owners & known)
        if whose:
            keep(context, whose, reading.card, by=by)
    region = region_of(context.settings, whose) if whose else None
    return CpsRead(reading.reader.name, reading.reader.model, reading.card, whose, region)


def _known(context: Context) -> set[str]:
    """The practitioners of the settings and those of the LPS, as far as they may be seen."""
    given = {one.billing_number for one in seen(context.settings).practitioners}
    return given | {row.billing_number for row in Practitioner.select()}


def _owners(card: CardRead) -> set[str]:
    """Whom the LPS knows by the card's RPPS: who works in two places has two billing numbers."""
    if card.person is None:
        return set()
    rows = Practitioner.select().where(Practitioner.rpps == card.person.rpps)
    return {row.billing_number for row in rows}


def _only(numbers: set[str]) -> str | None:
    return next(iter(numbers)) if len(numbers) == 1 else None


def _refuse_anothers(card: CardRead, owners: set[str], billing_number: str) -> None:
    """By RPPS where the LPS has told of it, else by the name."""
    if card.person is None or billing_number in owners:
        return
    row = Practitioner.get_or_none(Practitioner.billing_number == billing_number)
    named = row and name_key(row.family_name) == name_key(card.person.family_name)
    if owners or (row and (row.rpps or not named)):
        raise ScordError(Code.ACTION_REFUSED, reason=Refusal.CARD_OF_ANOTHER)
