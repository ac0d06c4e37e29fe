"""The first start: what is set up and seen, and what is still to do, step by step."""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from scord.actions.seen import seen
from scord.actions.setting_up.caisse_told import caisses_told
from scord.actions.setting_up.passwords import passwords
from scord.actions.setting_up.trying import mail_let_in
from scord.practice.said import region_of
from scord.store.flags import flags
from scord.store.tables import Invoice, Practitioner, Scan, ScorLot

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from scord.settings import Settings
    from scord.store.context import Context

_UNREACHABLE = "folder-unreachable:"


class Step(StrEnum):
    """In the order in which a person does them."""

    FOLDER = "folder"
    PRACTITIONER = "practitioner"
    REGION = "region"
    START_DATE = "start-date"
    CAISSE_TOLD = "caisse-told"
    CAISSE = "caisse"
    ROUTE = "route"
    ROUTE_TRIED = "route-tried"
    FIRST_SCAN = "first-scan"
    FIRST_INVOICE = "first-invoice"


@dataclass(frozen=True)
class Checked:
    """`facts` name what is lacking: folders, billing numbers."""

    code: Step
    done: bool
    facts: dict[str, Any]


@dataclass(frozen=True)
class Setup:
    """`done`: all of it."""

    done: bool
    steps: tuple[Checked, ...]


def checklist(context: Context) -> Setup:
    """Raises ScordError SECRET_EXPOSED."""
    settings = seen(context.settings)
    steps = tuple(Checked(step, *check(settings)) for step, check in _CHECKS.items())
    return Setup(all(step.done for step in steps), steps)


_Told = tuple[bool, dict[str, Any]]


def _folder(settings: Settings) -> _Told:
    """By what the intake has seen: a share that hangs must not hold up who asks."""
    names = {folder.name for folder in settings.folders}
    out_of_reach = {row.name.removeprefix(_UNREACHABLE) for row in flags(_UNREACHABLE)} & names
    return bool(names) and not out_of_reach, {"unreachable": sorted(out_of_reach)}


def _practitioner(settings: Settings) -> _Told:
    return bool(settings.practitioners), {}


def _of_each(name: str) -> Callable[[Settings], _Told]:
    """Whether each practitioner has the setting `name`."""

    def told(settings: Settings) -> _Told:
        known = settings.practitioners
        return _each(settings, {one.billing_number for one in known if getattr(one, name)})

    return told


def _route(settings: Settings) -> _Told:
    """By mail: an address to send to, and an account with its passwords for each practitioner."""
    route = settings.exchange.route
    if route == "folder":
        return os.access(settings.out_folder, os.W_OK | os.X_OK), {"route": route}
    known = {account.billing_number for account in settings.mail}
    lacking = {one.billing_number for one in passwords(settings) if not one.is_set}
    numbers = [one.billing_number for one in settings.practitioners]
    without = [number for number in numbers if number not in known or number in lacking]
    ready = bool(numbers and settings.exchange.addresses) and not without
    return ready, {"route": route, "practitioners": without}


def _route_tried(settings: Settings) -> _Told:
    """By folder each look at this list tries it."""
    if settings.exchange.route == "folder":
        return _route(settings)
    fine = {one.billing_number for one in settings.mail if mail_let_in(one)} | _answered()
    return _each(settings, fine)


def _caisse_told(settings: Settings) -> _Told:
    told = {one.billing_number for one in caisses_told(settings) if one.at}
    return _each(settings, told | _answered())


def _region(settings: Settings) -> _Told:
    numbers = [one.billing_number for one in settings.practitioners]
    return _each(settings, {number for number in numbers if region_of(settings, number)})


def _each(settings: Settings, done: Collection[str]) -> _Told:
    """Whether each practitioner's billing number is among `done`."""
    numbers = [one.billing_number for one in settings.practitioners]
    without = [number for number in numbers if number not in done]
    return bool(numbers) and not without, {"practitioners": without}


def _answered() -> set[str]:
    """Whose lots a caisse has answered: it knows of them, and the way to it works."""
    lots = ScorLot.select().where(ScorLot.answered_at.is_null(is_null=False))
    senders = Practitioner.id.in_(lots.select(ScorLot.practitioner))
    return {one.billing_number for one in Practitioner.select().where(senders)}


def _caisse(settings: Settings) -> _Told:
    return bool(settings.caisses.open), {}


def _first_scan(_settings: Settings) -> _Told:
    return Scan.select().exists(), {}


def _first_invoice(_settings: Settings) -> _Told:
    return Invoice.select().exists(), {}


_CHECKS: dict[Step, Callable[[Settings], _Told]] = {
    Step.FOLDER: _folder,
    Step.PRACTITIONER: _practitioner,
    Step.REGION: _region,
    Step.START_DATE: _of_each("scor_start_date"),
    Step.CAISSE_TOLD: _caisse_told,
    Step.CAISSE: _caisse,
    Step.ROUTE: _route,
    Step.ROUTE_TRIED: _route_tried,
    Step.FIRST_SCAN: _first_scan,
    Step.FIRST_INVOICE: _first_invoice,
}
