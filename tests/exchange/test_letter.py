"""The mail of a lot: equal bytes for equal facts, 7 bit, nothing but what was asked for."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP
from typing import Any

import pytest

from scord.exchange.letter import seal
from scord.lots.profile import Frozen

DATA = bytes(range(256)) * 2000
MESSAGE_ID = "<TEST-SCOR-991234567-000001.20260310T090000Z@scord.invalid>"
FROZEN = Frozen("TEST-SCOR-991234567-000001.zip", MESSAGE_ID, (), DATA)
FROZEN_AT = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


def sealed(**changes: Any) -> bytes:
    given: dict[str, Any] = {
        "frozen": FROZEN,
        "sender": "cabinet@test.invalid",
        "recipient": "scor@caisse.invalid",
        "subject": "Lot SCOR 1",
        "frozen_at": FROZEN_AT,
        "test": True,
        **changes,
    }
    return seal(given.pop("frozen"), **given)


def named(file_name: str = FROZEN.file_name, message_id: str = MESSAGE_ID) -> Frozen:
    return Frozen(file_name, message_id, (), b"lot")


def opened(letter: bytes) -> EmailMessage:
    return BytesParser(EmailMessage, policy=SMTP).parsebytes(letter)


def test_the_lot_comes_out_as_it_went_in() -> None:
    letter = opened(sealed())
    (attachment,) = letter.iter_attachments()
    assert attachment.get_content() == DATA
    assert attachment.get_filename() == FROZEN.file_name
    assert letter["Message-ID"] == MESSAGE_ID
    assert letter["From"] == "cabinet@test.invalid"
    assert letter["To"] == "scor@caisse.invalid"
    assert letter["Date"].datetime == FROZEN_AT


def test_equal_facts_give_equal_bytes_wherever_the_clock_stands() -> None:
    paris = FROZEN_AT.astimezone(timezone(timedelta(hours=1)))
    assert sealed() == sealed() == sealed(frozen_at=paris)


def test_lots_differ_in_their_boundary() -> None:
    other = opened(sealed(frozen=named(message_id="<2@scord.invalid>")))
    assert other.get_boundary() != opened(sealed()).get_boundary()


@pytest.mark.parametrize("data", [b"", b"\r\n.\r\n", b"\n" * 5000, DATA])
def test_every_line_is_short_seven_bit_and_ends_in_crlf(data: bytes) -> None:
    frozen = Frozen("pièces.zip", MESSAGE_ID, (), data)
    letter = sealed(frozen=frozen, subject="Pièces à télétransmettre " * 10)
    assert re.fullmatch(rb"([\x01-\x09\x0b\x0c\x0e-\x7f]{0,78}\r\n)+", letter)
    (attachment,) = opened(letter).iter_attachments()
    assert attachment.get_content() == data
    assert attachment.get_filename() == "pièces.zip"


def test_a_long_message_id_stays_whole() -> None:
    long = f"<{'x' * 150}@scord.invalid>"
    assert opened(sealed(frozen=named(message_id=long)))["Message-ID"] == long


def test_a_test_says_so_in_subject_header_and_text() -> None:
    letter = opened(sealed())
    body = letter.get_body()
    assert letter["Subject"] == "TEST - Lot SCOR 1"
    assert letter["X-Scord-Test"] == "TEST - not for caisses"
    assert body is not None
    assert body.get_content().startswith("TEST : ")


def test_what_is_no_test_says_nothing_of_one() -> None:
    assert b"TEST" not in sealed(frozen=named("lot.zip", "<1@scord.invalid>"), test=False)


@pytest.mark.parametrize("line_break", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("place", ["subject", "sender", "recipient", "file_name", "message_id"])
def test_a_line_break_never_begins_a_header(place: str, line_break: str) -> None:
    evil = f"a@test.invalid{line_break}Bcc: thief@test.invalid"
    changes = {"frozen": named(**{place: evil})} if "_" in place else {place: evil}
    with pytest.raises(ValueError):  # noqa: PT011 -- the library's own, in its words
        sealed(**changes)


@pytest.mark.parametrize("file_name", ['a"; filename="b.zip', "a;b=c.zip", "../../etc/x", "a\0b"])
def test_an_odd_file_name_stays_one_parameter(file_name: str) -> None:
    (attachment,) = opened(sealed(frozen=named(file_name))).iter_attachments()
    assert attachment.get_filename() == file_name
    assert list(attachment["Content-Disposition"].params) == ["filename"]


@pytest.mark.parametrize("address", ["", "nobody", "a b@test.invalid", "é@test.invalid", "a@b@c"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- the library's own, in its words
        sealed(recipient=address)
