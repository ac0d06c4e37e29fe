"""A practice that works by mail, its servers on loopback, and the caisse behind them."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from tests.exchange.letters import CAISSE, letter
from tests.exchange.mailbox_server import ImapServer, Pop3Server, Script
from tests.exchange.smtp_server import SECRET, USER, SmtpServer
from tests.lps import BILLING, invoice, invoices
from tests.practice import PATIENCE_SECONDS, Practice, until

from scord.lots.piece_state import unsent
from scord.secrets import FILE_NAME, mail_password
from scord.store.states import FseVerdict
from scord.store.tables import Attachment, FseLot, Scan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tests.exchange.certificates import Issued
    from tests.exchange.mailbox_server import MailboxServer

    from scord.store.context import Context

ROOT = Path(__file__).parents[2]
CAISSES = ("349", "351")  # régime 01; to each goes a lot of its own
Protocol = Literal["imap", "pop3"]
_INBOXES: dict[str, type[MailboxServer]] = {"imap": ImapServer, "pop3": Pop3Server}
# what the scripted server does not say by itself; the letter stays, which only is seen once more
_SELECTED = {"SELECT": b"* OK [UIDVALIDITY 7] x\r\n{tag} OK [READ-WRITE]\r\n"}

_EXCHANGE = """\
route = "mail"
addresses = {{ "*" = "{caisse}" }}
mail_minutes = 0.01
"""
_ACCOUNT = """
[[mail]]
billing_number = "{billing}"
address = "{address}"
smtp_host = "localhost"
smtp_port = {smtp}
inbox = "{protocol}"
inbox_port = {inbox}
inbox_encryption = "starttls"
inbox_remove = {remove}
"""


@dataclass
class CaisseServer(SmtpServer):
    """`arrived` is called once a whole message is in, right before it is answered for."""

    arrived: Callable[[], None] = lambda: None

    def _body(self) -> bytes:
        body = super()._body()
        self.arrived()
        return body


@dataclass
class Post:
    """Both servers, and what the caisse has answered: one ARL by lot, however often it comes."""

    smtp: CaisseServer
    inbox: MailboxServer
    protocol: Protocol
    letters: list[bytes]
    answered: set[str] = field(default_factory=set)
    _indexes: list[dict[str, Any]] = field(default_factory=list)  # of those that were looked at

    def received(self) -> list[dict[str, Any]]:
        """The index of every lot that the server has said yes to, in order."""
        self._indexes += [index_in(raw) for raw in self.smtp.accepted[len(self._indexes) :]]
        return self._indexes

    def put(self, told: dict[str, Any]) -> None:
        """Into the practice's mailbox, as from the caisse."""
        self.letters.append(letter(("arl.json", json.dumps(told).encode()), sender=CAISSE))

    def answer(self) -> None:
        """One positive ARL for each lot that has none yet."""
        for index in self.received():
            if index["message_id"] not in self.answered:
                self.answered.add(index["message_id"])
                self.put(reply(index))


@contextmanager
def post(issued: Issued, protocol: Protocol = "imap") -> Iterator[Post]:
    letters: list[bytes] = []
    with (
        CaisseServer(issued) as smtp,
        _INBOXES[protocol](issued, Script(letters, replies=_SELECTED)) as inbox,
    ):
        yield Post(smtp, inbox, protocol, letters)


def index_in(raw: bytes) -> dict[str, Any]:
    (attached,) = message_from_bytes(raw, policy=default).iter_attachments()
    with zipfile.ZipFile(io.BytesIO(attached.get_content())) as archive:
        index: dict[str, Any] = json.loads(archive.read("index.json"))
    return index


def reply(index: dict[str, Any]) -> dict[str, Any]:
    one = {
        "id": f"ARL-{index['lot']}",
        "billing_number": index["billing_number"],
        "lot": index["lot"],
        "message_id": index["message_id"],
        "verdict": "positive",
        "date": datetime.now(UTC).isoformat(),
    }
    return {"format": "scord-reference-answer/1", "test": True, "answers": [one]}


def morning(root: Path) -> None:
    """Leaves a practice in `root`: one ordonnance on the invoices of its series, each for another
    caisse; the ARL of their FSE lot is not in. To copy: a day then begins with the mail.
    """
    practice = Practice(root)
    practice.drop("481.tif", practice.slipped("481"))
    hand(practice, *enumerate(CAISSES, start=481))
    with practice.running():
        until(lambda: Attachment.select().count() == len(CAISSES), "an ordonnance on each invoice")
        until(lambda: not Scan.select().where(Scan.released_at.is_null()).exists(), "scan let go")
        until(lambda: not list(practice.lps_folder.iterdir()), "the invoices taken")


def hand(practice: Practice, *numbers: tuple[int, str]) -> None:
    """Invoices, by number and caisse, that the one ordonnance is for."""
    made = (
        invoice(
            str(number),
            prescription_ref="ORD-481",
            organisation={"regime": "01", "caisse": caisse, "centre": "9881"},
        )
        for number, caisse in numbers
    )
    practice.hand(invoices(*made))


@dataclass
class MailDay:
    """A practice whose lots leave through `post`, and whose ARLs come back there.

    Who starts its service must trust the servers: SSL_CERT_FILE is handed on.
    """

    practice: Practice
    post: Post
    remove: bool = False

    def __post_init__(self) -> None:
        known = self.practice.config.read_text("utf-8")
        exchange = _EXCHANGE.format(caisse=CAISSE)
        account = _ACCOUNT.format(
            billing=BILLING,
            address=USER,
            smtp=self.post.smtp.port,
            protocol=self.post.protocol,
            inbox=self.post.inbox.port,
            remove=str(self.remove).lower(),
        )
        changed = known.replace("[exchange]\n", f"[exchange]\n{exchange}")
        self.practice.config.write_text(changed + account, "utf-8")
        with (self.practice.settings.state_dir / FILE_NAME).open("a", encoding="utf-8") as secrets:
            secrets.write(f'{mail_password(BILLING)} = "{SECRET}"\n')

    @contextmanager
    def service(
        self, *arguments: str, env: Mapping[str, str] | None = None
    ) -> Iterator[subprocess.Popen[bytes]]:
        """The process, ended by SIGTERM unless it has died."""
        command = [sys.executable, "-m", "tests.crash.service", str(self.practice.config)]
        environment = {**os.environ, **(env or {})}
        with subprocess.Popen([*command, *arguments], cwd=ROOT, env=environment) as process:
            try:
                yield process
            finally:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(PATIENCE_SECONDS)
                except subprocess.TimeoutExpired:
                    process.kill()
                    raise

    def go_on(self, context: Context) -> None:
        """What the people and the caisse do meanwhile."""
        if unsent().exists() and FseLot.select().where(FseLot.verdict == FseVerdict.POSITIVE):
            self.practice.send(context)
        self.post.answer()
