"""/v1/settings: what the page may change, tried and changed."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Self

from fastapi import APIRouter
from pydantic import Field, model_validator

from scord.actions.lookup import find_folder
from scord.actions.setting_up import passwords
from scord.actions.setting_up.changing import Outcome, change
from scord.actions.setting_up.shown import SettingsShown, settings_shown
from scord.actions.setting_up.trying import FolderFound, try_folder, try_mail
from scord.api.house import Changer, InHouse, Language, Store
from scord.api.shapes import Absent, Asked, Changed, Words, faults
from scord.words.setting_up import folder_words, mail_words
from scord_shared.errors import Code

router = APIRouter(tags=["settings"])

BillingNumber = Annotated[str, Field(pattern=r"^[0-9]{9}$")]


class Changes(Asked):
    """`revision`: of the settings that were seen. `changes`: by place such as `lots.times`, null
    for the default.
    """

    revision: Words
    changes: dict[Words, Any]


class Given(Asked):
    """`value`: null forgets the password."""

    kind: passwords.Kind
    billing_number: BillingNumber
    value: Annotated[str, Field(min_length=1, max_length=1_000)] | None


class Mail(Asked):
    billing_number: BillingNumber


class Folder(Asked):
    """One of both: any `path`, or the `name` of a drop folder."""

    path: Annotated[str, Field(min_length=1, max_length=4_000)] | Absent = None
    name: Words | Absent = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.path is None) == (self.name is None):
            raise ValueError("path or name")
        return self


@dataclass(frozen=True)
class MailTold:
    """`code`: of the fault, null where both servers let us in."""

    ok: bool
    code: Code | None
    title: str
    advice: str


@dataclass(frozen=True)
class FolderTold:
    """`files` lie there and would be taken as scans, `unreadable` ones cannot be read; `network`:
    null where the system does not say; `polling_advised`: no events come from where it lies.
    """

    ok: bool
    code: FolderFound
    title: str
    advice: str
    path: str
    free_mb: int | None
    network: bool | None
    polling_advised: bool
    files: int
    unreadable: int


@router.get("/settings", responses=faults(Code.SETTINGS_UNREADABLE, Code.SECRET_EXPOSED))
def show_settings(context: Store) -> SettingsShown:
    """Each setting that may be changed here, with its source, and which passwords are set."""
    return settings_shown(context)


@router.post(
    "/settings",
    responses=faults(Code.NOT_ALLOWED, Code.ACTION_REFUSED, Code.DISK_FULL),
)
def change_settings(house: InHouse, caller: Changer, asked: Changes, language: Language) -> Outcome:
    """Changes settings, all or none. They count once `pending` of GET /v1/settings is over."""
    outcome = change(
        house.context, asked.changes, asked.revision, by=caller.name, language=language
    )
    house.wake()
    return outcome


@router.post(
    "/settings/secrets",
    responses=faults(
        Code.NOT_ALLOWED,
        Code.NOT_THERE,
        Code.ACTION_REFUSED,
        Code.SECRET_EXPOSED,
        Code.DISK_FULL,
    ),
)
def give_secret(house: InHouse, caller: Changer, given: Given) -> Changed:
    """Keeps the password of a mail account or key, which is never told again."""
    kept = passwords.keep(
        house.context, given.kind, given.billing_number, given.value, by=caller.name
    )
    house.wake()
    return Changed(kept)


@router.post("/settings/test-mail", responses=faults(Code.NOT_ALLOWED, Code.NOT_THERE))
def mail_test(context: Store, caller: Changer, mail: Mail, language: Language) -> MailTold:
    """Logs in at the servers of a practitioner's account; nothing is sent or changed."""
    tried = try_mail(context, mail.billing_number, by=caller.name)
    words = mail_words(tried, language)
    return MailTold(tried.code is None, tried.code, words.title, words.advice)


@router.post("/settings/test-folder", responses=faults(Code.NOT_ALLOWED, Code.ACTION_REFUSED))
def folder_test(context: Store, _caller: Changer, folder: Folder, language: Language) -> FolderTold:
    """Whether the service could take scans from a folder, as it would."""
    settings = context.settings
    path = Path(folder.path) if folder.path else find_folder(settings, folder.name).path
    tried = try_folder(settings, path)
    return FolderTold(
        ok=tried.found is FolderFound.FINE,
        code=tried.found,
        **folder_words(tried, language)._asdict(),
        path=tried.path,
        free_mb=tried.free_mb,
        network=tried.network,
        polling_advised=bool(tried.network),
        files=tried.files,
        unreadable=tried.unreadable,
    )
