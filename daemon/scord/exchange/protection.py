"""S/MIME as the settings ask for it: which keys protect a lot, and who may sign an ARL.

The libraries for it are loaded only where an account has keys.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.secrets import find_secret, smime_password
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from scord.exchange.smime.certificates import Keys
    from scord.settings import MailAccount, Settings


def protect(
    settings: Settings, account: MailAccount, destination: str, letter: bytes, now: datetime
) -> bytes:
    """The letter as it leaves; as it is where the account has no keys.

    Raises ScordError CERTIFICATE_UNFIT.
    """
    if account.smime_keys is None:
        return letter
    from scord.exchange.smime.certificates import load_certificate  # noqa: PLC0415 -- see above
    from scord.exchange.smime.outgoing import protect as protect_letter  # noqa: PLC0415

    path, address = settings.smime_certificate_of(destination), settings.address_of(destination)
    if path is None or address is None:
        raise ScordError(Code.CERTIFICATE_UNFIT, path=destination, reason="unreadable")
    recipient = load_certificate(path, address=address, now=now)
    return protect_letter(letter, _keys(settings, account, account.smime_keys, now), recipient)


def open_letter(settings: Settings, account: MailAccount, raw: bytes, now: datetime) -> bytes:
    """What the letter vouches for; the letter itself where the account has no keys.

    `now`: when it came. Raises ScordError MESSAGE_UNTRUSTED, CERTIFICATE_UNFIT.
    """
    if account.smime_keys is None:
        return raw
    from scord.exchange.smime.certificates import load_authorities  # noqa: PLC0415 -- see above
    from scord.exchange.smime.incoming import open_letter as open_protected  # noqa: PLC0415
    from scord.exchange.smime.trust import Trust  # noqa: PLC0415

    path = settings.exchange.smime_authorities
    trust = Trust(load_authorities(path) if path else ())
    return open_protected(raw, _keys(settings, account, account.smime_keys, now), trust, now)


def check_certificates(settings: Settings, account: MailAccount, now: datetime) -> None:
    """Loads all that protects the account's mail. Raises ScordError CERTIFICATE_UNFIT."""
    if account.smime_keys is None:
        return
    from scord.exchange.smime.certificates import (  # noqa: PLC0415 -- see above
        load_authorities,
        load_certificate,
    )

    _keys(settings, account, account.smime_keys, now)
    if settings.exchange.smime_authorities:
        load_authorities(settings.exchange.smime_authorities)
    for destination, path in settings.exchange.smime_certificates.items():
        load_certificate(path, address=settings.address_of(destination) or "", now=now)


def _keys(settings: Settings, account: MailAccount, path: Path, now: datetime) -> Keys:
    from scord.exchange.smime.certificates import load_keys  # noqa: PLC0415 -- see above

    password = find_secret(settings.state_dir, smime_password(account.billing_number))
    return load_keys(path, password, address=account.address, now=now)
