"""The guided start as the page shows it: each step in words, and where it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scord.actions.setting_up.checklist import Step, checklist
from scord.words.setting_up import SETUP

if TYPE_CHECKING:
    from scord.page.visit import Visit

# What a step is done by stands in Réglages at its setting's place; see settings.html.
_PLACES: dict[Step, str] = {
    Step.FOLDER: "/reglages#place-folders",
    Step.PRACTITIONER: "/reglages#place-practitioners",
    Step.REGION: "/reglages#place-practitioners",
    Step.START_DATE: "/reglages#place-practitioners",
    Step.CAISSE_TOLD: "/reglages#caisse-told",
    Step.CAISSE: "/reglages#place-caisses.open",
    Step.ROUTE: "/reglages#place-exchange.route",
    Step.ROUTE_TRIED: "/reglages#place-mail",
    Step.FIRST_SCAN: "/a-classer",
    Step.FIRST_INVOICE: "/reglages#place-invoices.folder",
}


@dataclass(frozen=True)
class ShownStep:
    words: str
    done: bool
    place: str


def steps_shown(visit: Visit) -> tuple[ShownStep, ...]:
    """Every step, as long as one of them is not done; then none."""
    setup = checklist(visit.context)
    if setup.done:
        return ()
    spoken = visit.language == "en"
    return tuple(
        ShownStep(SETUP[one.code][spoken], one.done, _PLACES[one.code]) for one in setup.steps
    )
