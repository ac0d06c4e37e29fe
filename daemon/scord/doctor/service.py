"""Whether the service is at work, answers, and is of this release."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import scord
from scord.doctor.finding import FAULT, NOTE, Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scord.doctor.finding import Given
    from scord.store.context import Context
    from scord_shared.errors import ScordError


class Seen(NamedTuple):
    """What was seen of the service. `version`: as it says; `fault`: why it said nothing."""

    at_work: bool
    version: str | None = None
    fault: ScordError | None = None


def service(seen: Seen, _context: Context) -> Iterator[Given]:
    if not seen.at_work:
        yield NOTE, Found.SERVICE_NOT_RUNNING, {}
    elif seen.fault:
        yield FAULT, seen.fault.code, seen.fault.facts
    elif seen.version != scord.__version__:
        facts = {"theirs": seen.version, "ours": scord.__version__}
        yield FAULT, Found.SERVICE_OTHER_VERSION, facts
