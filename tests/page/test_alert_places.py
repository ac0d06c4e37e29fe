"""Each alert leads to the place on the page where a person does what it asks for."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scord.page.alert_places import place_of
from scord.page.places import PLACES
from scord_shared.status import AlertKind, AlertLevel, OpenAlert

# What is done at the scanner, by IT, or not at all.
ELSEWHERE = {
    AlertKind.SCAN_REFUSED,
    AlertKind.DOCUMENT_HELD,
    AlertKind.STAGE_FAILED,
    AlertKind.DISK_NEARLY_FULL,
    AlertKind.CLOCK_WRONG,
    AlertKind.BACKUP_OLD,
}
PATHS = {place.path.replace("{lot}", "5") for place in PLACES}


def alert(kind: AlertKind, subject: str = "5") -> OpenAlert:
    return OpenAlert(1, kind, subject, AlertLevel.WARNING, {}, datetime(2026, 3, 10, tzinfo=UTC))


@pytest.mark.parametrize("kind", list(AlertKind))
def test_every_kind_leads_to_a_place_or_is_settled_elsewhere(kind: AlertKind) -> None:
    place = place_of(alert(kind, "scor:5"))
    assert (place is None) == (kind in ELSEWHERE)
    assert place is None or place.partition("?")[0] in PATHS


@pytest.mark.parametrize(
    ("kind", "subject", "place"),
    [
        (AlertKind.ARL_LATE, "fse:5", "/scor?tab=awaiting"),
        (AlertKind.ANSWERS_DIFFER, "scor:5", "/scor/lots/5"),
        (AlertKind.FSE_LOT_REJECTED, "5", "/factures?lot=5"),
    ],
)
def test_an_alert_about_one_lot_leads_to_that_lot(
    kind: AlertKind, subject: str, place: str
) -> None:
    assert place_of(alert(kind, subject)) == place
