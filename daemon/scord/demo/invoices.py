"""What the demo's billing software hands over: invoices and FSE lots in the import formats."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from scord.demo import people
from scord.store.refs import InvoiceRef

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scord.demo.people import Carer, Patient, Prescriber

_PARIS = ZoneInfo("Europe/Paris")


class Answer(StrEnum):
    """What the pretend caisse does with an FSE lot."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    LATE = "late"
    NONE = "none"  # a degraded lot: servers often send no ARL for it


@dataclass(frozen=True)
class DemoLot:
    number: str
    carer: Carer
    kind: str
    answer: Answer
    days_ago: int = 1
    hour: int = 18

    def sent_at(self, today: date) -> datetime:
        """Paris time, before `today` begins."""
        return datetime.combine(today - timedelta(days=self.days_ago), time(self.hour), _PARIS)


@dataclass(frozen=True)
class DemoInvoice:
    """One invoice of the demo; days count back from the day of the demo."""

    number: str
    patient: Patient
    mode: str
    lot: DemoLot
    acts: tuple[tuple[str, int], ...]
    days_ago: int
    prescriber: Prescriber | None = people.VALMONT
    prescribed_days_ago: int = 6
    prescription_ref: str | None = None

    def day(self, today: date) -> date:
        return today - timedelta(days=self.days_ago)

    def prescribed(self, today: date) -> date:
        return today - timedelta(days=self.prescribed_days_ago)

    def ref(self, today: date) -> InvoiceRef:
        return InvoiceRef(self.lot.carer.billing_number, self.number, self.day(today))


_GRIS, _BRUN = people.GRIS, people.BRUN
_LOT_010 = DemoLot("010", _GRIS, "secured", Answer.POSITIVE, days_ago=2)
_LOT_011 = DemoLot("011", _GRIS, "secured", Answer.POSITIVE)
_LOT_012 = DemoLot("012", _GRIS, "secured", Answer.NEGATIVE)
_LOT_014 = DemoLot("014", _GRIS, "secured", Answer.LATE)
_LOT_020 = DemoLot("020", _GRIS, "degraded", Answer.NONE)
_LOT_001 = DemoLot("001", _BRUN, "degraded", Answer.NONE)
# takes the invoice of the refused lot 012, see `resent`
RESENT_LOT = DemoLot("013", _GRIS, "secured", Answer.POSITIVE, hour=21)

LOTS = (_LOT_010, _LOT_011, _LOT_012, _LOT_014, _LOT_020, _LOT_001)

_DRESSING = (("AMI 4", 1260), ("IFD", 275))
_INJECTION = (("AMI 1", 315), ("IFD", 275))
_BLOOD = (("AMI 1.5", 473), ("IFD", 275))

INVOICES = (
    DemoInvoice("481", people.ADRDEUX, "sesam_vitale", _LOT_010, _DRESSING, 2),
    DemoInvoice("482", people.FAUCHEUR, "sesam_vitale", _LOT_010, _INJECTION, 2),
    DemoInvoice("483", people.PETITJEAN, "sesam_vitale", _LOT_010, _BLOOD, 2),
    DemoInvoice("484", people.MARTELOT, "sesam_vitale", _LOT_011, _DRESSING, 1),
    DemoInvoice("485", people.ESPINASSE, "desynchronise", _LOT_011, _INJECTION, 1),
    DemoInvoice("486", people.THEVENOD, "sesam_vitale", _LOT_012, _DRESSING, 1, people.OSTREVENT),
    *(
        DemoInvoice(
            number, people.LACOMBRADE, "sesam_vitale", _LOT_014, _INJECTION, days_ago,
            prescription_ref="ORD-2207",
        )
        for number, days_ago in (("487", 3), ("488", 2), ("489", 1))
    ),
    DemoInvoice("490", people.ROUSSELIN, "degrade", _LOT_020, _DRESSING, 1, people.OSTREVENT),
    DemoInvoice("491", people.VERNEYRE, "desynchronise", _LOT_011, (("AIS 3", 795),), 1),
    DemoInvoice(
        "492", people.FAUCHEUR, "sesam_vitale", _LOT_011, _DRESSING, 1, people.OSTREVENT,
        prescribed_days_ago=2,
    ),
    DemoInvoice("101", people.DARBOIS, "degrade", _LOT_001, (("G", 3000),), 1, prescriber=None),
)  # fmt: skip


def invoice(number: str) -> DemoInvoice:
    return next(one for one in INVOICES if one.number == number)


def demo_invoices(today: date) -> list[dict[str, Any]]:
    """One `scord-invoices/1` object per practitioner, as the LPS hands them over."""
    return [
        _invoices_object(carer, [one for one in INVOICES if one.lot.carer is carer], today)
        for carer in (_GRIS, _BRUN)
    ]


def demo_lots(today: date) -> list[dict[str, Any]]:
    """One `scord-lots/1` object per practitioner: the FSE lots that have left."""
    return [
        _lots_object(carer, [lot for lot in LOTS if lot.carer is carer], INVOICES, today)
        for carer in (_GRIS, _BRUN)
    ]


def resent(today: date) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the LPS hands over after the negative ARL of lot 012: its invoice, now in lot 013.

    The two are a `scord-invoices/1` and a `scord-lots/1` object.
    """
    moved = [replace(one, lot=RESENT_LOT) for one in INVOICES if one.lot is _LOT_012]
    return (
        _invoices_object(_GRIS, moved, today),
        _lots_object(_GRIS, [RESENT_LOT], moved, today),
    )


def _invoices_object(carer: Carer, invoices: Iterable[DemoInvoice], today: date) -> dict[str, Any]:
    return {
        "format": "scord-invoices/1",
        "practitioner": _practitioner(carer),
        "invoices": [_invoice(one, today) for one in invoices],
    }


def _lots_object(
    carer: Carer, lots: Iterable[DemoLot], invoices: Iterable[DemoInvoice], today: date
) -> dict[str, Any]:
    held = list(invoices)
    return {
        "format": "scord-lots/1",
        "practitioner": _practitioner(carer),
        "lots": [
            {
                "number": lot.number,
                "sent_at": lot.sent_at(today).isoformat(),
                "kind": lot.kind,
                "invoices": [
                    {"number": one.number, "invoice_date": one.day(today).isoformat()}
                    for one in held
                    if one.lot is lot
                ],
            }
            for lot in lots
        ],
    }


def _practitioner(carer: Carer) -> dict[str, str]:
    return {
        "rpps": carer.rpps,
        "billing_number": carer.billing_number,
        "family_name": carer.family_name,
        "given_name": carer.given_name,
        "profession": carer.profession,
    }


def _invoice(one: DemoInvoice, today: date) -> dict[str, Any]:
    day, who, prescriber = one.day(today).isoformat(), one.patient, one.prescriber
    return {
        "number": one.number,
        "invoice_date": day,
        "mode": one.mode,
        "status": "active",
        "replaces": None,
        "patient": {
            "family_name": _plain(who.family_name),
            "given_name": _plain(who.given_name),
            "birth_date": who.birth_date.isoformat(),
            "nir": who.nir,
        },
        "insured_nir": who.insured_nir,
        "organisation": {"regime": "01", "caisse": "349", "centre": "9881"},
        "prescriber": {
            "rpps": prescriber and prescriber.rpps,
            "billing_number": prescriber and prescriber.billing_number,
            "name": prescriber and _plain(prescriber.name.upper()),
        },
        "prescription_date": one.prescribed(today).isoformat() if prescriber else None,
        "prescription_ref": one.prescription_ref,
        "lines": [
            {"code": code.split()[0], "date": day, "quantity": 1, "amount_cents": cents}
            for code, cents in one.acts
        ],
        "total_cents": sum(cents for _, cents in one.acts),
        "lot": one.lot.number,
        "lot_sent_at": one.lot.sent_at(today).isoformat(),
    }


def _plain(name: str) -> str:
    """Billing software writes names without accents; prescriptions carry them."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
