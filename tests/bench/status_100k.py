"""A store of 100,000 invoices, and what the status costs in it.

`python -m tests.bench.status_100k [INVOICES]` prints the figures; `fill(context)` makes the store
for other measurements. 200 invoices a lot; most accepted, the last lots are open.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from itertools import islice, product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.billing.makers import INVOICE

from scord.actions.status import status
from scord.billing.names import name_key
from scord.clock import SystemClock
from scord.engine import open_state
from scord.filing.attach import attach
from scord.lots.standing import catch_up, differing, forget
from scord.settings import PractitionerSettings, Settings
from scord.store.database import database, transaction
from scord.store.states import (
    DocumentState,
    FseVerdict,
    InvoiceStatus,
    ItemVerdict,
    MessageState,
    ScanState,
    ScorLotState,
)
from scord.store.tables import (
    Alert,
    Attachment,
    Document,
    DocumentPage,
    FseLot,
    Invoice,
    JournalEntry,
    LotItem,
    Message,
    Practitioner,
    Scan,
    ScorLot,
)
from scord_shared.status import AlertKind, AlertLevel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from scord.store.context import Context
    from scord.store.tables import Row

BILLING = "991129768"
INVOICES = 100_000
PER_LOT = 200
OPEN_LOTS = 10  # their ARL has not come; of as many again the pieces have not left
INBOX = 2_000
ALERTS = 500
CALLS = 300

_T0 = datetime(2024, 1, 2, 8, tzinfo=UTC)
_SYLLABLES = tuple(map("".join, product(("MAR", "DU", "LE", "BER"), ("", "TIN", "BOIS", "VAL"))))
_GIVEN_NAMES = tuple(
    map("".join, product(("LÉA", "JEAN", "ANNE", "PAUL"), ("", "NE", "-MARIE", "IN")))
)
_CAISSES = ("349", "131", "759", "011")
_EVENTS = ("invoice.noted", "document.attached", "attachment.made", "lot-item.accepted")


def settings(place: Path) -> Settings:
    starts = PractitionerSettings(
        billing_number=BILLING, region="84", scor_start_date=date(2023, 1, 2)
    )
    return Settings(state_dir=place / "state", practitioners=(starts,))


def fill(count: int = INVOICES) -> None:
    """Puts `count` invoices with all that hangs on them into the open, empty store."""
    lots = range(1, count // PER_LOT + 1)
    sent = lots[: -2 * OPEN_LOTS]
    frozen = lots[:-OPEN_LOTS]
    with transaction():
        Practitioner.create(
            billing_number=BILLING, family_name="GRIS", given_name="ANNE", profession="infirmier"
        )
        _insert(FseLot, map(_fse_lot, lots))
        _insert(Invoice, map(_invoice, range(1, count + 1)))
        with_paper = range(1, count - PER_LOT * OPEN_LOTS // 2 + 1)
        papers = range(1, len(with_paper) + INBOX + 1)
        _insert(Scan, map(_scan, papers))
        _insert(Document, (_document(n, filed=n in with_paper) for n in papers))
        _insert(DocumentPage, ({"document": n, "place": 1, "scan": n, "number": 1} for n in papers))
        _insert(Attachment, map(_attachment, with_paper))
        _insert(ScorLot, (_scor_lot(n, answered=n in sent) for n in frozen))
        _insert(Message, map(_message, frozen))
        _insert(LotItem, (_item(n, answered=lot in sent) for lot in frozen for n in _in_lot(lot)))
        _insert(Alert, map(_alert, range(1, ALERTS + 1)))
        _insert(JournalEntry, (_entry(n, event) for n in with_paper for event in _EVENTS))


def measure(context: Context) -> dict[str, float]:
    """The figures, by name with their unit. A change is one document of À classer, filed."""
    figures = {"rebuild_s": _seconds(lambda: _rebuild(context))}
    figures["doctor_s"] = _seconds(lambda: differing(context))
    looks, ups, rests = [], [], []
    waiting = Document.select().where(Document.state == DocumentState.INBOX).limit(CALLS)
    lacking = Invoice.select().order_by(Invoice.id.desc()).limit(CALLS)
    for document, invoice in zip(list(waiting), list(lacking), strict=True):
        with transaction():
            attach(context, document, invoice, document_type="ORDN", origin="person", by="Anne")
        ups.append(_seconds(lambda: _catch_up(context)))
        rests.append(_seconds(lambda: catch_up(context)))
        looks.append(_seconds(lambda: status(context)))
    for name, taken in (("status", looks), ("catch_up", ups), ("nothing_new", rests)):
        figures[f"{name}_p50_ms"] = 1000 * statistics.median(taken)
        figures[f"{name}_p95_ms"] = 1000 * statistics.quantiles(taken, n=20)[-1]
    return figures


def _rebuild(context: Context) -> None:
    forget(by="bench")
    _catch_up(context)


def _catch_up(context: Context) -> None:
    while catch_up(context):
        pass


def _seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def _insert(table: type[Row], rows: Iterable[dict[str, Any]]) -> None:
    """Many rows by one statement, values as the fields write them."""
    meta = table._meta  # type: ignore[attr-defined]
    fields, usual = meta.fields, meta.get_default_dict()
    statement = ""
    rows = ({**usual, **row} for row in rows)
    while some := list(islice(rows, 5000)):
        names = [name for name in fields if name in some[0]]
        statement = statement or table.insert(**some[0]).sql()[0]
        values = [[fields[name].db_value(row[name]) for name in names] for row in some]
        database.connection().executemany(statement, values)


def _in_lot(lot: int) -> Iterator[int]:
    return iter(range((lot - 1) * PER_LOT + 1, lot * PER_LOT + 1))


def _at(number: int) -> datetime:
    return _T0 + timedelta(minutes=5 * number)


def _fse_lot(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "practitioner": 1,
        "number": f"{number % 1000:03d}",
        "sent_at": _at(number * PER_LOT),
        "kind": "secured",
        "verdict": FseVerdict.POSITIVE,
    }


def _invoice(number: int) -> dict[str, Any]:
    day = _at(number).date()
    payload = {**INVOICE, "number": str(number), "invoice_date": day.isoformat()}
    family, given = _patient(number)
    nir = f"{1 + number % 2}{number % 100:02d}{1 + number % 12:02d}{number:010d}"
    return {
        "id": number,
        "practitioner": 1,
        "number": str(number),
        "invoice_date": day,
        "mode": "sesam_vitale",
        "status": InvoiceStatus.ACTIVE,
        "family_name": family,
        "family_key": name_key(family),
        "given_name": given,
        "given_key": name_key(given),
        "birth_date": "1981-01-01",
        "patient_nir": nir,
        "insured_nir": nir,
        "identity": f"{family} {given}",
        "regime": "01",
        "caisse": _CAISSES[number % len(_CAISSES)],
        "fse_lot": (number - 1) // PER_LOT + 1,
        "total_cents": 500 + number * 7919 % 90_000,
        "payload": payload,
        "imported_at": _at(number),
    }


def _patient(number: int) -> tuple[str, str]:
    """Family names and 16 given names, scattered over the invoices."""
    place = number * 7919 % 64_000
    syllables = (place // 16 % 16, place // 256 % 16, place // 4096)
    return "".join(_SYLLABLES[one] for one in syllables), _GIVEN_NAMES[place % 16]


def _scan(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "claim": f"claim-{number}",
        "folder": "scanner",
        "name": f"scan-{number}.tif",
        "sha256": f"{number:064x}",
        "size": 40_000,
        "mtime_ns": 1,
        "first_seen_at": _at(number),
        "taken_at": _at(number),
        "state": ScanState.CONVERTED,
        "facts": {},
        "released_at": _at(number),
    }


def _document(number: int, *, filed: bool) -> dict[str, Any]:
    return {
        "id": number,
        "scan": number,
        "position": 1,
        "type": "ORDN" if filed else None,
        "state": DocumentState.ATTACHED if filed else DocumentState.INBOX,
        "clue": {},
        "reason": None if filed else "no-clue",
        "facts": {},
        "created_at": _at(number),
    }


def _attachment(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "invoice": number,
        "document": number,
        "origin": "slip",
        "identity": "",
        "by": "machine",
        "attached_at": _at(number),
    }


def _scor_lot(number: int, *, answered: bool) -> dict[str, Any]:
    return {
        "id": number,
        "practitioner": 1,
        "destination": "01-349",
        "number": number,
        "profile": "reference",
        "frozen_at": _at(number * PER_LOT),
        "sent_at": _at(number * PER_LOT),
        "state": ScorLotState.ACCEPTED if answered else ScorLotState.SENT,
    }


def _message(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "lot": number,
        "message_id": f"<{number}@scord.invalid>",
        "file_name": f"TEST-{number}.zip",
        "sha256": f"{number:064x}",
        "size": 4_000_000,
        "state": MessageState.SENT,
    }


def _item(number: int, *, answered: bool) -> dict[str, Any]:
    """One in a hundred was refused."""
    answer = ItemVerdict.ACCEPTED if number % 100 else ItemVerdict.REJECTED
    return {
        "id": number,
        "lot": (number - 1) // PER_LOT + 1,
        "attachment": number,
        "identifier": f"TEST-{number}",
        "verdict": answer if answered else ItemVerdict.AWAITED,
    }


def _alert(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "kind": AlertKind.PIECE_REJECTED,
        "subject": str(number),
        "level": AlertLevel.WARNING,
        "facts": {"lot": number},
        "opened_at": _at(number),
        "raised_at": _at(number),
    }


def _entry(number: int, event: str) -> dict[str, Any]:
    return {
        "at": _at(number),
        "event": event,
        "subject_kind": event.partition(".")[0],
        "subject_id": number,
        "by": "machine",
        "why": "",
        "facts": {},
    }


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else INVOICES
    with (
        tempfile.TemporaryDirectory(prefix="scord-bench-") as folder,
        open_state(settings(Path(folder)), SystemClock()) as context,
    ):
        print(f"filled in {_seconds(lambda: fill(count)):.1f} s", flush=True)
        print(json.dumps(measure(context), indent=2))


if __name__ == "__main__":
    main()
