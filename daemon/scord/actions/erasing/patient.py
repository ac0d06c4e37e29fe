"""Which invoices are one patient's. Of what agrees in part only, a person must say whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from scord.actions.lookup import full_name
from scord.billing.names import fold_name, name_key
from scord.store.database import snapshot
from scord.store.states import InvoiceStatus
from scord.store.tables import Invoice
from scord_shared.errors import Code, ScordError
from scord_shared.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_NIR_BASE = 13  # without its key, as some formats write it


class Words(NamedTuple):
    """A text as names and numbers are looked for in it: its words folded, and without spaces."""

    all: frozenset[str]
    run: str


def words_of(text: str) -> Words:
    words = fold_name(text).split()
    return Words(frozenset(words), "".join(words))


@dataclass(frozen=True)
class Patient:
    """`invoices`: all of them, in any status. Whatever names the patient is gone with them.
    `known`: those, and the ones of others that agree with them, each with its identity.
    """

    invoices: tuple[Invoice, ...]
    known: frozenset[tuple[int, str]]

    def came_since(self) -> list[Invoice]:
        """Invoices that came, or became another's, since the patient was looked up."""
        return [one for one in _alike(self.invoices) if (one.id, one.identity) not in self.known]

    @property
    def identities(self) -> frozenset[str]:
        return frozenset(one.identity for one in self.invoices if one.identity)

    @cached_property
    def nirs(self) -> frozenset[str]:
        """Theirs and their insured's, without the keys."""
        numbers = {nir for one in self.invoices for nir in (one.patient_nir, one.insured_nir)}
        return frozenset(nir[:_NIR_BASE] for nir in numbers if nir)

    def is_named_in(self, text: Words) -> bool:
        """Whether `text` has a NIR of theirs, however it is spaced, or all words of their name."""
        if any(name <= text.all for name in self._names):
            return True
        return any(nir in text.run for nir in self.nirs)

    @cached_property
    def _names(self) -> list[frozenset[str]]:
        whole = {f"{one.family_name} {one.given_name}" for one in self.invoices if one.family_name}
        names = (frozenset(fold_name(name).split()) for name in whole)
        return [name for name in names if name]  # one of signs alone would be in every text


def patient_of(
    invoice: Invoice, *, same: Sequence[Invoice] = (), others: Collection[Invoice] = ()
) -> Patient:
    """The patient of `invoice`; `same` are surely theirs as well, `others` somebody else's.

    Raises ScordError ACTION_REFUSED: PATIENT_ERASED, or PATIENT_UNCLEAR with the invoices that
    agree in name or NIR alone.
    """
    if invoice.status == InvoiceStatus.ERASED:
        raise ScordError(Code.ACTION_REFUSED, reason=Refusal.PATIENT_ERASED)
    seeds = [invoice, *same]
    sure = {seed.identity for seed in seeds if seed.identity and _is_telling(seed)}
    with snapshot():
        alike = [one for one in _alike(seeds) if one not in others]
        theirs = [one for one in alike if one in seeds or one.identity in sure]
        known = frozenset((one.id, one.identity) for one in _alike(theirs))
    unclear = tuple(full_name(one) for one in alike if one not in theirs)
    if unclear:
        raise ScordError(Code.ACTION_REFUSED, reason=Refusal.PATIENT_UNCLEAR, names=unclear)
    return Patient(tuple(theirs), known)


def _is_telling(invoice: Invoice) -> bool:
    """A name alone may be two people's."""
    return bool(invoice.birth_date or invoice.patient_nir)


def _alike(seeds: Sequence[Invoice]) -> list[Invoice]:
    """The seeds, and what agrees with one of them in identity, in NIR or in both names."""
    nirs = [seed.patient_nir for seed in seeds if seed.patient_nir]
    identities = [seed.identity for seed in seeds if seed.identity]
    agrees = (
        Invoice.id.in_([seed.id for seed in seeds])
        | Invoice.identity.in_(identities)
        | Invoice.patient_nir.in_(nirs)
    )
    for family, given in {(seed.family_key, name_key(seed.given_name)) for seed in seeds}:
        agrees |= (Invoice.family_key == family) & (Invoice.given_key == given)
    query = Invoice.select().where(agrees & (Invoice.status != InvoiceStatus.ERASED))
    return list(query.order_by(Invoice.id))
