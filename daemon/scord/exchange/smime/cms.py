"""The structures inside S/MIME, as far as they are looked into, and the decryption.

Source of all of them: RFC 5652. `cryptography` reads them strictly; of what it cannot read nothing
is guessed.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives.serialization.pkcs7 import pkcs7_decrypt_der
from cryptography.x509 import ObjectIdentifier

from scord.exchange.smime.ber import ENCRYPTED_PIECES, to_der
from scord.exchange.smime.trust import Untrusted, untrusted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scord.exchange.smime.certificates import Keys

DATA = ObjectIdentifier("1.2.840.113549.1.7.1")
SIGNED = ObjectIdentifier("1.2.840.113549.1.7.2")
_ENVELOPED = ObjectIdentifier("1.2.840.113549.1.7.3")
_WITH_GCM = ObjectIdentifier("1.2.840.113549.1.9.16.1.23")  # AES-GCM: `cryptography` lacks it
ENCRYPTED = (_ENVELOPED, _WITH_GCM)
_WEAK_CIPHERS = {
    ObjectIdentifier("1.2.840.113549.3.2"),  # RC2
    ObjectIdentifier("1.2.840.113549.3.4"),  # RC4
    ObjectIdentifier("1.2.840.113549.3.7"),  # triple DES
    ObjectIdentifier("1.3.14.3.2.7"),  # DES
}

# a SET OF is read as a list where its order need not be that of DER, which BER lets be
Algorithm = list[asn1.TLV]


@asn1.sequence
class ContentInfo:
    kind: ObjectIdentifier
    content: Annotated[asn1.TLV, asn1.Explicit(0)]


@asn1.sequence
class Encapsulated:
    kind: ObjectIdentifier
    content: Annotated[bytes | None, asn1.Explicit(0)]


@asn1.sequence
class Attribute:
    kind: ObjectIdentifier
    values: asn1.SetOf[asn1.TLV]


@asn1.sequence
class IssuerAndSerial:
    issuer: asn1.TLV
    serial: int


@asn1.sequence
class SignerInfo:
    version: int
    signer: asn1.TLV  # IssuerAndSerial, or the key's identifier under [0]
    digest: Algorithm
    attributes: Annotated[list[asn1.TLV] | None, asn1.Implicit(0)]
    algorithm: Algorithm
    signature: bytes
    unsigned: Annotated[list[asn1.TLV] | None, asn1.Implicit(1)]


@asn1.sequence
class SignedData:
    version: int
    digests: asn1.TLV
    inside: Encapsulated
    certificates: Annotated[list[asn1.TLV] | None, asn1.Implicit(0)]
    revoked: Annotated[list[asn1.TLV] | None, asn1.Implicit(1)]
    signers: asn1.SetOf[SignerInfo]


@asn1.sequence
class _EncryptedContent:
    kind: ObjectIdentifier
    algorithm: Algorithm
    content: Annotated[bytes | None, asn1.Implicit(0)]


@asn1.sequence
class _EnvelopedData:
    version: int
    originator: Annotated[list[asn1.TLV] | None, asn1.Implicit(0)]
    recipients: asn1.TLV
    inside: _EncryptedContent
    attributes: Annotated[list[asn1.TLV] | None, asn1.Implicit(1)]


@contextmanager
def malformed() -> Iterator[None]:
    """What a reader cannot read becomes ScordError MESSAGE_UNTRUSTED."""
    try:
        yield
    except (ValueError, UnsupportedAlgorithm) as fault:
        raise untrusted(Untrusted.MALFORMED) from fault


def read_info(data: bytes) -> ContentInfo:
    """Raises ScordError MESSAGE_UNTRUSTED."""
    with malformed():
        return asn1.decode_der(ContentInfo, to_der(data))


def name_of(algorithm: Algorithm) -> ObjectIdentifier:
    """Without its parameters. Raises ValueError."""
    if not algorithm:
        raise ValueError("an algorithm without a name")
    name: ObjectIdentifier = algorithm[0].parse(ObjectIdentifier)
    return name


def decrypt(data: bytes, keys: Keys) -> bytes:
    """Raises ScordError MESSAGE_UNTRUSTED."""
    with malformed():
        der = to_der(data, ENCRYPTED_PIECES)
        info = asn1.decode_der(ContentInfo, der)
        if info.kind == _WITH_GCM:
            raise untrusted(Untrusted.CANNOT_DECRYPT)
        cipher = name_of(info.content.parse(_EnvelopedData).inside.algorithm)
    if cipher in _WEAK_CIPHERS:
        raise untrusted(Untrusted.WEAK)
    try:
        return pkcs7_decrypt_der(der, keys.certificate, keys.key, [])
    except (ValueError, UnsupportedAlgorithm) as fault:
        raise untrusted(Untrusted.CANNOT_DECRYPT) from fault
