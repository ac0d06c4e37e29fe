"""What the tests' LPS writes: yesterday's invoices, their lots, today's ARLs."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from tests.billing import makers

from scord.settings import PARIS
from scord.store.refs import InvoiceRef

BILLING = makers.BILLING_NUMBER


def today() -> date:
    return datetime.now(PARIS).date()


def yesterday() -> date:
    return today() - timedelta(days=1)


def invoice_ref(number: str, day: date | None = None) -> InvoiceRef:
    return InvoiceRef(BILLING, number, day or yesterday())


def lot_time(hour: int = 18) -> str:
    """When yesterday's FSE lot was sent, in Paris."""
    day = datetime.combine(yesterday(), datetime.min.time(), PARIS)
    return (day + timedelta(hours=hour)).isoformat()


def invoice(number: str, *, lot: str | None = "012", **changed: Any) -> dict[str, Any]:
    """One of yesterday, in yesterday's lot, with an ordonnance of its own."""
    facts = {
        "invoice_date": yesterday().isoformat(),
        "prescription_ref": f"ORD-{number}",
        "lot": lot,
        "lot_sent_at": lot_time() if lot else None,
    }
    return makers.invoice(number, **{**facts, **changed})


def invoices(*items: dict[str, Any]) -> dict[str, Any]:
    return _file("invoices", items)


def lots(*items: dict[str, Any]) -> dict[str, Any]:
    return _file("lots", items)


def acks(*items: dict[str, Any]) -> dict[str, Any]:
    return _file("acks", items)


def ack(result: str = "positive", *, lot: str = "012", **changed: Any) -> dict[str, Any]:
    return {"lot": lot, "result": result, "date": today().isoformat(), **changed}


def _file(kind: str, items: tuple[dict[str, Any], ...]) -> dict[str, Any]:
    who = makers.PRACTITIONER
    return {"format": f"scord-{kind}/1", "practitioner": who, kind: list(items)}
