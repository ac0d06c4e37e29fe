"""Looks when certificates end, those of S/MIME and of mail servers: one that does so soon becomes a
flag, so that a person is told before lots can no longer be made or sent. Renewing one takes days,
often weeks.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from scord.exchange.mail_server import certificates_shown
from scord.secrets import find_secret, smime_password
from scord.store.flags import flags, lower, raise_flag
from scord_shared.errors import ScordError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import datetime

    from scord.settings import Settings
    from scord.store.context import Context

CERTIFICATE_ENDS = "certificate-ends:"  # flags, up to the billing number or the destination

SERVER_CERTIFICATE_ENDS = "server-certificate-ends:"  # flags, up to host:port
AUTHORITIES = "authorities"  # in place of a billing number: of all who vouch for senders of ARLs

_SOON = timedelta(days=30)
_SOON_OF_OTHERS = timedelta(days=7)  # providers renew by themselves, 30 days before; not so a pin


def note_ends(context: Context) -> None:
    """Flags what ends within 30 days or has ended, with "ends" as ISO time; ends the flags of what
    was renewed.
    """
    latest = context.clock.now() + _SOON
    soon = {
        CERTIFICATE_ENDS + whose: {"ends": end.isoformat()}
        for whose, end in _ends(context.settings)
        if end <= latest
    }
    _keep(context, CERTIFICATE_ENDS, soon)


def note_server_ends(context: Context) -> None:
    """The same of the certificates that mail servers have shown since the start; what was noted of
    a server that has shown none yet stays.
    """
    shown = certificates_shown()
    if not shown:
        return
    from cryptography import x509  # noqa: PLC0415 -- only where there is mail

    now = context.clock.now()
    soon: dict[str, dict[str, Any]] = {}
    for (host, port), one in shown.items():
        end = x509.load_der_x509_certificate(one.certificate).not_valid_after_utc
        if end <= now + (_SOON if one.pinned else _SOON_OF_OTHERS):
            name = f"{SERVER_CERTIFICATE_ENDS}{host}:{port}"
            soon[name] = {"ends": end.isoformat(), "pinned": one.pinned}
    _keep(context, SERVER_CERTIFICATE_ENDS, soon, {f"{host}:{port}" for host, port in shown})


def _keep(
    context: Context,
    kind: str,
    soon: Mapping[str, dict[str, Any]],
    known: Collection[str] | None = None,
) -> None:
    """Raises the flags of `soon`, and ends others of that kind, of all or of what is `known`."""
    for standing in flags(kind):
        subject = standing.name.removeprefix(kind)
        if standing.value != soon.get(standing.name) and (known is None or subject in known):
            lower(standing)
    for name, value in soon.items():
        raise_flag(context, name, **value)


def is_in_use(settings: Settings, whose: str) -> bool:
    """False for a billing number or a destination that the settings no longer name."""
    if whose == AUTHORITIES:
        return settings.exchange.smime_authorities is not None
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
    if authorities := settings.exchange.smime_authorities:
        with suppress(ScordError):  # the last of them: older ones stay in such files for long
            ends = [one.not_valid_after_utc for one in load_authorities(authorities)]
            yield AUTHORITIES, max(ends)
