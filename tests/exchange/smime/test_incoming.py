"""What comes back: OpenSSL writes it in every common form, and only what was signed comes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from tests.exchange.smime.openssl import encrypt, issue, sign
from tests.exchange.smime.people import CAISSE, CONTENT, OPENED, PRACTICE, letter, outcome

from scord.exchange.mail_parts import read_attachments, read_head
from scord.exchange.smime.trust import Trust

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.exchange.certificates import Issued
    from tests.exchange.smime.people import People

PSS = ("-keyopt", "rsa_padding_mode:pss")
FORMS: dict[str, Callable[[People], bytes]] = {
    "detached": lambda all_: sign(CONTENT, all_.caisse),
    "opaque": lambda all_: sign(CONTENT, all_.caisse, "-nodetach"),
    "opaque stream": lambda all_: sign(CONTENT, all_.caisse, "-nodetach", "-stream"),
    "SHA-384": lambda all_: sign(CONTENT, all_.caisse, "-md", "sha384"),
    "SHA-512 with PSS": lambda all_: sign(CONTENT, all_.caisse, "-md", "sha512", *PSS),
    "signer by its key": lambda all_: sign(CONTENT, all_.caisse, "-keyid"),
    "signed, encrypted": lambda all_: encrypt(sign(CONTENT, all_.caisse), all_.practice),
    "signed, encrypted as a stream": lambda all_: encrypt(
        sign(CONTENT, all_.caisse, "-nodetach"), all_.practice, "-aes256", "-stream"
    ),
    "AES-128": lambda all_: encrypt(sign(CONTENT, all_.caisse), all_.practice, "-aes128"),
    "encrypted, signed": lambda all_: sign(encrypt(CONTENT, all_.practice), all_.caisse),
    "signed, encrypted, signed": lambda all_: sign(
        encrypt(sign(CONTENT, all_.caisse), all_.practice), all_.caisse
    ),
}


def pem(issued: Issued) -> x509.Certificate:
    return x509.load_pem_x509_certificate(issued.certificate_path.read_bytes())


@pytest.mark.parametrize("form", FORMS)
def test_what_was_signed_comes_out(people: People, form: str) -> None:
    opened = outcome(letter(FORMS[form](people)), people)
    assert opened == OPENED


def test_what_comes_out_is_a_letter_from_the_signer(people: People) -> None:
    opened = outcome(letter(FORMS["signed, encrypted"](people)), people)
    assert isinstance(opened, bytes)
    assert read_head(opened).sender == CAISSE
    (attachment,) = read_attachments(opened)
    assert (attachment.name, attachment.data) == ("ARL-1.txt", b"ARL positif")


def test_it_may_be_encrypted_for_others_too(people: People) -> None:
    to = str(people.stranger.certificate_path)
    signed = sign(CONTENT, people.caisse)
    assert outcome(letter(encrypt(signed, people.practice, "-aes256", to)), people) == OPENED


def test_a_mailbox_may_have_changed_the_ends_of_line(people: People) -> None:
    raw = letter(sign(CONTENT, people.caisse)).replace(b"\r\n", b"\n")
    assert outcome(raw, people) == OPENED


def test_an_address_counts_in_capitals_too(people: People) -> None:
    raw = letter(sign(CONTENT, people.caisse), sender=f"SCOR <{CAISSE.upper()}>")
    assert outcome(raw, people) == OPENED


def test_nothing_of_the_letters_own_header_comes_out(people: People) -> None:
    inside = b"From: president@test.invalid\r\nSubject: a\r\n b\r\n" + CONTENT
    assert outcome(letter(sign(inside, people.caisse)), people) == OPENED


def test_a_content_without_header_comes_out_as_text(people: People) -> None:
    opened = outcome(letter(sign(b"\r\nARL", people.caisse)), people)
    assert opened == b"From: " + CAISSE.encode() + b"\r\n\r\nARL"


# who signs


def test_a_signer_with_an_elliptic_curve_is_read(people: People) -> None:
    address = f"subjectAltName=email:{CAISSE}"
    signer = issue(people.folder, "curve", address, by=people.issuer, key="ec")
    trust = Trust(pinned={CAISSE: (pem(signer),)})
    assert outcome(letter(sign(CONTENT, signer)), people, trust) == OPENED


@pytest.mark.parametrize("purpose", ["emailProtection", "serverAuth"])
def test_an_authority_between_counts_where_it_is_for_mail(people: People, purpose: str) -> None:
    is_authority = "basicConstraints=critical,CA:TRUE"
    signs = "keyUsage=critical,keyCertSign"
    root = issue(people.folder, "root", is_authority, signs, key="ec")
    uses = f"extendedKeyUsage={purpose}"
    between = issue(people.folder, "between", is_authority, signs, uses, by=root, key="ec")
    signer = issue(people.folder, "leaf", f"subjectAltName=email:{CAISSE}", by=between, key="ec")
    raw = letter(sign(CONTENT, signer, "-certfile", between.certificate_path))
    expected = OPENED if purpose == "emailProtection" else "signer-unknown"
    assert outcome(raw, people, Trust((pem(root),))) == expected
    without = letter(sign(CONTENT, signer))
    assert outcome(without, people, Trust((pem(root),))) == "signer-unknown"


def test_a_pinned_certificate_counts_whoever_issued_it_and_for_whom(people: People) -> None:
    signer = issue(people.folder, "itself", "keyUsage=digitalSignature")
    trust = Trust(pinned={CAISSE: (pem(signer),)})
    assert outcome(letter(sign(CONTENT, signer)), people, trust) == OPENED
    assert outcome(letter(sign(CONTENT, signer, "-nocerts")), people, trust) == OPENED


def test_a_pinned_certificate_counts_for_its_own_address_only(people: People) -> None:
    trust = Trust(pinned={PRACTICE: (pem(people.caisse),)})
    assert outcome(letter(sign(CONTENT, people.caisse)), people, trust) == "signer-unknown"
