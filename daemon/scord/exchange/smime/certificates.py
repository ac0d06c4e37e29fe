"""The certificates of S/MIME: read from files, and refused with a reason before they do harm.

A certificate of mail carries the address that it is for, and names its uses.
Source: RFC 8550, sections 3 and 4.4.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates
from cryptography.x509.oid import ExtendedKeyUsageOID

from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from datetime import datetime, timedelta
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
    from cryptography.x509 import Certificate

FEWEST_BITS = 2048  # of an RSA key: the floor that x509.verification has for chains, too

_PEM = b"-----BEGIN "
_MAIL = {ExtendedKeyUsageOID.EMAIL_PROTECTION, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE}
_SIGNING = ("digital_signature", "content_commitment")
_ENCRYPTING = ("key_encipherment",)


class Unfit(StrEnum):
    """Why a certificate does not do; the words stand in scord_shared.mail_reasons."""

    UNREADABLE = "unreadable"
    WRONG_PASSWORD = "wrong-password"  # noqa: S105 -- a reason, not a password
    KEY_IS_ANOTHER = "key-is-another"
    NOT_YET_VALID = "not-yet-valid"
    EXPIRED = "expired"
    NOT_FOR_MAIL = "not-for-mail"
    ADDRESS_IS_ANOTHER = "address-is-another"
    NOT_FOR_SIGNING = "not-for-signing"
    NOT_FOR_ENCRYPTION = "not-for-encryption"


@dataclass(frozen=True)
class Keys:
    """What a practice signs with and is written to. `chain`: the certificates between its own and
    its authority's, sent along so that the other side can follow them.
    """

    key: RSAPrivateKey = field(repr=False)
    certificate: Certificate
    chain: tuple[Certificate, ...] = ()


def load_keys(path: Path, password: str | None, *, address: str, now: datetime) -> Keys:
    """From PKCS#12, or from PEM that holds the key and its certificate. `address`: whose keys.

    Raises ScordError CERTIFICATE_UNFIT, its reason an Unfit.
    """
    keys = read_keys(path, password)
    _check(path, keys.certificate, address, now)
    if not _may(keys.certificate, _SIGNING):
        raise _unfit(path, Unfit.NOT_FOR_SIGNING)
    return keys


def read_keys(path: Path, password: str | None) -> Keys:
    """As `load_keys`, whoever's they are and whether or not they are valid."""
    data = _read(path)
    secret = password.encode() if password else None
    try:
        read = _from_pem if _PEM in data else load_key_and_certificates
        key, certificate, chain = read(data, secret)
        fits = key and certificate and certificate.public_key() == key.public_key()
    except (ValueError, TypeError, UnsupportedAlgorithm) as fault:
        raise _unfit(path, Unfit.WRONG_PASSWORD) from fault
    if certificate is None or not fits:
        raise _unfit(path, Unfit.KEY_IS_ANOTHER)
    if not isinstance(key, RSAPrivateKey):
        raise _unfit(path, Unfit.NOT_FOR_ENCRYPTION)
    return Keys(key, certificate, tuple(chain))


def load_certificate(path: Path, *, address: str, now: datetime) -> Certificate:
    """The first one of a file, PEM or DER, that lots are encrypted for. `address`: where they go.

    Raises ScordError CERTIFICATE_UNFIT, its reason an Unfit.
    """
    certificate = load_authorities(path)[0]
    _check(path, certificate, address, now)
    return certificate


def load_authorities(path: Path) -> tuple[Certificate, ...]:
    """All certificates of a file, PEM or one in DER. Raises ScordError CERTIFICATE_UNFIT."""
    data = _read(path)
    try:
        if _PEM in data:
            return tuple(x509.load_pem_x509_certificates(data))
        return (x509.load_der_x509_certificate(data),)
    except ValueError as fault:
        raise _unfit(path, Unfit.UNREADABLE) from fault


def expires_in(certificate: Certificate, now: datetime) -> timedelta:
    """Below zero where it has expired."""
    return certificate.not_valid_after_utc - now


def is_valid(certificate: Certificate, now: datetime) -> bool:
    return certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc


def is_for_signing_mail(certificate: Certificate) -> bool:
    return is_for_mail(certificate) and _may(certificate, _SIGNING)


def is_for_mail(certificate: Certificate) -> bool:
    """One that names no purpose serves any (RFC 8550, section 4.4.4)."""
    try:
        purposes = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return not _MAIL.isdisjoint(purposes)


def carries(certificate: Certificate, address: str) -> bool:
    """Whether it is that address's, in whatever letters."""
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return False
    return address.lower() in {name.lower() for name in names.get_values_for_type(x509.RFC822Name)}


def _check(path: Path, certificate: Certificate, address: str, now: datetime) -> None:
    try:
        key = certificate.public_key()
        wrong = {
            Unfit.NOT_YET_VALID: now < certificate.not_valid_before_utc,
            Unfit.EXPIRED: now > certificate.not_valid_after_utc,
            Unfit.NOT_FOR_MAIL: not is_for_mail(certificate),
            Unfit.ADDRESS_IS_ANOTHER: not carries(certificate, address),
            Unfit.NOT_FOR_ENCRYPTION: not _may(certificate, _ENCRYPTING)
            or not isinstance(key, RSAPublicKey)
            or key.key_size < FEWEST_BITS,
        }
    except (ValueError, UnsupportedAlgorithm) as fault:  # contradicts itself, or a key unheard of
        raise _unfit(path, Unfit.UNREADABLE) from fault
    for reason, is_so in wrong.items():
        if is_so:
            raise _unfit(path, reason)


def _may(certificate: Certificate, uses: tuple[str, ...]) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return any(getattr(usage, use) for use in uses)


def _from_pem(
    data: bytes, password: bytes | None
) -> tuple[PrivateKeyTypes, Certificate | None, list[Certificate]]:
    key = load_pem_private_key(data, password)
    public = key.public_key()
    all_of_it = x509.load_pem_x509_certificates(data)
    own = next((one for one in all_of_it if one.public_key() == public), None)
    return key, own, [one for one in all_of_it if one is not own]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise _unfit(path, Unfit.UNREADABLE) from fault


def _unfit(path: Path, reason: Unfit) -> ScordError:
    return ScordError(Code.CERTIFICATE_UNFIT, path=path.name, reason=reason.value)
