"""Runs the fault table and the kills of the tests, and counts what they did wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.crash import mail_day
from tests.crash.mail_kills import POINTS, survive
from tests.exchange import test_mailbox, test_smtp
from tests.exchange.fault_table import Cell, fetch_through, send_through, store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.exchange.certificates import Issued


@dataclass
class Kills:
    """`failed`: what went wrong, by the name of the kill."""

    points: int = 0
    failed: dict[str, str] = field(default_factory=dict)


def faults(place: Path, issued: Issued, step: int, say: Callable[[str], None]) -> list[Cell]:
    """Every `step`th cell of the matrices of SMTP, POP3 and IMAP."""
    asked = [(send_through, one.values[:2]) for one in test_smtp.CELLS]
    asked += [(fetch_through, one.values[:2]) for one in test_mailbox.CELLS]
    cells = []
    for number, (through, what) in enumerate(asked[::step]):
        if not number % 20:
            say(f"faults: {number} of {len(asked[::step])}")
        with store(place / str(number)) as context:
            cells.append(through(context, issued, *what))
    return cells


def kills(place: Path, issued: Issued, step: int, say: Callable[[str], None]) -> Kills:
    """Every `step`th kill of the tests."""
    morning = place / "morning"
    mail_day.morning(morning)
    done = Kills()
    for point in POINTS[::step]:
        say(f"kill at {point}")
        done.points += 1
        try:
            survive(morning, place / str(point), issued, point)
        except AssertionError as fault:
            done.failed[str(point)] = str(fault)
    return done


def figures(cells: list[Cell], done: Kills) -> dict[str, Any]:
    return {
        "fault_cells": len(cells),
        "fault_cells_lost": sum(cell.lost for cell in cells),
        "fault_cells_sent_twice": sum(cell.twice for cell in cells),
        "kill_points": done.points,
        "kill_points_failed": len(done.failed),
    }


def wrong_ones(cells: list[Cell], done: Kills) -> list[str]:
    bad = [cell for cell in cells if cell.lost or cell.twice]
    return [
        *(f"{cell.way} {cell.phase} {cell.fault}: {cell.end}" for cell in bad),
        *(f"kill at {point}: {why}" for point, why in done.failed.items()),
    ]
