"""Puts the spool right after a stop at any moment: every file in it ends in one known place."""

from __future__ import annotations

import logging
import shutil
from typing import TYPE_CHECKING

from scord.intake.claim import Claim, give_back, release, spooled, take
from scord.store.states import ScanState
from scord.store.tables import Scan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scord.store.context import Context

log = logging.getLogger(__name__)

_RELEASED = (ScanState.CONVERTED, ScanState.REFUSED, ScanState.DUPLICATE)


def reconcile(context: Context) -> None:
    """Takes what has no row yet, releases what needs the spool no more, gives back the outgrown."""
    for claim in list(_claims(context)):
        scan = Scan.get_or_none(Scan.claim == claim.id)
        if scan is None:
            take(context, claim)
        elif scan.state == ScanState.OUTGROWN:
            give_back(context, claim)
        elif scan.state in _RELEASED:
            release(context, scan)
    for scan in Scan.select().where(Scan.state == ScanState.TAKEN):
        _restore(context, scan)


def _restore(context: Context, scan: Scan) -> None:
    """A taken scan whose archive file is missing gets it back from the spool, if that has it."""
    if context.files.originals.path(scan.sha256).exists():
        return
    source = spooled(context, scan)
    if source:
        context.files.originals.put_file(source)
    else:
        log.error("scan %s: its original is neither in the archive nor in the spool", scan.id)


def _claims(context: Context) -> Iterator[Claim]:
    """Every claim in the spool; half-made ones are removed, their file still lies in its folder."""
    for place in sorted(context.files.spool.glob("*/*")):
        files = list(place.iterdir())
        if place.suffix == ".part" or not files:
            shutil.rmtree(place)
            continue
        yield Claim(place.name, place.parent.name, files[0])
