"""The whole way, with faults, through every handler of the log: one number leads from the first
sight of a file to the answer of the caisse, and no line names anybody.
"""

from __future__ import annotations

import io
import json
import logging
import socket
import sys
import threading
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from tests.journald import fields
from tests.lps import ack, acks, invoice, invoices
from tests.practice import Practice, colour_of, jpeg, the_scan, until

from scord.filing import stage
from scord.logs.journald import JournalHandler
from scord.logs.keeping import logged
from scord.logs.kept import FILE_NAME, FOLDER
from scord.lots.colour import Colour
from scord.store.states import ScanState
from scord.store.tables import Invoice, Scan, Sighting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.caisse import Caisse

pytestmark = pytest.mark.slow

WRONG_NIR = "181016322075141"
LIBRARIES = ("uvicorn.error", "apscheduler.executors.default", "pypdf", "PIL", "asyncio")


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    return Practice(tmp_path, top='log = {level = "DEBUG", file = true}')


@contextmanager
def all_heard(practice: Practice, address: str) -> Iterator[io.StringIO]:
    """The log of a service at its most talkative, on a terminal, in a file and at journald."""
    terminal, before, failed = io.StringIO(), sys.stderr, None
    sys.stderr = terminal
    try:
        with logged(practice.settings):
            logging.getLogger().addHandler(JournalHandler(address))
            try:
                yield terminal
            except AssertionError as fault:  # the log would keep its words to itself
                failed = fault
    finally:
        sys.stderr = before
    if failed:
        raise failed


@contextmanager
def hearing(address: Path) -> Iterator[list[bytes]]:
    """What journald hears, which reads as fast as it can."""
    heard: list[bytes] = []
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ours:
        ours.bind(str(address))

        def read() -> None:
            while said := ours.recv(200_000):
                heard.append(said)

        reader = threading.Thread(target=read)
        reader.start()
        try:
            yield heard
        finally:
            ours.sendto(b"", str(address))
            reader.join()


@pytest.mark.skipif(sys.platform != "linux", reason="journald is Linux's")
def test_one_number_follows_each_scan_and_no_line_names_anybody(
    practice: Practice, caisse: Caisse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled = stage._settle
    failing = []

    def fail_once(context: Any, document: Any, decision: Any) -> None:
        if not failing:
            failing.append(document.scan_id)
            raise ValueError(f"{told.family_name} {told.patient_nir}")
        settled(context, document, decision)

    bad = invoice("482")
    bad["patient"] = {**bad["patient"], "nir": WRONG_NIR}
    monkeypatch.setattr("scord.journey._REST_SECONDS", 0.2)
    with ExitStack() as house:
        journald = house.enter_context(hearing(tmp_path / "journald"))
        terminal = house.enter_context(all_heard(practice, str(tmp_path / "journald")))
        context = house.enter_context(practice.running())
        practice.hand(invoices(invoice("481"), bad))
        practice.hand(acks(ack()))
        until(lambda: Invoice.get_or_none(Invoice.number == "481"), "the invoice imported")
        told = Invoice.get(Invoice.number == "481")
        monkeypatch.setattr(stage, "_settle", fail_once)
        good = practice.drop(f"SCORD_481_{told.family_name}.jpg", jpeg("a named paper"))
        broken = practice.drop(f"{told.family_name}.jpg", jpeg("a broken paper")[:2000])
        (practice.drop_folder / f"{told.family_name} {WRONG_NIR}").mkdir()
        until(lambda: (s := the_scan(broken)) and s.state == ScanState.REFUSED, "a refusal")
        until(lambda: Sighting.select().exists(), "a sighting")
        until(lambda: colour_of(context, "481") == Colour.YELLOW, "the paper filed")
        for library in LIBRARIES:
            logging.getLogger(library).error(f"cannot read {told.family_name}")  # noqa: G004
        practice.send(context)
        caisse.answer(caisse.next_lot())
        until(lambda: colour_of(context, "481") == Colour.GREEN, "the piece accepted")
        scan, refused = the_scan(good), the_scan(broken)
        file = practice.settings.state_dir / FOLDER / FILE_NAME
        until(lambda: "lot-item.accepted" in file.read_text("utf-8"), "the last line")
        secrets = {
            told.family_name,
            told.given_name,
            told.patient_nir,
            told.patient_nir[:13],
            WRONG_NIR,
        }
    assert scan is not None
    assert refused is not None
    said = [field for datagram in journald for field in fields(datagram)]
    heard = "".join(f"{name}={value}\n" for name, value in said)
    written = {"terminal": terminal.getvalue(), "file": file.read_text("utf-8"), "journald": heard}
    found = [(place, one) for place, text in written.items() for one in secrets if one in text]
    assert found == []
    assert failing == [scan.id]
    assert [text.count("scor-lot 1 accepted") for text in written.values()] == [1, 1, 1]
    lines = [json.loads(line) for line in written["file"].splitlines()]
    way = _way(lines, scan)
    assert "a stage failed" in way
    beside = ("a stage failed", "page-reading.read")  # its text is read when the machine has time
    assert [one for one in way if one not in beside] == [
        "a file is seen",
        "scan.taken",
        "document.new",
        "scan.converted",
        "document.attached",
        "attachment.made",
        "scor-lot.frozen",
        "message.sending",
        "message.sent",
        "scor-lot.sent",
        "acknowledgement.applied",
        "lot-item.accepted",
        "scor-lot.accepted",
    ]
    assert _way(lines, refused) == [
        "a file is seen",
        "scan.taken",
        "page 1 cannot be",
        "scan.refused",
        "alert.opened",
    ]
    assert f"SCORD_SCAN={scan.id}\n" in heard


def _way(lines: list[dict[str, Any]], scan: Scan) -> list[str]:
    """What was said of one scan: events of the journal, or the first words; each once."""
    key = scan.claim.partition("-")[0]
    of_it = [one for one in lines if one.get("file") == key or scan.id in one.get("scan", [])]
    told = [one for one in of_it if one["level"] != "DEBUG"]
    words = (
        one.get("event") or " ".join(one["text"].partition(":")[0].split()[:4]) for one in told
    )
    return list(dict.fromkeys(words))
