"""No call is lost, many are one, and a stop is heard whenever it comes."""

from __future__ import annotations

import threading
from multiprocessing.connection import wait
from typing import TYPE_CHECKING

import pytest

from scord.wake import Wake

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def wake() -> Iterator[Wake]:
    made = Wake()
    yield made
    made.close()


def woken(wake: Wake) -> bool:
    return bool(wait([wake.reader], timeout=0))


def test_many_calls_are_one_and_are_forgotten_when_heard(wake: Wake) -> None:
    for _ in range(100_000):  # more than a pipe holds: a call must never block its caller
        wake()
    assert woken(wake)
    wake.heard()
    assert not woken(wake)
    wake()
    assert woken(wake)


def test_hearing_without_a_call_does_not_block(wake: Wake) -> None:
    wake.heard()
    assert not woken(wake)


def test_a_call_from_another_thread_ends_a_wait(wake: Wake) -> None:
    timer = threading.Timer(0.02, wake)
    timer.start()
    assert wait([wake.reader], timeout=5)
    timer.join()


def test_a_stop_wakes_and_is_never_forgotten(wake: Wake) -> None:
    wake()
    wake.stop()  # one call with the one before
    wake.heard()
    assert wake.stopping
    assert woken(wake)


def test_a_stop_while_the_calls_are_being_forgotten_still_wakes(wake: Wake) -> None:
    """As a signal does: on the same thread, between reading the call and forgetting it."""
    wake()
    reader = wake.reader

    class Interrupted:
        def recv_bytes(self) -> bytes:
            data = reader.recv_bytes()
            wake.stop()
            return data

    wake.reader = Interrupted()  # type: ignore[assignment]
    wake.heard()
    wake.reader = reader
    assert woken(wake)
