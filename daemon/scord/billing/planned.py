"""Takes over the visits that the LPS has planned: the whole list, in the place of the last one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scord.billing.formats import PLANNED
from scord.billing.items import read
from scord.billing.names import identity
from scord.billing.prescriptions import clues_of, join
from scord.store.database import transaction
from scord.store.tables import PlannedVisit

if TYPE_CHECKING:
    from scord.billing.formats import PlannedItem
    from scord.billing.report import ItemFault
    from scord.store.context import Context
    from scord.store.tables import Practitioner


def apply_planned(
    context: Context, practitioner: Practitioner, document: dict[str, Any]
) -> list[ItemFault]:
    """The visits of one `scord-invoices/1` object that names some; gives what is wrong with those
    that were left out, as faults of the object (`planned[0].date`).

    The ordonnance of a visit may have been scanned before, and its invoices come later: all of them
    join the same one.
    """
    if document.get("planned") is None:
        return []
    reading = read(document, PLANNED, first=0, language=context.settings.language)
    with transaction():
        PlannedVisit.delete().where(PlannedVisit.practitioner == practitioner).execute()
        for given in reading.given:
            _plan(practitioner, given.item)
    return [_of_object(fault) for fault in reading.tally.faults]


def _of_object(fault: ItemFault) -> ItemFault:
    if fault.position is None:
        return fault
    at = f"planned[{fault.position}]"
    return replace(fault, position=None, path=f"{at}.{fault.path}" if fault.path else at)


def _plan(practitioner: Practitioner, item: PlannedItem) -> None:
    who = item.patient
    PlannedVisit.create(
        practitioner=practitioner,
        day=item.date,
        time=item.time,
        family_name=who.family_name,
        given_name=who.given_name,
        identity=identity(
            who.family_name, who.given_name, who.birth_date, who.nir or item.insured_nir
        ),
        prescription=join(practitioner, clues_of(item)),
        needs_paper=not item.electronic_prescription,
    )
