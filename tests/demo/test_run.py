from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

import pytest

from scord.demo.house import open_house
from scord.demo.run import Run
from scord.demo.service import Service

if TYPE_CHECKING:
    from scord.store.context import Context


@pytest.mark.skipif(os.name == "nt", reason="no signals there")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_that_python_swallowed_ends_the_next_round(
    context: Context, number: signal.Signals
) -> None:
    with open_house(keep=False, today=date(2026, 3, 10)) as house:
        run = Run(house, context, Service(house.settings_file, house.log))
        with run.interruptible():
            run.round()
            with suppress(KeyboardInterrupt):
                os.kill(os.getpid(), number)
                time.sleep(1)
            with pytest.raises(KeyboardInterrupt):
                run.round()
