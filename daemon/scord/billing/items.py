"""Reads one object of a format: its head, its items, and every fault in either."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import ValidationError

from scord.billing.formats import File, Form, Format, Item
from scord.billing.report import Complaint, ItemRefusedError, Taken, Tally, complaints
from scord.store.database import transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Model = TypeVar("Model", bound=Form)


@dataclass(frozen=True)
class Given(Generic[Item]):
    """One item: its position in the file from 1, as it came, as understood."""

    position: int
    raw: dict[str, Any]
    item: Item


@dataclass(frozen=True)
class Reading(Generic[File, Item]):
    """`head` is None where the object as a whole is refused; `tally` holds the faults so far."""

    head: File | None
    given: tuple[Given[Item], ...]
    tally: Tally


def read(
    document: dict[str, Any], form: Format[File, Item], *, first: int, language: str
) -> Reading[File, Item]:
    """Reads `document`; its items count from `first`."""
    tally = Tally(language)
    raws = document.get(form.items)
    without_items = {**document, form.items: [] if isinstance(raws, list) else raws}
    head = _understand(without_items, form.file, None, tally)
    if head is None or not isinstance(raws, list):
        return Reading(None, (), tally)
    tally.items = len(raws)
    given = []
    for position, raw in enumerate(raws, start=first):
        item = _understand(raw, form.item, position, tally)
        if item is not None:
            given.append(Given(position, raw, item))
    return Reading(head, tuple(given), tally)


def _understand(raw: Any, model: type[Model], position: int | None, tally: Tally) -> Model | None:
    try:
        return parse(raw, model)
    except ValidationError as fault:
        tally.complain(position, complaints(fault))
    except RecursionError:
        tally.complain(position, [Complaint("json_invalid")])
    return None


def parse(raw: Any, model: type[Model]) -> Model:
    """`raw` as `model`, by way of text: so that half a surrogate or a pit of lists is refused too.

    Raises ValidationError, RecursionError.
    """
    return model.model_validate_json(json.dumps(raw))


def take_each(
    given: Iterable[Given[Item]], tally: Tally, take: Callable[[Given[Item]], Taken]
) -> None:
    """Runs `take` on each item in a transaction of its own, so that a bad one harms no other."""
    for one in given:
        try:
            with transaction():
                taken = take(one)
        except ItemRefusedError as refused:
            tally.complain(one.position, [refused.complaint])
        else:
            tally.count(one.position, taken)
