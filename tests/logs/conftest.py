"""Records as the library makes them, and a logger whose lines reach one handler alone."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture
def speaking() -> Iterator[Callable[[logging.Handler, str], logging.Logger]]:
    """A logger of that name which speaks to that handler alone, at every level."""
    used: list[tuple[logging.Logger, logging.Handler]] = []

    def speak(handler: logging.Handler, name: str = "scord.spoken") -> logging.Logger:
        logger = logging.getLogger(name)
        logger.addHandler(handler)
        logger.setLevel(logging.DEBUG)
        logger.propagate = False
        used.append((logger, handler))
        return logger

    yield speak
    for logger, handler in used:
        logger.removeHandler(handler)
        logger.propagate = True
        logger.setLevel(logging.NOTSET)
        handler.close()
