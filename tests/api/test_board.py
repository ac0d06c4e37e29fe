from __future__ import annotations

import asyncio
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from scord.api import board as module
from scord.api.board import Board, Position
from scord_shared.status import Armed, Counts, NamedInvoice, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine


@dataclass
class _Store:
    revision: int = 1
    latest: int = 1
    looks: int = 0
    woken: int = 0
    now: datetime = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)
    armed: tuple[Armed, ...] = ()
    board: Board = field(init=False)

    def __post_init__(self) -> None:
        self.board = Board(
            position=lambda: Position(self.revision, self.latest),
            look=self._look,
            wake=self._wake,
            now=lambda: self.now,
        )

    def _look(self) -> Status:
        self.looks += 1
        return Status(counts=Counts(to_file=self.revision), armed=self.armed)

    def _wake(self) -> None:
        self.woken += 1
        self.revision = self.latest


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WATCH_SECONDS", 0.02)


def _run(act: Callable[[], Coroutine[None, None, None]]) -> None:
    asyncio.run(asyncio.wait_for(act(), 20))


def test_the_store_is_read_once_per_revision() -> None:
    store = _Store()

    async def act() -> None:
        seen = await asyncio.gather(*(store.board.seen() for _ in range(20)))
        assert {one.revision for one in seen} == {1}
        assert store.looks == 1
        store.revision = store.latest = 2
        assert (await store.board.seen()).status.counts.to_file == 2
        assert store.looks == 2

    _run(act)


def test_who_knows_an_older_revision_is_answered_at_once() -> None:
    store = _Store(revision=5, latest=5)

    async def act() -> None:
        assert (await store.board.beyond(4, 60)).revision == 5

    _run(act)


def test_who_waits_in_vain_is_told_the_same_after_their_time() -> None:
    store = _Store()

    async def act() -> None:
        begun = time.monotonic()
        assert (await store.board.beyond(1, 0.2)).revision == 1
        assert time.monotonic() - begun >= 0.2

    _run(act)


def test_another_processs_write_wakes_the_engine_and_then_who_waits() -> None:
    store = _Store()

    async def act() -> None:
        waiting = asyncio.create_task(store.board.beyond(1, 60))
        await asyncio.sleep(0.05)
        store.latest = 2  # the counts follow once the engine is woken
        assert (await waiting).revision == 2
        assert store.woken >= 1

    _run(act)


def test_the_engines_word_wakes_who_waits_without_the_watcher(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "WATCH_SECONDS", 60.0)
    store = _Store()

    async def act() -> None:
        waiting = asyncio.create_task(store.board.beyond(1, 60))
        await asyncio.sleep(0.05)
        store.revision = store.latest = 2
        threading.Thread(target=store.board.changed).start()
        assert (await waiting).revision == 2

    _run(act)


def test_the_engines_word_does_no_harm_while_nobody_waits_and_after_the_end() -> None:
    store = _Store()
    store.board.changed()

    async def act() -> None:
        await store.board.beyond(0, 1)

    _run(act)
    store.board.changed()


def test_nobody_watches_while_nobody_waits() -> None:
    store = _Store()

    async def act() -> None:
        await store.board.beyond(1, 0.05)
        store.latest = 2
        await asyncio.sleep(0.2)
        assert store.woken == 0
        assert len(asyncio.all_tasks()) == 2  # this one, and the limit around it

    _run(act)


def test_a_fault_of_the_store_ends_neither_the_watch_nor_the_waiting() -> None:
    store = _Store()
    good = store.board._position

    async def act() -> None:
        waiting = asyncio.create_task(store.board.beyond(1, 60))
        await asyncio.sleep(0.05)
        store.board._position = _broken
        await asyncio.sleep(0.1)
        store.board._position = good
        store.latest = 2
        assert (await waiting).revision == 2

    _run(act)


def _broken() -> Position:
    raise OSError("disk")


def test_the_end_of_the_service_sends_all_home() -> None:
    store = _Store()

    async def act() -> None:
        waiting = [asyncio.create_task(store.board.beyond(1, 60)) for _ in range(10)]
        await asyncio.sleep(0.05)
        store.board.close()
        assert {(await one).revision for one in waiting} == {1}
        assert (await store.board.beyond(1, 60)).revision == 1

    _run(act)


def test_an_armed_invoice_whose_time_runs_out_is_looked_at_anew_without_a_change() -> None:
    store = _Store()
    until = store.now + timedelta(minutes=10)
    store.armed = (Armed(1, NamedInvoice(1, "a", "1"), "scanner", until),)

    async def act() -> None:
        assert (await store.board.seen()).status.armed
        store.armed = ()
        assert (await store.board.seen()).status.armed
        store.now = until
        assert not (await store.board.seen()).status.armed

    _run(act)
