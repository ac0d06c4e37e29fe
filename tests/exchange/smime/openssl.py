"""OpenSSL writes and reads the S/MIME of the tests: it shares no code with what they test."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from tests.exchange.certificates import Issued

if TYPE_CHECKING:
    from pathlib import Path

    from tests.exchange.certificates import Authority

CONFIGURATION = "[req]\ndistinguished_name=dn\n[dn]\n"


def openssl(*arguments: str | Path, given: bytes = b"") -> bytes:
    """What the program writes. Raises CalledProcessError where it refuses."""
    command = ["openssl", *map(str, arguments)]
    return subprocess.run(command, input=given, capture_output=True, check=True).stdout


def as_mail(content: bytes) -> bytes:
    """With the ends of line of mail; OpenSSL writes those of its system."""
    return content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def sign(content: bytes, by: Issued, *options: str | Path) -> bytes:
    """`content`, a part of a mail, in multipart/signed or, with "-nodetach", in one piece."""
    keys = ("-signer", by.certificate_path, "-inkey", by.key_path)
    return openssl("cms", "-sign", "-binary", *keys, *options, given=as_mail(content))


def encrypt(content: bytes, to: Issued, *options: str) -> bytes:
    options = options or ("-aes256",)
    return openssl("cms", "-encrypt", "-binary", *options, to.certificate_path, given=content)


def decrypt(letter: bytes, by: Issued) -> bytes:
    keys = ("-recip", by.certificate_path, "-inkey", by.key_path)
    return openssl("cms", "-decrypt", *keys, given=letter)


def verify(signed: bytes, authority: Authority) -> bytes:
    """What is signed."""
    trusted = ("-CAfile", authority.path, "-purpose", "smimesign")
    return openssl("cms", "-verify", *trusted, given=signed)


def issue(
    folder: Path, name: str, *extensions: str, by: Issued | None = None, key: str = "rsa:2048"
) -> Issued:
    """A certificate such as the tests' authority does not issue; without `by`, self-signed.

    `extensions`: as in "subjectAltName=email:a@b.invalid"; `key`: "rsa:" and bits, or "ec".
    """
    issued = Issued(folder / f"{name}.pem", folder / f"{name}.key")
    configuration = folder / "openssl.cnf"
    configuration.write_text(CONFIGURATION)
    curve = ("-pkeyopt", "ec_paramgen_curve:P-256") if key == "ec" else ()
    authority = ("-CA", by.certificate_path, "-CAkey", by.key_path) if by else ()
    openssl(
        *("req", "-x509", "-config", configuration, "-subj", f"/CN={name}", "-days", "30"),
        *("-newkey", key, *curve, "-noenc", "-keyout", issued.key_path),
        *("-out", issued.certificate_path, *authority),
        *(part for extension in extensions for part in ("-addext", extension)),
    )
    return issued
