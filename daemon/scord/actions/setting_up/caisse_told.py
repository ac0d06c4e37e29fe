"""Prévenir la caisse: a person's word that it knows of SCOR, and what the letter to it says.

It is to be told before the first sending (guide to SCOR of the software Topaze). One word for each
practitioner, since each sends in their own name; it stands as a flag, with its time and its person.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scord.actions.looking.practice import practice
from scord.actions.seen import seen
from scord.settings import DOCUMENT_TYPES
from scord.store.flags import clear_flag, flags, raise_flag
from scord.store.tables import Practitioner
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from datetime import datetime

    from scord.actions.looking.practice import PractitionerFacts
    from scord.settings import Settings
    from scord.store.context import Context
    from scord.store.tables import Flag

CAISSE_TOLD = "caisse-told:"  # up to the practitioner's billing number


@dataclass(frozen=True)
class CaisseTold:
    """`name`: None where the LPS has not told it. `at`, `by`: when who said so; None: nobody."""

    billing_number: str
    name: str | None
    at: datetime | None
    by: str | None


@dataclass(frozen=True)
class CaisseLetter:
    """What the letter says. `test`: the profile is one of tests, so the letter is too."""

    practitioner: PractitionerFacts
    document_types: tuple[str, ...]
    test: bool


def caisses_told(settings: Settings) -> tuple[CaisseTold, ...]:
    """Of each practitioner who sends, in the order of the settings."""
    known = {row.name: row for row in flags(CAISSE_TOLD)}
    names = {
        row.billing_number: f"{row.family_name} {row.given_name}" for row in Practitioner.select()
    }
    numbers = [one.billing_number for one in seen(settings).practitioners]
    return tuple(_told(one, names.get(one), known.get(CAISSE_TOLD + one)) for one in numbers)


def say_told(context: Context, billing_number: str, *, by: str) -> bool:
    """The caisse has been told; False: somebody has said so already.

    Raises ScordError NOT_THERE for one who does not send, or is hidden.
    """
    _refuse_strangers(context, billing_number)
    return raise_flag(context, CAISSE_TOLD + billing_number, by=by)


def unsay_told(context: Context, billing_number: str, *, by: str) -> bool:
    """It has not; False: nobody had said so. Raises as say_told does."""
    _refuse_strangers(context, billing_number)
    return clear_flag(CAISSE_TOLD + billing_number, by=by)


def caisse_letter(context: Context, billing_number: str) -> CaisseLetter:
    """Raises ScordError as say_told and load_profile do."""
    _refuse_strangers(context, billing_number)
    facts = practice(context)
    whose = next(one for one in facts.practitioners if one.billing_number == billing_number)
    types = tuple(one for one in DOCUMENT_TYPES if one in facts.profile.document_types)
    return CaisseLetter(whose, types, facts.profile.is_test)


def _told(number: str, name: str | None, row: Flag | None) -> CaisseTold:
    return CaisseTold(number, name, row.set_at if row else None, row.by if row else None)


def _refuse_strangers(context: Context, billing_number: str) -> None:
    known = {one.billing_number for one in seen(context.settings).practitioners}
    if billing_number not in known:
        raise ScordError(Code.NOT_THERE, what=f"practitioner {billing_number}")
