"""A practice of the tests: rows as earlier rooms leave them, one call each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from scord.billing.names import name_key
from scord.exchange.delivery import withdraw_words
from scord.exchange.profiles.reference import ReferenceProfile
from scord.filing.leaves import Leaf, record_pages
from scord.lots.assemble import make_lots
from scord.settings import Caisses, PractitionerSettings
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
    Attachment,
    Document,
    DocumentPart,
    FseLot,
    Invoice,
    LotItem,
    Message,
    Practitioner,
    Scan,
    ScorLot,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scord.lots.profile import Profile
    from scord.store.context import Context

BILLING = "991129768"
SENT_AT = datetime(2026, 3, 9, 17, 0, tzinfo=UTC)  # a Monday, the day before the tests' clock
PDF = b"%PDF-1.4 a piece "

ALL_SET = {
    "practitioners": (
        PractitionerSettings(billing_number=BILLING, region="84", scor_start_date=date(2026, 1, 5)),
    ),
    "caisses": Caisses(open=("*",)),
}


def in_force(context: Context, **changes: Any) -> Context:
    """The same context with other settings."""
    return replace(context, settings=context.settings.model_copy(update=changes))


@dataclass
class Practice:
    """One nurse whose pieces may leave; `context` is hers, with all that sending asks for."""

    context: Context

    def __post_init__(self) -> None:
        self.context = in_force(self.context, **ALL_SET)
        self._numbers = count(1)
        self.nurse = self.practitioner(BILLING)
        self.fse_lot = self.lot()

    @property
    def now(self) -> datetime:
        return self.context.clock.now()

    def practitioner(self, billing_number: str, profession: str = "infirmier") -> Practitioner:
        return Practitioner.create(
            billing_number=billing_number,
            family_name="GRIS",
            given_name="ANNE",
            profession=profession,
        )

    def lot(self, **changes: Any) -> FseLot:
        facts: dict[str, Any] = {
            "practitioner": self.nurse,
            "number": f"{next(self._numbers):03d}",
            "sent_at": SENT_AT,
            "kind": "secured",
            "verdict": FseVerdict.POSITIVE,
        }
        return FseLot.create(**{**facts, **changes})

    def invoice(self, **changes: Any) -> Invoice:
        facts: dict[str, Any] = {
            "practitioner": self.nurse,
            "number": str(480 + next(self._numbers)),
            "invoice_date": date(2026, 3, 9),
            "mode": "sesam_vitale",
            "status": InvoiceStatus.ACTIVE,
            "family_name": "ADRDEUX",
            "given_name": "LAURENT",
            "regime": "01",
            "caisse": "349",
            "fse_lot": self.fse_lot,
            "total_cents": 1260,
            "payload": {},
            "imported_at": SENT_AT,
        }
        facts |= changes
        return Invoice.create(**{"family_key": name_key(facts["family_name"]), **facts})

    def document(
        self, document_type: str | None = "ORDN", *, parts: Sequence[bytes] = (), **changes: Any
    ) -> Document:
        """A document with its PDFs on the shelf; by default one of its own bytes."""
        number = next(self._numbers)
        scan = Scan.create(
            claim=f"claim-{number}",
            folder="accueil",
            name=changes.pop("name", "scan.tif"),
            sha256=f"{number:064x}",
            size=1,
            mtime_ns=1,
            first_seen_at=self.now,
            taken_at=self.now,
            state=ScanState.CONVERTED,
            arm=changes.pop("arm", None),
        )
        facts: dict[str, Any] = {
            "scan": scan,
            "position": 1,
            "type": document_type,
            "state": DocumentState.ATTACHED,
            "created_at": self.now,
        }
        pages = changes.pop("pages", [1])
        document = Document.create(**{**facts, **changes})
        record_pages(document, [Leaf(scan.id, page) for page in pages])
        for place, data in enumerate(parts or [PDF + str(number).encode()], start=1):
            DocumentPart.create(
                document=document,
                number=place,
                sha256=self.context.files.documents.put(data),
                size=len(data),
                page_count=1,
                dpi=200,
            )
        return document

    def attach(self, invoice: Invoice, document: Document, **changes: Any) -> Attachment:
        """By a person, unless `changes` say otherwise."""
        facts: dict[str, Any] = {
            "invoice": invoice,
            "document": document,
            "origin": "person",
            "by": "Anne",
            "attached_at": self.now,
            "confirmed_at": self.now,
        }
        return Attachment.create(**{**facts, **changes})

    def ready(self, **changes: Any) -> Invoice:
        """An invoice that lacks nothing: its ordonnance hangs on it."""
        invoice = self.invoice(**changes)
        self.attach(invoice, self.document())
        return invoice

    def lots(self, profile: Profile | None = None) -> list[ScorLot]:
        return make_lots(self.context, profile or ReferenceProfile(), self.now, by="machine")

    def answered(self, verdict: ItemVerdict, state: ScorLotState) -> None:
        """As the caisse's answer to the lots of now leaves them: a refusal takes words back."""
        if verdict == ItemVerdict.REJECTED:
            withdraw_words(item.attachment_id for item in LotItem.select())
        LotItem.update(verdict=verdict).execute()
        ScorLot.update(state=state, answered_at=self.now).execute()

    def undeliverable(self) -> None:
        """As the outbox leaves the lots of now that can never be delivered."""
        withdraw_words(item.attachment_id for item in LotItem.select())
        Message.update(state=MessageState.FAILED).execute()

    def later(self, **by: float) -> datetime:
        return self.now + timedelta(**by)
