"""What goes out signed and encrypted: OpenSSL reads it, and nobody else but the caisse does."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from subprocess import CalledProcessError
from typing import TYPE_CHECKING

import pytest
from tests.exchange.smime.openssl import decrypt, issue, openssl, verify
from tests.exchange.smime.people import CAISSE, NOW, PRACTICE, together

from scord.exchange.letter import seal
from scord.exchange.mail_parts import read_attachments, read_head
from scord.exchange.smime.certificates import Keys, load_certificate, load_keys
from scord.exchange.smime.incoming import open_letter
from scord.exchange.smime.outgoing import protect
from scord.lots.profile import Frozen

if TYPE_CHECKING:
    from pathlib import Path

    from tests.exchange.smime.people import People

DATA = bytes(range(256)) * 400
MESSAGE_ID = "<TEST-SCOR-991234567-000001.20260310T090000Z@scord.invalid>"
SEALED = seal(
    Frozen("TEST-SCOR-991234567-000001.zip", MESSAGE_ID, (), DATA),
    sender=PRACTICE,
    recipient=CAISSE,
    subject="SCOR 991234567 000001",
    frozen_at=datetime(2026, 3, 10, 9, 0, tzinfo=UTC),
    test=True,
)
HEADER, _, BODY = SEALED.partition(b"\r\n\r\n")


@pytest.fixture(scope="module")
def protected(people: People) -> bytes:
    return protected_by(people.keys, people)


def protected_by(keys: Keys, people: People) -> bytes:
    path = people.caisse.certificate_path
    return protect(SEALED, keys, load_certificate(path, address=CAISSE, now=NOW))


def test_openssl_decrypts_and_verifies_what_was_sealed(protected: bytes, people: People) -> None:
    content = verify(decrypt(protected, people.caisse), people.authority)
    assert content.partition(b"\r\n\r\n")[2] == BODY
    assert [one.data for one in read_attachments(content)] == [DATA]


def test_the_header_of_the_letter_stays_and_its_content_does_not(protected: bytes) -> None:
    header, _, body = protected.partition(b"\r\n\r\n")
    outer = [field for field in HEADER.split(b"\r\n") if field.startswith((b"Content-", b"MIME-"))]
    kept = [field for field in HEADER.split(b"\r\n") if field not in outer]
    assert header.split(b"\r\n")[: len(kept)] == kept
    assert {field.split(b":")[0] for field in kept} == {
        *(b"Date", b"From", b"To", b"Message-ID", b"Subject", b"X-Scord-Test")
    }
    assert read_head(protected).message_id == MESSAGE_ID
    assert re.fullmatch(rb"(?:[A-Za-z0-9+/=]{1,76}\r\n)+", body)


def test_it_is_encrypted_with_aes_256_and_signed_with_sha_256(
    protected: bytes, people: People
) -> None:
    told = openssl("cms", "-cmsout", "-print", given=protected)
    assert b"aes-256-cbc" in told
    signed = decrypt(protected, people.caisse)
    assert b'micalg="sha-256"' in signed
    assert signed.count(b"\n") == signed.count(b"\r\n")


def test_the_text_of_the_letter_does_not_show(protected: bytes, people: People) -> None:
    assert b"SCOR de pi" in SEALED
    assert b"SCOR de pi" not in protected
    with pytest.raises(CalledProcessError):
        decrypt(protected, people.stranger)


def test_it_comes_back_through_our_own_reader(people: People) -> None:
    caisse = load_keys(together(people.caisse), None, address=CAISSE, now=NOW)
    letter = protect(SEALED, people.keys, caisse.certificate)
    opened = open_letter(letter, caisse, people.trust, NOW)
    assert opened.partition(b"\r\n\r\n")[2] == BODY
    assert read_head(opened).sender == PRACTICE


def test_the_certificates_between_ours_and_the_authority_go_along(
    people: People, tmp_path: Path
) -> None:
    root = issue(tmp_path, "root", "basicConstraints=critical,CA:TRUE", key="ec")
    between = issue(tmp_path, "between", "basicConstraints=critical,CA:TRUE", by=root, key="ec")
    own = issue(tmp_path, "own", f"subjectAltName=email:{PRACTICE}", by=between)
    keys = load_keys(together(own, between), None, address=PRACTICE, now=NOW)
    signed = decrypt(protected_by(keys, people), people.caisse)
    assert openssl("cms", "-verify", "-CAfile", root.certificate_path, given=signed)


def test_a_large_lot_grows_by_less_than_half(people: People) -> None:
    large = protect(SEALED + b"A" * 2_000_000, people.keys, people.keys.certificate)
    assert len(large) < 1.4 * (len(SEALED) + 2_000_000)
