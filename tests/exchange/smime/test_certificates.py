"""Certificates and keys from files: those that would do harm later are refused when loaded."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.exchange.certificates import Issued
from tests.exchange.smime.openssl import issue, openssl
from tests.exchange.smime.people import CAISSE, NOW, PRACTICE, STRANGER, together

from scord.exchange.smime.certificates import (
    expires_in,
    load_authorities,
    load_certificate,
    load_keys,
)
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.exchange.smime.people import People

ADDRESS = f"subjectAltName=email:{PRACTICE}"
PASSWORD = "un mot de passe é"  # noqa: S105 -- of a test
DAY = timedelta(days=1)


def why_not(load: Callable[[], object]) -> str:
    with pytest.raises(ScordError) as raised:
        load()
    assert raised.value.code == Code.CERTIFICATE_UNFIT
    assert "/" not in str(raised.value.facts["path"])
    return str(raised.value.facts["reason"])


def pkcs12(issued: Issued, *more: str | Path) -> Path:
    path = issued.key_path.with_suffix(".p12")
    keys = ("-inkey", issued.key_path, "-in", issued.certificate_path)
    openssl("pkcs12", "-export", *keys, *more, "-passout", f"pass:{PASSWORD}", "-out", path)
    return path


def keys_of(path: Path, password: str | None = None, now: datetime = NOW) -> object:
    return load_keys(path, password, address=PRACTICE, now=now)


def certificate_of(path: Path, address: str = PRACTICE, now: datetime = NOW) -> object:
    return load_certificate(path, address=address, now=now)


def test_keys_are_read_from_pkcs12_with_what_came_along(people: People) -> None:
    path = pkcs12(people.practice, "-certfile", people.authority.path)
    keys = load_keys(path, PASSWORD, address=PRACTICE, now=NOW)
    assert keys.key.private_numbers() == people.keys.key.private_numbers()
    assert keys.certificate == people.keys.certificate
    assert keys.chain == (people.authority.certificate,)


def test_keys_are_read_from_pem_encrypted_or_not(people: People) -> None:
    path = people.folder / "encrypted.pem"
    key = openssl("pkey", "-in", people.practice.key_path, "-aes256", "-passout", "pass:secret")
    path.write_bytes(key + people.practice.certificate_path.read_bytes())
    keys = load_keys(path, "secret", address=PRACTICE, now=NOW)
    assert keys.certificate == people.keys.certificate
    assert keys.key.private_numbers() == people.keys.key.private_numbers()


def test_a_certificate_is_read_from_pem_and_der(people: People) -> None:
    der = people.folder / "caisse.der"
    openssl("x509", "-in", people.caisse.certificate_path, "-outform", "DER", "-out", der)
    pem = load_certificate(people.caisse.certificate_path, address=CAISSE, now=NOW)
    assert load_certificate(der, address=CAISSE.upper(), now=NOW) == pem


def test_authorities_are_all_that_a_file_holds(people: People) -> None:
    path = people.folder / "bundle.pem"
    path.write_bytes(
        people.authority.path.read_bytes() + people.caisse.certificate_path.read_bytes()
    )
    assert load_authorities(path)[0] == people.authority.certificate
    assert len(load_authorities(path)) == 2


def test_a_private_key_does_not_show_where_keys_are_printed(people: People) -> None:
    assert "key=" not in repr(people.keys)


def test_a_wrong_or_a_missing_password_is_told(people: People) -> None:
    path = pkcs12(people.practice)
    assert why_not(lambda: keys_of(path, "another")) == "wrong-password"
    assert why_not(lambda: keys_of(path)) == "wrong-password"


@pytest.mark.parametrize("data", [b"", b"-----BEGIN CERTIFICATE-----\nA\n", b"\x30\x80", b"text"])
def test_a_file_that_is_no_certificate_is_unreadable(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)
    assert why_not(lambda: certificate_of(path)) == "unreadable"
    assert why_not(lambda: load_authorities(path)) == "unreadable"
    assert why_not(lambda: keys_of(path)) == "wrong-password"


def test_a_file_that_is_missing_is_unreadable(tmp_path: Path) -> None:
    assert why_not(lambda: certificate_of(tmp_path / "none")) == "unreadable"
    assert why_not(lambda: keys_of(tmp_path / "none")) == "unreadable"


def test_a_key_beside_another_certificate_is_refused(people: People) -> None:
    wrong = Issued(people.stranger.certificate_path, people.practice.key_path)
    assert why_not(lambda: keys_of(together(wrong))) == "key-is-another"


def test_a_certificate_is_refused_before_and_after_its_time(people: People) -> None:
    path = people.practice.certificate_path
    certificate = load_certificate(path, address=PRACTICE, now=NOW)
    first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    assert certificate_of(path, now=first)
    assert certificate_of(path, now=last)
    assert why_not(lambda: certificate_of(path, now=first - DAY)) == "not-yet-valid"
    assert why_not(lambda: certificate_of(path, now=last + DAY)) == "expired"
    assert why_not(lambda: keys_of(together(people.practice), now=last + DAY)) == "expired"


def test_a_certificate_of_another_address_or_of_none_is_refused(people: People) -> None:
    path = people.practice.certificate_path
    assert why_not(lambda: certificate_of(path, STRANGER)) == "address-is-another"
    nameless = issue(people.folder, "nameless")
    assert why_not(lambda: certificate_of(nameless.certificate_path)) == "address-is-another"


@pytest.mark.parametrize(
    ("extensions", "key", "reason"),
    [
        ((ADDRESS, "extendedKeyUsage=serverAuth"), "rsa:2048", "not-for-mail"),
        ((ADDRESS, "keyUsage=digitalSignature"), "rsa:2048", "not-for-encryption"),
        ((ADDRESS, "keyUsage=keyEncipherment"), "rsa:2048", "not-for-signing"),
        ((ADDRESS,), "rsa:1024", "not-for-encryption"),
        ((ADDRESS,), "ec", "not-for-encryption"),
    ],
)
def test_a_certificate_for_another_use_is_refused(
    people: People, extensions: tuple[str, ...], key: str, reason: str
) -> None:
    made = issue(people.folder, "made", *extensions, key=key)
    assert why_not(lambda: keys_of(together(made))) == reason
    if reason != "not-for-signing":
        assert why_not(lambda: certificate_of(made.certificate_path)) == reason


def test_a_certificate_that_names_no_use_serves_any(people: People) -> None:
    made = issue(people.folder, "made", ADDRESS)
    assert keys_of(together(made))


def test_how_long_a_certificate_is_good_for(people: People) -> None:
    certificate = people.keys.certificate
    last = certificate.not_valid_after_utc
    assert expires_in(certificate, last - 7 * DAY) == 7 * DAY
    assert expires_in(certificate, last + DAY) == -DAY
    assert last.tzinfo == UTC
