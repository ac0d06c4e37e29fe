"""All that a person must know, as a table: each kind of alert and how its causes are derived.

They are read from what rooms have written, the settings, the clock and the disks; nothing else
opens or ends an alert.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.alerts import answer_causes, paper_causes, service_causes
from scord_shared.status import AlertKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from scord.alerts.cause import Cause
    from scord.store.context import Context

CAUSES: dict[AlertKind, Callable[[Context, datetime], Iterator[Cause]]] = {
    AlertKind.TO_FILE: paper_causes.to_file,
    AlertKind.SCAN_REFUSED: paper_causes.scan_refused,
    AlertKind.DOCUMENT_HELD: paper_causes.document_held,
    AlertKind.FILE_LEFT: paper_causes.file_left,
    AlertKind.NOTHING_SCANNED: paper_causes.nothing_scanned,
    AlertKind.PIECE_REJECTED: answer_causes.piece_rejected,
    AlertKind.FSE_LOT_REJECTED: answer_causes.fse_lot_rejected,
    AlertKind.ARL_LATE: answer_causes.arl_late,
    AlertKind.ANSWERS_DIFFER: answer_causes.answers_differ,
    AlertKind.ARL_UNMATCHED: answer_causes.arl_unmatched,
    AlertKind.SENDING_UNCERTAIN: answer_causes.sending_uncertain,
    AlertKind.SENDING_FAILED: answer_causes.sending_failed,
    AlertKind.PROFILE_CHANGED: answer_causes.profile_changed,
    AlertKind.ROUTE_STOPPED: answer_causes.route_stopped,
    AlertKind.MAILBOX_BARRED: answer_causes.mailbox_barred,
    AlertKind.CERTIFICATE_ENDS: answer_causes.certificate_ends,
    AlertKind.SERVER_CERTIFICATE_ENDS: answer_causes.server_certificate_ends,
    AlertKind.FOLDER_UNREACHABLE: service_causes.folder_unreachable,
    AlertKind.STAGE_FAILED: service_causes.stage_failed,
    AlertKind.IMPORT_REFUSED: service_causes.import_refused,
    AlertKind.DISK_NEARLY_FULL: service_causes.disk_nearly_full,
    AlertKind.CLOCK_WRONG: service_causes.clock_wrong,
    AlertKind.BACKUP_OLD: service_causes.backup_old,
    AlertKind.PAUSED_LONG: service_causes.paused_long,
}
