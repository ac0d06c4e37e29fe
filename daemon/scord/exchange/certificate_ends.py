"""Looks when the certificates of S/MIME end: one that does so soon becomes a flag, so that a person
is told before lots can no longer be made. Renewing one takes days, often weeks.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from scord.secrets import find_secret, smime_password
from scord.store.flags import flags, lower, raise_flag
from scord_shared.errors import ScordError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from scord.settings import Settings
    from scord.store.context import Context

CERTIFICATE_ENDS = "certificate-ends:"  # flags, up to the billing number or the destination

_SOON = timedelta(days=30)


def note_ends(context: Context) -> None:
    """Flags what ends within 30 days or has ended, with "ends" as ISO time; ends the flags of what
    was renewed.
    """
    latest = context.clock.now() + _SOON
    soon = {
        CERTIFICATE_ENDS + whose: end.isoformat()
        for whose, end in _ends(context.settings)
        if end <= latest
    }
    for standing in flags(CERTIFICATE_ENDS):
        if standing.value["ends"] != soon.get(standing.name):
            lower(standing)
    for name, end in soon.items():
        raise_flag(context, name, ends=end)


def is_in_use(settings: Settings, whose: str) -> bool:
    """False for a billing number or a destination that the settings no longer name."""
    own = settings.account_of(whose)
    return whose in settings.exchange.smime_certificates or bool(own and own.smime_keys)


def _ends(settings: Settings) -> Iterator[tuple[str, datetime]]:
    """Of every certificate that lots are signed with or encrypted for. One that cannot be read is
    told of where a lot fails by it.
    """
    signing = [(one.billing_number, one.smime_keys) for one in settings.mail if one.smime_keys]
    if not signing:
        return
    from scord.exchange.smime.certificates import (  # noqa: PLC0415 -- only where there are keys
        load_authorities,
        read_keys,
    )

    for number, path in signing:
        with suppress(ScordError):
            password = find_secret(settings.state_dir, smime_password(number))
            yield number, read_keys(path, password).certificate.not_valid_after_utc
    for destination, path in settings.exchange.smime_certificates.items():
        with suppress(ScordError):
            yield destination, load_authorities(path)[0].not_valid_after_utc
