"""Files as an LPS writes them, with one thing changed at a time."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scord.billing.arl import apply_acks
from scord.billing.fse_lots import apply_lots
from scord.billing.invoices import apply_invoices
from scord.store.tables import Incoming, Invoice, JournalEntry

if TYPE_CHECKING:
    from scord.billing.report import ImportReport
    from scord.store.context import Context

BILLING_NUMBER = "991129768"
PRACTITIONER = {
    "rpps": "99900065279",
    "billing_number": BILLING_NUMBER,
    "family_name": "GRIS",
    "given_name": "ANNE",
    "profession": "infirmier",
}
PATIENT = {
    "family_name": "ADRDEUX",
    "given_name": "LAURENT",
    "birth_date": "1981-01-01",
    "nir": "181016322075140",
}
INVOICE: dict[str, Any] = {
    "number": "481",
    "invoice_date": "2026-03-02",
    "mode": "sesam_vitale",
    "status": "active",
    "replaces": None,
    "patient": PATIENT,
    "insured_nir": "181016322075140",
    "organisation": {"regime": "01", "caisse": "349", "centre": "9881"},
    "prescriber": {"rpps": "99900100019", "billing_number": None, "name": None},
    "prescription_date": "2026-02-27",
    "prescription_ref": None,
    "lines": [{"code": "AMI", "date": "2026-03-02", "quantity": 1, "amount_cents": 2500}],
    "total_cents": 2500,
    "lot": None,
    "lot_sent_at": None,
}


def invoice(number: str = "481", **changed: Any) -> dict[str, Any]:
    return {**deepcopy(INVOICE), "number": number, **changed}


def lot(number: str = "012", **changed: Any) -> dict[str, Any]:
    sent = {"number": number, "sent_at": "2026-03-02T18:00:00+01:00", "kind": "secured"}
    return {**sent, "invoices": ["481"], **changed}


def ack(result: str = "positive", **changed: Any) -> dict[str, Any]:
    return {"lot": "012", "result": result, "date": "2026-03-03", **changed}


@dataclass
class Lps:
    """Hands files to the importer as the dispatcher does: each with an Incoming row of its own."""

    context: Context

    def incoming(self) -> Incoming:
        return Incoming.create(
            channel="lps", name="a.json", sha256="0" * 64, received_at=self.context.clock.now()
        )

    def invoices(self, *items: Any, **practitioner: Any) -> ImportReport:
        who = {**PRACTITIONER, **practitioner}
        document = {"format": "scord-invoices/1", "practitioner": who, "invoices": list(items)}
        return apply_invoices(self.context, self.incoming(), document)

    def lots(self, *items: Any) -> ImportReport:
        document = {"format": "scord-lots/1", "practitioner": PRACTITIONER, "lots": list(items)}
        return apply_lots(self.context, self.incoming(), document)

    def acks(self, *items: Any) -> ImportReport:
        document = {"format": "scord-acks/1", "practitioner": PRACTITIONER, "acks": list(items)}
        return apply_acks(self.context, self.incoming(), document)


def codes(report: ImportReport) -> list[tuple[int | None, str, str]]:
    return [(fault.position, fault.path, fault.code) for fault in report.faults]


def the(number: str) -> Invoice:
    return Invoice.get(Invoice.number == number)


def events() -> list[str]:
    return [entry.event for entry in JournalEntry.select().order_by(JournalEntry.id)]
