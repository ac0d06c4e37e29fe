"""What the acts of nomenclature.toml may cost and stand beside: warnings with reasons, never more.

Pure. An act's day is taken for the last of its periods, since a forfait is billed at their end
(arrêté du 16 mai 2023): a period of 30 days lasts from the 29th day before it up to that day. Days
are those of the calendar in Paris, without hours, so that no change of the clocks moves them.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Act(NamedTuple):
    """One line. `path` as "lines[0]"; `invoice`: the number of an earlier one, None: this one."""

    code: str
    day: date
    quantity: int
    amount_cents: int
    path: str = ""
    invoice: str | None = None


@dataclass(frozen=True)
class Warned:
    """A line that may be wrong: `code` is a key of words.nomenclature.WARNINGS. In `facts` days are
    YYYY-MM-DD, amounts cents; `source` is that of the rule.
    """

    code: str
    path: str
    facts: dict[str, Any]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Tariff(_Table):
    """One entry of the table."""

    code: str
    from_: date = Field(alias="from")
    until: date | None = None
    amount_cents: int = Field(gt=0)
    raised_cents: tuple[int, ...] = ()
    may_exceed: bool
    period_days: int = Field(gt=0)
    most_periods: int = Field(gt=0)
    never_with: tuple[str, ...]
    source: str
    sure: Literal["sure", "likely", "guess"]

    def right_cents(self, quantity: int) -> tuple[int, ...]:
        """What `quantity` periods may cost, the usual amount first."""
        return (quantity * self.amount_cents, *(self.raised_cents if quantity == 1 else ()))


class Nomenclature(_Table):
    """nomenclature.toml as a whole."""

    tariffs: tuple[Tariff, ...]

    @cached_property
    def codes(self) -> frozenset[str]:
        return frozenset(one.code for one in self.tariffs)

    def of(self, code: str) -> list[Tariff]:
        """All entries of `code`, the oldest first."""
        return sorted((one for one in self.tariffs if one.code == code), key=lambda one: one.from_)

    def at(self, code: str, day: date) -> Tariff | None:
        """The entry in force on `day`."""
        begun = [one for one in self.of(code) if one.from_ <= day]
        if not begun or (begun[-1].until is not None and begun[-1].until < day):
            return None
        return begun[-1]


@cache
def nomenclature() -> Nomenclature:
    text = files("scord.billing").joinpath("nomenclature.toml").read_text("utf-8")
    return Nomenclature.model_validate(tomllib.loads(text))


def is_forfait(code: str) -> bool:
    """Whether the table speaks of `code`."""
    return code in nomenclature().codes


def check(acts: Sequence[Act], earlier: Sequence[Act] = ()) -> tuple[Warned, ...]:
    """What may be wrong with the forfaits among `acts`, the lines of one invoice in their order.

    `earlier`: the lines of the same patient's invoices before it, by the same practitioner.
    """
    return (*_of_lines(acts, earlier), *_of_all(acts))


def _of_lines(acts: Sequence[Act], earlier: Sequence[Act]) -> Iterator[Warned]:
    for at, act in enumerate(acts):
        if not is_forfait(act.code):
            continue
        tariff = nomenclature().at(act.code, act.day)
        if tariff is None:
            yield _not_in_force(act)
            continue
        yield from _amount(act, tariff)
        # of two forfaits the later line is told; what is none may stand on any line
        beside = [one for one in acts[at + 1 :] if not is_forfait(one.code)]
        yield from _overlaps(act, tariff, [*earlier, *acts[:at], *beside])


def _not_in_force(act: Act) -> Warned:
    known = nomenclature().of(act.code)
    since = next((one.from_ for one in known if one.from_ > act.day), None)
    facts = {"since": since.isoformat() if since else None, "source": known[-1].source}
    return Warned("not-in-force", act.path, {**_named(act), **facts})


def _amount(act: Act, tariff: Tariff) -> Iterator[Warned]:
    right = tariff.right_cents(act.quantity)
    above = act.amount_cents > right[0]
    if act.amount_cents in right or (above and tariff.may_exceed):
        return
    facts = {
        "quantity": act.quantity,
        "amount_cents": act.amount_cents,
        "right_cents": list(right),
        "days": tariff.period_days,
        "source": tariff.source,
    }
    code = "amount-above" if above else "amount-below"
    yield Warned(code, f"{act.path}.amount_cents", {**_named(act), **facts})


def _overlaps(act: Act, tariff: Tariff, others: Sequence[Act]) -> Iterator[Warned]:
    first, last = covered(act)
    for other in others:
        if other.code != act.code and other.code not in tariff.never_with:
            continue
        other_first, other_last = covered(other)
        if first <= other_last and other_first <= last:
            facts = {
                "first": first.isoformat(),
                "other": other.code,
                "other_day": other.day.isoformat(),
                "invoice": other.invoice,
                "quantity": act.quantity,
                "days": tariff.period_days,
                "source": tariff.source,
            }
            yield Warned("overlap", act.path, {**_named(act), **facts})


def _of_all(acts: Sequence[Act]) -> Iterator[Warned]:
    """The periods of one invoice follow each other, whatever their codes and lines."""
    found = [(act, nomenclature().at(act.code, act.day)) for act in acts]
    known = [(act, tariff) for act, tariff in found if tariff is not None]
    periods = sum(act.quantity for act, _ in known)
    strictest = min((tariff for _, tariff in known), key=lambda one: one.most_periods, default=None)
    if strictest is not None and periods > strictest.most_periods:
        facts = {"quantity": periods, "most": strictest.most_periods, "source": strictest.source}
        yield Warned("too-many-periods", "lines", facts)


def covered(act: Act) -> tuple[date, date]:
    """First and last day of the act's periods; its own day alone where it has none."""
    tariff = nomenclature().at(act.code, act.day)
    days = tariff.period_days * act.quantity if tariff else 1
    return act.day - timedelta(days=days - 1), act.day


def _named(act: Act) -> dict[str, Any]:
    return {"code": act.code, "day": act.day.isoformat()}
