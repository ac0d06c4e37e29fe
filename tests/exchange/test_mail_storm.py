"""Any order of deliveries, crashes, faults of both servers, answers, bounces, orders and clocks: no
lot reaches the caisse by mail twice without a person's word, and nothing is lost or left lying.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test
from tests.exchange.letters import CAISSE, STRANGER, Postbag, account, letter
from tests.exchange.mailbox_server import Fault, ImapServer, Script
from tests.exchange.smtp_server import SECRET, USER, SmtpServer
from tests.exchange.storm import NURSE, QUICK, SOAK, WHICH, Storm
from tests.exchange.storm_answers import Told, answer
from tests.exchange.storm_world import NURSES
from tests.lots.practice import Practice, in_force

from scord.exchange.courier import Courier
from scord.exchange.mail_answers import MailAnswers
from scord.exchange.mail_parts import read_head
from scord.exchange.mail_route import MailRoute
from scord.secrets import mail_password
from scord.settings import Exchange
from scord.store.states import MessageState
from scord.store.tables import Message

if TYPE_CHECKING:
    from pathlib import Path

    from tests.exchange.certificates import Issued

    from scord.store.context import Context

pytest_plugins = ("tests.exchange.trust",)
pytestmark = pytest.mark.usefixtures("trusted")

STEPS = (
    "exchange.attempt-opened",
    "exchange.delivery-started",
    "exchange.sent",
    "mail.stored",
    "acks.applied",
    "mail.applied",
)
_MINUTES = 5.0  # between two looks into a mailbox; a first retry is due sooner
# what the server says and does instead of the right thing
SERVERS: dict[str, tuple[dict[Any, bytes], dict[Any, Any]]] = {
    "takes it": ({}, {}),
    "is closing": ({"greeting": b"421 4.3.2 closing\r\n"}, {}),
    "refuses the password": ({"auth": b"535 5.7.8 no\r\n"}, {}),
    "takes it later": ({"rcpt": b"450 4.2.1 later\r\n"}, {}),
    "knows no such recipient": ({"rcpt": b"550 5.1.1 unknown\r\n"}, {}),
    "is busy after the body": ({"end": b"451 4.3.0 later\r\n"}, {}),
    "refuses the body": ({"end": b"554 5.6.0 no\r\n"}, {}),
    "talks nonsense after the body": ({"end": b"what?\r\n"}, {}),
    "drops before the body": ({}, {"data": "drop"}),
    "drops within the body": ({}, {"body": "drop"}),
    "drops after the body": ({}, {"end": "drop"}),
}
HOW = st.just("takes it") | st.sampled_from(sorted(SERVERS))
MAILBOX = (None, Fault("greeting", "error"), Fault("HEADER", "cut"), Fault("BODY", "cut"))
_BOUNCE = """\
From: mailer@mx.invalid
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: 5.1.1

--B
Content-Type: text/rfc822-headers

Message-ID: {message_id}

--B--
"""


class MailStorm(Storm):
    def __init__(self, empty_store: Path, issued: Issued) -> None:
        super().__init__(empty_store)
        self.smtp = SmtpServer(issued).__enter__()
        self.mailbox = ImapServer(issued, Script([])).__enter__()
        self.letters: list[bytes] = []
        self.mailbox.script.letters = self.letters
        self.context = self._by_mail()
        self.transport = MailRoute(self.context.settings, self.profile)
        self.pack = self.transport.pack
        self.open_service()

    def teardown(self) -> None:
        self.smtp.finish()
        self.mailbox.__exit__()
        super().teardown()

    def _by_mail(self) -> Context:
        """Each nurse has an address of her own; the mailbox is the practice's."""
        exchange = Exchange(route="mail", addresses={"*": CAISSE}, mail_minutes=_MINUTES)
        accounts = (
            account(
                number,
                address=f"{number}@test.invalid",
                user=USER,
                inbox="imap" if number == NURSES[0] else None,
                smtp_port=self.smtp.port,
                inbox_port=self.mailbox.port,
                inbox_encryption="starttls",
            )
            for number in NURSES
        )
        return in_force(self.context, exchange=exchange, mail=tuple(accounts))

    def open_service(self) -> None:
        self.courier = Courier(self.context, self.profile, self.transport, lambda: None)
        self.answers = MailAnswers(self.context, self.profile, lambda _name, _data: None)

    def work(self) -> None:
        self.clock.turn(minutes=_MINUTES)
        self.courier.round()
        self.answers.work()

    def put(self, answer: bytes) -> Told:
        return self._put(answer, CAISSE)

    def reached(self) -> Counter[str]:
        return Counter(hashlib.sha256(taken).hexdigest() for taken in list(self.smtp.accepted))

    def clear_up(self) -> None:
        self.smtp.says, self.smtp.does = {}, {}
        self.mailbox.script.fault = None

    @rule(
        rounds=st.lists(
            st.tuples(NURSE, HOW, st.none() | st.sampled_from(STEPS)), min_size=1, max_size=4
        )
    )
    def the_service_works(self, rounds: list[tuple[int | None, str, str | None]]) -> None:
        for nurse, how, step in rounds:
            self.a_paper_comes_and_lots_are_made(nurse)
            self.smtp.says, self.smtp.does = SERVERS[how]
            if self.endure(step, self.work):
                self.start()

    @rule(fault=st.sampled_from(MAILBOX))
    def the_mailbox_changes(self, fault: Fault | None) -> None:
        self.mailbox.script.fault = fault

    @precondition(lambda self: self.messages())
    @rule(which=WHICH, action=st.sampled_from(["failed", "delayed", "unheard of"]))
    def a_bounce_comes(self, which: int, action: str) -> None:
        message_id = self.message(which).message_id
        told = _BOUNCE.format(recipient=CAISSE, action=action, message_id=message_id)
        self.letters.append(told.replace("\n", "\r\n").encode())

    @rule()
    def a_strangers_mail_comes(self) -> None:
        self.letters.append(letter(sender=STRANGER))

    @precondition(lambda self: self.messages())
    @rule(which=WHICH)
    def a_stranger_answers(self, which: int) -> None:
        told = self._put(answer(self.message(which).lot, "positive", len(self.told)), STRANGER)
        self.told.append(told._replace(counts=False))

    @invariant()
    def the_receiver_knows_each_message_by_one_name(self) -> None:
        known = {message.sha256: message.message_id for message in Message.select()}
        for taken in list(self.smtp.accepted):
            assert known[hashlib.sha256(taken).hexdigest()] == read_head(taken).message_id

    @invariant()
    def no_letter_is_touched_in_the_mailbox(self) -> None:
        said = " ".join(self.mailbox.said)
        assert not re.search("STORE|EXPUNGE|SELECT", said)

    def _put(self, answer: bytes, sender: str) -> Told:
        raw = letter(("arl.json", answer), sender=sender)
        self.letters.append(raw)
        return Told(answer, hashlib.sha256(raw).hexdigest())


@pytest.fixture(autouse=True)
def _passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in NURSES:
        monkeypatch.setenv(f"SCORD_SECRET_{mail_password(number).upper()}", SECRET)


def test_what_comes_back_after_its_answer_has_been_delivered_all_the_same(
    context: Context,
) -> None:
    bag = Postbag(Practice(context))
    bag.came(letter(("arl.json", bag.answer())))
    bag.came(bag.bounce("failed"))
    assert bag.sending.message.state == MessageState.SENT


@pytest.mark.slow
def test_no_weather_sends_a_lot_twice_or_loses_anything(empty_store: Path, issued: Issued) -> None:
    run_state_machine_as_test(partial(MailStorm, empty_store, issued), settings=QUICK)


@pytest.mark.soak
def test_no_weather_does_so_in_many_more_examples(empty_store: Path, issued: Issued) -> None:
    run_state_machine_as_test(partial(MailStorm, empty_store, issued), settings=SOAK)
