"""A patient whose only invoice was billed, proven, accepted, and is older than the retention."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.actions.purging.old_lots import Old
from tests.billing import makers
from tests.lots.practice import BILLING

from scord.actions.erasing.patient import patient_of
from scord.actions.importing import import_data
from scord.billing.names import identity
from scord.lots import standing
from scord.store.tables import (
    Attachment,
    Correction,
    Document,
    DocumentPage,
    Invoice,
    LotItem,
    PageReading,
    PlannedVisit,
    Scan,
)

if TYPE_CHECKING:
    from tests.lots.practice import Practice

    from scord.actions.erasing.patient import Patient
    from scord.store.context import Context

FAMILY, GIVEN, BORN, NIR = "QZKVWEN", "Jxqhbine", "1981-01-22", "181016322075140"
WHO = {
    "family_name": FAMILY,
    "family_key": FAMILY,
    "given_name": GIVEN,
    "given_key": GIVEN.upper(),
    "birth_date": BORN,
    "patient_nir": NIR,
    "identity": identity(FAMILY, GIVEN, BORN, NIR),
}
SECRETS = (FAMILY, GIVEN, NIR, BORN)


@dataclass
class Settled:
    practice: Practice

    def __post_init__(self) -> None:
        self.old = Old(self.practice)
        self.context: Context = self.old.context
        self.invoice: Invoice = LotItem.get().attachment.invoice
        self.change(**WHO)
        self._told_everywhere()
        self.old.pass_days(370)
        self.catch_up()

    def change(self, **changes: Any) -> None:
        Invoice.update(changes).where(Invoice.id == self.invoice.id).execute()
        self.invoice = Invoice.get_by_id(self.invoice.id)

    def catch_up(self) -> None:
        while standing.catch_up(self.context):
            pass

    @property
    def patient(self) -> Patient:
        return patient_of(Invoice.get_by_id(self.invoice.id))

    @property
    def document(self) -> Document:
        return self.old.document

    def hand_over(self, number: str = "900", **changes: Any) -> Any:
        """The LPS gives an invoice of the patient, in a file that names another one as well."""
        patient = {"family_name": FAMILY, "given_name": GIVEN, "birth_date": BORN, "nir": NIR}
        theirs = makers.invoice(number, patient=patient, insured_nir=NIR, **changes)
        whole = {
            "format": "scord-invoices/1",
            "practitioner": {**makers.PRACTITIONER, "billing_number": BILLING},
            "invoices": [theirs],
        }
        return import_data(self.context, f"{FAMILY}.json", json.dumps(whole).encode())

    def another(self, **changes: Any) -> Invoice:
        """Another patient's invoice; nothing is asked for it."""
        return self.practice.invoice(status="cancelled", family_name="AUTRE", **changes)

    def _told_everywhere(self) -> None:
        """What rooms would have written of the patient."""
        document = self.document
        said = json.dumps({"text": f"{GIVEN} {FAMILY} {NIR}"})
        page = DocumentPage.get(DocumentPage.document == document)
        PageReading.create(page=page, state="read", said=said)
        Document.update(clue={"nir": NIR}, facts={"name": FAMILY}).execute()
        Scan.update(name=f"{FAMILY}_{GIVEN}.pdf", facts={"x": NIR}).execute()
        Attachment.update(grounds={"names": FAMILY}, identity=self.invoice.identity).execute()
        LotItem.update(reason=f"{FAMILY} {GIVEN}").execute()
        Correction.create(
            invoice=self.invoice,
            asked_at=self.practice.now,
            by="Anne",
            why=f"nom {FAMILY}",
            wanted={"name": FAMILY},
            taken_back_at=self.practice.now,
        )
        PlannedVisit.create(
            practitioner=self.practice.nurse,
            day=date(2026, 4, 1),
            family_name=FAMILY,
            given_name=GIVEN,
            identity=self.invoice.identity,
            needs_paper=True,
        )


def found_in(root: Path) -> set[str]:
    """Which of the patient's secrets stand in any file below `root`, or in a name."""
    found = set()
    for folder, _, names in os.walk(root):
        for name in names:
            data = (Path(folder) / name).read_bytes() + name.encode()
            found |= {word for word in SECRETS if word.encode().lower() in data.lower()}
    return found
