from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

from scord.api.pulse import PATIENCE_SECONDS, Pulse

if TYPE_CHECKING:
    from tests.conftest import TurnedClock


async def _turn() -> None:
    await asyncio.sleep(0)
    await asyncio.sleep(0)


def test_a_loop_that_turns_answers_however_long_the_engine_rests(clock: TurnedClock) -> None:
    async def live() -> list[bool]:
        pulse = Pulse(clock)
        pulse.attach(asyncio.get_running_loop())
        beats = []
        for _ in range(3):
            beats.append(pulse.beat())
            await _turn()
            clock.turn(seconds=10 * PATIENCE_SECONDS)
        return beats

    assert asyncio.run(live()) == [True, True, True]


def test_a_loop_that_is_stuck_is_seen_when_patience_is_over_and_again_when_it_turns(
    clock: TurnedClock,
) -> None:
    async def live() -> list[bool]:
        pulse = Pulse(clock)
        pulse.attach(asyncio.get_running_loop())
        beats = [pulse.beat()]
        clock.turn(seconds=PATIENCE_SECONDS - 1)
        beats.append(pulse.beat())
        clock.turn(seconds=1)
        beats.append(pulse.beat())
        await _turn()
        return [*beats, pulse.beat()]

    assert asyncio.run(live()) == [True, True, False, True]


def test_a_loop_that_has_ended_is_stuck(clock: TurnedClock) -> None:
    pulse, loop = Pulse(clock), asyncio.new_event_loop()
    pulse.attach(loop)
    loop.close()
    pulse.beat()
    clock.turn(seconds=PATIENCE_SECONDS)
    assert not pulse.beat()


def test_the_engine_beats_from_another_thread(clock: TurnedClock) -> None:
    async def live() -> bool:
        pulse = Pulse(clock)
        pulse.attach(asyncio.get_running_loop())
        threading.Thread(target=pulse.beat).start()
        await asyncio.sleep(0.05)
        clock.turn(seconds=PATIENCE_SECONDS)
        return pulse.beat()

    assert asyncio.run(live())
