"""Looks whether the installation is sound, from the folders to what is derived from the store.

Each check gives findings; none changes anything. A finding is a fault ("fault"), something to know
("note") or all well ("well"); its words stand in words/findings.py, by its code, and
docs/operations.md lists them.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from scord.doctor import encryption, exchange, installation, kept, machine, service
from scord.doctor.finding import FAULT, NOTE, WELL, Check, Finding, Found
from scord_shared.errors import ScordError

if TYPE_CHECKING:
    from scord.doctor.service import Seen
    from scord.store.context import Context

__all__ = ["CHECKS", "FAULT", "NOTE", "SERVICE", "WELL", "Finding", "Found", "examine"]

SERVICE = "service"
CHECKS: dict[str, Check] = {
    "folders": installation.folders,
    "rights": installation.rights,
    "codec": installation.codec,
    "reading": installation.reading,
    "store": kept.store,
    "disk": machine.disk,
    "clock": machine.clock,
    "watches": machine.watches,
    "card": machine.card,
    "transport": exchange.transport,
    "practice": exchange.practice,
    "mail": exchange.mail,
    "encryption": encryption.encryption,
    "files": kept.files,
    "chain": kept.chain,
    "standings": kept.standings,
    "alerts": exchange.standing_alerts,
}


def examine(context: Context, seen: Seen | None = None) -> list[Finding]:
    """Every check in order. A check that cannot be made is a fault of its own.

    `seen`: how the service answers, where somebody has asked it.
    """
    asked: dict[str, Check] = {SERVICE: partial(service.service, seen)} if seen else {}
    findings: list[Finding] = []
    for name, check in {**asked, **CHECKS}.items():
        try:
            found = [Finding(name, *one) for one in check(context)]
        except ScordError as fault:
            found = [Finding(name, FAULT, fault.code.value, fault.facts)]
        except Exception as fault:  # noqa: BLE001 -- a broken database or disk has many ways
            found = [Finding(name, FAULT, Found.CHECK_FAILED, {"fault": type(fault).__name__})]
        findings += found or [Finding(name, WELL, Found.SOUND, {})]
    return findings
