"""Figures as people here write them: amounts, sizes, days and times, counts."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from scord.settings import PARIS

if TYPE_CHECKING:
    from datetime import datetime

NARROW = "\u202f"  # French sets thousands and units off by a narrow space that does not break
_DAY = {"fr": "%d/%m/%Y", "en": "%Y-%m-%d"}
_UNITS = {"fr": ("o", "Ko", "Mo", "Go"), "en": ("B", "KB", "MB", "GB")}
_STEP = 1_000  # the scheme's 250 KB are 250,000 bytes: all sizes count alike


def count(value: int, language: str) -> str:
    return f"{value:,}".replace(",", NARROW) if language == "fr" else f"{value:,}"


def money(cents: int, language: str) -> str:
    """An amount in euros, such as "27,60 €"."""
    sign, (euros, rest) = "-" if cents < 0 else "", divmod(abs(cents), 100)
    if language == "fr":
        return f"{sign}{count(euros, 'fr')},{rest:02d}{NARROW}€"
    return f"{sign}€{count(euros, 'en')}.{rest:02d}"


def size(of: int, language: str) -> str:
    """Bytes in the largest unit that leaves at least 1: "74,5 Ko"."""
    value, unit = float(of), 0
    while value >= _STEP and unit < len(_UNITS[language]) - 1:
        value, unit = value / _STEP, unit + 1
    text = f"{value:.1f}" if unit and value < 100 else f"{value:.0f}"
    return f"{text.replace('.', ',') if language == 'fr' else text}{NARROW}{_UNITS[language][unit]}"


def day(value: date, language: str) -> str:
    return value.strftime(_DAY[language])


def born(value: str | None, language: str) -> str:
    """A birth date as the LPS gave it: lunar ones, with a month or day that is none, stay so."""
    try:
        return day(date.fromisoformat(value or ""), language)
    except ValueError:
        return value or ""


def nir(value: str) -> str:
    """A NIR as it stands on a card: "1 81 01 63 220 751 40"."""
    cuts = (0, 1, 3, 5, 7, 10, 13, 15)
    return " ".join(filter(None, (value[a:b] for a, b in pairwise(cuts))))


def moment(at: datetime, language: str) -> str:
    """Day and time as clocks in France show them."""
    return at.astimezone(PARIS).strftime(f"{_DAY[language]} %H:%M")


def clock(at: datetime) -> str:
    return at.astimezone(PARIS).strftime("%H:%M")
