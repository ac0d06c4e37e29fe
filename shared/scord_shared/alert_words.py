"""What a person reads of an alert: a title that fits a notification, and what to do next.

The words stand in `alert_words_fr.py` and `alert_words_en.py`.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from scord_shared.alert_words_en import ENGLISH
from scord_shared.alert_words_fr import FRENCH
from scord_shared.errors import Code
from scord_shared.place_words import FOLDERS, STAGES
from scord_shared.status import AlertKind
from scord_shared.wording import Wording, fill, say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from scord_shared.status import OpenAlert

WORDS = {"fr": FRENCH, "en": ENGLISH}

TITLE_LENGTH = 64  # of a notification's title on Windows
ADVICE_LENGTH = 200  # its text may have 256
_TITLES_SHOWN = 3
_PAGES_SHOWN = 5

_PARIS = ZoneInfo("Europe/Paris")
_DAY = {"fr": "%d/%m/%Y", "en": "%Y-%m-%d"}
_MOMENT = {"fr": "%d/%m/%Y à %H:%M", "en": "%Y-%m-%d %H:%M"}
_SUMMARY = {"fr": "{count:,} alertes Scord", "en": "{count:,} Scord alerts"}
_LOT = {
    "fse": ("lot de FSE {lot}", "FSE lot {lot}"),
    "scor": ("lot SCOR {lot}", "SCOR lot {lot}"),
    "depot": ("dépôt {lot}", "deposit {lot}"),
}
_WHOSE = {"fr": "[ Praticien {billing_number}.]", "en": "[ Practitioner {billing_number}.]"}
_LOOK = {"fr": "Ouvrez la page de Scord.", "en": "Open Scord's page."}


def _kind(alert: OpenAlert) -> str:
    """Of the lot that it is about."""
    return str(alert.facts.get("kind"))


def _whose_certificate(facts: Mapping[str, Any]) -> str:
    if "authorities" in facts:
        return "authorities"
    return "caisse" if "destination" in facts else "own"


# By which words an alert of these kinds is told; where there are none, by those of its kind.
_VARIANTS: dict[AlertKind, Callable[[OpenAlert], str]] = {
    AlertKind.TO_FILE: lambda alert: alert.level,
    AlertKind.PIECE_REJECTED: _kind,
    AlertKind.ARL_LATE: lambda alert: f"{_kind(alert)}:{alert.level}",
    AlertKind.ANSWERS_DIFFER: _kind,
    AlertKind.ARL_UNMATCHED: lambda alert: {"": "", "scor": "scor"}.get(alert.subject, "ambiguous"),
    AlertKind.SENDING_UNCERTAIN: lambda alert: (
        "bounced" if alert.facts.get("bounced") else _kind(alert)
    ),
    AlertKind.CERTIFICATE_ENDS: lambda alert: (
        _whose_certificate(alert.facts) + (":ended" if alert.facts.get("ended") else "")
    ),
    AlertKind.SERVER_CERTIFICATE_ENDS: lambda alert: "pinned" if alert.facts.get("pinned") else "",
    AlertKind.CLOCK_WRONG: lambda alert: alert.subject,
    AlertKind.BACKUP_OLD: lambda alert: "" if alert.facts.get("since") else "none",
    AlertKind.ROUTE_STOPPED: lambda alert: "barred" if alert.subject else "",
    AlertKind.PAUSED_LONG: lambda alert: "restored" if alert.facts.get("restored") else "",
    AlertKind.IMPORT_REFUSED: lambda alert: (
        "partial" if alert.facts.get("code") == Code.IMPORT_PARTIAL else ""
    ),
}


def tell(alert: OpenAlert, language: str = "fr") -> Wording:
    """Title (64 characters at most) and advice (200); French for a language we do not speak."""
    language = language if language in WORDS else "fr"
    title, advice = _template(alert, WORDS[language])
    facts = _in_words(alert.facts, language)
    return Wording(
        _cut(fill(title, facts, language), TITLE_LENGTH),
        _cut(fill(advice + _WHOSE[language], facts, language), ADVICE_LENGTH),
    )


def summary(alerts: Sequence[OpenAlert], language: str = "fr") -> Wording:
    """How many, and the titles of the first three: the service gives the gravest first.

    One alone is told by itself; there must be one.
    """
    language = language if language in WORDS else "fr"
    told = [tell(alert, language) for alert in alerts[:_TITLES_SHOWN]]
    if len(alerts) == 1:
        return told[0]
    title = fill(_SUMMARY[language], {"count": len(alerts)}, language)
    return Wording(title, " · ".join(one.title for one in told))


def _template(alert: OpenAlert, words: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    variant = _VARIANTS[alert.kind](alert) if alert.kind in _VARIANTS else ""
    return words.get(f"{alert.kind}:{variant}", words[alert.kind])


def _in_words(facts: Mapping[str, Any], language: str) -> dict[str, object]:
    """The facts as people read them; one that cannot be read so counts as not known."""
    return {
        **facts,
        **_fault(facts.get("code"), language),
        "lot": _lot(facts, language),
        "folder": _called(FOLDERS, facts.get("folder"), language),
        "stage": _called(STAGES, facts.get("stage"), language),
        "oldest": _time(facts.get("oldest"), _DAY[language]),
        "ends": _time(facts.get("ends"), _DAY[language]),
        "destination": None if facts.get("destination") == "*" else facts.get("destination"),
        "since": _time(facts.get("since"), _MOMENT[language]),
        "pages": _pages(facts.get("pages")),
    }


def _fault(code: object, language: str) -> dict[str, str]:
    try:
        title, advice = say(Code(str(code)), {}, language)
    except ValueError:  # none, or of a later release
        return {"remedy": _LOOK[language]}
    return {"fault": title, "remedy": advice}


def _lot(facts: Mapping[str, Any], language: str) -> str | None:
    kind = str(facts.get("kind"))
    named = kind in _LOT and facts.get("lot") is not None
    return fill(_LOT[kind][language == "en"], facts, language) if named else None


def _called(names: Mapping[str, tuple[str, str]], name: object, language: str) -> object:
    return names[name][language == "en"] if isinstance(name, str) and name in names else name


def _time(told: object, layout: str) -> str | None:
    """An ISO time as clocks in France show it."""
    try:
        return datetime.fromisoformat(str(told)).astimezone(_PARIS).strftime(layout)
    except (ValueError, OverflowError):
        return None


def _pages(pages: object) -> str | None:
    numbers = [str(page) for page in pages] if isinstance(pages, list | tuple) else []
    shown = ", ".join(numbers[:_PAGES_SHOWN])
    return f"{shown}…" if len(numbers) > _PAGES_SHOWN else shown or None


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"
