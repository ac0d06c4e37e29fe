"""Settings changed on the page: in force within moments, or put back, by a service at work."""

from __future__ import annotations

import json
import re
import threading
import time
from typing import TYPE_CHECKING

import pytest
from tests.page_visit import PageVisit
from tests.practice import Practice, jpeg, the_scan, until

from scord.actions.setting_up import proving
from scord.actions.setting_up.proving import CHANGING, REFUSED
from scord.api.endpoint import place_of
from scord.life import COURIER
from scord.setting_sources import FILE_NAME, PREVIOUS_NAME
from scord.store.flags import flag
from scord.store.states import ScanState
from scord.store.tables import JournalEntry, Scan
from scord_shared.errors import Code

if TYPE_CHECKING:
    from pathlib import Path

    from scord.store.context import Context

pytestmark = pytest.mark.slow

SOON_SECONDS = 10.0  # it takes about a quarter of a second; a machine may be busy
LATE = {"alerts.quiet_from": "21:00:00"}


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    """Whose scord.toml says nothing of folders."""
    practice = Practice(tmp_path)
    text = practice.config.read_text("utf-8")
    practice.config.write_text(re.sub(r"\[\[folders\]\][^\[]*", "", text), "utf-8")
    return practice


def visit(context: Context) -> PageVisit:
    return PageVisit(place_of(context.settings))


def drop_folder(practice: Practice, name: str = "scanner") -> dict[str, object]:
    path = str(practice.drop_folder)
    return {"name": name, "path": path, "settle_seconds": 0.2, "recheck_seconds": 0}


def converted(digest: str) -> bool:
    scan = the_scan(digest)
    return scan is not None and scan.state == ScanState.CONVERTED


def test_a_folder_named_on_the_page_is_at_work_soon_and_the_page_stays_open(
    practice: Practice,
) -> None:
    with practice.running() as context:
        page = visit(context)
        begun = time.monotonic()
        assert page.change({"folders": [drop_folder(practice)]}) == {
            "changed": True,
            "pending": True,
            "faults": [],
        }
        now = page.settled()
        assert time.monotonic() - begun < SOON_SECONDS
        assert [folder["name"] for folder in now["folders"]] == ["scanner"]
        assert now["last_fault"] is None
        digest = practice.drop("a.jpg", jpeg("named on the page"))
        until(lambda: converted(digest), "a scan from the new folder")
        assert page.get("/v1/status")["status"] is not None
    with practice.running():
        digest = practice.drop("b.jpg", jpeg("after a restart"))
        until(lambda: converted(digest), "a scan after the process was started again")


def test_a_change_in_the_middle_of_a_batch_loses_no_page(practice: Practice) -> None:
    with practice.running() as context:
        page = visit(context)
        page.change({"folders": [drop_folder(practice)]})
        page.settled()
        digests = [practice.drop(f"{n}.jpg", jpeg(f"batch {n}")) for n in range(6)]
        until(lambda: converted(digests[0]), "a batch under way")
        page.change(LATE)
        assert page.settled()["alerts.quiet_from"] == "21:00:00"
        until(lambda: all(map(converted, digests)), "the rest of the batch")
        assert Scan.select().count() == 6


def test_who_changed_which_settings_is_journalled_without_their_values(practice: Practice) -> None:
    with practice.running() as context:
        page = visit(context)
        page.change(LATE)
        page.settled()
        (entry,) = JournalEntry.select().where(JournalEntry.event == "settings.changed")
        assert entry.facts == {"settings": ["alerts.quiet_from"]}
        assert entry.by
        assert "21:00" not in json.dumps(entry.facts)


def test_settings_that_do_not_start_are_put_back_and_the_page_learns_why(
    practice: Practice,
) -> None:
    with practice.running() as context:
        page = visit(context)
        page.change({"folders": [drop_folder(practice)]})
        page.settled()
        kept = (practice.files.root / FILE_NAME).read_bytes()
        written_by_someone_else(context, b'{"language": "de"}')
        fault = until(lambda: page.settled()["last_fault"], "the fault told")
        assert fault["code"] == Code.SETTINGS_INVALID
        assert fault["by"] == "Anne"
        assert fault["settings"] == ["language"]
        assert (practice.files.root / FILE_NAME).read_bytes() == kept
        digest = practice.drop("a.jpg", jpeg("by the former settings"))
        until(lambda: converted(digest), "the former settings at work")
        page.change(LATE)
        assert page.settled()["last_fault"] is None, "the next change that starts ends it"


def written_by_someone_else(context: Context, data: bytes) -> None:
    """A change whose file is hit before the engine takes it up."""
    current = context.settings.state_dir / FILE_NAME
    with proving.transaction():  # the engine sees nothing of it before all is done
        proving.begin(context, json.loads(current.read_bytes()), ["language"], by="Anne")
        current.write_bytes(data)


def test_a_service_killed_before_a_change_had_started_begins_with_the_former_settings(
    practice: Practice,
) -> None:
    with practice.store() as context:
        proving.begin(context, {"language": "en"}, ["language"], by="Anne")
        (practice.files.root / FILE_NAME).write_text("{}", "utf-8")
    with practice.running() as context:
        assert flag(CHANGING) is None
        assert visit(context).settled()["language"] == "fr"


@pytest.mark.parametrize("left", ["asked", "written", "restored"])
def test_a_change_cut_off_anywhere_leaves_a_service_that_starts(
    practice: Practice, left: str
) -> None:
    with practice.store() as context:
        proving.begin(context, {"language": "en"}, ["language"], by="Anne")
        root = practice.files.root
        if left == "asked":
            (root / PREVIOUS_NAME).replace(root / FILE_NAME)
            proving.Flag.update(value={}).execute()
        elif left == "restored":
            (root / PREVIOUS_NAME).replace(root / FILE_NAME)
    with practice.running() as context:
        expected = "en" if left == "written" else "fr"
        assert visit(context).settled()["language"] == expected
        assert (flag(CHANGING), flag(REFUSED)) == (None, None)


def seconds_since_turn(page: PageVisit) -> float:
    told = page.read("/v1/metrics").body.decode()
    found = re.search(r"^scord_last_turn_age_seconds (\S+)$", told, re.MULTILINE)
    assert found
    return float(found[1])


def test_the_next_life_waits_for_a_courier_that_is_still_out(practice: Practice) -> None:
    back = threading.Event()
    with practice.running() as context:
        page = visit(context)
        out = threading.Thread(target=back.wait, name=COURIER, daemon=True)
        out.start()
        page.change(LATE)
        time.sleep(2.0)
        assert page.get("/v1/settings")["pending"] is True
        until(lambda: seconds_since_turn(page) < 1, "a sign of life, as the watchdogs are given")
        back.set()
        assert page.settled()["alerts.quiet_from"] == "21:00:00"
