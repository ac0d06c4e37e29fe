"""What is wrong in the settings, each fault as one line in French or English."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scord_shared.wording import fill

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from pydantic import ValidationError

Words = tuple[str, str]

_EXTRA = "extra_forbidden"
UNKNOWN: Words = (
    "réglage inconnu[, peut-être {near}]",
    "unknown setting[; did you mean {near}?]",
)
OTHER: Words = ("valeur non admise", "not an allowed value")
NOT_JSON: Words = (
    "une table entière dans une variable s'écrit en JSON",
    "a whole table in one variable is written as JSON",
)
FIXED: dict[str, Words] = {
    "file": (
        "fixé par l'informatique dans scord.toml",
        "fixed by IT in scord.toml",
    ),
    "environment": (
        "fixé par l'informatique dans l'environnement du service",
        "fixed by IT in the service's environment",
    ),
}
_GIVEN: Words = (" (donné : {given})", " (given: {given})")

_NUMBER: Words = ("un nombre est attendu", "number expected")
_WHOLE: Words = ("un nombre entier est attendu", "whole number expected")
_YES_NO: Words = ("true ou false est attendu", "true or false expected")
_TEXT: Words = ("un texte est attendu", "text expected")
_LIST: Words = ("une liste est attendue", "list expected")
_TABLE: Words = ("une table est attendue", "table expected")
_DAY: Words = ("une date est attendue, AAAA-MM-JJ", "date expected, YYYY-MM-DD")
_TIME: Words = ("une heure est attendue, comme 20:00", "time expected, such as 20:00")

# By pydantic's type of the fault, or the name that settings.py gives it.
FAULTS: dict[str, Words] = {
    "missing": ("réglage absent", "setting missing"),
    "string_type": _TEXT,
    "path_type": ("un chemin est attendu", "path expected"),
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "bool_type": _YES_NO,
    "bool_parsing": _YES_NO,
    "tuple_type": _LIST,
    "model_type": _TABLE,
    "model_attributes_type": _TABLE,
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": _DAY,
    "time_type": _TIME,
    "time_parsing": _TIME,
    "literal_error": ("valeurs admises : {expected}", "allowed values: {expected}"),
    "greater_than_equal": ("au moins {ge}", "{ge} at least"),
    "less_than_equal": ("au plus {le}", "{le} at most"),
    "string_too_short": (
        "au moins {min_length} caractères",
        "{min_length} characters at least",
    ),
    "string_pattern_mismatch": (
        "la forme n'est pas celle de docs/configuration.md ({pattern})",
        "not in the form that docs/configuration.md gives ({pattern})",
    ),
    "not_absolute": (
        "donnez le chemin entier, depuis la racine",
        "give the whole path, from the root",
    ),
    "mapped_drive": (
        (
            "un lecteur réseau n'existe que pour la personne qui l'a connecté, pas pour le"
            " service : donnez le nom du partage, \\\\serveur\\partage"
        ),
        (
            "a network drive is there only for the person who has connected it, not for the"
            " service: give the name of the share, \\\\server\\share"
        ),
    ),
    "with_zone": (
        "donnez l'heure de l'horloge d'ici, sans fuseau",
        "give the time as clocks here show it, without a zone",
    ),
    "same_name": (
        "deux tables portent le même nom ou numéro",
        "two tables have the same name or number",
    ),
    "folder_in_state": (
        "les dossiers de folders et invoices sont hors de state_dir",
        "the folders of folders and invoices lie outside of state_dir",
    ),
    "reference_leaves_home": (
        "avec le profil « reference », les dossiers de exchange restent sous state_dir",
        "with the profile reference the folders of exchange lie under state_dir",
    ),
    "depot_by_mail": (
        "avec le profil « depot », exchange.route reste « folder »",
        "with the profile depot, exchange.route stays folder",
    ),
    "reference_mails_out": (
        "avec le profil « reference », le courrier de mail reste sur localhost",
        "with the profile reference the servers of mail are on localhost",
    ),
}


@dataclass(frozen=True)
class Fault:
    """One wrong setting: its place, such as `folders.0.path` ("" for all together), and why."""

    place: str
    reason: str


def explain(
    fault: ValidationError, names: Mapping[str, Collection[str]], language: str
) -> Iterator[str]:
    """A line for each fault that pydantic found. `names`: those that each table knows; "" is the
    top.
    """
    for item, told in zip(fault.errors(), reasons(fault, names, language), strict=True):
        # a table is not shown: what is missing in it is not its content
        shown = not isinstance(item["input"], dict) and item["type"] != _EXTRA
        given = words(_GIVEN, language, given=item["input"]) if shown else ""
        yield _line(told, language) + given


def reasons(
    fault: ValidationError, names: Mapping[str, Collection[str]], language: str
) -> Iterator[Fault]:
    """The same faults in the same words, without what was given."""
    for item in fault.errors():
        place = ".".join(str(part) for part in item["loc"])
        if item["type"] == _EXTRA:
            table = ".".join(str(part) for part in item["loc"][:-1] if isinstance(part, str))
            yield no_such(place, str(item["loc"][-1]), names.get(table, ()), language)
            continue
        facts = {name: _listed(fact) for name, fact in item.get("ctx", {}).items()}
        yield Fault(place, words(FAULTS.get(item["type"], OTHER), language, **facts))


def no_such(place: str, name: str, known: Iterable[str], language: str) -> Fault:
    """There is no setting `name`, but one may be near."""
    return Fault(place, words(UNKNOWN, language, near=nearest(name, known)))


def fixed(place: str, source: str, language: str) -> Fault:
    """`source`: a key of FIXED, that has the last word on the setting at `place`."""
    return Fault(place, words(FIXED[source], language))


def unknown(variable: str, known: Iterable[str], language: str) -> str:
    """The line for an environment variable that names no setting."""
    table = variable.split("__", maxsplit=1)[0]
    return _line(no_such(variable, table, known, language), language)


def not_json(setting: str, language: str) -> str:
    """The line for a variable that holds a whole table, but not as JSON."""
    return _line(Fault(setting, words(NOT_JSON, language)), language)


def nearest(name: str, known: Iterable[str]) -> str | None:
    return next(iter(difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.5)), None)


def _line(fault: Fault, language: str) -> str:
    between = " : " if language == "fr" else ": "
    return f"{fault.place or 'settings'}{between}{fault.reason}"


def words(told: Words, language: str, **facts: object) -> str:
    """`told` in one language, with its facts filled in."""
    return fill(told[language == "en"], facts, language)


def _listed(fact: object) -> object:
    """Choices come as "'a', 'b' or 'c'"; commas are right in both languages."""
    return str(fact).replace(" or ", ", ")
