"""Tries what the settings name before a scan or a lot depends on it: a mail account, a folder.

Servers and network shares may hang: each try is given up after a while, and says so.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import stat
import threading
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from scord.actions.seen import seen
from scord.exchange.accounts import check_account
from scord.intake.listing import list_folder
from scord.mounts import is_share
from scord.store.flags import clear_flag, flag, raise_flag
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scord.settings import MailAccount, Settings
    from scord.store.context import Context

LET_IN = "mail-let-in:"  # flag, up to the practitioner's billing number
MAIL_SECONDS = 20.0
FOLDER_SECONDS = 10.0

_Given = TypeVar("_Given")


class FolderFound(StrEnum):
    """What a folder is like to the service."""

    FINE = "fine"
    NOT_WHOLE = "not-whole"
    IN_STATE = "in-state"
    MISSING = "missing"
    NO_FOLDER = "no-folder"
    NO_RIGHT = "no-right"
    NOT_REMOVABLE = "not-removable"
    SILENT = "silent"


@dataclass(frozen=True)
class MailTried:
    """`code`: why not, with its `facts`; None where both servers let us in."""

    code: Code | None = None
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class FolderTried:
    """`files`: those that lie there and would be taken as scans; `unreadable`: those that cannot
    be read. `network`: None where the system does not say.
    """

    path: str
    found: FolderFound
    free_mb: int | None = None
    network: bool | None = None
    files: int = 0
    unreadable: int = 0


def try_mail(context: Context, billing_number: str, *, by: str) -> MailTried:
    """Logs in at both servers of a practitioner's account in force, changes and sends nothing.
    That they let us in is remembered, see `mail_let_in`.

    Raises ScordError NOT_THERE for one who has no account.
    """
    settings = seen(context.settings)
    account = settings.account_of(billing_number)
    if account is None:
        raise ScordError(Code.NOT_THERE, what=f"mail {billing_number}")
    out = settings.exchange.model_copy(update={"route": "mail"})  # tried before it is chosen
    asked = settings.model_copy(update={"exchange": out})

    def log_in() -> MailTried:
        try:
            check_account(asked, account, context.clock.now())
        except ScordError as fault:
            return MailTried(fault.code, fault.facts)
        return MailTried()

    silent = MailTried(Code.MAIL_UNREACHABLE, {"host": account.smtp_host})
    tried = _within(MAIL_SECONDS, log_in) or silent
    clear_flag(LET_IN + billing_number, by=by)
    if tried.code is None:
        raise_flag(context, LET_IN + billing_number, by=by, account=_digest(account))
    return tried


def mail_let_in(account: MailAccount) -> bool:
    """Whether the last try of this very account went well."""
    row = flag(LET_IN + account.billing_number)
    return row is not None and row.value.get("account") == _digest(account)


def _digest(account: MailAccount) -> str:
    return hashlib.sha256(account.model_dump_json().encode()).hexdigest()


def try_folder(settings: Settings, path: Path) -> FolderTried:
    """Lists the folder, and adds and removes a file of our own that is never taken for a scan."""
    if not path.is_absolute():
        return FolderTried(str(path), FolderFound.NOT_WHOLE)
    silent = FolderTried(str(path), FolderFound.SILENT)
    return _within(FOLDER_SECONDS, lambda: _look_into(settings, path)) or silent


def _look_into(settings: Settings, path: Path) -> FolderTried:
    home = settings.state_dir.resolve()
    try:
        if path.resolve().is_relative_to(home):
            return FolderTried(str(path), FolderFound.IN_STATE)
        status = path.stat()
        if not stat.S_ISDIR(status.st_mode):
            return FolderTried(str(path), FolderFound.NO_FOLDER)
        listing = list_folder(path, settings.limits.max_bytes)
        _add_and_remove(path)
        free_mb = shutil.disk_usage(path).free // 1_000_000
    except (PermissionError, FileExistsError):
        return FolderTried(str(path), FolderFound.NO_RIGHT)
    except (OSError, RuntimeError, ValueError):  # links in a circle, a name that cannot be
        return FolderTried(str(path), FolderFound.MISSING)
    return FolderTried(
        str(path),
        FolderFound.FINE if _may_remove(status) else FolderFound.NOT_REMOVABLE,
        free_mb=free_mb,
        network=is_share(path),
        files=len(listing.files),
        unreadable=sum(code is Code.FILE_UNREADABLE for code in listing.refused.values()),
    )


def _add_and_remove(folder: Path) -> None:
    probe = folder / f".scord-{secrets.token_hex(8)}.tmp"
    probe.touch(exist_ok=False)
    probe.unlink()


def _may_remove(status: os.stat_result) -> bool:
    """In a sticky folder such as /tmp nobody removes the files of others, save its owner."""
    if os.name == "nt" or not status.st_mode & stat.S_ISVTX:
        return True
    return os.geteuid() in (0, status.st_uid)


def _within(seconds: float, work: Callable[[], _Given]) -> _Given | None:
    """None where it takes longer: what hangs in the system cannot be called back, so its thread is
    left to itself.
    """
    given: list[_Given] = []
    thread = threading.Thread(target=lambda: given.append(work()), name="try", daemon=True)
    thread.start()
    thread.join(seconds)
    return given[0] if given else None
