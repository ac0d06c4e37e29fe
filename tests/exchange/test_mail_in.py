"""Letters are fetched once, whatever the mailbox says of them; strangers' are left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.exchange.letters import Postbag, account, by_mail, fse_arls, letter
from tests.exchange.mailbox_server import Fault, ImapServer, Script
from tests.exchange.sending import crash_at

from scord.exchange.courier import Courier
from scord.exchange.mail_in import take_letters
from scord.exchange.profiles.reference import ReferenceProfile
from scord.exchange.stops import MAILBOX_BARRED
from scord.secrets import mail_password
from scord.store.flags import flags
from scord.store.tables import Incoming, Letter
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from tests.exchange.certificates import Issued
    from tests.lots.practice import Practice

    from scord.store.context import Context

pytest_plugins = ("tests.exchange.trust",)
pytestmark = pytest.mark.usefixtures("trusted")

ARL = letter(("fse.json", fse_arls()))
STRANGE = b"From: a@b.invalid\r\nSubject: hello\r\n\r\nhello\r\n"


@pytest.fixture
def bag(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> Postbag:
    secret = f"SCORD_SECRET_{mail_password(practice.nurse.billing_number).upper()}"
    monkeypatch.setenv(secret, "ackpw")
    return Postbag(practice)


def reached(bag: Postbag, server: ImapServer) -> Context:
    number = bag.practice.nurse.billing_number
    one = account(number, inbox_port=server.port, inbox_encryption="starttls")
    return by_mail(bag.context, one)


def look(bag: Postbag, server: ImapServer) -> int:
    context = reached(bag, server)
    return take_letters(context, ReferenceProfile(), context.settings.mail[0])


def kept() -> list[bytes | None]:
    rows = Letter.select().order_by(Letter.id)
    return [row.incoming and row.incoming.sha256 for row in rows]


def test_a_letter_that_may_be_for_us_is_kept_once(bag: Postbag, issued: Issued) -> None:
    with ImapServer(issued, Script([ARL])) as server:
        assert [look(bag, server) for _ in range(3)] == [1, 0, 0]
    (incoming,) = Incoming.select().where(Incoming.channel == "mail")
    assert bag.context.files.answers.read(incoming.sha256) == ARL


def test_a_strangers_letter_is_known_by_its_header_and_never_fetched(
    bag: Postbag, issued: Issued
) -> None:
    with ImapServer(issued, Script([STRANGE, ARL])) as server:
        assert look(bag, server) == 1
        assert sum("BODY.PEEK[]" in said for said in server.said) == 1
    assert [bool(one) for one in kept()] == [False, True]
    assert not any("STORE" in said or "EXPUNGE" in said for said in server.said)


def test_a_letter_that_answers_our_lot_is_kept_whoever_wrote_it(
    bag: Postbag, issued: Issued
) -> None:
    reply = letter(sender="x@y.invalid", **{"In-Reply-To": bag.sending.message.message_id})
    with ImapServer(issued, Script([reply])) as server:
        assert look(bag, server) == 1


def test_a_letter_too_large_is_noted_and_the_next_is_taken(
    bag: Postbag, issued: Issued, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scord.exchange.mail_in.MOST_BYTES", 20_000)
    heavy = letter(("a.json", b"x" * 30_000))
    with ImapServer(issued, Script([heavy, ARL])) as server:
        for _ in range(2):  # the line may be lost with what was too large
            try:
                look(bag, server)
            except ScordError as fault:
                assert fault.code == Code.MAIL_UNREACHABLE  # noqa: PT017 -- it may go either way
    assert [bool(one) for one in kept()] == [False, True]


@pytest.mark.parametrize("verb", ["SIZES", "HEADER", "BODY"])
def test_a_line_that_breaks_leaves_the_letter_for_the_next_look(
    bag: Postbag, issued: Issued, verb: str
) -> None:
    with ImapServer(issued, Script([ARL], Fault(verb, "cut"))) as server:
        with pytest.raises(ScordError):
            look(bag, server)
        assert kept() == []
        server.script.fault = None
        assert look(bag, server) == 1
    assert Incoming.select().where(Incoming.channel == "mail").count() == 1


def test_a_crash_right_after_the_keeping_keeps_the_letter_once(
    bag: Postbag, issued: Issued
) -> None:
    with ImapServer(issued, Script([ARL])) as server:
        with crash_at("mail.stored"):
            look(bag, server)
        look(bag, server)
    assert Incoming.select().where(Incoming.channel == "mail").count() == 1
    assert len(kept()) == 1


def test_another_letter_under_a_used_key_is_another_letter(bag: Postbag, issued: Issued) -> None:
    other = letter(("fse.json", fse_arls()), Subject="another")
    with ImapServer(issued, Script([ARL])) as server:
        look(bag, server)
        server.script.letters = [other]
        assert look(bag, server) == 1
    assert len(set(kept())) == 2


def test_a_mailbox_out_of_reach_is_flagged_until_it_is_back(bag: Postbag, issued: Issued) -> None:
    with ImapServer(issued, Script([ARL], Fault("greeting", "error"))) as server:
        context = reached(bag, server)
        courier = Courier(context, ReferenceProfile(), None, lambda: None)
        courier.round()
        (barred,) = flags(MAILBOX_BARRED)
        assert barred.value["reason"].startswith("mail.")
        server.script.fault = None
        bag.context.clock.turn(minutes=1)
        courier.round()
        assert flags(MAILBOX_BARRED)  # not before it is due
        bag.context.clock.turn(minutes=10)
        courier.round()
    assert flags(MAILBOX_BARRED) == []
    assert len(kept()) == 1


def test_who_has_sent_nothing_yet_is_not_asked_for_letters(bag: Postbag, issued: Issued) -> None:
    with ImapServer(issued, Script([ARL])) as server:
        context = reached(bag, server)
        another = context.settings.mail[0].model_copy(update={"billing_number": "001033901"})
        assert take_letters(context, ReferenceProfile(), another) == 0
        assert server.said == []
