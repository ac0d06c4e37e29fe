"""A practice that lives on at random: what people, LPS and caisse really do, in no order."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date
from itertools import count
from random import Random
from typing import TYPE_CHECKING, Any

from tests.billing.makers import PATIENT, Lps, ack, invoice, lot
from tests.lots.practice import ALL_SET, BILLING, Practice, in_force

from scord.actions.paper import bring_back, confirm, file_document, set_aside, take_back
from scord.actions.prescribing import prescribe
from scord.actions.settling import order
from scord.actions.verdicts import settle_fse, settle_scor
from scord.billing.arl import rematch_acks
from scord.exchange.answers import CAISSE, understand_pending
from scord.exchange.orders import Order
from scord.exchange.outbox import deliver_due
from scord.exchange.profiles.reference import ReferenceProfile
from scord.exchange.transport import NotDeliveredError, RefusedError, Trace
from scord.filing.clues import SlipClue
from scord.filing.doubt import unfile_doubtful
from scord.filing.stage import file_new, look_again, serve_series
from scord.intake.incoming import keep
from scord.settings import PractitionerSettings
from scord.store.refs import InvoiceRef
from scord.store.states import DocumentState
from scord.store.tables import Document, FseLot, Invoice, LotItem, Message, ScorLot
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scord.exchange.transport import Parcel
    from scord.store.context import Context

DAY = "2026-03-02"
LOTS = {  # the first was sent before SCOR's start day
    "011": "2025-12-01T18:00:00+01:00",
    "012": "2026-03-02T18:00:00+01:00",
    "013": "2026-03-03T18:00:00+01:00",
    "014": "2026-03-04T18:00:00+01:00",
}
OTHER_STARTS = (None, date(2026, 3, 4))
BY = "Anne"


FAULTS: tuple[Callable[[], Exception] | None, ...] = (
    *(None,) * 2,
    lambda: NotDeliveredError(Code.FOLDER_UNREACHABLE),
    *(lambda: RefusedError(Code.EXCHANGE_NAME_TAKEN),) * 2,
    OSError,
)


class Fickle:
    """The way out: what becomes of each message is thrown for."""

    def __init__(self, random: Random) -> None:
        self._random = random

    def deliver(self, _parcel: Parcel, starting: Callable[[], None]) -> None:
        starting()
        if fault := self._random.choice(FAULTS):
            raise fault()

    def trace(self, _file_name: str, _sha256: str) -> Trace:
        return Trace.UNKNOWN


class Walk:
    """One step does one thing; what is refused changes nothing and is a step too."""

    def __init__(self, context: Context, seed: int) -> None:
        self.practice = Practice(context)
        self.context = self.practice.context
        self.random = Random(seed)  # noqa: S311 -- the same life each time
        self.transport = Fickle(self.random)
        self._numbers = count(1)
        self._steps: tuple[tuple[Callable[[], object], int], ...] = (
            (self._invoices, 5),
            (self._lots, 2),
            (self._acks, 4),
            (self._scan, 8),
            (self._file, 10),
            (self._machine, 5),
            (self._correct, 4),
            (self._confirm, 3),
            (self._prescribe, 2),
            (self._make_lots, 7),
            (self._deliver, 7),
            (self._answer, 5),
            (self._settle, 3),
            (self._start_day, 2),
        )
        self._begin()

    def step(self) -> str:
        """Does one thing and gives its name."""
        if self.random.random() < 0.3:
            self.context = in_force(self.context, **ALL_SET)
        acts, weights = zip(*self._steps, strict=True)
        (act,) = self.random.choices(acts, weights)
        with suppress(ScordError):
            act()
        self.practice.context.clock.turn(hours=self.random.choice((0, 1, 30)))
        return str(act.__name__)

    # -- the billing software

    def _begin(self) -> None:
        """Some that may leave as soon as their paper is there."""
        for number, sent_at in LOTS.items():
            known = {"invoice_date": DAY, "lot": number, "lot_sent_at": sent_at}
            Lps(self.context).invoices(*(invoice(self._name(), **known) for _ in range(2)))
            Lps(self.context).acks(ack(lot=number, date="2026-03-05", id=self._name()))

    def _invoices(self) -> None:
        profession = self.random.choice(("infirmier",) * 8 + ("médecin",))
        items = [self._item() for _ in range(self.random.randint(1, 3))]
        Lps(self.context).invoices(*items, profession=profession)
        rematch_acks(self.context)
        look_again()

    def _item(self) -> dict[str, Any]:
        pick = self.random.choice
        number = pick((None, *LOTS, *list(LOTS)[1:]))
        changes: dict[str, Any] = {
            "mode": pick(("sesam_vitale", "sesam_vitale", "degrade", "sans_vitale")),
            "status": pick(("active",) * 18 + ("held", "cancelled")),
            "electronic_prescription": pick((False, False, False, True)),
            "prescription_ref": pick((None, "ORD-1", "ORD-2")),
            "patient": {**PATIENT, "given_name": pick(("LAURENT", "LAURENT", "ALINE"))},
            "lot": number,
            "lot_sent_at": number and LOTS[number],
        }
        if self.random.random() < 0.1:
            changes["replaces"] = {"number": self._number()}
        new = self.random.random() < 0.5 or not self._newest()
        return invoice(self._name() if new else self._number(), invoice_date=DAY, **changes)

    def _lots(self) -> None:
        number = self.random.choice(list(LOTS))
        named = [self._number(), self._number()]
        Lps(self.context).lots(lot(number, sent_at=LOTS[number], invoices=named))
        rematch_acks(self.context)

    def _acks(self) -> None:
        result = self.random.choice(("positive",) * 9 + ("negative",))
        number = self._one(list(FseLot.select())).number
        Lps(self.context).acks(ack(result, lot=number, date="2026-03-05", id=self._name()))

    # -- papers

    def _scan(self) -> None:
        kind = self.random.choice((None, "ORDN", "FSNC"))
        state = self.random.choice((DocumentState.NEW, DocumentState.INBOX, DocumentState.HELD))
        ref = InvoiceRef(BILLING, self._number(), date.fromisoformat(DAY))
        clue = SlipClue(ref, kind).facts() if state == DocumentState.NEW else {}
        self.practice.document(kind, state=state, clue=clue)

    def _file(self) -> None:
        document, row = self._one(self._in("inbox", "held", "attached")), self._one(self._newest())
        kind = document.type or self.random.choice(("ORDN", "ORDN", "FSNC", "AUTP"))
        file_document(self.context, document, row, kind, by=BY)

    def _machine(self) -> None:
        file_new(self.context)
        unfile_doubtful(self.context)
        serve_series(self.context)

    def _correct(self) -> None:
        act = self.random.choice((take_back, set_aside, bring_back))
        document = self._one(list(Document.select()))
        if act is take_back:
            take_back(self.context, document, by=BY)
        else:
            act(document, by=BY)

    def _confirm(self) -> None:
        confirm(self.context, self._one(self._in("attached")), by=BY)

    def _prescribe(self) -> None:
        names = ("family_name", "given_name", "birth_date", "nir", "prescriber", "day")
        facts: dict[str, str | None] = dict.fromkeys(names)
        facts |= {"reference": self.random.choice(("ORD-1", "ORD-2")), "document_type": "ORDN"}
        prescribe(self._one(self._in("inbox")), None, facts, by=BY)

    # -- the exchange

    def _make_lots(self) -> None:
        self.practice.context = self.context
        self.practice.lots()

    def _deliver(self) -> None:
        deliver_due(self.context, self.transport, self.context.clock.now())

    def _answer(self) -> None:
        """To one lot, of which nothing, all or the first piece is refused."""
        scor_lot = self._one(list(ScorLot.select().order_by(ScorLot.id.desc()).limit(4)))
        items = LotItem.select().where(LotItem.lot == scor_lot).order_by(LotItem.id)
        refused = [{"identifier": items.first().identifier, "reason": "illisible"}]
        verdict: dict[str, Any] = self.random.choice(
            (
                {"verdict": "positive"},
                {"verdict": "negative", "label": "refusé"},
                {"verdict": "negative", "rejected": refused},
            )
        )
        one = {
            "id": self._name(),
            "billing_number": BILLING,
            "lot": scor_lot.number,
            "message_id": Message.get(Message.lot == scor_lot).message_id,
            "date": "2026-03-11T09:30:00+01:00",
            **verdict,
        }
        whole = {"format": "scord-reference-answer/1", "test": True, "answers": [one]}
        data = json.dumps(whole).encode()
        keep(self.context, CAISSE, self.context.files.answers, self._name(), data)
        understand_pending(self.context, ReferenceProfile())

    def _settle(self) -> None:
        positive = self.random.choice((True, False))
        for row in Message.select():
            with suppress(ScordError):
                given = Order.RESEND if positive else Order.SENT
                order(self.context, row.id, given, by=BY)
        for row in FseLot.select():
            with suppress(ScordError):
                settle_fse(row.id, positive=positive, by=BY)
        for row in ScorLot.select():
            with suppress(ScordError):
                settle_scor(row.id, positive=positive, by=BY)

    def _start_day(self) -> None:
        """The service is started again with other settings, soon after with those from before."""
        start = self.random.choice(OTHER_STARTS)
        other = PractitionerSettings(billing_number=BILLING, region="84", scor_start_date=start)
        self.context = in_force(self.context, practitioners=(other,))

    # -- picking

    def _in(self, *states: str) -> list[Document]:
        return list(Document.select().where(Document.state.in_(states)))

    def _one(self, rows: Sequence[Any]) -> Any:
        if not rows:
            raise ScordError(Code.NOT_THERE)
        return self.random.choice(rows)

    def _newest(self) -> list[Invoice]:
        return list(Invoice.select().order_by(Invoice.id.desc()).limit(8))

    def _number(self) -> str:
        """Of an invoice that is there."""
        return str(self._one(self._newest()).number)

    def _name(self) -> str:
        return str(next(self._numbers))
