"""Pages that belong to none of the invoices, each a trap with a name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.bench.filing.care import Act, Episode, Invoice
from tests.bench.filing.chance import pick
from tests.bench.filing.layouts import EMPTY
from tests.bench.filing.paper import NIR, NONE, Paper, euros, spaced
from tests.bench.filing.papers import care_sheet, identity, ordonnance
from tests.bench.filing.words import ENGLISH, OFFER, REPORT, RESULTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from tests.bench.filing.layouts import Layouts
    from tests.bench.filing.people import Patient, People

_URL = "https://www.exemple-mobilier.invalid/cabinet?code=SALON20"


@dataclass(frozen=True)
class World:
    """What such pages are drawn from."""

    rng: Random
    people: People
    episodes: list[Episode]
    layouts: Layouts

    def prescribed(self) -> Episode:
        """One of those with an ordonnance."""
        return self.rng.choice([one for one in self.episodes if one.doctor])

    def elsewhere(self, who: Patient) -> Episode:
        """Care of `who` that another practice gives: nothing of it is known here."""
        other = self.prescribed()
        return replace(other, patient=who, electronic=False, invoices=self._unknown(other))

    def _unknown(self, episode: Episode) -> tuple[Invoice, ...]:
        acts = tuple(
            Act(episode.prescribed + timedelta(days=n), act.code, act.cents)
            for n, act in enumerate(episode.invoices[0].acts, start=1)
        )
        return (Invoice(str(self.rng.randrange(90_000, 99_999)), "degrade", acts),)


def page(world: World) -> Paper:
    """One page of a kind drawn by weight."""
    trap = pick(world.rng, {name: weight for name, (weight, _) in _TRAPS.items()})
    return replace(_TRAPS[trap][1](world), invoices=(), trap=trap)


def _strangers_ordonnance(world: World) -> Paper:
    who = world.rng.choice(world.people.strangers[: len(world.people.strangers) // 2])
    return ordonnance(world.rng, world.layouts, world.elsewhere(who))


def _strangers_sheet(world: World) -> Paper:
    who = world.rng.choice(world.people.strangers[: len(world.people.strangers) // 2])
    return _sheet(world, who)


def _homonyms_ordonnance(world: World) -> Paper:
    """The names of a patient, another birth date: which always stands there, or nobody could
    tell.
    """
    who = world.rng.choice(world.people.strangers[len(world.people.strangers) // 2 :])
    paper = ordonnance(world.rng, world.layouts, world.elsewhere(who))
    values = {**paper.values, "born": f"{who.birth_date:%d/%m/%Y}"}
    return replace(paper, values=values, identity=identity(values))


def _homonyms_sheet(world: World) -> Paper:
    return _sheet(world, world.rng.choice(world.people.strangers[-20:]))


def _sheet(world: World, who: Patient) -> Paper:
    episode = world.elsewhere(who)
    return care_sheet(world.rng, world.layouts, episode, episode.invoices[0])


def _old(world: World) -> Paper:
    """A patient's ordonnance of last year."""
    episode = world.prescribed()
    days = world.rng.randrange(330, 420)
    return _dated(world, replace(episode, prescribed=episode.prescribed - timedelta(days=days)))


def _other_carers(world: World) -> Paper:
    """A patient's ordonnance by another doctor, for care that somebody else gives."""
    episode = world.prescribed()
    others = [one for one in world.people.doctors if one != episode.doctor]
    before = episode.prescribed - timedelta(days=world.rng.randrange(3, 25))
    foreign = replace(world.prescribed(), patient=episode.patient, electronic=False)
    return _dated(world, replace(foreign, doctor=world.rng.choice(others), prescribed=before))


def _dated(world: World, episode: Episode) -> Paper:
    """Its ordonnance with the day on it, which alone tells that it is another one."""
    paper = ordonnance(world.rng, world.layouts, episode)
    values = {**paper.values, "day": f"{episode.prescribed:%d/%m/%Y}"}
    return replace(paper, values=values, identity=identity(values))


def _two_nirs(world: World) -> Paper:
    """An ordonnance for one patient on which another's NIR stands too."""
    episode, other = world.prescribed(), world.prescribed().patient
    while other.insured_nir == episode.patient.insured_nir:
        other = world.prescribed().patient
    paper = ordonnance(world.rng, world.layouts, episode)
    values = {**paper.values, "nir": spaced(episode.patient.insured_nir)}
    line = f"Et pour {other.given_name} {other.family_name}, {spaced(other.insured_nir)} : idem."
    return replace(paper, values=values, lines=(*paper.lines, line), identity=NIR)


def _nir_one_off(world: World) -> Paper:
    """A stranger's care sheet whose NIR is a patient's but for one digit: its key is wrong."""
    stranger = _strangers_sheet(world)
    nir = world.prescribed().patient.insured_nir
    at = world.rng.choice((7, 8, 9, 10, 11, 12))
    digit = str((int(nir[at]) + world.rng.randrange(1, 9)) % 10)
    spoilt = spaced(nir[:at] + digit + nir[at + 1 :])
    return replace(stranger, values={**stranger.values, "nir": spoilt, "insured": spoilt})


def _about(world: World) -> dict[str, str]:
    """Whom a letter or a result is about: a patient of the practice."""
    who = world.prescribed().patient
    return {
        "name": f"{who.family_name.upper()} {who.given_name}",
        "born": f"{who.birth_date:%d/%m/%Y}",
        "nir": spaced(who.insured_nir) if world.rng.random() < 0.3 else "",
        "day": f"{world.prescribed().prescribed:%d/%m/%Y}",
    }


def _results(world: World) -> Paper:
    values = _about(world)
    return Paper(world.layouts.results, values=values, lines=RESULTS, identity=identity(values))


def _report(world: World) -> Paper:
    values = _about(world)
    return Paper(world.layouts.report, values=values, lines=REPORT, identity=identity(values))


def _offer(world: World) -> Paper:
    return Paper(world.layouts.offer, values={"day": "02/03/2026"}, lines=OFFER)


def _offer_with_code(world: World) -> Paper:
    return replace(_offer(world), code=_URL)


def _empty(_: World) -> Paper:
    return Paper(EMPTY)


def _blank_sheet(world: World) -> Paper:
    return Paper(pick(world.rng, world.layouts.sheets), "FSNC", identity=NONE)


def _english(world: World) -> Paper:
    """A stranger's, from abroad."""
    return replace(_strangers_ordonnance(world), lines=ENGLISH)


def _priced(world: World) -> Paper:
    """An offer that names a patient as its reader, with amounts and a day."""
    who = world.prescribed().patient
    line = f"À l'attention de {who.given_name} {who.family_name} : {euros(1260)} € au lieu de 20 €."
    return replace(_offer(world), lines=(*OFFER, line))


_TRAPS: dict[str, tuple[int, Callable[[World], Paper]]] = {
    "stranger": (14, _strangers_ordonnance),
    "stranger-sheet": (9, _strangers_sheet),
    "homonym": (12, _homonyms_ordonnance),
    "homonym-sheet": (8, _homonyms_sheet),
    "old": (10, _old),
    "other-carer": (10, _other_carers),
    "two-nirs": (8, _two_nirs),
    "nir-one-off": (8, _nir_one_off),
    "results": (7, _results),
    "report": (6, _report),
    "offer": (5, _offer),
    "offer-to-patient": (3, _priced),
    "url-code": (4, _offer_with_code),
    "empty": (3, _empty),
    "blank-sheet": (3, _blank_sheet),
    "english": (5, _english),
}
