"""What comes back and is refused, each with its reason; nothing forged ever comes out."""

from __future__ import annotations

import base64
import random
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exchange.certificates import make_authority
from tests.exchange.smime.openssl import encrypt, issue, openssl, sign
from tests.exchange.smime.people import (
    CAISSE,
    CONTENT,
    NOW,
    OPENED,
    STRANGER,
    letter,
    outcome,
)

from scord.exchange.mail_parts import MOST_BYTES
from scord.exchange.smime.trust import Trust

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.exchange.smime.people import People

DAY = timedelta(days=1)
ADDRESS = f"subjectAltName=email:{CAISSE}"
LEGACY = ("-provider", "legacy", "-provider", "default")
PGP = b"""\
MIME-Version: 1.0
Content-Type: multipart/signed; protocol="application/pgp-signature"; boundary="=_b"

--=_b

ARL
--=_b
Content-Type: application/pgp-signature

-----BEGIN PGP SIGNATURE-----
--=_b--
"""

REFUSED: dict[str, tuple[str, Callable[[People], bytes]]] = {
    "a plain letter": ("not-signed", lambda _: CONTENT),
    "encrypted only": ("not-signed", lambda all_: encrypt(CONTENT, all_.practice)),
    "a signed letter as an attachment": (
        "not-signed",
        lambda all_: mixed(b"Content-Type: message/rfc822\n\n" + sign(CONTENT, all_.caisse)),
    ),
    "the sender is not the signer": (
        "signer-is-another",
        lambda all_: sign(CONTENT, all_.stranger),
    ),
    "SHA-1": ("weak", lambda all_: sign(CONTENT, all_.caisse, "-md", "sha1")),
    "MD5": ("weak", lambda all_: sign(CONTENT, all_.caisse, "-md", "md5")),
    "no signed attributes": ("weak", lambda all_: sign(CONTENT, all_.caisse, "-noattr")),
    "triple DES": (
        "weak",
        lambda all_: encrypt(sign(CONTENT, all_.caisse), all_.practice, "-des3"),
    ),
    "RC2": (
        "weak",
        lambda all_: encrypt(sign(CONTENT, all_.caisse), all_.practice, "-rc2-128", *LEGACY),
    ),
    "AES-GCM": (
        "cannot-decrypt",
        lambda all_: encrypt(sign(CONTENT, all_.caisse), all_.practice, "-aes-256-gcm"),
    ),
    "encrypted for another": (
        "cannot-decrypt",
        lambda all_: encrypt(sign(CONTENT, all_.caisse), all_.stranger),
    ),
    "encrypted with a password": (
        "cannot-decrypt",
        lambda all_: openssl(
            *("cms", "-encrypt", "-aes256", "-pwri_password", "x"),
            given=sign(CONTENT, all_.caisse),
        ),
    ),
    "two signers": (
        "malformed",
        lambda all_: openssl(
            *("cms", "-sign", "-signer", all_.caisse.certificate_path),
            *("-inkey", all_.caisse.key_path, "-signer", all_.stranger.certificate_path),
            *("-inkey", all_.stranger.key_path),
            given=CONTENT,
        ),
    ),
    "neither signed nor encrypted": (
        "malformed",
        lambda _: message(openssl("cms", "-data_create", "-outform", "DER", given=CONTENT)),
    ),
    "five layers": ("malformed", lambda all_: layers(all_, 5)),
    "signed as something else": (
        "malformed",
        lambda all_: sign(CONTENT, all_.caisse, "-nodetach", "-econtent_type", "1.2.3.4"),
    ),
    "OpenPGP": ("malformed", lambda _: PGP),
    "no CMS at all": ("malformed", lambda _: message(b"not ASN.1")),
    "nothing": ("malformed", lambda _: message(b"")),
    "cut off": ("malformed", lambda all_: message(opaque(all_)[:-1])),
    "something follows": ("malformed", lambda all_: message(opaque(all_) + b"\0")),
    "very deep": ("malformed", lambda _: message(b"\x30\x80" * 5_000 + b"\0\0" * 5_000)),
    "very many pieces": (
        "malformed",
        lambda _: message(b"\x24\x80" + b"\4\1A" * 2_000_000 + b"\0\0"),
    ),
    "a length beyond the end": ("malformed", lambda _: message(b"\x30\x84\xff\xff\xff\xff\0")),
    "too large": ("malformed", lambda _: CONTENT + b"A" * MOST_BYTES),
    "no boundary": ("malformed", lambda _: b"Content-Type: multipart/signed\n\n--\n\n--\n\n----\n"),
}


def opaque(people: People) -> bytes:
    return sign(CONTENT, people.caisse, "-nodetach", "-outform", "DER")


def message(cms: bytes) -> bytes:
    head = b"Content-Type: application/pkcs7-mime\nContent-Transfer-Encoding: base64\n\n"
    return head + base64.encodebytes(cms)


def mixed(*parts: bytes) -> bytes:
    bounded = b"".join(b"--b\n" + part + b"\n" for part in parts)
    return b"Content-Type: multipart/mixed; boundary=b\n\n" + bounded + b"--b--\n"


def layers(people: People, count: int) -> bytes:
    content = CONTENT
    for _ in range(count):
        content = sign(content, people.caisse)
    return content


@pytest.mark.parametrize("letter_", REFUSED)
def test_it_is_refused_with_its_reason(people: People, letter_: str) -> None:
    reason, made = REFUSED[letter_]
    assert outcome(letter(made(people)), people) == reason


def test_four_layers_are_opened(people: People) -> None:
    assert outcome(letter(layers(people, 4)), people) == OPENED


def test_a_letter_from_nobody_or_from_two_is_refused(people: People) -> None:
    signed = sign(CONTENT, people.caisse)
    assert outcome(signed, people) == "signer-is-another"
    two = f"From: {STRANGER}\r\n".encode() + letter(signed)
    assert outcome(two, people) == "signer-is-another"


# text around what is protected


def test_text_around_an_encrypted_part_is_not_taken_for_signed(people: People) -> None:
    protected = encrypt(sign(CONTENT, people.caisse), people.practice)
    text = b"Content-Type: text/plain\n\nLe lot est rejete."
    assert outcome(letter(mixed(text, protected)), people) == "not-signed"


def test_text_around_the_signed_part_does_not_come_out(people: People) -> None:
    raw = letter(sign(CONTENT, people.caisse))
    around = raw.replace(b"This is an S/MIME signed message", b"Le lot est rejete.")
    assert around != raw
    assert outcome(around + b"\r\nLe lot est rejete.\r\n", people) == OPENED


def test_a_part_added_beside_the_signed_one_is_refused(people: People) -> None:
    raw = letter(sign(CONTENT, people.caisse))
    boundary = raw.partition(b'boundary="')[2].partition(b'"')[0]
    first = b"\r\n--" + boundary + b"\r\n"
    added = raw.replace(first, first + b"Content-Type: text/plain\r\n\r\nFaux" + first, 1)
    assert outcome(added, people) == "malformed"


def test_content_both_inside_and_beside_is_refused(people: People) -> None:
    raw = letter(sign(CONTENT, people.caisse))
    start = raw.index(b"MII")
    end = raw.index(b"\r\n\r\n--", start)
    inside = base64.encodebytes(opaque(people)).replace(b"\n", b"\r\n").rstrip()
    assert outcome(raw[:start] + inside + raw[end:], people) == "malformed"


# who signed, and when


def test_a_signer_before_and_after_its_time_is_refused(people: People) -> None:
    raw = letter(sign(CONTENT, people.caisse))
    for now in (NOW - 90 * DAY, NOW + 90 * DAY):
        assert outcome(raw, people, now=now) == "signer-expired"


def test_a_pinned_signer_expires_too(people: People) -> None:
    certificate = x509.load_pem_x509_certificate(people.caisse.certificate_path.read_bytes())
    trust = Trust(pinned={CAISSE: (certificate,)})
    raw = letter(sign(CONTENT, people.caisse))
    assert outcome(raw, people, trust, NOW) == OPENED
    assert outcome(raw, people, trust, NOW + 90 * DAY) == "signer-expired"


def test_a_signer_of_another_authority_is_refused(people: People, tmp_path: Path) -> None:
    signer = make_authority(tmp_path, "authority").issue("caisse", email=CAISSE)
    assert outcome(letter(sign(CONTENT, signer)), people) == "signer-unknown"


def test_without_any_authority_nobody_is_known(people: People) -> None:
    assert outcome(letter(sign(CONTENT, people.caisse)), people, Trust()) == "signer-unknown"


def test_a_signer_that_signed_its_own_certificate_is_refused(people: People) -> None:
    signer = issue(people.folder, "itself", ADDRESS)
    assert outcome(letter(sign(CONTENT, signer)), people) == "signer-unknown"


@pytest.mark.parametrize("use", ["extendedKeyUsage=codeSigning", "keyUsage=keyEncipherment"])
def test_a_signer_whose_certificate_is_for_something_else_is_refused(
    people: People, use: str
) -> None:
    signer = issue(people.folder, "other-use", ADDRESS, use, by=people.issuer)
    assert outcome(letter(sign(CONTENT, signer)), people) == "signer-unknown"


def test_a_signer_with_a_short_key_is_refused_even_pinned(people: People) -> None:
    signer = issue(people.folder, "short", ADDRESS, by=people.issuer, key="rsa:1024")
    certificate = x509.load_pem_x509_certificate(signer.certificate_path.read_bytes())
    trust = Trust((people.authority.certificate,), {CAISSE: (certificate,)})
    assert outcome(letter(sign(CONTENT, signer)), people, trust) == "weak"


def test_a_signer_whose_certificate_did_not_come_is_unknown(people: People) -> None:
    assert outcome(letter(sign(CONTENT, people.caisse, "-nocerts")), people) == "signer-unknown"


def test_a_signer_that_brings_too_many_certificates_is_refused(people: People) -> None:
    along = people.folder / "along.pem"
    certificates = [
        issue(people.folder, f"along-{n}", key="ec").certificate_path.read_bytes()
        for n in range(20)
    ]
    along.write_bytes(b"".join(certificates))
    assert outcome(letter(sign(CONTENT, people.caisse, "-certfile", along)), people) == "malformed"
    along.write_bytes(b"".join(certificates[:-1]))
    assert outcome(letter(sign(CONTENT, people.caisse, "-certfile", along)), people) == OPENED


# changed on the way


def test_a_changed_content_is_told(people: People) -> None:
    raw = letter(sign(CONTENT, people.caisse))
    assert outcome(raw.replace(b"ARL-1.txt", b"ARL-2.txt"), people) == "signature-wrong"
    inside = opaque(people)
    changed = message(inside.replace(b"ARL-1.txt", b"ARL-2.txt"))
    assert outcome(letter(changed), people) == "signature-wrong"


def test_a_changed_content_with_its_digest_put_right_is_told(people: People) -> None:
    forged = CONTENT.replace(b"ARL-1.txt", b"ARL-2.txt")
    inside = opaque(people).replace(CONTENT, forged)
    put_right = inside.replace(sha256(CONTENT).digest(), sha256(forged).digest())
    assert put_right != inside
    assert outcome(letter(message(put_right)), people) == "signature-wrong"


def test_a_content_that_was_signed_as_another_kind_is_refused(people: People) -> None:
    kind, data = "1.2.840.113549.1.7.5", b"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"
    options = ("-nodetach", "-econtent_type", kind, "-outform", "DER")
    signed = sign(CONTENT, people.caisse, *options)
    told_twice = data[:-1] + b"\5"
    assert signed.count(told_twice) == 2
    assert outcome(letter(message(signed.replace(told_twice, data, 1))), people) == "malformed"
    assert outcome(letter(message(signed.replace(told_twice, data))), people) == "signature-wrong"


def test_a_signature_under_another_letter_is_told(people: People) -> None:
    mine, other = sign(CONTENT, people.caisse), sign(CONTENT + b"\r\n", people.caisse)
    signature = mine[mine.index(b"MII") : mine.rindex(b"\n\n--")]
    start, end = other.index(b"MII"), other.rindex(b"\n\n--")
    swapped = other[:start] + signature + other[end:]
    assert outcome(letter(swapped), people) == "signature-wrong"


@pytest.mark.slow
@pytest.mark.parametrize("form", ["signed", "encrypted"])
def test_no_changed_byte_brings_out_another_content(people: People, form: str) -> None:
    if form == "signed":
        cms = opaque(people)
    else:
        signed = sign(CONTENT, people.caisse, "-nodetach")
        cms = encrypt(signed, people.practice, "-aes256", "-outform", "DER")
    outcomes = set()
    for position in range(0, len(cms), 3):
        changed = bytearray(cms)
        changed[position] ^= 1 << random.Random(position).randrange(8)  # noqa: S311 -- no secret
        outcomes.add(outcome(letter(message(bytes(changed))), people))
    assert len(outcomes) > 2
    assert all(isinstance(one, str) or one == OPENED for one in outcomes)


@given(data=st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_no_bytes_at_all_raise_anything_else(people: People, data: bytes) -> None:
    assert outcome(letter(message(data)), people) == "malformed"
    assert outcome(letter(data), people) in ("not-signed", "malformed")
