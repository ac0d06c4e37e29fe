"""What the service makes of its scans: converts and files them, as the engine does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.filing.conversion import Conversion
from scord.filing.stage import file_new
from scord.imaging.workers import WorkerPool
from scord.secrets import load_secrets
from scord.store.states import ScanState
from scord.store.tables import Attachment, Document, Scan

if TYPE_CHECKING:
    from scord.store.context import Context
    from scord.store.tables import Invoice


def go_on(context: Context) -> None:
    """Until no scan waits; whatever was made of them is filed."""
    key = load_secrets(context.settings.state_dir)["slip_key"].encode()
    pool = WorkerPool(1)
    try:
        conversion = Conversion(context, pool, key)
        while conversion.work():
            conversion.take_in(pool.wait())
    finally:
        pool.close()
    file_new(context)


def scan(context: Context, data: bytes, name: str = "scan.jpg") -> Scan:
    """What a scanner has dropped, taken."""
    return Scan.create(
        claim=f"claim-{Scan.select().count()}",
        folder="scanner",
        name=name,
        sha256=context.files.originals.put(data),
        size=len(data),
        mtime_ns=1,
        first_seen_at=context.clock.now(),
        taken_at=context.clock.now(),
        state=ScanState.TAKEN,
    )


def pieces(invoice: Invoice) -> list[tuple[str, str, bool]]:
    """Of each live piece its type, by which way it came, and whether a person has confirmed it."""
    live = Attachment.select().where(
        (Attachment.invoice == invoice) & Attachment.removed_at.is_null()
    )
    return [(one.document.type, one.origin, one.confirmed_at is not None) for one in live]


def states() -> list[tuple[str, str | None]]:
    return [(one.state.value, one.reason) for one in Document.select().order_by(Document.id)]
