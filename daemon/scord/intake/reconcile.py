"""Puts the spool right after a stop at any moment: every file in it ends in one known place."""

from __future__ import annotations

import logging
import shutil
from typing import TYPE_CHECKING

from scord.intake.claim import Claim, bring_back_fetched, give_back, spooled, take
from scord.logs.about import about
from scord.store.states import ScanState
from scord.store.tables import Scan
from scord_shared.errors import ScordError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scord.store.context import Context

log = logging.getLogger(__name__)


def reconcile(context: Context) -> list[ScordError | OSError]:
    """Takes what has no row yet and gives back the outgrown; returns what went wrong.

    A fault with one file (its folder is out of reach) leaves the others to be put right.
    """
    faults: list[ScordError | OSError] = []
    for folder in context.settings.folders:
        try:
            bring_back_fetched(context, folder)
        except OSError as fault:
            faults.append(fault)
    for claim in list(_claims(context)):
        try:
            _settle(context, claim)
        except (ScordError, OSError) as fault:
            faults.append(fault)
    for scan in Scan.select().where(Scan.state == ScanState.TAKEN):
        _restore(context, scan)
    return faults


def _settle(context: Context, claim: Claim) -> None:
    scan = Scan.get_or_none(Scan.claim == claim.id)
    if scan is None:
        take(context, claim)
    elif scan.state == ScanState.OUTGROWN:
        give_back(context, claim)


def _restore(context: Context, scan: Scan) -> None:
    """A taken scan whose archive file is missing gets it back from the spool, if that has it."""
    if scan.sha256 in context.files.originals:
        return
    source = spooled(context, scan)
    if source:
        context.files.originals.put_file(source)
    else:
        with about(scan=scan.id):
            log.error("the original of a scan is neither in the archive nor in the spool")


def _claims(context: Context) -> Iterator[Claim]:
    """Every claim in the spool; half-made ones are removed, their file still lies in its folder."""
    for place in sorted(context.files.spool.glob("*/*")):
        files = list(place.iterdir())
        if place.suffix == ".part" or not files:
            shutil.rmtree(place)
            continue
        yield Claim(place.name, place.parent.name, files[0])
