"""Which pieces an invoice needs, by the rules in needs.toml, and which of them are missing."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from scord.billing.names import fold_name
from scord.settings import DocumentType

if TYPE_CHECKING:
    from collections.abc import Collection

    from scord.store.tables import Invoice


class InvoiceFacts(NamedTuple):
    """What the rules ask of an invoice. `caisse` is régime and caisse, as in "01-349"."""

    profession: str
    mode: str
    caisse: str
    day: date
    electronic_prescription: bool = False


class Want(NamedTuple):
    """One document of any of these types, the usual one first. `reason`: a name in needs.toml."""

    one_of: tuple[DocumentType, ...]
    reason: str


class Needs(NamedTuple):
    """`known` False: no rule speaks of such an invoice, so `wanted` says nothing."""

    known: bool
    wanted: tuple[Want, ...]

    @property
    def met(self) -> bool:
        """Nothing more is to be added; never so where the need is unknown."""
        return self.known and not self.wanted


def needs(facts: InvoiceFacts) -> Needs:
    """Every piece an invoice of such `facts` needs, whether it has it or not."""
    table = rules()
    profession = table.profession(facts.profession)
    for rule in table.rules:
        if profession in rule.professions and rule.speaks_of(facts):
            kinds = {name: table.wants[name] for name in rule.wants}
            return Needs(
                known=True,
                wanted=tuple(
                    Want(kind.one_of, name)
                    for name, kind in kinds.items()
                    if not (kind.not_if_electronic and facts.electronic_prescription)
                ),
            )
    return Needs(known=False, wanted=())


def missing(facts: InvoiceFacts, attached_types: Collection[str | None]) -> Needs:
    """The needs that documents of `attached_types` leave open; one without a type meets none."""
    known, wanted = needs(facts)
    unmet = tuple(want for want in wanted if not set(want.one_of) & set(attached_types))
    return Needs(known, unmet)


def facts_of(invoice: Invoice) -> InvoiceFacts:
    return InvoiceFacts(
        profession=invoice.practitioner.profession,
        mode=invoice.mode,
        caisse=invoice.destination,
        day=invoice.invoice_date,
        electronic_prescription=invoice.payload.get("electronic_prescription") is True,
    )


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class WantKind(_Table):
    one_of: tuple[DocumentType, ...]
    not_if_electronic: bool = False


class Rule(_Table):
    professions: tuple[str, ...]
    modes: tuple[Literal["sesam_vitale", "desynchronise", "sans_vitale", "degrade"], ...]
    caisses: tuple[str, ...] | None = None
    from_: date | None = Field(None, alias="from")
    until: date | None = None
    wants: tuple[str, ...]
    source: str
    sure: Literal["sure", "likely", "guess"]

    def speaks_of(self, facts: InvoiceFacts) -> bool:
        """Mode, caisse and day; the profession is the table's matter."""
        return (
            facts.mode in self.modes
            and (self.caisses is None or facts.caisse in self.caisses)
            and (self.from_ is None or self.from_ <= facts.day)
            and (self.until is None or facts.day <= self.until)
        )


class Rules(_Table):
    """needs.toml as a whole."""

    wants: dict[str, WantKind]
    rules: tuple[Rule, ...]
    professions: dict[str, tuple[str, ...]]

    def profession(self, written: str) -> str | None:
        """The table's name for a profession however it is written; None for one it lacks."""
        return self._spellings.get(fold_name(written))

    @cached_property
    def _spellings(self) -> dict[str, str]:
        return {
            fold_name(one): name
            for name, aliases in self.professions.items()
            for one in (name, *aliases)
        }


@cache
def rules() -> Rules:
    text = files("scord.billing").joinpath("needs.toml").read_text("utf-8")
    return Rules.model_validate(tomllib.loads(text))
