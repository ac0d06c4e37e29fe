"""The outbox at work on lots that lie ready, as a process of its own that can be timed and traced.

`python -m tests.bench.exchange.work {whole,mail,rows} STATE PORT` prints how many lots and seconds:
`whole` delivers, `mail` sends without any record, `rows` records without any mail.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.exchange.letters import CAISSE
from tests.exchange.smtp_server import SECRET, USER
from tests.lots.practice import ALL_SET, BILLING, Practice

from scord.clock import SystemClock
from scord.exchange.mail_route import MailRoute
from scord.exchange.outbox import deliver_due
from scord.exchange.profiles.reference import ReferenceProfile
from scord.exchange.transport import Parcel, Trace
from scord.lots.assemble import make_lots
from scord.secrets import FILE_NAME, mail_password
from scord.settings import Exchange, MailAccount, Settings
from scord.store import journal
from scord.store.context import Context
from scord.store.database import close_store, open_store
from scord.store.files import StateFolder
from scord.store.tables import Message

if TYPE_CHECKING:
    from collections.abc import Callable

PIECE_BYTES = 50_000  # a clean page at 200 dpi


class _Nowhere:
    def deliver(self, parcel: Parcel, starting: Callable[[], None]) -> None:  # noqa: ARG002 -- the Protocol's
        starting()

    def trace(self, file_name: str, sha256: str) -> Trace:  # noqa: ARG002 -- the Protocol's
        return Trace.UNKNOWN


def prepare(state: Path, count: int) -> int:
    """`count` lots of one piece each, for as many caisses; the size of a message in bytes."""
    context = _context(state, port=1)
    (state / FILE_NAME).touch(mode=0o600)
    (state / FILE_NAME).write_text(f'{mail_password(BILLING)} = "{SECRET}"\n', "utf-8")
    practice = Practice(context)
    practice.context = context
    for number in range(count):
        invoice = practice.invoice(regime=f"{1 + number // 900:02}", caisse=f"{100 + number % 900}")
        page = b"%PDF-1.4 " + str(number).encode() + b"." * PIECE_BYTES
        practice.attach(invoice, practice.document(parts=[page]))
    profile = ReferenceProfile()
    route = MailRoute(context.settings, profile)
    made = make_lots(context, profile, context.clock.now(), by="machine", pack=route.pack)
    assert len(made) == count
    size: int = Message.get().size
    close_store()
    return size


def _context(state: Path, port: int) -> Context:
    account = MailAccount(
        billing_number=BILLING, address=USER, smtp_host="localhost", smtp_port=port
    )
    exchange = Exchange(route="mail", addresses={"*": CAISSE})
    settings = Settings(state_dir=state, exchange=exchange, mail=(account,), **ALL_SET)
    files = StateFolder(state)
    files.prepare()
    open_store(state)
    clock = SystemClock()
    journal.use_clock(clock)
    return Context(settings, files, clock)


def _whole(context: Context) -> int:
    route = MailRoute(context.settings, ReferenceProfile())
    return deliver_due(context, route, context.clock.now())


def _rows(context: Context) -> int:
    return deliver_due(context, _Nowhere(), context.clock.now())


def _mail(context: Context) -> int:
    route = MailRoute(context.settings, ReferenceProfile())
    rows = list(Message.select())
    for row in rows:
        data = context.files.messages.read(row.sha256)
        route.deliver(Parcel(row.file_name, row.message_id, row.sha256, data), lambda: None)
    return len(rows)


KINDS = {"whole": _whole, "mail": _mail, "rows": _rows}


def main(kind: str, state: str, port: str) -> None:
    context = _context(Path(state), int(port))
    begun = time.perf_counter()
    lots = KINDS[kind](context)
    print(json.dumps({"lots": lots, "seconds": time.perf_counter() - begun}))
    close_store()


if __name__ == "__main__":
    main(*sys.argv[1:4])
