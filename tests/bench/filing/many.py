"""Finding candidates among 100,000 pending invoices: the practice that has filed the pages, grown.

Its own pages are looked up, as they were read; their patients and prescribers are among the others.
"""

from __future__ import annotations

import random
import statistics
import time
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

import msgspec
from peewee import chunked
from tests.bench.filing.people import TODAY, people
from tests.bench.filing.words import FIGURES

from scord.billing.names import identity, name_key
from scord.filing.candidates import find_people
from scord.filing.sheet import lay_out
from scord.reading.clue import Reading
from scord.store.database import transaction
from scord.store.states import InvoiceStatus, ReadingState
from scord.store.tables import Invoice, PageReading, Prescription

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bench.filing.people import Patient

Row = dict[str, Any]  # a table's, by its columns

_VILLAGES, _VILLAGERS, _DOCTORS = 10, 2500, 30  # each village has the family names of the others
_SERIES = 4  # invoices to a patient and to an ordonnance
_DAYS = 365  # over which the ordonnances are spread
_BATCH = 500  # rows of an insert
_LOOKED_UP, _WARM_UP = 200, 20  # pages

# Common names, most of which are words too, beside the made ones.
_COMMON = (
    "Martin", "Bernard", "Petit", "Robert", "Richard", "Durand", "Leroy", "Moreau", "Simon", "Roux",
    "Laurent", "Michel", "Blanc", "Rose", "Grand", "Jour", "Matin", "Long", "Bon", "Marie", "Paul",
    "Leblanc", "Boulanger", "Berger", "Masson",
)  # fmt: skip
_WORDS = replace(FIGURES, begins=FIGURES.begins + _COMMON, ends=("", *FIGURES.ends))


def timed_among_many(seed: int = 100_000) -> dict[str, float]:
    """The figure under its name of filing.json; nothing where too few pages were read.

    Wants the store of a finished practice open, which holds 100,000 invoices more afterwards.
    """
    rng = random.Random(seed)  # noqa: S311 -- the same each time
    readings = _read_pages(rng)
    if len(readings) <= 2 * _WARM_UP:
        return {}
    _grow(rng)
    spent = [_milliseconds(reading) for reading in readings][_WARM_UP:]
    return {"candidates_ms_p95": round(statistics.quantiles(spent, n=20)[-1], 1)}


def _read_pages(rng: random.Random) -> list[Reading]:
    rows = list(PageReading.select().where(PageReading.state == ReadingState.READ))
    some = rng.sample(rows, min(len(rows), _WARM_UP + _LOOKED_UP))
    return [msgspec.json.decode(row.said, type=Reading) for row in some]


def _milliseconds(reading: Reading) -> float:
    begun = time.perf_counter()
    find_people(lay_out([reading]))
    return 1000 * (time.perf_counter() - begun)


def _grow(rng: random.Random) -> None:
    """Each new invoice is one of the practice's in the name of another patient."""
    models = list(Invoice.select().dicts())
    prescribers = {row.prescriber_key for row in Prescription.select() if row.prescriber_key}
    patients: list[Patient] = []
    for _ in range(_VILLAGES):
        village = people(rng, _WORDS, _VILLAGERS, _DOCTORS)
        patients += village.patients
        prescribers |= {f"rpps:{one.rpps}" for one in village.doctors}
    written = _ordonnances(rng, models, sorted(prescribers))
    numbers = count()
    with transaction():
        for some in chunked(zip(written, patients, strict=False), _BATCH // _SERIES):
            Prescription.insert_many([ordonnance for (ordonnance, _), _ in some]).execute()
            Invoice.insert_many(
                _invoice(model, ordonnance["id"], patient, next(numbers))
                for (ordonnance, model), patient in some
                for _ in range(_SERIES)
            ).execute()


def _ordonnances(
    rng: random.Random, models: list[Row], prescribers: list[str]
) -> Iterator[tuple[Row, Row]]:
    """Each with the invoice after which those of its series are made."""
    for number in count(Prescription.select().count() + 1):
        model = rng.choice(models)
        day = TODAY - timedelta(days=rng.randrange(_DAYS))
        told = {"prescriber_key": rng.choice(prescribers), "day": day}
        yield {"id": number, "practitioner": model["practitioner"], **told}, model


def _invoice(model: Row, ordonnance: int, patient: Patient, number: int) -> Row:
    family, given = patient.family_name.upper(), patient.given_name.upper()
    born = patient.birth_date.isoformat()
    changes = {
        "number": f"M{number}",
        "status": InvoiceStatus.ACTIVE,
        "replaces": None,
        "family_name": family,
        "family_key": name_key(family),
        "given_name": given,
        "birth_date": born,
        "patient_nir": patient.nir,
        "insured_nir": patient.insured_nir,
        "identity": identity(family, given, born, patient.nir),
        "prescription": ordonnance,
    }
    return {**{column: value for column, value in model.items() if column != "id"}, **changes}
