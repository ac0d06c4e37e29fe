"""Bounces: Postfix's own, made on the spot, and in our own words such as other servers build."""

from __future__ import annotations

import smtplib
import ssl
import time
from typing import TYPE_CHECKING

import pytest
from tests.exchange.dovecot import Dovecot
from tests.exchange.postfix import Postfix

from scord.exchange.bounces import UNCLEAR, Bounce, Fate, read_bounce
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.exchange.certificates import Authority

pytest_plugins = ("tests.exchange.trust",)

LOT_ID = "<TEST-SCOR-1@scord.invalid>"
LETTER = (
    f"From: sender@test.invalid\r\nMessage-ID: {LOT_ID}\r\nSubject: TEST\r\n\r\nlot\r\n".encode()
)
QMAIL = """\
Return-Path: <>
From: MAILER-DAEMON@mx.invalid
To: sender@scord.invalid
Subject: failure notice

This is the mail program at mx.invalid. It could not hand over your letter:

<scor@caisse.invalid>:
No mailbox of that name here. (#5.1.1)

--- A copy of the letter follows.

Return-Path: <sender@scord.invalid>
Message-ID: <TEST-SCOR-1@scord.invalid>
Subject: TEST
"""


def report(*groups: str, returned: str = "", head: str = "") -> bytes:
    parts = ["Content-Type: text/plain\n\nSorry.\n"]
    if groups:
        parts.append("Content-Type: message/delivery-status\n\n" + "\n\n".join(groups) + "\n")
    if returned:
        parts.append(returned)
    body = "".join(f"--B\n{one}\n" for one in parts)
    kind = 'Content-Type: multipart/report; report-type=delivery-status; boundary="B"'
    return f"From: mailer@mx.invalid\n{head}{kind}\n\n{body}--B--\n".encode()


HEADERS = f"Content-Type: text/rfc822-headers\n\nFrom: a@b\nMessage-ID: {LOT_ID}\n"
WHOLE = f"Content-Type: message/rfc822\n\nFrom: a@b\nMessage-ID:\n {LOT_ID}\n\nthe lot\n"
FAILED = "Final-Recipient: rfc822; scor@caisse.invalid\nAction: failed\nStatus: 5.1.1"


def test_a_report_as_exchange_builds_it() -> None:
    whole = "Reporting-MTA: dns;mx.invalid\nArrival-Date: Mon, 2 Mar 2026 08:30:00 +0000"
    one = (
        "Final-Recipient: rfc822;scor@caisse.invalid\nAction: failed\nStatus: 5.7.606\n"
        "Diagnostic-Code: smtp;550 5.7.606 Access denied,\n banned sending IP"
    )
    assert read_bounce(report(whole, one, returned=WHOLE)) == Bounce(
        None,
        LOT_ID,
        (
            Fate(
                "failed",
                "5.7.606",
                "scor@caisse.invalid",
                "550 5.7.606 Access denied, banned sending IP",
            ),
        ),
    )


def test_a_report_as_gmail_builds_it_without_a_proper_status() -> None:
    one = (
        "Final-Recipient: rfc822; scor@caisse.invalid\nAction: Failed\nStatus: 5\n"
        "Diagnostic-Code: smtp; 550-5.1.1 no such account"
    )
    bounce = read_bounce(report("Reporting-MTA: dns; gmail.invalid", one, returned=HEADERS))
    assert bounce is not None
    assert (bounce.message_id, bounce.fates[0].action) == (LOT_ID, "failed")
    assert bounce.fates[0].status == "5.1.1"


def test_the_envelope_id_alone_names_the_message() -> None:
    whole = "Reporting-MTA: dns; mx\nOriginal-Envelope-Id: TEST-SCOR-1@scord.invalid"
    bounce = read_bounce(report(whole, FAILED))
    assert bounce is not None
    assert (bounce.envelope_id, bounce.message_id) == ("TEST-SCOR-1@scord.invalid", None)


@pytest.mark.parametrize("action", ["failed", "delayed", "delivered", "relayed", "expanded"])
def test_every_action_is_told(action: str) -> None:
    one = f"Final-Recipient: rfc822; a@b.invalid\nAction: {action} (so it says)\nStatus: 2.0.0"
    bounce = read_bounce(report("Reporting-MTA: dns; mx", one, returned=HEADERS))
    assert bounce is not None
    assert bounce.fates == (Fate(action, "2.0.0", "a@b.invalid", ""),)


def test_an_action_that_there_is_not_is_unclear() -> None:
    one = FAILED.replace("failed", "exploded")
    bounce = read_bounce(report("Reporting-MTA: dns; mx", one, returned=HEADERS))
    assert bounce is not None
    assert bounce.fates[0].action == UNCLEAR


def test_each_recipient_has_a_fate() -> None:
    other = FAILED.replace("failed", "delayed").replace("5.1.1", "4.4.1")
    bounce = read_bounce(report("Reporting-MTA: dns; mx", FAILED, other, returned=HEADERS))
    assert bounce is not None
    assert [one.status for one in bounce.fates] == ["5.1.1", "4.4.1"]


def test_control_characters_of_the_diagnosis_reach_nobody() -> None:
    one = f"{FAILED}\nDiagnostic-Code: smtp; a\x1b[31m\x00b {'x' * 999}"
    bounce = read_bounce(report("Reporting-MTA: dns; mx", one, returned=HEADERS))
    assert bounce is not None
    assert bounce.fates[0].text.startswith("a [31m b x")
    assert len(bounce.fates[0].text) == 500


def test_a_report_that_names_no_message_is_none() -> None:
    assert read_bounce(report("Reporting-MTA: dns; mx", FAILED)) is None


def test_a_report_without_any_recipient_is_none() -> None:
    assert read_bounce(report("Reporting-MTA: dns; mx", returned=HEADERS)) is None


def test_prose_by_a_machine_that_quotes_our_header_is_unclear() -> None:
    assert read_bounce(QMAIL.encode()) == Bounce(None, LOT_ID, (Fate(UNCLEAR, "", "", ""),))


def test_a_report_without_a_status_that_returns_our_mail_is_unclear() -> None:
    bounce = read_bounce(report(returned=WHOLE, head="Auto-Submitted: auto-replied\n"))
    assert bounce == Bounce(None, LOT_ID, (Fate(UNCLEAR, "", "", ""),))


@pytest.mark.parametrize(
    "raw",
    [
        QMAIL.replace("Return-Path: <>", "Return-Path: <a@mx.invalid>").encode(),
        QMAIL.replace("Return-Path: <>", "Auto-Submitted: no").encode(),
        QMAIL.replace("Message-ID:", "It was").encode(),
        f"Auto-Submitted: auto-replied\nIn-Reply-To: {LOT_ID}\n\nOn holiday.\n".encode(),
        f"From: a@b\nIn-Reply-To: {LOT_ID}\n\nYour letter {LOT_ID} came.\n".encode(),
        b"",
    ],
    ids=["by a person", "not automatic", "no header quoted", "holiday", "a reply", "nothing"],
)
def test_other_mail_is_no_bounce(raw: bytes) -> None:
    assert read_bounce(raw) is None


def test_a_receipt_of_reading_is_no_bounce() -> None:
    receipt = f"Content-Type: message/disposition-notification\n\nOriginal-Message-ID: {LOT_ID}\n"
    raw = report(returned=f"{receipt}\n--B\n{HEADERS}", head="Auto-Submitted: auto-replied\n")
    assert read_bounce(raw) is None


@pytest.mark.parametrize(
    "groups", [(), ("",), ("\n\n\n",), ("Action",), (f"{FAILED}\xff",), ("Action: failed\n" * 900,)]
)
def test_a_broken_report_stops_nothing(groups: tuple[str, ...]) -> None:
    read_bounce(report("Reporting-MTA: dns; mx", *groups, returned=HEADERS))


def test_a_report_of_too_many_parts_is_unreadable() -> None:
    with pytest.raises(ScordError) as raised:
        read_bounce(report("Reporting-MTA: dns; mx", FAILED, returned="\n\n--B\n" * 300))
    assert raised.value.code == Code.ACK_UNREADABLE


@pytest.fixture(scope="module")
def dovecot(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dovecot]:
    with Dovecot(tmp_path_factory.mktemp("dovecot"), authority) as running:
        yield running


@pytest.fixture(scope="module")
def postfix(
    authority: Authority, dovecot: Dovecot, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Postfix]:
    with Postfix(tmp_path_factory.mktemp("postfix"), authority, dovecot) as running:
        yield running


@pytest.mark.system
@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("returned", ["HDRS", "FULL"])
@pytest.mark.parametrize(
    ("to", "action", "status"),
    [("nobody@test.invalid", "failed", "5.1.1"), ("acks@test.invalid", "relayed", "2.0.0")],
)
def test_what_postfix_itself_reports(
    dovecot: Dovecot, postfix: Postfix, returned: str, to: str, action: str, status: str
) -> None:
    envelope_id = f"TEST-{returned}-{action}@scord.invalid"
    with smtplib.SMTP(postfix.host, postfix.port) as line:
        line.starttls(context=ssl.create_default_context())
        line.login("sender", "s3cret")
        line.sendmail(
            "sender@test.invalid",
            [to],
            LETTER,
            mail_options=[f"RET={returned}", f"ENVID={envelope_id}"],
            rcpt_options=["NOTIFY=SUCCESS,FAILURE"],
        )
    bounce = read_bounce(arrived(dovecot.maildir("sender"), envelope_id))
    assert bounce is not None
    assert (bounce.envelope_id, bounce.message_id) == (envelope_id, LOT_ID)
    (fate,) = bounce.fates
    assert (fate.action, fate.status, fate.recipient) == (action, status, to)
    assert to in fate.text


def arrived(maildir: Path, text: str) -> bytes:
    end = time.monotonic() + 15
    while time.monotonic() < end:
        for path in maildir.glob("new/*"):
            raw = path.read_bytes()
            if text.encode() in raw:
                return raw
        time.sleep(0.05)
    raise AssertionError("no report came")
