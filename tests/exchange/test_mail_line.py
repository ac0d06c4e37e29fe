"""What a line does that neither protocol has to know of: pins, and patience with a poor network."""

from __future__ import annotations

import hashlib
import ssl
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.exchange.mailbox_server import Fault, Pop3Server, Script, numbered_letter

from scord.exchange.pop3 import Pop3Mailbox
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from tests.exchange.certificates import Issued

pytest_plugins = ("tests.exchange.trust",)

LETTER = numbered_letter(1, 150_000)


def fingerprint(issued: Issued) -> str:
    pem = issued.certificate_path.read_text("ascii")
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()


def test_a_pinned_certificate_does_though_nobody_vouches_for_it(issued: Issued) -> None:
    with (
        Pop3Server(issued, Script([LETTER])) as server,
        Pop3Mailbox(replace(server.account(), pin=fingerprint(issued))) as box,
    ):
        assert len(box.letters()) == 1


def test_another_certificate_than_the_pinned_one_never_hears_the_password(issued: Issued) -> None:
    with Pop3Server(issued, Script([LETTER])) as server:
        box = Pop3Mailbox(replace(server.account(), pin="0" * 64))
        with pytest.raises(ScordError) as raised, box:
            pass
    assert raised.value.code == Code.MAIL_UNTRUSTED
    assert server.said == ["STLS"]


@pytest.mark.usefixtures("trusted")
def test_a_letter_may_take_longer_than_the_patience_for_silence_where_it_keeps_coming(
    issued: Issued,
) -> None:
    script = Script([LETTER], Fault("RETR", "steady"))
    with (
        Pop3Server(issued, script) as server,
        Pop3Mailbox(server.account(timeout_seconds=0.4)) as box,
    ):
        (letter,) = box.letters()
        assert box.fetch(letter, 200_000) == LETTER


def test_what_a_fault_tells_holds_no_secret(issued: Issued) -> None:
    with Pop3Server(issued, Script([LETTER])) as server:
        account = server.account()
        with pytest.raises(ScordError) as raised, Pop3Mailbox(account):
            pass
    assert raised.value.facts["host"] == account.host
    assert account.secret not in f"{raised.value} {raised.value.__cause__!r} {account!r}"
