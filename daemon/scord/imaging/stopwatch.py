"""How much processor time each step of a page takes."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Stopwatch:
    """`with watch("decode"):` adds the block's milliseconds to `ms["decode"]`."""

    def __init__(self) -> None:
        self.ms: dict[str, float] = {}

    @contextmanager
    def __call__(self, step: str) -> Iterator[None]:
        start = time.process_time()
        try:
            yield
        finally:
            spent = (time.process_time() - start) * 1000
            self.ms[step] = round(self.ms.get(step, 0.0) + spent, 2)
