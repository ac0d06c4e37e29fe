"""Card readers and what is in them, in words: pairs of (French, English)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord_shared.cards import CardService, CardState
from scord_shared.wording import fill

if TYPE_CHECKING:
    from scord_shared.cards import CardsSeen, ReaderSeen

SERVICES: dict[str, tuple[str, str]] = {
    CardService.OFF: ("non surveillé", "not watched"),
    CardService.NOT_INSTALLED: ("non installé", "not installed"),
    CardService.NO_SERVICE: (
        "le service de cartes du système ne répond pas",
        "the system's card service does not answer",
    ),
    CardService.NO_READER: ("aucun lecteur branché", "no reader plugged in"),
}

STATES: dict[str, tuple[str, str]] = {
    CardState.EMPTY: ("aucune carte", "no card"),
    CardState.CPS: ("carte {model} présente[, {in_use}]", "{model} card in it[, {in_use}]"),
    CardState.VITALE: (
        "carte Vitale, que Scord ne lit pas[, {in_use}]",
        "Vitale card, which Scord does not read[, {in_use}]",
    ),
    CardState.UNKNOWN: (
        "carte inconnue, pas une CPS[, {in_use}]",
        "unknown card, not a CPS[, {in_use}]",
    ),
    CardState.MUTE: (
        "carte qui ne répond pas : vérifiez son sens",
        "card that does not answer: see which way it is in",
    ),
}
_IN_USE = ("utilisée par un logiciel", "in use by a program")
_LINE = ("Lecteur de cartes[ {name}] : {words}", "Card reader[ {name}]: {words}")


def in_use(is_so: bool, language: str) -> str | None:  # noqa: FBT001 -- the fact itself
    return _IN_USE[language == "en"] if is_so else None


def say_reader(reader: ReaderSeen, language: str) -> str:
    """What is in it."""
    facts = {"model": reader.model, "in_use": in_use(reader.in_use, language)}
    return fill(STATES[reader.state][language == "en"], facts, language)


def say_cards(seen: CardsSeen, language: str) -> list[str]:
    """A line for each reader; one where there is none."""
    spoken = language == "en"
    told: list[dict[str, object]] = [
        {"name": reader.name, "words": say_reader(reader, language)} for reader in seen.readers
    ]
    lines = told or [{"words": SERVICES[seen.state][spoken]}]
    return [fill(_LINE[spoken], facts, language) for facts in lines]
