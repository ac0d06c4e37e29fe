"""A scan of drawn pages, as the filing room makes a document of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.imaging.drawing import tiff

from scord.filing.conversion import Conversion
from scord.imaging.workers import WorkerPool
from scord.store.states import ScanState
from scord.store.tables import Document, Scan

if TYPE_CHECKING:
    from PIL import Image
    from tests.lots.practice import Practice


def converted(practice: Practice, *pages: Image.Image) -> Document:
    """What the service makes of a scan of these pages."""
    context = practice.context
    data = tiff(*pages, dpi=(200, 200))
    Scan.create(
        claim="claim",
        folder="scanner",
        name="scan.tif",
        sha256=context.files.originals.put(data),
        size=len(data),
        mtime_ns=1,
        first_seen_at=practice.now,
        taken_at=practice.now,
        state=ScanState.TAKEN,
    )
    pool = WorkerPool(1)
    try:
        conversion = Conversion(context, pool, b"key")
        while conversion.work():
            conversion.take_in(pool.wait())
    finally:
        pool.close()
    return Document.get()
