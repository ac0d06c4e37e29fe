"""What the page's overview shows: counters, what happened, how all that Scord needs is doing."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from scord.actions.looking.counters import Counter, LateLot, counters, late_lots
from scord.actions.looking.days import Day, Today, days, today
from scord.actions.looking.health import Health, health
from scord.actions.looking.planning import ShownVisit, planned_visits
from scord.actions.looking.practice import PracticeFacts, practice
from scord.api.house import Store
from scord.api.shapes import Absent
from scord.settings import PARIS

router = APIRouter(tags=["overview"])


@router.get("/counters")
def show_counters(context: Store) -> tuple[Counter, ...]:
    """What is to be done, counted, and the list that shows each."""
    return counters(context)


@router.get("/late-answers")
def show_late_answers(context: Store) -> tuple[LateLot, ...]:
    """The lots whose ARL is late, FSE lots first."""
    return late_lots(context)


@router.get("/days")
def show_days(context: Store) -> tuple[Day, ...]:
    """The last 30 days, by the clocks of France, today the last."""
    return days(context)


@router.get("/today")
def show_today(context: Store) -> Today:
    """What happened since midnight: counts by kind, and the newest events."""
    return today(context)


@router.get("/health")
def show_health(context: Store) -> tuple[Health, ...]:
    """Folders, mailboxes, the way out, card reader, disk, clock and a pause, as last seen."""
    return health(context)


@router.get("/planned-visits")
def show_planned_visits(
    context: Store, day: Annotated[date | Absent, Query(description="Today, if left out.")] = None
) -> list[ShownVisit]:
    """The visits that the LPS has planned for a day, and which ordonnances are to be scanned."""
    return planned_visits(day or context.clock.now().astimezone(PARIS).date())


@router.get("/practice")
def show_practice(context: Store) -> PracticeFacts:
    """Who sends, to whom, from which folders and by which rules."""
    return practice(context)
