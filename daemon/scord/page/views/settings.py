"""Réglages: what may be changed here, what IT has fixed, and whether folders and mail work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scord.actions.setting_up.caisse_told import caisses_told
from scord.actions.setting_up.shown import settings_shown
from scord.page.cps import cps_shown
from scord.page.setting_up import steps_shown
from scord.store.tables import Practitioner
from scord.words.settings import FIELDS, PLACES, SECTIONS, USUAL_FIELDS
from scord_shared.errors import Code
from scord_shared.wording import say

if TYPE_CHECKING:
    from scord.actions.setting_up.shown import SettingField, SettingShown, SettingsShown
    from scord.page.visit import Visit


@dataclass(frozen=True)
class Field:
    """One input. `shape`: choice, flag, number, list, map, date, time or text."""

    name: str
    words: str
    hint: str
    shape: str
    value: Any
    choices: tuple[str, ...]
    required: bool
    usual: bool


@dataclass(frozen=True)
class Setting:
    """One setting; `rows` where it is a list of tables, `blank` for a new one."""

    place: str
    field: Field
    fixed: bool
    source: str
    rows: tuple[tuple[Field, ...], ...] | None
    blank: tuple[Field, ...]


def fill(visit: Visit) -> dict[str, Any]:
    shown = settings_shown(visit.context)
    spoken = visit.language == "en"
    by_place = {one.place: one for one in shown.settings}
    return {
        "plain": _plain,
        "revision": shown.revision,
        "pending": shown.pending,
        "last_fault": _last_fault(shown, visit.language),
        "sections": [
            (words[spoken], [_setting(by_place[place], visit.language) for place in places])
            for words, places in SECTIONS
        ],
        "secrets": shown.secrets,
        "signers": list(Practitioner.select().order_by(Practitioner.id)),
        "setup": steps_shown(visit),
        "cps": cps_shown(visit),
        "told": caisses_told(visit.context.settings),
    }


def _last_fault(shown: SettingsShown, language: str) -> Any:
    fault = shown.last_fault
    return say(Code(fault.code), fault.facts, language) if fault else None


def _setting(one: SettingShown, language: str) -> Setting:
    words = PLACES[one.place][language == "en"]
    value = one.value
    field = Field(
        one.place,
        words,
        one.description,
        _shape(one.name, value, one.default, one.choices),
        value,
        one.choices,
        required=False,
        usual=True,
    )
    rows = None
    if one.fields:
        rows = tuple(_row(one.fields, row, language) for row in value)
    blank = _row(one.fields, {}, language)
    return Setting(one.place, field, one.fixed, one.source, rows, blank)


def _row(fields: tuple[SettingField, ...], row: dict[str, Any], language: str) -> tuple[Field, ...]:
    return tuple(
        Field(
            one.name,
            FIELDS[one.name][language == "en"],
            one.description,
            _shape(one.name, row.get(one.name), one.default, one.choices),
            row.get(one.name, one.default),
            one.choices,
            one.required,
            one.name in USUAL_FIELDS,
        )
        for one in fields
    )


def _plain(value: Any) -> str:
    """A value as a person would type it: 10 and not 10.0, 19:30 and not 19:30:00."""
    if value is None:
        return ""
    text = str(value)
    return text.removesuffix(".0") if isinstance(value, float) else text.removesuffix(":00")


_BY_NAME = {"scor_start_date": "date", "quiet_from": "time", "quiet_until": "time"}


def _shape(name: str, value: Any, default: Any, choices: tuple[str, ...]) -> str:
    known = default if value is None else value
    if name in _BY_NAME:
        return _BY_NAME[name]
    if choices:
        return "choice"
    kinds = ((bool, "flag"), (int | float, "number"), (list | tuple, "list"), (dict, "map"))
    named = next((shape for kind, shape in kinds if isinstance(known, kind)), "text")
    return "number" if name.endswith("_port") else named
