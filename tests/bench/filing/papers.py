"""From what was billed to what is written on paper: names in many ways, dates, sometimes errors."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.bench.filing.chance import pick
from tests.bench.filing.paper import BORN, COMPLETE, DATED, NAME, NIR, NONE, Paper, euros, spaced
from tests.bench.filing.people import TODAY, WOMAN
from tests.bench.filing.words import NEXT_PAGE, NURSING, OVERLEAF

if TYPE_CHECKING:
    from datetime import date
    from random import Random

    from tests.bench.filing.care import Episode, Invoice
    from tests.bench.filing.layouts import Layouts
    from tests.bench.filing.people import Patient

_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip
_MISSPELT = 0.05
_LOOKALIKE = {"a": "o", "e": "é", "i": "y", "l": "t", "n": "m", "o": "a", "r": "n", "t": "d",
              "u": "n", "é": "e", "s": "z"}  # fmt: skip


def ordonnance(rng: Random, layouts: Layouts, episode: Episode) -> Paper:
    """The page that all invoices of the episode share."""
    layout = layouts.dsi if episode.nursing else pick(rng, layouts.ordonnances)
    values = _patient(rng, episode.patient) | _birth(rng, episode.patient)
    if rng.random() < 0.97:
        values["day"] = written(rng, episode.prescribed)
    name, misspelt = _misspell(rng, values["name"])
    values["name"] = name
    return Paper(
        layout, "DSIP" if episode.nursing else "ORDN", values,
        NURSING if episode.nursing else episode.care, doctor=episode.doctor,
        invoices=episode.numbers, identity=identity(values),
        trap=COMPLETE if episode.electronic else "misspelt" if misspelt else "",
    )  # fmt: skip


def next_page(first: Paper) -> tuple[Paper, Paper]:
    """The same ordonnance on two pages; the second repeats the letterhead and the name."""
    values = {key: first.values[key] for key in ("name", "day") if key in first.values}
    second = Paper(
        first.layout, first.type, values, NEXT_PAGE, doctor=first.doctor, page="2/2",
        invoices=first.invoices, identity=identity(values), trap=first.trap,
    )  # fmt: skip
    return replace(first, page="1/2"), second


def care_sheet(rng: Random, layouts: Layouts, episode: Episode, invoice: Invoice) -> Paper:
    """The feuille de soins of one degraded invoice."""
    who, doctor, carer = episode.patient, episode.doctor, episode.carer
    written_name, misspelt = _misspell(rng, f"{who.family_name.upper()} {who.given_name}")
    family, _, given = written_name.rpartition(" ")
    values = {
        "name": written_name,
        "family": family,
        "given": given,
        "born": f"{who.birth_date:%d/%m/%Y}",
        "nir": spaced(who.nir) if who.nir else "",
        "insured": spaced(who.insured_nir),
        "address": " ".join(who.address),
        "carer": f"{carer.family_name.upper()} {carer.given_name}",
        "carer_number": carer.billing_number,
        "total": f"{euros(invoice.total)} €",
        "invoice": invoice.number if rng.random() < 0.3 else "",
    }
    if not who.nir:
        values["insured_name"] = who.family_name.upper()
    if doctor:
        values |= {
            "doctor": f"{doctor.family_name.upper()} {doctor.given_name}",
            "doctor_number": doctor.rpps,
            "day": f"{episode.prescribed:%d/%m/%Y}",
        }
    return Paper(
        pick(rng, layouts.sheets), "FSNC", values,
        acts=tuple((f"{act.day:%d/%m/%Y}", act.code, euros(act.cents)) for act in invoice.acts),
        invoices=(invoice.number,), identity=NIR, trap="misspelt" if misspelt else "",
    )  # fmt: skip


def overleaf(layouts: Layouts, sheet: Paper) -> Paper:
    return Paper(layouts.overleaf, sheet.type, lines=OVERLEAF, invoices=sheet.invoices)


def identity(values: dict[str, str]) -> str:
    """The surest identity that an ordonnance with these values carries."""
    if values.get("nir"):
        return NIR
    if not values.get("name"):
        return NONE
    if values.get("born"):
        return BORN
    return DATED if values.get("day") else NAME


def written(rng: Random, day: date) -> str:
    forms = (
        f"{day:%d/%m/%Y}", f"{day:%d/%m/%Y}", f"{day:%d.%m.%Y}", f"{day:%d/%m/%y}",
        f"{'1er' if day.day == 1 else day.day} {_MONTHS[day.month - 1]} {day.year}",
    )  # fmt: skip
    return rng.choice(forms)


def _patient(rng: Random, who: Patient) -> dict[str, str]:
    """The name as a doctor's software or pen writes it."""
    title = "Mme" if who.sex == WOMAN else "M."
    if (TODAY - who.birth_date).days < 12 * 365:
        title = "Enfant"
    family, given = who.family_name, who.given_name
    forms = [f"{title} {family.upper()} {given}", f"{title} {given} {family.upper()}",
             f"{title} {given} {family}", f"{family.upper()} {given}"]  # fmt: skip
    if who.birth_name:
        forms += [f"{title} {family.upper()} {given} née {who.birth_name.upper()}",
                  f"{title} {who.birth_name.upper()} ép. {family.upper()} {given}"]  # fmt: skip
    return {"name": rng.choice(forms)}


def _birth(rng: Random, who: Patient) -> dict[str, str]:
    chance = rng.random()
    values: dict[str, str] = {}
    if chance < 0.60:
        values["born"] = f"{who.birth_date:%d/%m/%Y}"
    elif chance < 0.75:
        values["age"] = f"{(TODAY - who.birth_date).days // 365} ans"
    if rng.random() < 0.15:
        values["nir"] = spaced(who.nir or who.insured_nir)
    return values


def _misspell(rng: Random, name: str) -> tuple[str, bool]:
    """One letter otherwise, now and then: a lookalike, one dropped, or one doubled."""
    if rng.random() >= _MISSPELT:
        return name, False
    places = [i for i, sign in enumerate(name) if sign.isalpha() and i > 3]
    at = rng.choice(places)
    other = _LOOKALIKE.get(name[at].lower(), name[at] * 2)
    put = rng.choice((other.upper() if name[at].isupper() else other, "", name[at] * 2))
    return name[:at] + put + name[at + 1 :], True
