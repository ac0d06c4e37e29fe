"""Whether a signature holds, and whose certificate it holds by; not yet whether that one counts.

Source: RFC 5652, section 5.6. What is weak or unknown is refused rather than tried.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509 import ObjectIdentifier
from cryptography.x509.oid import SignatureAlgorithmOID

from scord.exchange.smime.certificates import FEWEST_BITS
from scord.exchange.smime.cms import (
    DATA,
    SIGNED,
    Attribute,
    ContentInfo,
    IssuerAndSerial,
    SignedData,
    SignerInfo,
    malformed,
    name_of,
)
from scord.exchange.smime.trust import Untrusted, untrusted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptography.hazmat.primitives.asymmetric.padding import AsymmetricPadding
    from cryptography.x509 import Certificate

_CONTENT_TYPE = ObjectIdentifier("1.2.840.113549.1.9.3")
_MESSAGE_DIGEST = ObjectIdentifier("1.2.840.113549.1.9.4")
_MOST_CERTIFICATES = 20  # each may be tried with each on the way to an authority
_CERTIFICATE = b"\x30"  # tags of CHOICEs: this certificate is one of X.509,
_KEY_ID = b"\x80"  # and this signer is named by the identifier of the key

_HASHES: dict[ObjectIdentifier, hashes.HashAlgorithm] = {
    ObjectIdentifier("2.16.840.1.101.3.4.2.1"): hashes.SHA256(),
    ObjectIdentifier("2.16.840.1.101.3.4.2.2"): hashes.SHA384(),
    ObjectIdentifier("2.16.840.1.101.3.4.2.3"): hashes.SHA512(),
}
_SIGNATURES: dict[ObjectIdentifier, hashes.HashAlgorithm | None] = {  # None: as of the digest
    ObjectIdentifier("1.2.840.113549.1.1.1"): None,  # RSA
    SignatureAlgorithmOID.RSASSA_PSS: None,  # RFC 4056, section 3
    SignatureAlgorithmOID.RSA_WITH_SHA256: hashes.SHA256(),
    SignatureAlgorithmOID.RSA_WITH_SHA384: hashes.SHA384(),
    SignatureAlgorithmOID.RSA_WITH_SHA512: hashes.SHA512(),
    SignatureAlgorithmOID.ECDSA_WITH_SHA256: hashes.SHA256(),
    SignatureAlgorithmOID.ECDSA_WITH_SHA384: hashes.SHA384(),
    SignatureAlgorithmOID.ECDSA_WITH_SHA512: hashes.SHA512(),
}


@dataclass(frozen=True)
class Signed:
    """`content` is what `signer` signed. `others`: the certificates that came along."""

    content: bytes
    signer: Certificate
    others: tuple[Certificate, ...]


def verify(info: ContentInfo, detached: bytes | None, known: Sequence[Certificate]) -> Signed:
    """`detached`: the content, where it is not inside. `known`: where the signer's certificate is
    looked for besides, as it may not have come along.

    Raises ScordError MESSAGE_UNTRUSTED.
    """
    with malformed():
        if info.kind != SIGNED:
            raise ValueError("not signed data")
        signed = info.content.parse(SignedData)
        content = _content(signed, detached)
        (by,) = signed.signers.as_list()
        others = _certificates(signed)
        _check_content(by, content)
        named = [one for one in (*others, *known) if _is_named(by.signer, one)]
        if not named:
            raise untrusted(Untrusted.SIGNER_UNKNOWN)
        return Signed(content, _who_signed(by, named), others)


def _content(signed: SignedData, detached: bytes | None) -> bytes:
    """What is signed must be in one place only."""
    both = [one for one in (signed.inside.content, detached) if one is not None]
    if signed.inside.kind != DATA or len(both) != 1:
        raise ValueError("not a signed mail")
    return both[0]


def _certificates(signed: SignedData) -> tuple[Certificate, ...]:
    found = [one for one in signed.certificates or () if one.tag_bytes == _CERTIFICATE]
    if len(found) > _MOST_CERTIFICATES:
        raise ValueError("more certificates than lead to any authority")
    return tuple(one.parse(x509.Certificate) for one in found)


def _is_named(signer: asn1.TLV, certificate: Certificate) -> bool:
    """The issuer's name is not compared: the signature itself shows whose key it was."""
    if signer.tag_bytes != _KEY_ID:
        return bool(signer.parse(IssuerAndSerial).serial == certificate.serial_number)
    try:
        key_id = certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
    except x509.ExtensionNotFound:
        return False
    return key_id.value.digest == bytes(signer.data)


def _check_content(by: SignerInfo, content: bytes) -> None:
    """That what was signed is about this very content.

    A signature without attributes is refused: it could have been made for another message, whose
    attributes are now shown as the content.
    """
    algorithm = _HASHES.get(name_of(by.digest))
    if algorithm is None or by.attributes is None:
        raise untrusted(Untrusted.WEAK)
    attributes = [one.parse(Attribute) for one in by.attributes]
    if _only(attributes, _CONTENT_TYPE).parse(ObjectIdentifier) != DATA:
        raise ValueError("signed as something else than a mail")
    digest = hashes.Hash(algorithm)
    digest.update(content)
    if _only(attributes, _MESSAGE_DIGEST).parse(bytes) != digest.finalize():
        raise untrusted(Untrusted.SIGNATURE_WRONG)


def _only(attributes: Sequence[Attribute], kind: ObjectIdentifier) -> asn1.TLV:
    (values,) = (one.values.as_list() for one in attributes if one.kind == kind)
    (value,) = values
    return value


def _who_signed(by: SignerInfo, named: Sequence[Certificate]) -> Certificate:
    for certificate in named:
        try:
            _check_signature(by, certificate)
        except InvalidSignature:
            continue
        return certificate
    raise untrusted(Untrusted.SIGNATURE_WRONG)


def _check_signature(by: SignerInfo, certificate: Certificate) -> None:
    algorithm = name_of(by.algorithm)
    key = certificate.public_key()
    if algorithm not in _SIGNATURES:
        raise untrusted(Untrusted.WEAK)
    hashed = _SIGNATURES[algorithm] or _HASHES[name_of(by.digest)]
    data = asn1.encode_der(asn1.SetOf(by.attributes or []))
    if isinstance(key, rsa.RSAPublicKey) and key.key_size >= FEWEST_BITS:
        key.verify(by.signature, data, _padding(algorithm, hashed), hashed)
    elif isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(by.signature, data, ec.ECDSA(hashed))
    else:
        raise untrusted(Untrusted.WEAK)


def _padding(algorithm: ObjectIdentifier, hashed: hashes.HashAlgorithm) -> AsymmetricPadding:
    if algorithm == SignatureAlgorithmOID.RSASSA_PSS:
        return padding.PSS(padding.MGF1(hashed), padding.PSS.AUTO)
    return padding.PKCS1v15()
