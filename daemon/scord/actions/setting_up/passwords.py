"""The passwords that only a person can give: set or not set, given once, never shown again."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from scord.exchange.stops import open_all_routes
from scord.secrets import find_secret, is_fixed, keep_secret, mail_password, smime_password
from scord.store import journal
from scord.store.database import transaction
from scord.store.sight import hidden
from scord.store.tables import Flag
from scord_shared.errors import Code, ScordError
from scord_shared.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scord.settings import Settings
    from scord.store.context import Context


class Kind(StrEnum):
    """What it opens: the mail account of a practitioner, or their key of S/MIME."""

    MAIL = "mail"
    SMIME = "smime"


_NAMES = {Kind.MAIL: mail_password, Kind.SMIME: smime_password}


@dataclass(frozen=True)
class Password:
    """`fixed`: the environment gives it, so that the page cannot."""

    kind: Kind
    billing_number: str
    is_set: bool
    fixed: bool


def passwords(settings: Settings) -> Iterator[Password]:
    """Those that the mail accounts ask for. Raises ScordError SECRET_EXPOSED."""
    for account in settings.mail:
        yield _password(settings, Kind.MAIL, account.billing_number)
        if account.smime_keys:
            yield _password(settings, Kind.SMIME, account.billing_number)


def keep(context: Context, kind: Kind, billing_number: str, value: str | None, *, by: str) -> bool:
    """Keeps a password in the secrets file, None forgets it; False: it was so already. It counts
    from the next login on, and ways out that had stopped are tried again.

    Raises ScordError NOT_THERE for one who may not be seen, ACTION_REFUSED where the environment
    gives it, SECRET_EXPOSED, DISK_FULL.
    """
    if billing_number in hidden():
        raise ScordError(Code.NOT_THERE, what=f"{kind} {billing_number}")
    name = _NAMES[kind](billing_number)
    if is_fixed(name):
        raise ScordError(Code.ACTION_REFUSED, reason=Refusal.SECRET_FIXED)
    with transaction():
        event = "secret.forgotten" if value is None else "secret.given"
        journal.write(event, Flag(id=0), by=by, why=name)  # about no row of the store
    kept = keep_secret(context.settings.state_dir, name, value)
    open_all_routes(by=by)  # what stopped for want of it is tried at once
    return kept


def _password(settings: Settings, kind: Kind, billing_number: str) -> Password:
    name = _NAMES[kind](billing_number)
    is_set = find_secret(settings.state_dir, name) is not None
    return Password(kind, billing_number, is_set, is_fixed(name))
