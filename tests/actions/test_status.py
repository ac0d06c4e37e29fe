"""The status counts what is there and names nobody."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from scord.actions.sending import pause
from scord.actions.status import status
from scord.store.states import AckOutcome, DocumentState, FseVerdict, ScanState
from scord.store.tables import Acknowledgement, Incoming, Scan, Sighting

if TYPE_CHECKING:
    from tests.lots.practice import Practice

    from scord.store.context import Context


def test_an_empty_store_has_nothing_to_tell(context: Context) -> None:
    now = asdict(status())
    assert {value for value in now.values() if isinstance(value, int)} == {0}
    assert (now["flags"], now["sightings"], now["waiting"]) == ((), (), ())


def test_everything_is_counted_where_it_stands(practice: Practice) -> None:
    practice.ready()
    practice.document(None, state=DocumentState.INBOX, reason="no-clue", name="lot.pdf")
    practice.document(None, state=DocumentState.HELD, reason="image.too-heavy")
    practice.document(None, state=DocumentState.SET_ASIDE)
    practice.lot(verdict=FseVerdict.CONTESTED)
    for number, state in enumerate([ScanState.TAKEN, ScanState.REFUSED, ScanState.DUPLICATE]):
        Scan.create(
            claim=f"c{number}", folder="accueil", name="x.tif", sha256=f"x{number}", size=1,
            mtime_ns=1, first_seen_at=practice.now, taken_at=practice.now, state=state,
        )  # fmt: skip
    incoming = Incoming.create(channel="lps", name="a.json", sha256="0", received_at=practice.now)
    for position, outcome in enumerate([AckOutcome.AMBIGUOUS, AckOutcome.UNMATCHED]):
        Acknowledgement.create(incoming=incoming, position=position, outcome=outcome)
    pause(practice.context, by="Anne")
    now = status()
    assert now.paused
    assert [(one.name, one.by, one.since) for one in now.flags] == [
        ("paused", "Anne", practice.now)
    ]
    counts = (now.to_file, now.held, now.to_send, now.at_work, now.refused_scans)
    assert counts == (1, 1, 1, 1, 1)
    assert (now.duplicate_scans, now.contested_lots, now.acks_to_settle) == (1, 1, 2)
    assert [(one.file, one.why) for one in now.waiting] == [
        ("lot.pdf", "no-clue"),
        ("scan.tif", "image.too-heavy"),
    ]


def test_a_frozen_lot_is_awaited_and_no_longer_to_send(practice: Practice) -> None:
    practice.ready()
    practice.lots()
    now = status()
    assert (now.to_send, now.awaiting_ack) == (0, 1)


def test_only_what_still_stands_in_a_folder_is_shown(practice: Practice) -> None:
    for name, resolved in (("gone.pdf", practice.now), ("pipe", None)):
        Sighting.create(
            folder="scanner",
            name=name,
            code="file.not-regular",
            first_seen_at=practice.now,
            resolved_at=resolved,
        )
    assert status().sightings == (("scanner", "pipe", "file.not-regular"),)


def test_no_name_and_no_nir_is_in_it(practice: Practice) -> None:
    practice.ready(patient_nir="181016322075140", insured_nir="181016322075140")
    practice.document(None, state=DocumentState.INBOX, reason="no-clue")
    told = str(status())
    assert not any(word in told for word in ("ADRDEUX", "LAURENT", "1810163", "GRIS", "ANNE"))
