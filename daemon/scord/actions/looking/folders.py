"""What came, or could not come, out of watched folders: the LPS's files, and files left lying."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from scord.actions.importing import LPS
from scord.actions.looking.pages import Listed, Window, listed
from scord.actions.lookup import row_of
from scord.billing.report import ItemFault, ItemWarning
from scord.store.tables import Incoming, Sighting
from scord_shared.errors import Code, ScordError


@dataclass(frozen=True, kw_only=True)
class ListedImport:
    """A file of the LPS. `items` were read; those neither `applied` nor `unchanged` were refused.

    `reason` is the code of what was wrong with it, `understood_at` null while it is looked at.
    """

    id: int
    name: str
    received_at: datetime
    understood_at: datetime | None
    format: str | None
    reason: str | None
    items: int
    applied: int
    unchanged: int


@dataclass(frozen=True, kw_only=True)
class ImportDetail(ListedImport):
    """`warnings` are of items that were kept; what their `facts` mean says docs/formats.md."""

    faults: tuple[ItemFault, ...]
    warnings: tuple[ItemWarning, ...]


@dataclass(frozen=True)
class ListedSighting:
    """A file that cannot be taken from a folder (yet), and why: `code`."""

    id: int
    folder: str
    name: str
    code: str
    first_seen_at: datetime
    resolved_at: datetime | None


def imports(window: Window) -> Listed[ListedImport]:
    return listed(Incoming.select().where(Incoming.channel == LPS.name), window, _imports)


def import_of(number: int) -> Incoming:
    """A file of the LPS. Raises ScordError NOT_THERE, also for one of the caisse."""
    incoming = row_of(Incoming, number)
    if incoming.channel != LPS.name:
        raise ScordError(Code.NOT_THERE, what=f"import {number}")
    return incoming


def import_detail(incoming: Incoming) -> ImportDetail:
    (shown,) = _imports([incoming])
    faults = tuple(ItemFault(**fault) for fault in incoming.report.get("faults", ()))
    warnings = tuple(ItemWarning(**one) for one in incoming.report.get("warnings", ()))
    return ImportDetail(**vars(shown), faults=faults, warnings=warnings)


def sightings(window: Window, *, still: bool | None) -> Listed[ListedSighting]:
    """`still`: those that stand (True), those that are over (False), all (None)."""
    query = Sighting.select()
    if still is not None:
        query = query.where(Sighting.resolved_at.is_null(still))
    return listed(query, window, _sightings)


def _imports(rows: Sequence[Incoming]) -> list[ListedImport]:
    return [
        ListedImport(
            id=row.id,
            name=row.name,
            received_at=row.received_at,
            understood_at=row.understood_at,
            format=row.format,
            reason=row.reason,
            items=row.report.get("items", 0),
            applied=row.report.get("applied", 0),
            unchanged=row.report.get("unchanged", 0),
        )
        for row in rows
    ]


def _sightings(rows: Sequence[Sighting]) -> list[ListedSighting]:
    return [
        ListedSighting(row.id, row.folder, row.name, row.code, row.first_seen_at, row.resolved_at)
        for row in rows
    ]
