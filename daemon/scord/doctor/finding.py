"""What a check of the doctor may find: stable names, and how grave each is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from scord.store.context import Context

WELL, NOTE, FAULT = "well", "note", "fault"
ALERT = "alert"  # a code too: what an alert tells, in its words


class Found(StrEnum):
    """Stable names of what a check may find, beside the codes of scord_shared.errors."""

    SOUND = "sound"
    CHECK_FAILED = "check-failed"
    SERVICE_NOT_RUNNING = "service-not-running"
    SERVICE_OTHER_VERSION = "service-other-version"
    NO_DROP_FOLDER = "no-drop-folder"
    FOLDER_MISSING = "folder-missing"
    FOLDER_NO_RIGHT = "folder-no-right"
    FOLDER_IN_STATE = "folder-in-state"
    FOLDER_IN_FOLDER = "folder-in-folder"
    FOLDER_WITHOUT_EVENTS = "folder-without-events"
    FILES_LEFT = "files-left"
    OTHERS_MAY_READ = "others-may-read"
    NO_KEYRING = "no-keyring"
    NO_CODEC = "no-codec"
    NO_TEXT = "no-text"
    STATE_ON_SHARE = "state-on-share"
    NOT_WAL = "not-wal"
    DATABASE_DAMAGED = "database-damaged"
    ROW_ORPHANED = "row-orphaned"
    DATABASE = "database"
    DISK_FREE = "disk-free"
    DISK_NEARLY_FULL = "disk-nearly-full"
    CLOCK_WRONG = "clock-wrong"
    CLOCK_BEHIND = "clock-behind"
    CLOCK_NOT_SYNCHRONISED = "clock-not-synchronised"
    OTHER_TIME_ZONE = "other-time-zone"
    NO_WATCH_LEFT = "no-watch-left"
    NO_CARD_SERVICE = "no-card-service"
    TEST_PROFILE = "test-profile"
    EXCHANGE_FOLDER_MISSING = "exchange-folder-missing"
    EXCHANGE_FOLDER_NO_RIGHT = "exchange-folder-no-right"
    NO_CAISSE_OPEN = "no-caisse-open"
    NO_PRACTITIONER = "no-practitioner"
    NO_START_DATE = "no-start-date"
    NO_REGION = "no-region"
    INVOICES_SILENT = "invoices-silent"
    NO_MAIL_PASSWORD = "no-mail-password"  # noqa: S105 -- a name of what is found
    VOLUME_ENCRYPTED = "volume-encrypted"
    VOLUME_PLAIN = "volume-plain"
    VOLUME_UNKNOWN = "volume-unknown"
    FILES_PLAIN = "files-plain"
    FILES_SEALED = "files-sealed"
    KEY_ON_DISK = "key-on-disk"
    CODE_UNCHECKED = "code-unchecked"
    FILE_MISSING = "file-missing"
    FILE_UNKNOWN = "file-unknown"
    FILE_DAMAGED = "file-damaged"
    CHAIN_BROKEN = "chain-broken"
    STANDINGS_BEHIND = "standings-behind"
    STANDINGS_DIFFER = "standings-differ"


@dataclass(frozen=True)
class Finding:
    """`code`: a Found, ALERT or, where Scord itself refused, a Code; `facts` are for its words."""

    check: str
    level: str
    code: str
    facts: dict[str, Any]


Given = tuple[str, str, dict[str, Any]]  # level, code, facts
Check = Callable[[Context], Iterator[Given]]
