"""How what Scord stands on is doing: folders, mail, the way out, cards, disk, clock, a pause.

Read from flags that rooms have raised, the settings, the watch on card readers, the clock and the
state folder's disk. Nobody else is asked, so that a share or a server out of reach keeps no page
waiting.
"""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from scord.actions.seen import seen
from scord.alerts.clock import clock_doubt
from scord.alerts.service_causes import FOLDER_UNREACHABLE
from scord.exchange.profiles import load_profile
from scord.exchange.stops import MAILBOX_BARRED, ROUTE_STOPPED
from scord.store.context import Context
from scord.store.flags import PAUSED
from scord.store.tables import Flag
from scord_shared.cards import CardState

_MB = 1_000_000


class HealthLevel(StrEnum):
    OK = "ok"
    WARNING = "warning"
    ERROR = "error"
    OFF = "off"  # not set up


@dataclass(frozen=True)
class Health:
    """`name`: of what is looked at; `subject`: which of them, a folder's name or a billing number,
    "" where there is one. Words stand in words/health.py, by `code`; `facts` fill them.
    """

    name: str
    subject: str
    level: HealthLevel
    code: str
    facts: dict[str, Any] = field(default_factory=dict)


def health(context: Context) -> tuple[Health, ...]:
    """Everything, in the order in which a paper travels."""
    flags = {row.name: row for row in Flag.select()}
    return (
        *_folders(context, flags),
        *_mail(context, flags),
        *_exchange(context, flags),
        *_cards(context),
        _disk(context),
        _clock(context),
        _pause(flags),
    )


def _folders(context: Context, flags: Mapping[str, Flag]) -> Iterator[Health]:
    if not context.settings.folders:
        yield Health("folder", "", HealthLevel.OFF, "folder-not-set-up")
    for folder in context.settings.folders:
        yield _folder("folder", folder.name, flags)
    if context.settings.invoices.folder:
        yield _folder("invoices-folder", "lps:invoices", flags)
    else:
        yield Health("invoices-folder", "", HealthLevel.OFF, "invoices-folder-not-set-up")


def _folder(name: str, called: str, flags: Mapping[str, Flag]) -> Health:
    return _barred(name, called, flags, FOLDER_UNREACHABLE) or Health(
        name, called, HealthLevel.OK, "folder-reachable"
    )


def _mail(context: Context, flags: Mapping[str, Flag]) -> Iterator[Health]:
    """Of every account how its mailbox is read; whether its lots leave is the way out's matter."""
    for account in seen(context.settings).mail:
        number = account.billing_number
        if account.inbox is None:
            yield Health("mailbox", number, HealthLevel.OFF, "mailbox-not-set-up")
        else:
            yield _barred("mailbox", number, flags, MAILBOX_BARRED) or Health(
                "mailbox", number, HealthLevel.OK, "mailbox-read"
            )


def _exchange(context: Context, flags: Mapping[str, Flag]) -> Iterator[Health]:
    """Raises as load_profile does."""
    stopped = [name.removeprefix(ROUTE_STOPPED) for name in flags if name.startswith(ROUTE_STOPPED)]
    for number in stopped:
        found = _barred("exchange", number, flags, ROUTE_STOPPED)
        if found:
            yield found
    called = "exchange:in"
    unread = _barred("exchange", called, flags, FOLDER_UNREACHABLE)
    if unread:
        yield unread
    if stopped or unread:
        return
    profile = load_profile(context.settings.exchange.profile)
    facts = {"profile": profile.name, "route": context.settings.exchange.route}
    if profile.is_test:
        yield Health("exchange", "", HealthLevel.WARNING, "exchange-test", facts)
    else:
        yield Health("exchange", "", HealthLevel.OK, "exchange-open", facts)


def _barred(name: str, subject: str, flags: Mapping[str, Flag], kind: str) -> Health | None:
    row = flags.get(kind + subject)
    if row is None:
        return None
    facts = {"since": row.set_at.isoformat(), "reason": row.value.get("reason")}
    return Health(name, subject, HealthLevel.ERROR, kind.rstrip(":"), facts)


_CARD_LEVELS = {
    CardState.UNKNOWN: HealthLevel.WARNING,
    CardState.MUTE: HealthLevel.WARNING,
}


def _cards(context: Context) -> Iterator[Health]:
    """Many practices have no reader on this machine: that is no fault."""
    seen = context.cards()
    if not seen.readers:
        yield Health("card", "", HealthLevel.OFF, f"card-{seen.state}")
    for reader in seen.readers:
        level = _CARD_LEVELS.get(reader.state, HealthLevel.OK)
        facts = {"model": reader.model, "in_use": reader.in_use}
        yield Health("card", reader.name, level, f"card-{reader.state}", facts)


def _disk(context: Context) -> Health:
    free = shutil.disk_usage(context.files.root).free
    least = context.settings.min_free_mb * _MB
    facts = {"free": free, "least": least}
    if free < least:
        return Health("disk", "", HealthLevel.ERROR, "disk-nearly-full", facts)
    return Health("disk", "", HealthLevel.OK, "disk-free", facts)


def _clock(context: Context) -> Health:
    doubt = clock_doubt(context)
    if doubt is None:
        return Health("clock", "", HealthLevel.OK, "clock-right")
    code, at = doubt
    return Health("clock", "", HealthLevel.ERROR, code, {"at": at.isoformat()})


def _pause(flags: Mapping[str, Flag]) -> Health:
    row = flags.get(PAUSED)
    if row is None:
        return Health("pause", "", HealthLevel.OK, "not-paused")
    facts = {"since": row.set_at.isoformat(), "by": row.by}
    return Health("pause", "", HealthLevel.WARNING, "paused", facts)
