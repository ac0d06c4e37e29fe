"""One box to search in: the beginning of an invoice's number, of a NIR, of a patient's names."""

from __future__ import annotations

import re
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from scord.billing.names import fold_name
from scord.store.tables import Invoice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from peewee import Expression, Field, ModelSelect

# Fewer signs would rather begin an invoice's number. In Corsica the department is 2A or 2B.
_NIR = re.compile(r"[1-478]\d{4}[\dAB]{2}\d{0,8}|[1-478]\d{4}[\dAB]{2}")
_MOST_WORDS = 6


def matching(text: str) -> ModelSelect[Invoice]:
    """The numbers in the store of the invoices that `text` may mean, whatever it is.

    Accents, hyphens, case and spaces do not matter, nor which of two names comes first. Each way is
    a query of its own, since each has an index of its own.
    """
    queries = (Invoice.select(Invoice.id).where(one) for one in _ways(text))
    return reduce(or_, queries)


def _ways(text: str) -> Iterator[Expression]:
    yield _begins(Invoice.number, text.strip())
    plain = "".join(text.split()).upper()
    if _NIR.fullmatch(plain):
        yield _begins(Invoice.patient_nir, plain)
        yield _begins(Invoice.insured_nir, plain)
    words = fold_name(text).split()[:_MOST_WORDS]
    if words:
        whole = "".join(words)
        yield _begins(Invoice.family_key, whole)
        yield _begins(Invoice.given_key, whole)
    for place in range(1, len(words)):
        first, second = "".join(words[:place]), "".join(words[place:])
        yield _begins(Invoice.family_key, first) & _begins(Invoice.given_key, second)
        yield _begins(Invoice.given_key, first) & _begins(Invoice.family_key, second)


def _begins(column: Field, text: str) -> Any:
    """As a range, which an index answers."""
    return (column >= text) & (column < f"{text}\U0010ffff")
