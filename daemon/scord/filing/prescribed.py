"""Whom an ordonnance is for, by what it prescribes.

A visit often ends with several sheets of one day: drugs for the pharmacy, sessions for the
physiotherapist, dressings for the nurse. Patient, doctor and day are the same on all of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scord.billing.names import fold_name
from scord.billing.needs import rules

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scord.reading.clue import Reading

# by profession as needs.toml names it: words of what such a practitioner does, folded
_CARE = {
    "infirmier": re.compile(
        r"INFIRMI|\bIDEL?\b|PANSEMENT|INJECTION|PERFUSION|PRELEVEMENT|\bSOINS?\b|TOILETTE|PILULIER"
        r"|GLYCEMI|INSULINE|\bSONDE|AGRAFES?|\bFILS\b|BANDAGE|CONTENTION|SURVEILLANCE|ULCERE|STOMIE"
        r"|NUMERATION|PLAQUETT|BILAN SANGUIN|VACCIN"
    ),
    "masseur-kinesitherapeute": re.compile(
        r"KINESI|\bKINE\b|\bMK\b|MASSO|MASSAGE|REEDUCATION|DRAINAGE|\bSEANCES?\b|PHYSIOTHERAPI"
    ),
    "orthophoniste": re.compile(
        r"ORTHOPHON|LANGAGE|ARTICULATION|DEGLUTITION|PHONATION|DYSLEXI|\bVOIX\b"
    ),
    "sage-femme": re.compile(
        r"SAGE FEMME|GROSSESSE|ACCOUCHEMENT|NAISSANCE|PERINE|MONITORING|ALLAITEMENT|POSTNATAL"
    ),
}


def is_for(profession: str, readings: Iterable[Reading]) -> bool:
    """Whether anything on the pages is the work of that profession, however it is written; False
    for one that takes no ordonnances.
    """
    care = _CARE.get(rules().profession(profession) or "")
    if care is None:
        return False
    lines = (
        " ".join(word.text for word in line) for reading in readings for line in reading.text.lines
    )
    return any(care.search(fold_name(line)) for line in lines)
