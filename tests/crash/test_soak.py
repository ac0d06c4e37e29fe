"""`make soak`: the plug pulled at random, over and over, under load. SOAK_MINUTES says how long."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from tests.lps import ack, acks, invoice, invoices
from tests.practice import jpeg, sha256, until

from scord.doctor import FAULT, examine
from scord.lots.piece_state import unsent
from scord.store.states import ItemVerdict, ScanState
from scord.store.tables import Attachment, LotItem, Scan

if TYPE_CHECKING:
    from tests.caisse import Caisse
    from tests.crash.conftest import Service
    from tests.practice import Practice

    from scord.store.context import Context

pytestmark = pytest.mark.soak

MINUTES = float(os.environ.get("SOAK_MINUTES", "30"))
ALIVE_SECONDS = (0.3, 8.0)  # from before it is ready to well into its work


def test_random_kills_lose_no_paper_and_send_none_twice(
    practice: Practice, service: Service, caisse: Caisse
) -> None:
    chance = random.Random(int(os.environ.get("SOAK_SEED", "1")))  # noqa: S311 -- no secret
    dropped: set[str] = set()
    end = time.monotonic() + MINUTES * 60
    kills = 0
    with practice.store() as context:
        while time.monotonic() < end:
            with service.started() as process:
                dropped.add(_drop(practice, len(dropped)))
                _live(practice, caisse, context, chance.uniform(*ALIVE_SECONDS))
                process.send_signal(signal.SIGKILL)
                process.wait()
                kills += 1
        with service.started():
            until(lambda: _settled(practice, caisse, context), "all accounted for", 300.0)
        names = Counter(lot.file_name for lot in caisse.received)
        print(f"{kills} kills, {len(dropped)} papers, {len(names)} lots")  # noqa: T201
        assert {scan.sha256 for scan in Scan.select()} == dropped
        assert set(names.values()) == {1}
        assert [found for found in examine(context) if found.level == FAULT] == []
    assert kills


def _drop(practice: Practice, number: int) -> str:
    """One paper, its invoice and the ARL of its lot."""
    name = str(1000 + number)
    data = jpeg(f"soak {number}")
    practice.drop(f"SCORD_{name}_ADRDEUX.jpg", data)
    practice.hand(invoices(invoice(name)))
    practice.hand(acks(ack()))
    return sha256(data)


def _live(practice: Practice, caisse: Caisse, context: Context, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        _meanwhile(practice, caisse, context)
        time.sleep(0.1)


def _meanwhile(practice: Practice, caisse: Caisse, context: Context) -> None:
    if unsent().exists():
        practice.send(context)
    for lot in caisse.read():
        caisse.answer(lot)


def _settled(practice: Practice, caisse: Caisse, context: Context) -> bool:
    _meanwhile(practice, caisse, context)
    accepted = LotItem.select().where(LotItem.verdict == ItemVerdict.ACCEPTED).count()
    at_work = Scan.select().where(Scan.state == ScanState.TAKEN).exists()
    return not at_work and accepted == Attachment.select().count() > 0
