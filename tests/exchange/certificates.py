"""A certificate authority of the tests, and what it issues: servers' and people's certificates."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_KEY_BITS = 2048
_AGE = timedelta(days=60)  # old enough for one that has expired


@dataclass(frozen=True)
class Issued:
    """PEM files of one certificate (without its authority's) and of its key."""

    certificate_path: Path
    key_path: Path


@dataclass(frozen=True)
class Authority:
    """`path`: its own certificate, PEM. To trust it, set SSL_CERT_FILE to that."""

    path: Path
    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    def issue(
        self,
        name: str,
        *,
        hosts: Sequence[str] = ("localhost", "127.0.0.1"),
        days: int = 30,
        email: str | None = None,
    ) -> Issued:
        """A server's certificate, or with `email` a person's for S/MIME.

        `days`: how long it is good for from now; below 0 it has expired so long ago.
        """
        key = rsa.generate_private_key(65537, _KEY_BITS)
        usage = ExtendedKeyUsageOID.EMAIL_PROTECTION if email else ExtendedKeyUsageOID.SERVER_AUTH
        names = [x509.RFC822Name(email)] if email else [_host(host) for host in hosts]
        certificate = (
            _begun(name, key, self.certificate.subject, self.key, days)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_key_usage(authority=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .sign(self.key, SHA256())
        )
        folder = self.path.parent
        return _written(folder, name, certificate, key)


def make_authority(folder: Path, name: str = "authority") -> Authority:
    """A new authority whose files, and those of all that it issues, lie in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    key = rsa.generate_private_key(65537, _KEY_BITS)
    subject = _subject(name)
    certificate = (
        _begun(name, key, subject, key, days=30)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(authority=True), critical=True)
        .sign(key, SHA256())
    )
    return Authority(_written(folder, name, certificate, key).certificate_path, key, certificate)


def _begun(
    name: str, key: rsa.RSAPrivateKey, issuer: x509.Name, issuer_key: rsa.RSAPrivateKey, days: int
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(_subject(name))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _AGE)
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()),
            critical=False,
        )
    )


def _subject(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _host(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _key_usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=False,
        key_encipherment=not authority,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def _written(
    folder: Path, name: str, certificate: x509.Certificate, key: rsa.RSAPrivateKey
) -> Issued:
    issued = Issued(folder / f"{name}.pem", folder / f"{name}.key")
    issued.certificate_path.write_bytes(certificate.public_bytes(Encoding.PEM))
    issued.key_path.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    issued.key_path.chmod(0o600)
    return issued
