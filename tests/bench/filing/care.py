"""What the practice has billed: episodes of care, each on one ordonnance with its invoices."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from tests.bench.filing.chance import pick
from tests.bench.filing.people import TODAY, Carer, Doctor, Patient, People
from tests.bench.filing.words import ACTS, CARE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from random import Random

_DAYS = 60  # how far the care goes back
_BUSY_DAYS = 8  # on each a doctor has seen many
_DATED = 0.95  # B2 has a place for the day (type 3S, 54-59), so billing software asks for it
_MODES = {"degrade": 45, "sesam_vitale": 40, "desynchronise": 10, "sans_vitale": 5}
_NURSE, _DOCTOR = "infirmier", "médecin"


@dataclass(frozen=True)
class Act:
    day: date
    code: str
    cents: int


@dataclass(frozen=True)
class Invoice:
    number: str
    mode: str
    acts: tuple[Act, ...]

    @property
    def day(self) -> date:
        return self.acts[-1].day

    @property
    def total(self) -> int:
        return sum(act.cents for act in self.acts)


@dataclass(frozen=True)
class Episode:
    """`doctor` is None where the carer needs no ordonnance. `dated`, `reference`: what the LPS
    knows of the ordonnance; `electronic`: none is to be scanned.
    """

    patient: Patient
    carer: Carer
    doctor: Doctor | None
    prescribed: date
    care: tuple[str, ...]
    invoices: tuple[Invoice, ...]
    nursing: bool = False  # prescribed on a DSI
    dated: bool = True
    reference: str | None = None
    electronic: bool = False

    @property
    def numbers(self) -> tuple[str, ...]:
        return tuple(invoice.number for invoice in self.invoices)


def episodes(rng: Random, people: People) -> list[Episode]:
    """One to three for each patient, never two of a patient prescribed on one day."""
    numbers = count(rng.randrange(1_000, 9_000))
    busy = [
        (rng.choice(people.doctors), TODAY - timedelta(days=rng.randrange(12, _DAYS)))
        for _ in range(_BUSY_DAYS)
    ]
    made: list[Episode] = []
    for patient in people.patients:
        days: set[date] = set()
        for _ in range(rng.choice((1, 1, 2, 2, 3))):
            doctor, day = rng.choice(busy) if rng.random() < 0.4 else _seen(rng, people)
            if day in days:
                continue
            days.add(day)
            made.append(_episode(rng, patient, rng.choice(people.carers), doctor, day, numbers))
    return made


def _seen(rng: Random, people: People) -> tuple[Doctor, date]:
    return rng.choice(people.doctors), TODAY - timedelta(days=rng.randrange(6, _DAYS))


def _episode(
    rng: Random, patient: Patient, carer: Carer, doctor: Doctor, day: date, numbers: Iterator[int]
) -> Episode:
    wanted = pick(rng, {1: 60, 2: 20, 3: 12, 4: 8})
    invoices = tuple(_invoices(rng, carer, day, wanted, numbers))
    needs_none = carer.profession == _DOCTOR
    return Episode(
        patient, carer, None if needs_none else doctor, day,
        rng.choice(CARE[carer.profession]), invoices,
        nursing=carer.profession == _NURSE and rng.random() < 0.12,
        dated=rng.random() < _DATED,
        reference=f"P{invoices[0].number}" if rng.random() < 0.4 else None,
        electronic=rng.random() < 0.03,
    )  # fmt: skip


def _invoices(
    rng: Random, carer: Carer, prescribed: date, wanted: int, numbers: Iterator[int]
) -> Iterator[Invoice]:
    """Care follows the ordonnance; each invoice holds the acts of days of its own."""
    span = (TODAY - prescribed).days
    days = sorted(rng.sample(range(1, span + 1), min(span, wanted * rng.randrange(1, 4))))
    for index in range(wanted):
        own = days[index::wanted]
        if own:
            acts = tuple(
                Act(prescribed + timedelta(days=day), *rng.choice(ACTS[carer.profession]))
                for day in own
            )
            yield Invoice(str(next(numbers)), pick(rng, _MODES), acts)


def invoices_json(made: Iterable[Episode], carer: Carer) -> dict[str, Any]:
    """The `scord-invoices/1` object of one practitioner."""
    return {
        "format": "scord-invoices/1",
        "practitioner": {
            "rpps": carer.rpps,
            "billing_number": carer.billing_number,
            "family_name": plain(carer.family_name),
            "given_name": plain(carer.given_name),
            "profession": carer.profession,
        },
        "invoices": [
            _item(episode, invoice)
            for episode in made
            if episode.carer == carer
            for invoice in episode.invoices
        ],
    }


def _item(episode: Episode, invoice: Invoice) -> dict[str, Any]:
    who, doctor = episode.patient, episode.doctor
    known = doctor and {
        "rpps": doctor.rpps,
        "billing_number": doctor.billing_number,
        "name": plain(f"{doctor.family_name} {doctor.given_name}"),
    }
    return {
        "number": invoice.number,
        "invoice_date": invoice.day.isoformat(),
        "mode": invoice.mode,
        "patient": {
            "family_name": plain(who.family_name),
            "given_name": plain(who.given_name),
            "birth_date": who.birth_date.isoformat(),
            "nir": who.nir,
        },
        "insured_nir": who.insured_nir,
        "organisation": {"regime": "01", "caisse": "631", "centre": "0000"},
        "prescriber": known,
        "prescription_date": episode.prescribed.isoformat() if doctor and episode.dated else None,
        "prescription_ref": episode.reference if doctor else None,
        "electronic_prescription": episode.electronic or None,
        "lines": [
            {
                "code": act.code.split()[0],
                "date": act.day.isoformat(),
                "quantity": 1,
                "amount_cents": act.cents,
            }
            for act in invoice.acts
        ],
        "total_cents": invoice.total,
    }


def plain(name: str) -> str:
    """As billing software writes names: capitals without accents."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").upper()
