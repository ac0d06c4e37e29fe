"""Changes settings for the page: all of them are checked together, and all faults told at once."""

from __future__ import annotations

import hashlib
import json
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from scord.actions.seen import OF_PRACTITIONERS
from scord.actions.setting_up import proving
from scord.setting_faults import OTHER, Fault, fixed, no_such, reasons, words
from scord.setting_sources import changeable, changed, read_page
from scord.settings import build, table_fields
from scord.store.sight import hidden
from scord_shared.errors import Code, ScordError
from scord_shared.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scord.setting_sources import Sources
    from scord.store.context import Context

_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Outcome:
    """`pending`: it is being taken up. Where there are faults, nothing was changed."""

    changed: bool
    pending: bool
    faults: tuple[Fault, ...]


def change(
    context: Context, asked: Mapping[str, Any], revision: str, *, by: str, language: str
) -> Outcome:
    """Sets what is asked, by place; None: the default again. `revision`: of what `by` has seen.

    Raises ScordError ACTION_REFUSED where the settings have changed since or are being changed, or
    some of them are also those of practitioners who may not be seen; DISK_FULL, or as `load` does.
    """
    if hidden() and not asked.keys().isdisjoint(OF_PRACTITIONERS):
        raise ScordError(Code.ACTION_REFUSED, reason=Refusal.SETTINGS_OF_OTHERS)
    with _one_at_a_time:
        page = read_page(context.settings.state_dir)
        if revision_of(page) != revision:
            raise ScordError(Code.ACTION_REFUSED, reason=Refusal.SETTINGS_CHANGED)
        sources = context.settings.sources
        faults = list(_not_to_be_changed(sources, asked, language))
        refused = {fault.place for fault in faults}
        ours = {place: value for place, value in asked.items() if place not in refused}
        wanted = changed(page, ours)
        try:
            build(wanted, sources.file or {})
        except ValidationError as fault:
            faults += reasons(fault, table_fields(), language)
        if faults or wanted == page:
            return Outcome(changed=False, pending=False, faults=tuple(faults))
        proving.begin(context, wanted, ours, by=by)
        return Outcome(changed=True, pending=True, faults=())


def revision_of(page: Mapping[str, Any]) -> str:
    """16 hexadecimal digits that are others once the page's settings are."""
    return hashlib.sha256(json.dumps(page, sort_keys=True).encode()).hexdigest()[:16]


def _not_to_be_changed(
    sources: Sources, asked: Mapping[str, Any], language: str
) -> Iterator[Fault]:
    known = changeable()
    for place, value in asked.items():
        if place not in known:
            yield no_such(place, place, known, language)
        elif sources.fixes(place):
            yield fixed(place, sources.of(place).value, language)
        elif not _is_text(value):
            yield Fault(place, words(OTHER, language))


def _is_text(value: Any) -> bool:
    """Half characters can be written in JSON, and nowhere else."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True
