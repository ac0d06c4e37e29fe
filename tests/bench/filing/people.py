"""Invented people of the made pages, known to the practice or not, with the traps of true life.

No number belongs to anybody: a NIR names a commune 999, which no département has; RPPS and billing
numbers begin with 99, which is not given out. All keys are right.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count, islice, product
from typing import TYPE_CHECKING

from stdnum import luhn
from stdnum.fr import nir as stdnum_nir
from tests.bench.filing.chance import pick

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    from tests.bench.filing.words import Words

MAN, WOMAN = 1, 2
TODAY = date(2026, 3, 12)  # of the made world
_PLACES = ("63999", "63999", "63999", "03999", "15999", "43999", "2A999", "2B999", "99999")
_SPECIALITIES = ("Médecine générale", "Chirurgie orthopédique", "Gériatrie", "Diabétologie")


@dataclass(frozen=True)
class Patient:
    """`nir` None: a child that has its parent's, `insured_nir`. `family_name` is the one in use."""

    family_name: str
    given_name: str
    sex: int
    birth_date: date
    nir: str | None
    insured_nir: str
    address: tuple[str, str]
    birth_name: str = ""  # of a married woman who bears another


@dataclass(frozen=True)
class Doctor:
    given_name: str
    family_name: str
    speciality: str
    address: tuple[str, str]
    rpps: str
    billing_number: str


@dataclass(frozen=True)
class Carer:
    """`profession` as scord-invoices/1 has it."""

    given_name: str
    family_name: str
    profession: str
    rpps: str
    billing_number: str


@dataclass(frozen=True)
class People:
    """`strangers` are no patients of the practice; some bear the names of those who are."""

    patients: tuple[Patient, ...]
    strangers: tuple[Patient, ...]
    doctors: tuple[Doctor, ...]
    carers: tuple[Carer, ...]


_PROFESSIONS = (
    "infirmier", "infirmier", "infirmier", "infirmier", "masseur-kinésithérapeute",
    "masseur-kinésithérapeute", "orthophoniste", "sage-femme", "médecin",
)  # fmt: skip


def people(rng: Random, words: Words, patients: int, doctors: int) -> People:
    """A practice's people; numbers of two worlds differ where their seeds do."""
    names = _family_names(rng, words)
    family = _Families(rng, words, names)
    known = tuple(islice(family.members(), patients))
    strangers = tuple(islice(family.members(), patients // 8)) + tuple(
        _homonym(rng, one) for one in rng.sample(known, patients // 8)
    )
    number = count(rng.randrange(1000, 5000) * 10)
    return People(
        known,
        strangers,
        tuple(_doctor(rng, words, next(names), next(number)) for _ in range(doctors)),
        tuple(_carer(rng, words, next(names), next(number), one) for one in _PROFESSIONS),
    )


def make_nir(rng: Random, sex: int, born: date) -> str:
    """15 characters with the right key."""
    digits = f"{sex}{born:%y%m}{rng.choice(_PLACES)}{rng.randrange(1, 1000):03d}"
    return digits + str(stdnum_nir.calc_check_digits(digits))


def _numbers(serial: int) -> tuple[str, str]:
    """RPPS (11 digits) and billing number (9)."""
    rpps, billing = f"99907{serial:05d}", f"99{serial:06d}"
    return rpps + luhn.calc_check_digit(rpps), billing + luhn.calc_check_digit(billing)


def _doctor(rng: Random, words: Words, family_name: str, serial: int) -> Doctor:
    given = rng.choice(words.men + words.women)
    return Doctor(given, family_name, rng.choice(_SPECIALITIES), _home(rng, words),
                  *_numbers(serial))  # fmt: skip


def _carer(rng: Random, words: Words, family_name: str, serial: int, profession: str) -> Carer:
    given = rng.choice(words.men + words.women)
    return Carer(given, family_name, profession, *_numbers(serial))


def _family_names(rng: Random, words: Words) -> Iterator[str]:
    """All different, until the halves are used up; then double names."""
    single = [begin + end for begin, end in product(words.begins, words.ends)]
    rng.shuffle(single)
    for name in single:
        chance = rng.random()
        if chance < 1 / 16:
            yield rng.choice(words.particles) + name
        elif chance < 2 / 16:
            yield f"{name}-{rng.choice(single)}"
        else:
            yield name
    while True:
        yield f"{rng.choice(single)}-{rng.choice(single)}"


def _home(rng: Random, words: Words) -> tuple[str, str]:
    return rng.choice(words.streets), rng.choice(words.towns)


def _homonym(rng: Random, one: Patient) -> Patient:
    """Another person of the same names."""
    born = _born(rng, 20, 95)
    nir = make_nir(rng, one.sex, born)
    return replace(one, birth_date=born, nir=nir, insured_nir=nir, birth_name="")


def _born(rng: Random, least: int, most: int) -> date:
    """The birth date of somebody of `least` to `most` years."""
    return TODAY - timedelta(days=rng.randrange(least * 365, most * 365))


class _Families:
    """Families one after the other, each of a kind drawn by weight; of those that mislead more than
    a practice has: of its patients one in twenty bears another's two names.
    """

    def __init__(self, rng: Random, words: Words, names: Iterator[str]) -> None:
        self._rng, self._words, self._names = rng, words, names
        self._kinds: dict[Callable[[], list[Patient]], int] = {
            self._alone: 45, self._couple: 20, self._with_child: 15, self._twins: 8,
            self._father_and_son: 2, self._homonyms: 2,
        }  # fmt: skip

    def members(self) -> Iterator[Patient]:
        while True:
            yield from pick(self._rng, self._kinds)()

    def _person(self, name: str, home: tuple[str, str], sex: int, born: date) -> Patient:
        given = self._rng.choice(self._words.men if sex == MAN else self._words.women)
        nir = make_nir(self._rng, sex, born)
        return Patient(name, given, sex, born, nir, nir, home)

    def _adult(self, name: str, home: tuple[str, str], sex: int) -> Patient:
        return self._person(name, home, sex, _born(self._rng, 22, 97))

    def _wife(self, name: str, home: tuple[str, str]) -> Patient:
        return replace(self._adult(name, home, WOMAN), birth_name=next(self._names))

    def _start(self) -> tuple[str, tuple[str, str]]:
        return next(self._names), _home(self._rng, self._words)

    def _alone(self) -> list[Patient]:
        return [self._adult(*self._start(), self._rng.choice((MAN, WOMAN)))]

    def _couple(self) -> list[Patient]:
        name, home = self._start()
        return [self._adult(name, home, MAN), self._wife(name, home)]

    def _with_child(self) -> list[Patient]:
        name, home = self._start()
        parent = self._person(name, home, WOMAN, _born(self._rng, 25, 45))
        sex = self._rng.choice((MAN, WOMAN))
        child = self._person(name, home, sex, _born(self._rng, 1, 15))
        return [parent, replace(child, nir=None, insured_nir=parent.insured_nir)]

    def _twins(self) -> list[Patient]:
        name, home = self._start()
        one = self._adult(name, home, self._rng.choice((MAN, WOMAN)))
        while True:
            other = self._person(name, home, self._rng.choice((MAN, WOMAN)), one.birth_date)
            if other.given_name != one.given_name and other.nir != one.nir:
                return [one, other]

    def _father_and_son(self) -> list[Patient]:
        name, home = self._start()
        father = self._person(name, home, MAN, _born(self._rng, 55, 85))
        son = self._person(name, home, MAN, _born(self._rng, 22, 40))
        return [father, replace(son, given_name=father.given_name)]

    def _homonyms(self) -> list[Patient]:
        """Two people of the same names who know nothing of each other."""
        one = self._alone()[0]
        return [one, replace(_homonym(self._rng, one), address=_home(self._rng, self._words))]
