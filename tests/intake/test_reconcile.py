"""After a stop at any moment the spool is put right: nothing lost, nothing twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.intake.drops import DATA, NAME, Drop, grow, states

from scord.intake.reconcile import reconcile
from scord.store.database import transaction
from scord.store.states import ScanState, move
from scord.store.tables import Scan

if TYPE_CHECKING:
    from pathlib import Path


def test_a_claim_without_a_row_becomes_a_scan(drop: Drop) -> None:
    claim = drop.claim()
    reconcile(drop.context)
    assert states() == ["taken"]
    assert Scan.get().claim == claim.id
    assert Scan.get().first_seen_at == claim.first_seen_at


def test_a_claim_archived_without_a_row_becomes_a_scan_and_one_archive_file(drop: Drop) -> None:
    drop.context.files.originals.put_file(drop.claim().path)
    reconcile(drop.context)
    assert states() == ["taken"]
    assert len(list(drop.context.files.originals.names())) == 1


def test_a_taken_scan_keeps_its_spool_for_the_late_recheck(drop: Drop) -> None:
    drop.scan()
    reconcile(drop.context)
    assert drop.spooled == [DATA]
    assert states() == ["taken"]


@pytest.mark.parametrize("state", [ScanState.CONVERTED, ScanState.REFUSED])
def test_a_scan_that_is_done_keeps_its_file_in_the_spool_for_the_last_look(
    drop: Drop, state: ScanState
) -> None:
    scan = drop.scan()
    with transaction():
        move(scan, state, by="machine")
    assert reconcile(drop.context) == []
    assert drop.spooled == [DATA]
    assert states() == [state.value]


def test_one_file_that_cannot_go_back_leaves_the_others_to_be_put_right(
    drop: Drop, tmp_path: Path
) -> None:
    outgrown = drop.scan()
    waiting = drop.claim("other.pdf", b"other bytes")
    with transaction():
        move(outgrown, ScanState.OUTGROWN, by="machine")
    away = drop.path.rename(tmp_path / "away")
    assert [type(fault) for fault in reconcile(drop.context)] == [FileNotFoundError]
    assert Scan.get(Scan.claim == waiting.id).state == ScanState.TAKEN
    away.rename(drop.path)
    assert reconcile(drop.context) == []
    assert drop.left == [NAME]


def test_a_scan_that_outgrew_is_given_back_if_a_stop_kept_it(drop: Drop) -> None:
    scan = drop.scan()
    grow(next(drop.context.files.spool.glob(f"*/*/{NAME}")))
    with transaction():
        move(scan, ScanState.OUTGROWN, by="machine")
    reconcile(drop.context)
    assert drop.left == [NAME]
    assert drop.claims == []


def test_a_half_made_claim_is_removed_since_its_file_still_lies_in_its_folder(drop: Drop) -> None:
    drop.put()
    half = drop.context.files.spool / "scanner" / "0000000000000001-abc.part"
    half.mkdir(parents=True)
    (half / NAME).write_bytes(DATA[:5])
    (half.parent / "0000000000000002-abc").mkdir()
    reconcile(drop.context)
    assert drop.claims == []
    assert drop.left == [NAME]
    assert states() == []


def test_an_original_missing_from_the_archive_comes_back_from_the_spool(drop: Drop) -> None:
    scan = drop.scan()
    drop.context.files.originals.drop(scan.sha256)
    reconcile(drop.context)
    assert drop.context.files.originals.path(scan.sha256).read_bytes() == DATA


def test_an_original_that_is_nowhere_is_logged_and_stops_nothing(
    drop: Drop, caplog: pytest.LogCaptureFixture
) -> None:
    scan = drop.scan()
    drop.context.files.originals.drop(scan.sha256)
    (drop.context.files.spool / "scanner" / scan.claim / NAME).unlink()
    drop.claim("other.pdf", b"another page")
    reconcile(drop.context)
    assert "neither in the archive nor in the spool" in caplog.text
    assert states() == ["taken", "taken"]


def test_putting_right_twice_changes_nothing(drop: Drop) -> None:
    drop.claim()
    drop.scan("b.pdf", b"b")
    reconcile(drop.context)
    before = states(), drop.spooled
    reconcile(drop.context)
    assert (states(), drop.spooled) == before
