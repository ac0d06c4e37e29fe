"""What goes to the caisse and comes from it and the billing software: folders, practitioners, mail,
and what an alert already says of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import keyring
from keyring.errors import KeyringError
from peewee import fn

from scord.actions.importing import LPS
from scord.alerts.cause import days_past
from scord.alerts.causes import CAUSES
from scord.doctor.finding import ALERT, FAULT, NOTE, Found
from scord.doctor.installation import usable
from scord.exchange.accounts import check_account
from scord.exchange.profiles import load_profile
from scord.practice.said import region_of
from scord.secrets import KEYRING_SERVICE, find_secret, mail_password
from scord.store.tables import Incoming
from scord_shared.errors import ScordError
from scord_shared.status import AlertKind, AlertLevel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scord.doctor.finding import Given
    from scord.store.context import Context

_SILENT_WORKING_DAYS = 3  # a practice at work hands over every day
_LEVELS = {AlertLevel.URGENT: FAULT}
# The alerts that speak of the installation, where no check above looks for the same.
_TOLD = (
    AlertKind.FOLDER_UNREACHABLE,
    AlertKind.STAGE_FAILED,
    AlertKind.IMPORT_REFUSED,
    AlertKind.NOTHING_SCANNED,
    AlertKind.ROUTE_STOPPED,
    AlertKind.MAILBOX_BARRED,
    AlertKind.CERTIFICATE_ENDS,
    AlertKind.SERVER_CERTIFICATE_ENDS,
    AlertKind.BACKUP_OLD,
    AlertKind.PAUSED_LONG,
)


def transport(context: Context) -> Iterator[Given]:
    profile = load_profile(context.settings.exchange.profile)
    if profile.is_test:
        yield NOTE, Found.TEST_PROFILE, {"profile": profile.name}
    for path in (context.settings.out_folder, context.settings.in_folder):
        if not path.is_dir():
            yield NOTE, Found.EXCHANGE_FOLDER_MISSING, {"path": str(path)}
        elif not usable(path):
            yield FAULT, Found.EXCHANGE_FOLDER_NO_RIGHT, {"path": str(path)}
    if not context.settings.caisses.open:
        yield NOTE, Found.NO_CAISSE_OPEN, {}


def practice(context: Context) -> Iterator[Given]:
    """What has to be said of each practitioner before anything is sent; whether the billing
    software still hands anything over.
    """
    settings = context.settings
    if not settings.practitioners:
        yield NOTE, Found.NO_PRACTITIONER, {}
    for one in settings.practitioners:
        facts = {"billing_number": one.billing_number}
        if one.scor_start_date is None:
            yield NOTE, Found.NO_START_DATE, facts
        if region_of(settings, one.billing_number) is None:
            yield NOTE, Found.NO_REGION, facts
    if settings.invoices.folder:
        yield from _silent(context)


def _silent(context: Context) -> Iterator[Given]:
    came = Incoming.select(fn.MAX(Incoming.received_at)).where(Incoming.channel == LPS.name)
    last = came.scalar()
    if last is None or days_past(last, context.clock.now()) >= _SILENT_WORKING_DAYS:
        facts = {"day": f"{last:%Y-%m-%d}"} if last else {}
        yield NOTE, Found.INVOICES_SILENT, facts


def mail(context: Context) -> Iterator[Given]:
    """Asks the servers themselves; nothing is sent, fetched or changed."""
    settings = context.settings
    for account in settings.mail:
        if find_secret(settings.state_dir, mail_password(account.billing_number)) is None:
            yield FAULT, Found.NO_MAIL_PASSWORD, {"billing_number": account.billing_number}
            yield from _keyring()
            continue
        try:
            check_account(settings, account, context.clock.now())
        except ScordError as fault:
            yield FAULT, fault.code, fault.facts


def _keyring() -> Iterator[Given]:
    """Where a password is missing: whether the system's keyring may have it."""
    try:
        keyring.get_password(KEYRING_SERVICE, "slip_key")
    except KeyringError as fault:
        yield NOTE, Found.NO_KEYRING, {"fault": type(fault).__name__}


def standing_alerts(context: Context) -> Iterator[Given]:
    """Derived now, also where no service is at work."""
    now = context.clock.now()
    for kind in _TOLD:
        for cause in CAUSES[kind](context, now):
            facts = {"kind": kind.value, "subject": cause.subject, "level": cause.level.value}
            yield _LEVELS.get(cause.level, NOTE), ALERT, {**facts, "facts": cause.facts}
