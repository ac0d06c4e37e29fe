"""The invented people of the demo. Their numbers have right keys and belong to nobody.

RPPS and billing numbers begin with 99 (none are given out there), telephone numbers lie in the
range kept for fiction (04 65 71), the town does not exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

TOWN = "63999 VALMORAY-SUR-SIOULE"


@dataclass(frozen=True)
class Patient:
    """`nir` is None for a child without a number of their own; `insured_nir` is always there."""

    family_name: str
    given_name: str
    birth_date: date
    nir: str | None
    insured_nir: str

    @property
    def name(self) -> str:
        return f"{self.family_name} {self.given_name}"


@dataclass(frozen=True)
class Prescriber:
    given_name: str
    family_name: str
    speciality: str
    street: str
    phone: str
    rpps: str
    billing_number: str

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


@dataclass(frozen=True)
class Carer:
    """Who gives care and bills it; `profession` as `scord-invoices/1` names it."""

    given_name: str
    family_name: str
    profession: str
    rpps: str
    billing_number: str


GRIS = Carer("ANNE", "GRIS", "infirmier", "99900065279", "991129768")
BRUN = Carer("PAUL", "BRUN", "médecin", "99900200017", "991200015")

VALMONT = Prescriber(
    "Claire", "VALMONT", "Médecine générale", "12, rue des Tilleuls", "04 65 71 10 12",
    "99900100019", "991100017",
)  # fmt: skip
OSTREVENT = Prescriber(
    "Étienne", "OSTREVENT", "Chirurgie orthopédique", "3, place de l'Hôtel-Dieu", "04 65 71 20 30",
    "99900100027", "991100025",
)  # fmt: skip


def _adult(family_name: str, given_name: str, birth_date: date, nir: str) -> Patient:
    return Patient(family_name, given_name, birth_date, nir, nir)


ADRDEUX = _adult("ADRDEUX", "LAURENT", date(1981, 1, 1), "181016322075140")
FAUCHEUR = _adult("FAUCHEUR", "HÉLÈNE", date(1954, 3, 18), "254036322075283")
MARTELOT = _adult("MARTELOT", "JOSEPH", date(1947, 9, 2), "147096322075386")
ESPINASSE = _adult("ESPINASSE", "ZOÉ", date(1991, 2, 27), "291026322075495")
THEVENOD = _adult("THÉVENOD", "RENÉ", date(1966, 7, 14), "166076322075591")
LACOMBRADE = _adult("LACOMBRADE", "ODETTE", date(1938, 4, 5), "238046322075606")
ROUSSELIN = _adult("ROUSSELIN", "MARC", date(1973, 11, 30), "173116322075704")
DARBOIS = _adult("DARBOIS", "SYLVIE", date(1982, 6, 9), "282066322075814")
VERNEYRE = _adult("VERNEYRE", "SIMONE", date(1950, 8, 21), "250086322076060")
PETITJEAN = Patient("PETITJEAN", "LÉO", date(2019, 5, 23), None, "188056322076241")

PATIENTS = (
    ADRDEUX, FAUCHEUR, MARTELOT, ESPINASSE, THEVENOD, LACOMBRADE, ROUSSELIN, DARBOIS, VERNEYRE,
    PETITJEAN,
)  # fmt: skip
