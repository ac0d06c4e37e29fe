"""The lines of the menu for a state of the service: pure, no patient data."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scord_shared.alert_words import tell
from scord_shared.card_words import say_cards
from scord_shared.cards import CardService
from scord_shared.status import AlertKind, AlertLevel
from scord_shared.wording import say as say_fault
from scord_tray.model import SEPARATOR, Action, Item, Verb
from scord_tray.words import LANGUAGES, say, say_time

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scord_shared.cards import CardsSeen
    from scord_shared.status import Counts, OpenAlert, ServiceStatus, Status
    from scord_tray.model import TrayState, Unreached

ALERTS_IN_MENU = 5
_NO_CARDS = (CardService.OFF, CardService.NOT_INSTALLED)

HOME = "/"
TO_FILE = "/a-classer"
SCOR = "/scor"
ALERTS = "/alertes"

# Each count: where the page shows it, and whether its line stands there at zero too.
_LINES = {
    "to_file": (TO_FILE, True),
    "to_send": (SCOR, True),
    "awaiting_ack": (SCOR, True),
    "rejected": (SCOR, True),
    "held": (TO_FILE, False),
    "uncertain": (SCOR, False),
    "to_settle": (SCOR, False),
}
_FOR_A_PERSON = ("rejected", "to_file", "held", "uncertain", "to_settle")

# Where the page shows what an alert is about; the list of alerts for the kinds not named.
_PLACES = {
    AlertKind.TO_FILE: TO_FILE,
    AlertKind.DOCUMENT_HELD: TO_FILE,
    AlertKind.PIECE_REJECTED: SCOR,
    AlertKind.FSE_LOT_REJECTED: SCOR,
    AlertKind.ARL_LATE: SCOR,
    AlertKind.ANSWERS_DIFFER: SCOR,
    AlertKind.ARL_UNMATCHED: SCOR,
    AlertKind.SENDING_UNCERTAIN: SCOR,
    AlertKind.SENDING_FAILED: SCOR,
    AlertKind.PAUSED_LONG: SCOR,
}


def numbers(counts: Counts) -> dict[str, int]:
    """What the menu counts, by the name of its words."""
    return {
        "to_file": counts.to_file,
        "to_send": counts.to_send,
        "awaiting_ack": counts.awaiting_ack,
        "rejected": counts.rejected,
        "held": counts.held,
        "uncertain": counts.uncertain_messages,
        "to_settle": counts.contested_lots + counts.acks_to_settle,
    }


def waiting(counts: Counts) -> int:
    """How many things wait for a person."""
    count = numbers(counts)
    return sum(count[name] for name in _FOR_A_PERSON)


def menu_reached(state: TrayState, told: ServiceStatus, headline: str) -> tuple[Item, ...]:
    """How things stand, what can be done, and the tray's own lines."""
    return _apart(
        (Item(headline, enabled=False), *_counts(told.status.counts, state.language)),
        _alerts(told.status, state.language),
        _cards(told.cards, state.language),
        _doing(state, told),
        (Item(say("open", state.language), Action(Verb.OPEN, HOME), default=True), *_own(state)),
    )


def menu_unreached(state: TrayState, told: Unreached, headline: str) -> tuple[Item, ...]:
    """Why nothing can be shown, and what to do about it."""
    advice = say_fault(told.code, told.facts, state.language).advice
    return _apart((Item(headline, enabled=False), Item(advice, enabled=False)), _own(state))


def _apart(*sections: Iterable[Item]) -> tuple[Item, ...]:
    """The sections that have lines, with a separator between them."""
    filled = [lines for lines in map(tuple, sections) if lines]
    first, *others = filled
    return first + tuple(item for lines in others for item in (SEPARATOR, *lines))


def _counts(counts: Counts, language: str) -> Iterable[Item]:
    count = numbers(counts)
    for name, (place, always) in _LINES.items():
        if count[name] or always:
            yield Item(say(name, language, count=count[name]), Action(Verb.OPEN, place))


def _alerts(status: Status, language: str) -> Iterable[Item]:
    """The gravest, without the one that says no more than the count of À classer."""
    news = [alert for alert in status.alerts if not _is_a_count(alert)]
    for alert in news[:ALERTS_IN_MENU]:
        place = _PLACES.get(alert.kind, ALERTS)
        yield Item(tell(alert, language).title, Action(Verb.OPEN, place))
    left = status.alerts_open - len(status.alerts) + len(news[ALERTS_IN_MENU:])
    if left > 0:
        yield Item(say("more-alerts", language, count=left), Action(Verb.OPEN, ALERTS))


def _cards(seen: CardsSeen, language: str) -> Iterable[Item]:
    """A note for who uses cards on this machine."""
    if seen.state not in _NO_CARDS:
        for line in say_cards(seen, language):
            yield Item(line, enabled=False)


def _is_a_count(alert: OpenAlert) -> bool:
    return alert.kind is AlertKind.TO_FILE and alert.level is AlertLevel.NOTE


def _doing(state: TrayState, told: ServiceStatus) -> Iterable[Item]:
    """What changes something; for those who may only read, shown but not to be had."""
    language = state.language
    may = told.you.may_change
    paused = told.status.paused_since is not None
    yield from _scanning(state, told)
    yield Item(
        say("resume" if paused else "pause", language),
        Action(Verb.RESUME if paused else Verb.PAUSE),
        enabled=may,
    )
    yield Item(say("send", language), Action(Verb.SEND), enabled=may)
    if not may:
        yield Item(say("read-only", language), enabled=False)


def _scanning(state: TrayState, told: ServiceStatus) -> Iterable[Item]:
    may = told.you.may_change
    armed = told.status.armed
    for arm in armed:
        number = arm.invoice.number if arm.invoice else ""
        until = say_time(arm.until, state.now, state.language)
        which = "armed" if arm.invoice else "armed-prescription"
        words = say(which, state.language, number=number, until=until)
        yield Item(words, Action(Verb.DISARM, arm.arm, number), enabled=may)
    last = told.status.last_invoice
    if last is None:
        yield Item(say("arm-none", state.language), enabled=False)
    elif last.id not in {arm.invoice.id for arm in armed if arm.invoice}:
        words = say("arm", state.language, number=last.number)
        armings = {
            folder: Action(Verb.ARM, last.id, last.number, folder) for folder in told.status.folders
        }
        yield _choice(words, armings, enabled=may)


def _choice(label: str, actions: dict[str, Action], *, enabled: bool) -> Item:
    """One click where there is nothing to choose, else one line each."""
    lines = tuple(Item(name, action, enabled=enabled) for name, action in actions.items())
    if len(lines) == 1:
        return replace(lines[0], label=label)
    return Item(label, enabled=enabled and bool(lines), children=lines)


def _own(state: TrayState) -> tuple[Item, ...]:
    """The tray's own lines, there whatever the service does."""
    languages = tuple(
        Item(name, Action(Verb.LANGUAGE, code), checked=code == state.language)
        for code, name in LANGUAGES.items()
    )
    return (
        Item(say("language", state.language), children=languages),
        Item(say("about", state.language), Action(Verb.ABOUT)),
        Item(say("quit", state.language), Action(Verb.QUIT)),
    )
