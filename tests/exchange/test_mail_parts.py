"""Mail taken apart: what good mail says, and that no bad mail stops or holds anything."""

from __future__ import annotations

import os
import time
from base64 import b64encode
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scord.exchange.mail_parts import (
    MOST_BYTES,
    MOST_PARTS,
    Attachment,
    Head,
    is_ours,
    may_be_ours,
    read_attachments,
    read_head,
)
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = 8.0  # seconds for the worst of mails; 2 on an idle machine
ARL = b'{"verdict": "positive"}'
NOBODY: frozenset[str] = frozenset()


def mail(*lines: bytes) -> bytes:
    return b"\r\n".join(lines)


def part(*head: bytes, body: bytes = b"x") -> bytes:
    return mail(b"--B", *head, b"", body)


def mixed(*parts: bytes) -> bytes:
    return mail(b'Content-Type: multipart/mixed; boundary="B"', b"", *parts, b"--B--", b"")


def written(name: str) -> bytes:
    """As a good mail program writes it."""
    letter = EmailMessage(SMTP)
    letter["From"] = "Caisse de Test <ARL@caisse.invalid>"
    letter["Date"] = "Mon, 02 Mar 2026 09:30:00 +0100"
    letter["Message-ID"] = "<arl-1@caisse.invalid>"
    letter["In-Reply-To"] = "<lot-1@scord.invalid>"
    letter["References"] = "<lot-0@scord.invalid> <lot-1@scord.invalid>"
    letter.set_content("Voici votre accusé de réception.\n")
    letter.add_attachment(ARL, maintype="application", subtype="json", filename=name)
    return letter.as_bytes()


def code_of(read: Callable[[bytes], object], raw: bytes) -> Code | None:
    """None where it could be read; in both cases soon."""
    began = time.monotonic()
    try:
        read(raw)
    except ScordError as fault:
        return fault.code
    finally:
        assert time.monotonic() - began < PATIENCE
    return None


def test_a_good_mail_is_read_as_it_was_written() -> None:
    raw = written("arl.json")
    assert read_head(raw) == Head(
        message_id="<arl-1@caisse.invalid>",
        sender="arl@caisse.invalid",
        sent_at=datetime(2026, 3, 2, 8, 30, tzinfo=UTC),
        answers_to=frozenset({"<lot-0@scord.invalid>", "<lot-1@scord.invalid>"}),
        kind="multipart/mixed",
    )
    assert read_attachments(raw) == (Attachment("arl.json", ARL),)


def test_the_header_alone_says_the_same_as_the_whole_mail() -> None:
    raw = written("arl.json")
    assert read_head(raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n") == read_head(raw)


@pytest.mark.parametrize(
    ("written_as", "name"),
    [
        (b'filename="arl.json"', "arl.json"),
        (b"filename*=utf-8''t%C3%A9l%C3%A9copie.pdf", "télécopie.pdf"),  # RFC 2231
        (b'filename*0="ar"; filename*1="l.json"', "arl.json"),
        (b"filename*0*=iso-8859-1''t%E9l; filename*1=\"e.pdf\"", "téle.pdf"),
        (b'filename="=?utf-8?B?dMOpbMOpLnBkZg==?="', "télé.pdf"),  # against RFC 2047, and common
        (b'filename="=?nonsense?B?dMOp?="', "=?nonsense?B?dMOp?="),
        (b"filename*=nonsense''a%E9", "aé"),
        (b'filename="../../etc/passwd"', "passwd"),
        (b'filename="C:\\\\temp\\\\arl.json"', "arl.json"),
        (b'filename="a\x00b\x1b[31m.json"', "ab[31m.json"),
        (b'filename="..."', "..."),
        (b"", ""),
    ],
)
def test_a_file_name_is_decoded_and_has_no_folder_and_no_control(
    written_as: bytes, name: str
) -> None:
    raw = mixed(
        part(b"Content-Type: application/json", b"Content-Disposition: attachment; " + written_as)
    )
    (found,) = read_attachments(raw)
    assert found.name.encode("ascii", "replace") == name.encode("ascii", "replace")


def test_a_very_long_file_name_keeps_its_end() -> None:
    raw = mixed(part(b'Content-Disposition: attachment; filename="%b.json"' % (b"n" * 900)))
    (found,) = read_attachments(raw)
    assert len(found.name) == 200
    assert found.name.endswith("n.json")


def test_the_text_is_no_attachment_unless_it_has_a_name() -> None:
    raw = mixed(
        part(b"Content-Type: text/plain", body=b"hello"),
        part(b"Content-Type: text/html", body=b"<p>hello"),
        part(b'Content-Type: text/plain; name="arl.txt"', body=b"+"),
        part(b"Content-Type: text/plain", b"Content-Disposition: attachment", body=b"-"),
    )
    assert [one.data for one in read_attachments(raw)] == [b"+", b"-"]


def test_a_mail_that_is_one_attachment_and_nothing_else_is_read() -> None:
    raw = mail(b"Content-Type: application/json", b"", ARL)
    assert read_attachments(raw) == (Attachment("", ARL),)


def test_what_a_mail_within_the_mail_bears_is_not_its_own() -> None:
    raw = mixed(part(b"Content-Type: message/rfc822", body=written("our-own-lot.json")))
    assert read_attachments(raw) == ()


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        (b"Mon, 02 Mar 2026 09:30:00 -0000", datetime(2026, 3, 2, 9, 30, tzinfo=UTC)),
        (b"yesterday", None),
        (b"Mon, 99 Xyz 9999999999 99:99:99 +9999", None),
        (b"Fri, 31 Dec 9999 23:59:59 -1200", None),
        (b"", None),
    ],
)
def test_a_date_is_utc_or_none(date: bytes, moment: datetime | None) -> None:
    assert read_head(mail(b"Date: " + date, b"", b"")).sent_at == moment


@pytest.mark.parametrize(
    ("lines", "sender"),
    [
        ([b"From: ARL@caisse.invalid"], "arl@caisse.invalid"),
        ([b'From: "me@scord.invalid" <arl@caisse.invalid>'], "arl@caisse.invalid"),
        ([b"From: a@x.invalid, b@y.invalid"], ""),
        ([b"From: <a@x.invalid> <b@y.invalid>"], ""),
        ([b"From: a@x.invalid", b"From: b@y.invalid"], ""),
        ([b"From: nobody"], ""),
        ([b"From: " + b"(" * 5000], ""),
        ([b"From: \xff\xfe <a@x.invalid>"], "a@x.invalid"),
        ([], ""),
    ],
)
def test_a_mail_has_one_sender_or_none(lines: list[bytes], sender: str) -> None:
    assert read_head(mail(*lines, b"", b"")).sender == sender


NESTED = b"".join(
    b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(5000)
)
HOSTILE = {
    "no boundary": mail(b"Content-Type: multipart/mixed", b"", b"--B", b"", b"x"),
    "a boundary that never ends": mixed(part(body=b"x"))[:-8],
    "10,000 parts": mixed(*[part(b"Content-Type: a/b")] * 10_000),
    "a million empty parts": mixed(b"--B\r\n" * 1_000_000),
    "5,000 multiparts in each other": NESTED,
    "1,000 mails in each other": b"Content-Type: message/rfc822\r\n\r\n" * 1000,
    "broken base64": mixed(
        part(b"Content-Transfer-Encoding: base64", b"Content-Type: a/b", body=b"=A=%%\xff")
    ),
    "broken quoted-printable": mixed(
        part(b"Content-Transfer-Encoding: quoted-printable", b"Content-Type: a/b", body=b"=ZZ=")
    ),
    "broken uuencode": mixed(
        part(
            b"Content-Transfer-Encoding: x-uuencode",
            b"Content-Type: a/b",
            body=b"begin 999 \xff\r\n\xff\xff\r\nend",
        )
    ),
    "an encoding that there is not": mixed(
        part(b"Content-Transfer-Encoding: \xff", b"Content-Type: a/b")
    ),
    "a charset that there is not": mixed(
        part(b'Content-Type: text/plain; charset="\x00nope"; name=x')
    ),
    "a charset in a name with a NUL": mixed(part(b"Content-Type: a/b; name*=\x00''x")),
    "NUL bytes": b"\x00" * 1_000_000,
    "one line of 20 MB": b"x" * 20_000_000,
    "a header of 50 MB": b"Subject: " + b"x" * 50_000_000,
    "a million header lines": b"A: b\r\n" * 1_000_000,
    "a million folded lines": b"Content-Type: a/b" + b";\r\n x=y" * 1_000_000,
    "a million parameters": b"Content-Type: multipart/mixed" + b";" * 1_000_000,
    "a million encoded words": b"From: " + b"=?utf-8?q?a?= " * 70_000,
    "quotes that never end": b'Content-Disposition: attachment; filename="' + b'\\"' * 900,
    "as many lines as there may be": b"A: b" + b"\r\n" * 500_000,
    "only line ends": b"\r\n" * 5_000_000,
    "only carriage returns": b"\r" * 5_000_000,
    "random bytes": os.urandom(2_000_000),
    "nothing": b"",
    "20 MB in 10 multiparts in each other": b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(10)
    )
    + b"\r\n"
    + (b64encode(b"y" * 57) + b"\r\n") * 250_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_mail_is_read_or_refused_and_soon(raw: bytes) -> None:
    assert code_of(read_head, raw) in (None, Code.ACK_UNREADABLE, Code.MAIL_TOO_LARGE)
    assert code_of(read_attachments, raw) in (None, Code.ACK_UNREADABLE, Code.MAIL_TOO_LARGE)


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ("10,000 parts", Code.ACK_UNREADABLE),
        ("5,000 multiparts in each other", Code.ACK_UNREADABLE),
        ("a million parameters", Code.ACK_UNREADABLE),
        ("a header of 50 MB", Code.MAIL_TOO_LARGE),
        ("broken base64", None),
        ("no boundary", None),
    ],
)
def test_what_becomes_of_some_hostile_mails(what: str, code: Code | None) -> None:
    assert code_of(read_attachments, HOSTILE[what]) == code


@pytest.mark.parametrize(
    ("count", "code"), [(MOST_PARTS - 1, None), (MOST_PARTS, Code.ACK_UNREADABLE)]
)
def test_the_number_of_parts_is_limited(count: int, code: Code | None) -> None:
    assert code_of(read_attachments, mixed(*[part(b"Content-Type: a/b")] * count)) == code


def test_a_mail_above_the_limit_is_too_large() -> None:
    assert code_of(read_head, b"\r\n\r\n" + b"x" * MOST_BYTES) is None  # its header alone is read
    assert code_of(read_attachments, b"\r\n\r\n" + b"x" * MOST_BYTES) == Code.MAIL_TOO_LARGE


PIECES = [
    b"Content-Type: multipart/mixed; boundary=B\r\n",
    b"Content-Type: message/rfc822\r\n",
    b"Content-Type: message/delivery-status\r\n",
    b"Content-Transfer-Encoding: base64\r\n",
    b"Content-Disposition: attachment; filename*0*=x'y'%\r\n",
    b"From: <a@b>\r\n",
    b"Date: 1 Jan\r\n",
    b"--B\r\n",
    b"--B--\r\n",
    b"\r\n",
    b"\r",
    b"=?x?b?=\r\n",
    b"\xff\x00",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=5), max_size=40).map(b"".join))
def test_no_mail_at_all_raises_anything_else(raw: bytes) -> None:
    assert code_of(read_head, raw) in (None, Code.ACK_UNREADABLE)
    assert code_of(read_attachments, raw) in (None, Code.ACK_UNREADABLE)


SENT = frozenset({"<lot-1@scord.invalid>"})
SENDERS = frozenset({"arl@caisse.invalid"})


@pytest.mark.parametrize(
    ("lines", "worth_it"),
    [
        ([b"From: friend@x.invalid", b"Content-Type: text/plain"], False),
        ([b"From: friend@x.invalid", b"Content-Type: multipart/alternative"], False),
        ([b"From: friend@x.invalid", b"In-Reply-To: <other@x.invalid>"], False),
        ([b"From: friend@x.invalid"], False),
        ([b"From: ARL@caisse.invalid"], True),
        ([b"From: friend@x.invalid", b"In-Reply-To: <lot-1@scord.invalid>"], True),
        ([b"References: <a@b> <lot-1@scord.invalid>"], True),
        ([b"From: <>", b"Content-Type: multipart/report"], True),
        ([b"From: friend@x.invalid", b"Content-Type: multipart/mixed"], True),
        ([b"From: friend@x.invalid", b"Content-Type: application/pkcs7-mime"], True),
    ],
)
def test_which_mail_is_worth_fetching(lines: list[bytes], worth_it: bool) -> None:
    assert may_be_ours(read_head(mail(*lines, b"", b"")), SENT, SENDERS) == worth_it


@pytest.mark.parametrize(
    ("sent", "senders", "read", "ours"),
    [
        (SENT, NOBODY, False, True),
        (NOBODY, SENDERS, False, True),
        (NOBODY, NOBODY, True, True),
        (NOBODY, NOBODY, False, False),
    ],
)
def test_whose_a_whole_mail_is(
    sent: frozenset[str], senders: frozenset[str], read: bool, ours: bool
) -> None:
    raw = written("arl.json")
    seen: list[tuple[str, bytes]] = []

    def reads(name: str, data: bytes) -> bool:
        seen.append((name, data))
        return read

    assert is_ours(read_head(raw), read_attachments(raw), sent, senders, reads) == ours
    assert seen in ([], [("arl.json", ARL)])
