"""Where on the page a person does what an alert asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord_shared.status import AlertKind

if TYPE_CHECKING:
    from scord.actions.looking.alerts import ListedAlert
    from scord_shared.status import OpenAlert

_PLACES: dict[AlertKind, str] = {
    AlertKind.TO_FILE: "/a-classer",
    AlertKind.FILE_LEFT: "/reglages",
    AlertKind.PIECE_REJECTED: "/scor?tab=rejected",
    AlertKind.FSE_LOT_REJECTED: "/factures?lot={subject}",
    AlertKind.ARL_UNMATCHED: "/scor?tab=awaiting",
    AlertKind.SENDING_UNCERTAIN: "/scor?tab=sent",
    AlertKind.SENDING_FAILED: "/scor?tab=rejected",
    AlertKind.PROFILE_CHANGED: "/scor?tab=sent",
    AlertKind.ROUTE_STOPPED: "/reglages",
    AlertKind.MAILBOX_BARRED: "/reglages",
    AlertKind.CERTIFICATE_ENDS: "/reglages",
    AlertKind.SERVER_CERTIFICATE_ENDS: "/reglages",
    AlertKind.FOLDER_UNREACHABLE: "/reglages",
    AlertKind.IMPORT_REFUSED: "/journal",
    AlertKind.NOTHING_SCANNED: "/aide",
    AlertKind.PAUSED_LONG: "/scor",
}
_OF_A_LOT = {AlertKind.ARL_LATE, AlertKind.ANSWERS_DIFFER}  # their subject is kind:id


def place_of(alert: ListedAlert | OpenAlert) -> str | None:
    """None: what there is to do is done elsewhere, at the scanner or by IT."""
    if alert.kind in _OF_A_LOT:
        kind, _, lot = alert.subject.partition(":")
        return "/scor?tab=awaiting" if kind == "fse" else f"/scor/lots/{lot}"
    place = _PLACES.get(alert.kind)
    return place and place.format(subject=alert.subject)
