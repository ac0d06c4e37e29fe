"""S/MIME on the way out: a letter signed, then encrypted for the caisse.

Detached signature with SHA-256, AES-256-CBC with RSA: what any S/MIME of the last fifteen years
reads (RFC 5751, 8551). Each letter comes out different; it is protected once, when it is frozen.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import (
    PKCS7EnvelopeBuilder,
    PKCS7Options,
    PKCS7SignatureBuilder,
)

from scord.exchange.smime.entity import canonical, is_about_content, join, split_header

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

    from scord.exchange.smime.certificates import Keys

_ENCRYPTED = [
    b"MIME-Version: 1.0",
    b'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"',
    b"Content-Transfer-Encoding: base64",
    b'Content-Disposition: attachment; filename="smime.p7m"',
]


def protect(letter: bytes, keys: Keys, recipient: Certificate) -> bytes:
    """`letter` as letter.seal makes it. Its header stays readable, its content does not."""
    fields, body = split_header(letter)
    content = join([field for field in fields if is_about_content(field)], body)
    encrypted = _encrypt(_sign(content, keys), recipient)
    header = [field for field in fields if not is_about_content(field)]
    return join([*header, *_ENCRYPTED], canonical(base64.encodebytes(encrypted)))


def _sign(content: bytes, keys: Keys) -> bytes:
    builder = PKCS7SignatureBuilder().set_data(content)
    builder = builder.add_signer(keys.certificate, keys.key, SHA256())
    for certificate in keys.chain:
        builder = builder.add_certificate(certificate)
    return builder.sign(Encoding.SMIME, [PKCS7Options.DetachedSignature])


def _encrypt(content: bytes, recipient: Certificate) -> bytes:
    builder = PKCS7EnvelopeBuilder().set_data(content).add_recipient(recipient)
    builder = builder.set_content_encryption_algorithm(AES256)
    return builder.encrypt(Encoding.DER, [PKCS7Options.Binary])
