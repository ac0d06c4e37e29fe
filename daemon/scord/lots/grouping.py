"""Which dossiers share a lot: pure, and the same for the same dossiers in the same order."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from scord.lots.dossier import Dossier, fit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scord.lots.profile import Limits


def grouped(dossiers: Iterable[Dossier], limits: Limits) -> Iterator[tuple[Dossier, ...]]:
    """Lots of whole dossiers of one practitioner for one destination, each within `limits`.

    In the order of billing number, destination and the invoices' own order; a lot is closed when
    the next dossier does not fit. Every dossier by itself must fit (else it is Obstacle.TOO_LARGE).
    """
    for _, same_way in groupby(sorted(dossiers, key=_order), key=_way):
        lot: tuple[Dossier, ...] = ()
        for dossier in same_way:
            if lot and not fit((*lot, dossier), limits):
                yield lot
                lot = ()
            lot = (*lot, dossier)
        yield lot


def _way(dossier: Dossier) -> tuple[str, str]:
    return dossier.billing_number, dossier.destination


def _order(dossier: Dossier) -> tuple[object, ...]:
    first = dossier.pieces[0].invoice
    return (*_way(dossier), first.invoice_date, first.number, dossier.invoice_id)
