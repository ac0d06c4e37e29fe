"""Scanner, from wherever an invoice or ordonnance is listed: the scanners and what they await."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scord_shared.status import Armed, Status


def scanning(now: Status) -> dict[str, Any]:
    """What the macro `scan_for` of parts.html needs. `armed`: by the addresses in the API of what a
    scan is awaited for.
    """
    return {"folders": now.folders, "armed": {_address(one): one for one in now.armed}}


def _address(arm: Armed) -> str:
    if arm.invoice is not None:
        return f"/v1/invoices/{arm.invoice.id}"
    assert arm.prescription is not None  # noqa: S101 -- an arm is for one of the two
    return f"/v1/prescriptions/{arm.prescription.id}"
