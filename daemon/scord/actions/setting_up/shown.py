"""The settings as the page shows them: what each is, who says so, and what it may be."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo
from pydantic_core import to_jsonable_python

from scord.actions.seen import OF_PRACTITIONERS, seen
from scord.actions.setting_up.changing import revision_of
from scord.actions.setting_up.passwords import Password, passwords
from scord.actions.setting_up.proving import CHANGING, REFUSED
from scord.setting_sources import CHANGEABLE, Source, place_of, read_page
from scord.settings import Settings, tables
from scord.store.context import Context
from scord.store.flags import flag
from scord.store.sight import hidden


@dataclass(frozen=True)
class SettingField:
    """A field of each table in a list such as `folders`. `choices`: all that it may be, if few."""

    name: str
    required: bool
    default: Any
    choices: tuple[str, ...]
    description: str


@dataclass(frozen=True)
class SettingShown:
    """`fixed`: scord.toml or the environment says it, so that the page cannot; or there is more of
    it than the one who asks may see. `fields`: of each table, where the value is a list of tables.
    """

    place: str
    table: str
    name: str
    value: Any
    default: Any
    description: str
    source: Source
    fixed: bool
    choices: tuple[str, ...]
    fields: tuple[SettingField, ...]


@dataclass(frozen=True)
class LastFault:
    """Why the last change was put back: `code` with its `facts`, who had asked for what, when."""

    code: str
    facts: dict[str, Any]
    settings: tuple[str, ...]
    by: str
    at: datetime


@dataclass(frozen=True)
class SettingsShown:
    """`revision` goes with a change; `pending`: one is being taken up, `settings` are as before."""

    revision: str
    pending: bool
    last_fault: LastFault | None
    settings: tuple[SettingShown, ...]
    secrets: tuple[Password, ...]


def settings_shown(context: Context) -> SettingsShown:
    """Raises ScordError SETTINGS_UNREADABLE, SECRET_EXPOSED."""
    settings = seen(context.settings)
    written = read_page(settings.state_dir)
    return SettingsShown(
        revision=revision_of(written),
        pending=flag(CHANGING) is not None or written != settings.sources.page,
        last_fault=_last_fault(),
        settings=tuple(_shown(settings)),
        secrets=tuple(passwords(settings)),
    )


def _last_fault() -> LastFault | None:
    row = flag(REFUSED)
    if row is None or (hidden() and not set(row.value["settings"]).isdisjoint(OF_PRACTITIONERS)):
        return None
    told = row.value
    return LastFault(told["reason"], told["facts"], tuple(told["settings"]), row.by, row.set_at)


def _shown(settings: Settings) -> Iterator[SettingShown]:
    values, sources = settings.model_dump(mode="json"), settings.sources
    for table, names in CHANGEABLE.items():
        inside = values[table] if table else values
        for name in names:
            field, place = tables()[table].model_fields[name], place_of(table, name)
            yield SettingShown(
                place=place,
                table=table,
                name=name,
                value=inside[name],
                default=_default(field),
                description=field.description or "",
                source=sources.of(place),
                fixed=sources.fixes(place) or bool(hidden() and place in OF_PRACTITIONERS),
                choices=_choices(field.annotation),
                fields=() if table else tuple(_fields(name)),
            )


def _fields(name: str) -> Iterator[SettingField]:
    model = tables().get(name)
    for inner, field in model.model_fields.items() if model else ():
        yield SettingField(
            name=inner,
            required=field.is_required(),
            default=_default(field),
            choices=_choices(field.annotation),
            description=field.description or "",
        )


def _default(field: FieldInfo) -> Any:
    return None if field.is_required() else to_jsonable_python(field.default)


def _choices(annotation: Any) -> tuple[str, ...]:
    """Of a Literal, also where it may be absent."""
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    return next((found for one in get_args(annotation) if (found := _choices(one))), ())
