"""Every fault of a mail server through the real outbox and the real inbox, on a real store.

Round 1 meets the fault, rounds 2 and 3 a server that is well. Whatever the fault: a lot is taken at
most once without a person's word and is never lost, a letter has its effect exactly once.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from unittest import mock

from tests.conftest import TurnedClock
from tests.exchange import mailing, test_mailbox, test_smtp
from tests.exchange.letters import CAISSE, account, by_mail, letter
from tests.exchange.mailbox_server import Fault, Script
from tests.exchange.smtp_server import USER, SmtpServer
from tests.lots.practice import BILLING, Practice

from scord.exchange import mail_in
from scord.exchange.folder import FolderTransport
from scord.exchange.mail_answers import MailAnswers
from scord.exchange.mail_route import MailRoute
from scord.exchange.orders import Order, obey
from scord.exchange.outbox import deliver_due
from scord.exchange.profiles.reference import ReferenceProfile
from scord.lots.assemble import make_lots
from scord.settings import Settings
from scord.store import journal
from scord.store.context import Context
from scord.store.database import close_store, open_store
from scord.store.files import StateFolder
from scord.store.states import AckOutcome, MessageState, ScorLotState
from scord.store.tables import Acknowledgement, Attachment, Attempt, Letter, Message, ScorLot
from scord_shared.errors import ScordError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from tests.exchange.certificates import Issued

    from scord.exchange.mailbox import Mailbox
    from scord.lots.profile import Frozen, LotFacts
    from scord.settings import MailAccount

SMTP = "SMTP"
_HEAVY = b"%PDF-1.4 " + b"." * 4_500_000  # as a mail, more than the buffers on its way hold
_ROUND_HOURS = 3  # by then every message is due, and no route is stopped any more
_CAISSES = ("349", "351", "352")  # a lot and an ARL for each
_PATIENCE = 0.4  # seconds, of the mailbox's client


@dataclass(frozen=True)
class Cell:
    """What came of one fault. `verdict`, `why`: after round 1; `taken`: lots that any server has
    accepted in all rounds, or letters kept; `end`: after round 3. `lost`: not even a person's word
    brings it there.
    """

    way: str
    phase: str
    fault: str
    verdict: str
    why: str
    taken: int
    attempts: int
    end: str
    lost: bool
    twice: bool


@contextmanager
def store(root: Path) -> Iterator[Context]:
    files = StateFolder(root)
    files.prepare()
    open_store(root)
    clock = TurnedClock()
    journal.use_clock(clock)
    try:
        yield Context(Settings(state_dir=root), files, clock)
    finally:
        close_store()


# -- out


def send_through(context: Context, issued: Issued, phase: str, fault: str) -> Cell:
    practice = Practice(context)
    practice.context = by_mail(practice.context, account(BILLING, address=USER))
    parts = [_HEAVY] if phase == "body" else ()
    practice.attach(practice.invoice(), practice.document(parts=parts))
    _freeze(practice, two=phase == "rcpt2")
    seconds = mailing.SHORT if fault in ("hang", "drip") else mailing.LONG
    with test_smtp.script(issued, phase, fault) as server:
        _deliver(practice, server, seconds)
    accepted = list(server.accepted)
    verdict, why = Message.get().state, Attempt.get().detail
    for _ in range(2):
        accepted += _healthy_round(practice, issued)
    end, taken, attempts = Message.get().state, len(accepted), Attempt.select().count()
    if not taken:
        accepted += _after_a_word(practice, issued)
    frozen = {message.sha256 for message in Message.select()}
    assert {hashlib.sha256(raw).hexdigest() for raw in accepted} <= frozen
    return Cell(
        SMTP, phase, fault, verdict, why, taken, attempts, end,
        lost=not accepted or (end == MessageState.SENT and not taken), twice=len(accepted) > 1,
    )  # fmt: skip


def _freeze(practice: Practice, *, two: bool = False) -> None:
    route = MailRoute(practice.context.settings, ReferenceProfile())

    def pack(frozen: Frozen, lot: LotFacts) -> bytes:
        to = f"To: {CAISSE}".encode()
        return route.pack(frozen, lot).replace(to, to + b", copie@caisse.invalid" if two else to)

    now = practice.context.clock.now()
    assert make_lots(practice.context, ReferenceProfile(), now, by="machine", pack=pack)


def _deliver(practice: Practice, server: SmtpServer, seconds: float) -> None:
    transport = mailing.transport(server.port, seconds=seconds)
    deliver_due(practice.context, transport, practice.context.clock.now())
    server.finish()


def _healthy_round(practice: Practice, issued: Issued) -> list[bytes]:
    practice.context.clock.turn(hours=_ROUND_HOURS)
    with SmtpServer(issued) as server:
        _deliver(practice, server, mailing.LONG)
    return server.accepted


def _after_a_word(practice: Practice, issued: Issued) -> list[bytes]:
    """A person resends what is uncertain, and confirms anew what was refused for good."""
    message = Message.get()
    if message.state == MessageState.UNCERTAIN:
        obey(practice.context, message, Order.RESEND, "Anne")
    else:
        Attachment.update(confirmed_at=practice.context.clock.now()).execute()
        _freeze(practice)
    return _healthy_round(practice, issued)


# -- in


def fetch_through(context: Context, issued: Issued, protocol: str, fault: Fault) -> Cell:
    practice = Practice(context)
    letters = _answered_lots(practice)
    with test_mailbox.start(protocol, issued, Script(letters, fault)) as server:
        inbox = account(
            BILLING, inbox=protocol, inbox_port=server.port, inbox_encryption="starttls"
        )
        practice.context = by_mail(practice.context, inbox)
        why = _look(practice.context, inbox, _PATIENCE)
        first = Letter.select().count()
        server.script.fault = None
        for _ in range(2):
            assert _look(practice.context, inbox, mailing.LONG) == "taken"
    assert not any("DELE" in said or "STORE" in said for said in server.said)
    outcomes = [one.outcome for one in Acknowledgement.select()]
    states = [lot.state for lot in ScorLot.select()]
    done = states.count(ScorLotState.ACCEPTED)
    return Cell(
        protocol.upper(), fault.verb, fault.kind, f"{first} of {len(letters)}", why,
        Letter.select().count(), 3, f"{done} of {len(letters)} applied",
        lost=done < len(letters), twice=outcomes != [AckOutcome.APPLIED] * len(letters),
    )  # fmt: skip


def _answered_lots(practice: Practice) -> list[bytes]:
    """Lots that have left, and the letters with their ARLs."""
    for caisse in _CAISSES:
        practice.ready(caisse=caisse)
    practice.lots()
    out = practice.context.settings.out_folder
    out.mkdir(parents=True)
    deliver_due(practice.context, FolderTransport(out), practice.now)
    return [
        letter(("arl.json", json.dumps(_positive(message)).encode()), sender=CAISSE)
        for message in Message.select()
    ]


def _positive(message: Message) -> dict[str, Any]:
    one = {
        "id": f"A-{message.lot.number}",
        "billing_number": BILLING,
        "lot": message.lot.number,
        "message_id": message.message_id,
        "verdict": "positive",
        "date": "2026-03-11T09:30:00+01:00",
    }
    return {"format": "scord-reference-answer/1", "test": True, "answers": [one]}


def _look(context: Context, inbox: MailAccount, seconds: float) -> str:
    """One look as the courier's, then the engine's work on it; "taken", or the fault's code."""
    why = "taken"
    with _waiting(seconds):
        try:
            mail_in.take_letters(context, ReferenceProfile(), inbox)
        except ScordError as fault:
            why = fault.code
    MailAnswers(context, ReferenceProfile(), lambda _, __: None).work()
    return why


@contextmanager
def _waiting(seconds: float) -> Iterator[None]:
    """Real mailboxes with less patience than the minute that a practice has."""
    made: Callable[[Settings, MailAccount], Mailbox] = mail_in.mailbox

    def hurried(settings: Settings, inbox: MailAccount) -> Mailbox:
        box: Any = made(settings, inbox)
        box._server = replace(box._server, secret="x", timeout_seconds=seconds)  # noqa: S106 -- of nothing
        return box

    with mock.patch.object(mail_in, "mailbox", hurried):
        yield


# -- the table


def as_markdown(cells: Iterable[Cell]) -> str:
    lines = [
        "| way | phase | fault | after it | why | taken | attempts | after 3 rounds |",
        "| --- | --- | --- | --- | --- | --: | --: | --- |",
    ]
    lines += [
        f"| {c.way} | {c.phase} | {c.fault} | {c.verdict} | {c.why} | {c.taken} | {c.attempts}"
        f" | {c.end} |"
        for c in cells
    ]
    return "\n".join(lines) + "\n"
