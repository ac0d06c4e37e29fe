"""Every fault a person can meet has one stable code here; its words stand in wording.py."""

from __future__ import annotations

import traceback
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Code(StrEnum):
    """Stable names: scripts and the tray compare them, so a name is never reused or renamed."""

    # a file that cannot become a scan
    FILE_NOT_REGULAR = "file.not-regular"
    FILE_UNREADABLE = "file.unreadable"
    FILE_VANISHED = "file.vanished"
    FILE_NEVER_STABLE = "file.never-stable"
    FILE_TOO_LARGE = "file.too-large"
    FILE_EMPTY = "file.empty"
    FILE_OUTGROWN = "file.outgrown"
    FILE_NO_SIGNATURE = "file.no-signature"
    FOLDER_UNREACHABLE = "folder.unreachable"

    # a scan that cannot become a conforming PDF
    IMAGE_UNKNOWN_FORMAT = "image.unknown-format"
    IMAGE_TRUNCATED = "image.truncated"
    IMAGE_DAMAGED = "image.damaged"
    IMAGE_ENCRYPTED = "image.encrypted"
    IMAGE_TOO_MANY_PAGES = "image.too-many-pages"
    IMAGE_TOO_MANY_PIXELS = "image.too-many-pixels"
    IMAGE_TOO_SLOW = "image.too-slow"
    IMAGE_WORKER_DIED = "image.worker-died"
    IMAGE_NO_PAGE = "image.no-page"
    IMAGE_TOO_WHITE = "image.too-white"
    IMAGE_TOO_BLACK = "image.too-black"
    IMAGE_LOW_CONTRAST = "image.low-contrast"
    IMAGE_BLURRED = "image.blurred"
    IMAGE_CUT_TOP = "image.cut-top"
    IMAGE_CUT_RIGHT = "image.cut-right"
    IMAGE_CUT_BOTTOM = "image.cut-bottom"
    IMAGE_CUT_LEFT = "image.cut-left"
    IMAGE_CUT_OFF = "image.cut-off"  # at several sides
    IMAGE_ILLEGIBLE = "image.illegible"  # several of these flaws
    IMAGE_TOO_HEAVY = "image.too-heavy"
    OCR_MISSING = "ocr.missing"
    PDF_NOT_CONFORMING = "pdf.not-conforming"

    # what the billing software hands over
    IMPORT_NOT_JSON = "import.not-json"
    IMPORT_UNKNOWN_FORMAT = "import.unknown-format"
    IMPORT_ITEM_INVALID = "import.item-invalid"
    IMPORT_PARTIAL = "import.partial"
    INVOICE_INVALID = "import.invoice-invalid"  # as a person corrected it
    IMPORT_RECORDS_UNREADABLE = "import.records-unreadable"
    ACK_UNREADABLE = "ack.unreadable"

    # what goes to the caisse
    EXCHANGE_NAME_TAKEN = "exchange.name-taken"
    MAIL_UNREACHABLE = "mail.unreachable"
    MAIL_UNTRUSTED = "mail.untrusted"
    MAIL_LOGIN_REFUSED = "mail.login-refused"
    MAIL_NOT_UNDERSTOOD = "mail.not-understood"
    MAIL_BUSY = "mail.busy"
    MAIL_REFUSED = "mail.refused"
    MAIL_RECIPIENT_REFUSED = "mail.recipient-refused"
    MAIL_TOO_LARGE = "mail.too-large"
    MAIL_BOUNCED = "mail.bounced"
    CERTIFICATE_UNFIT = "certificate.unfit"
    MESSAGE_UNTRUSTED = "message.untrusted"

    # the CPS card
    CARD_NOT_INSTALLED = "card.not-installed"
    CARD_NO_SERVICE = "card.no-service"
    CARD_NO_READER = "card.no-reader"
    CARD_READER_GONE = "card.reader-gone"
    CARD_ABSENT = "card.absent"
    CARD_REMOVED = "card.removed"
    CARD_VITALE = "card.vitale"
    CARD_UNKNOWN = "card.unknown"
    CARD_UNREADABLE = "card.unreadable"
    CARD_BUSY = "card.busy"

    # what a person asked for
    INVOICE_UNKNOWN = "invoice.unknown"
    INVOICE_AMBIGUOUS = "invoice.ambiguous"
    DOCUMENT_UNKNOWN = "document.unknown"
    ACTION_REFUSED = "action.refused"

    # the local API
    ADDRESS_UNFIT = "api.address-unfit"
    SERVICE_SILENT = "api.service-silent"
    NOT_THE_SERVICE = "api.not-the-service"
    UPDATE_NEEDED = "api.update-needed"
    NOT_ALLOWED = "api.not-allowed"
    WHO_UNKNOWN = "api.who-unknown"
    LINK_SPENT = "api.link-spent"
    REQUEST_REFUSED = "api.request-refused"
    REQUEST_INVALID = "api.request-invalid"
    REQUEST_TOO_LARGE = "api.request-too-large"
    REQUEST_TOO_SLOW = "api.request-too-slow"
    TOO_MANY_AT_ONCE = "api.too-many-at-once"
    NOT_THERE = "api.not-there"

    # the icon on a desktop
    NO_DESKTOP = "tray.no-desktop"
    TRAY_INCOMPLETE = "tray.incomplete"

    # the machine and the installation
    SETTINGS_INVALID = "settings.invalid"
    SETTINGS_UNREADABLE = "settings.unreadable"
    SECRET_EXPOSED = "secret.exposed"  # noqa: S105 -- a code, not a secret
    STORE_KEY_MISSING = "secret.store-key-missing"
    STORE_KEY_WRONG = "secret.store-key-wrong"
    STORE_KEY_KEPT = "secret.store-key-kept"  # there is one already
    STORE_KEY_NO_KEEPER = "secret.store-key-no-keeper"
    RECOVERY_CODE_WRONG = "secret.recovery-code-wrong"
    DISK_FULL = "disk.full"
    STORE_UNFIT = "store.unfit"
    STORE_TOO_NEW = "store.too-new"
    STORE_TOO_OLD = "store.too-old"  # only the service brings it forward
    STORE_BUSY = "store.busy"
    STORE_FILE_DAMAGED = "store.file-damaged"
    ALREADY_RUNNING = "service.already-running"
    BACKUP_INCOMPLETE = "backup.incomplete"
    BACKUP_DAMAGED = "backup.damaged"
    BACKUP_FLAWED = "backup.flawed"  # whole, but the store in it has faults
    RESTORE_NOT_EMPTY = "restore.not-empty"
    RESTORE_RUNNING = "restore.running"
    RESTORE_UNFINISHED = "restore.unfinished"
    RESTORE_UNCHECKED = "restore.unchecked"  # nobody has said that nothing would leave twice
    CODEC_MISSING = "codec.missing"
    DOCTOR_FOUND = "doctor.found"
    OUTPUT_EXISTS = "output.exists"
    INTERNAL = "internal"


# Exit status of the commands, by the code's first word; 1 for any other. 2 is left to usage errors.
EXIT_STATUS = {
    "file": 3,
    "image": 4,
    "pdf": 5,
    "import": 6,
    "settings": 78,  # EX_CONFIG of sysexits.h: a service manager must not restart in a loop
    "secret": 78,
    "store": 74,  # EX_IOERR
    "disk": 74,
    "internal": 70,  # EX_SOFTWARE
}


class ScordError(Exception):
    """A fault with a stable code and the facts its wording needs.

    `facts` are short strings or numbers (a file name, a page number, a limit with its unit), never
    a patient's name or a NIR, because errors reach logs.
    """

    def __init__(self, code: Code, **facts: object) -> None:
        super().__init__(code.value, facts)
        self.code = code
        self.facts = facts

    def __reduce__(self) -> tuple[Callable[[], ScordError], tuple[()]]:
        """Crosses from a worker process with its facts; Exception's own way would drop them."""
        return partial(type(self), self.code, **self.facts), ()

    @property
    def exit_status(self) -> int:
        return EXIT_STATUS.get(self.code.value.split(".")[0], 1)

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code.value} ({facts})" if facts else self.code.value


# Of the facts of a fault, those that reach the log beside numbers: codes, hosts, kinds of errors.
# Names, numbers of invoices and paths do not: a path may end in the name that a scanner gave.
_LOGGED = frozenset({"host", "kind", "missing", "reason", "status", "where"})


def describe(fault: BaseException) -> str:
    """A fault for the log: ours by its code and facts that name nobody, any other by its kind and
    the lines of code, without its message, which may hold a name.
    """
    if isinstance(fault, ScordError):
        told = ", ".join(
            f"{name}={value}" for name, value in fault.facts.items() if _is_logged(name, value)
        )
        return f"{fault.code.value} ({told})" if told else fault.code.value
    return f"{type(fault).__name__}\n{''.join(traceback.format_tb(fault.__traceback__))}"


def _is_logged(name: str, value: object) -> bool:
    return name in _LOGGED or isinstance(value, int | float)
