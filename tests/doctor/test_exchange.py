"""What keeps a practice from sending, and what an alert already says."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import keyring
import pytest
from keyring.backends import fail
from tests.doctor.findings import found
from tests.exchange.letters import account
from tests.lots.practice import BILLING, Practice, in_force

from scord.actions.importing import LPS
from scord.doctor import FAULT, NOTE, examine
from scord.doctor.finding import ALERT, Found
from scord.settings import Invoices, PractitionerSettings
from scord.store.flags import raise_flag
from scord.store.tables import Incoming, Sighting
from scord_shared.errors import Code

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import TurnedClock

    from scord.store.context import Context


@pytest.mark.parametrize(
    ("practitioners", "code"),
    [
        ((), Found.NO_PRACTITIONER),
        ((PractitionerSettings(billing_number=BILLING, region="84"),), Found.NO_START_DATE),
        (
            (PractitionerSettings(billing_number=BILLING, scor_start_date=date(2026, 1, 5)),),
            Found.NO_REGION,
        ),
    ],
)
def test_what_has_to_be_said_of_a_practitioner_is_missed(
    sound: Context, practitioners: tuple[PractitionerSettings, ...], code: Found
) -> None:
    assert not [one for one in found(sound, NOTE) if one[0] == "practice"]
    context = in_force(sound, practitioners=practitioners)
    assert [one for one in found(context, NOTE) if one[0] == "practice"] == [("practice", code)]


def test_a_billing_software_that_has_fallen_silent_is_told(
    sound: Context, tmp_path: Path, clock: TurnedClock
) -> None:
    (tmp_path / "lps").mkdir()
    context = in_force(sound, invoices=Invoices(folder=tmp_path / "lps"))
    silent = ("practice", Found.INVOICES_SILENT)
    assert silent in found(context, NOTE)
    Incoming.create(channel=LPS.name, name="a", sha256="", received_at=clock.now())
    assert silent not in found(context, NOTE)
    clock.turn(days=7)
    (told,) = (one for one in examine(context) if one.code == Found.INVOICES_SILENT)
    assert told.facts == {"day": "2026-03-10"}


@pytest.fixture
def _no_keyring() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    yield
    keyring.set_keyring(before)


@pytest.mark.usefixtures("_no_keyring")
def test_a_password_that_is_missing_where_no_keyring_answers_is_told_with_that(
    sound: Context,
) -> None:
    assert ("mail", Found.NO_KEYRING) not in found(sound, NOTE)
    context = in_force(sound, mail=(account(BILLING),))
    assert ("mail", Found.NO_MAIL_PASSWORD) in found(context)
    assert ("mail", Found.NO_KEYRING) in found(context, NOTE)


def test_files_that_the_service_cannot_take_are_counted_by_folder(
    sound: Context, clock: TurnedClock
) -> None:
    for name in ("ADRDEUX.pdf", "b.pdf"):
        code = Code.FILE_UNREADABLE
        Sighting.create(folder="scanner", name=name, code=code, first_seen_at=clock.now())
    (left,) = (one for one in examine(sound) if one.code == Found.FILES_LEFT)
    assert left.facts == {"folder": "scanner", "count": 2}


def test_what_an_alert_would_tell_is_told_by_the_doctor_as_grave(
    sound: Context, clock: TurnedClock
) -> None:
    Practice(sound).document()
    raise_flag(sound, "stage-failed:convert", reason=Code.DISK_FULL)
    clock.turn(days=30)
    told = {one.facts["kind"]: one.level for one in examine(sound) if one.code == ALERT}
    assert told["stage-failed"] == FAULT
    assert told["backup-old"] == NOTE
