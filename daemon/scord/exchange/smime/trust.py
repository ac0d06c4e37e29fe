"""Whose signature under a letter counts. Revocation lists are not asked for: a certificate that is
no longer to be trusted is one to take out of the settings.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.x509.verification import (
    Criticality,
    ExtensionPolicy,
    PolicyBuilder,
    Store,
    VerificationError,
)

from scord.exchange.smime.certificates import carries, is_for_mail, is_for_signing_mail, is_valid
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from cryptography.x509 import Certificate
    from cryptography.x509.verification import Policy


class Untrusted(StrEnum):
    """Why nothing vouches for a letter; the words stand in scord_shared.mail_reasons."""

    NOT_SIGNED = "not-signed"
    SIGNATURE_WRONG = "signature-wrong"
    SIGNER_UNKNOWN = "signer-unknown"
    SIGNER_EXPIRED = "signer-expired"
    SIGNER_IS_ANOTHER = "signer-is-another"
    CANNOT_DECRYPT = "cannot-decrypt"
    WEAK = "weak"
    MALFORMED = "malformed"


@dataclass(frozen=True)
class Trust:
    """`authorities` vouch for whom they name. `pinned`: for an address in small letters, the very
    certificates that sign for it, whoever issued them and whatever name they carry.
    """

    authorities: Sequence[Certificate] = ()
    pinned: Mapping[str, Sequence[Certificate]] = field(default_factory=dict)


def untrusted(reason: Untrusted) -> ScordError:
    return ScordError(Code.MESSAGE_UNTRUSTED, reason=reason.value)


def check_signer(
    signer: Certificate, others: Sequence[Certificate], sender: str, trust: Trust, now: datetime
) -> None:
    """`others`: what came along and may lead to an authority. `sender`: the address in From.

    Raises ScordError MESSAGE_UNTRUSTED.
    """
    if not is_valid(signer, now):
        raise untrusted(Untrusted.SIGNER_EXPIRED)
    if signer in trust.pinned.get(sender, ()):
        return
    if not _is_vouched_for(signer, others, trust, now):
        raise untrusted(Untrusted.SIGNER_UNKNOWN)
    if not carries(signer, sender):
        raise untrusted(Untrusted.SIGNER_IS_ANOTHER)


def _is_vouched_for(
    signer: Certificate, others: Sequence[Certificate], trust: Trust, now: datetime
) -> bool:
    """The rules of the web's authorities, but with the purpose of mail in the place of TLS."""
    if not trust.authorities or not is_for_signing_mail(signer):
        return False
    anything = (x509.ExtendedKeyUsage, Criticality.AGNOSTIC, _require_mail)
    verifier = (
        PolicyBuilder()
        .store(Store(list(trust.authorities)))
        .time(now)
        .extension_policies(
            ca_policy=ExtensionPolicy.webpki_defaults_ca().may_be_present(*anything),
            ee_policy=ExtensionPolicy.webpki_defaults_ee().may_be_present(*anything),
        )
        .build_client_verifier()
    )
    try:
        verifier.verify(signer, list(others))
    except VerificationError:
        return False
    return True


def _require_mail(
    _policy: Policy, certificate: Certificate, _usage: x509.ExtendedKeyUsage | None
) -> None:
    if not is_for_mail(certificate):
        raise ValueError("not for mail")
