"""The fault matrix through outbox and inbox: no cell is lost, none is sent or understood twice."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.exchange import test_mailbox, test_smtp
from tests.exchange.fault_table import Cell, as_markdown, fetch_through, send_through

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.exchange.certificates import Issued
    from tests.exchange.mailbox_server import Fault

    from scord.store.context import Context
    from scord_shared.errors import Code

pytest_plugins = ("tests.exchange.trust",)
# the transports have their own matrices in make test; this takes minutes: make soak, bench-exchange
pytestmark = [pytest.mark.soak, pytest.mark.usefixtures("trusted")]

OUT = Path("build/bench/exchange-faults.md")
ROUTE_IS_RETRIED = {"route": "retry"}  # after the route's rest


@pytest.fixture(scope="module")
def cells() -> Iterator[list[Cell]]:
    """Printed at last, and written where all of them were run."""
    made: list[Cell] = []
    yield made
    table = as_markdown(made)
    print(f"\n{table}")  # noqa: T201 -- what `pytest -s` is for
    if len(made) == len(test_smtp.CELLS) + len(test_mailbox.CELLS):
        OUT.parent.mkdir(parents=True, exist_ok=True)
        OUT.write_text(table, "utf-8")


@pytest.mark.parametrize(("phase", "fault", "expected"), test_smtp.CELLS)
def test_a_lot_is_taken_at_most_once_and_is_sent_uncertain_or_back_with_a_person(
    context: Context,
    issued: Issued,
    cells: list[Cell],
    phase: str,
    fault: str,
    expected: tuple[str, Code | None],
) -> None:
    cell = send_through(context, issued, phase, fault)
    cells.append(cell)
    verdict, code = expected
    assert cell.verdict == ROUTE_IS_RETRIED.get(verdict, verdict)
    assert code is None or cell.why == code
    assert not cell.lost
    assert not cell.twice
    refused = verdict in ("uncertain", "failed")
    assert cell.end == (verdict if refused else "sent")


@pytest.mark.parametrize(("protocol", "fault", "code", "count"), test_mailbox.CELLS)
def test_every_letter_has_its_effect_once_after_any_fault_of_the_mailbox(  # noqa: PLR0917 -- its cell
    context: Context,
    issued: Issued,
    cells: list[Cell],
    protocol: str,
    fault: Fault,
    code: Code | None,
    count: int,
) -> None:
    cell = fetch_through(context, issued, protocol, fault)
    cells.append(cell)
    of_one = fault.kind == "error" and fault.verb in test_mailbox.PER_LETTER  # the next are tried
    taken = 2 if of_one else count
    assert cell.why == ("taken" if code is None or of_one else code)
    assert cell.verdict == f"{taken} of 3"
    assert not cell.lost
    assert not cell.twice
