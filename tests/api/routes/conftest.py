"""A practice with rows of every kind, and somebody who asks."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import pytest
from tests.api.routes.asking import Asker
from tests.lots.practice import Practice, in_force

from scord.api.app import build
from scord.api.board import Board, Position
from scord.api.house import House
from scord.api.pulse import Pulse
from scord.api.sessions import Sessions
from scord.api.tokens import Tokens
from scord.clock import SystemClock
from scord.settings import DropFolder, Settings
from scord.store.context import Context
from scord.store.files import StateFolder
from scord_shared.places import Place
from scord_shared.status import Status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fastapi import FastAPI


@pytest.fixture
def practice(context: Context, tmp_path: Path) -> Practice:
    """With one drop folder, `scanner`."""
    (tmp_path / "scanner").mkdir()
    folders = (DropFolder(name="scanner", path=tmp_path / "scanner"),)
    return Practice(in_force(context, folders=folders))


@pytest.fixture
def woken() -> list[str]:
    """One entry for each time that the engine was woken."""
    return []


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """Built once, since that takes a while; each test puts it into a house of its own."""
    root = tmp_path_factory.mktemp("app")
    context = Context(Settings(state_dir=root), StateFolder(root), SystemClock())
    return build(house_of(context, []), Tokens(Place(root / "run"), "instance"))


@pytest.fixture
def ask(app: FastAPI, practice: Practice, woken: list[str]) -> Asker:
    app.state.house = house_of(practice.context, woken)
    return Asker(app)


def house_of(context: Context, woken: list[str]) -> House:
    board = Board(
        position=lambda: Position(0, 0), look=Status, wake=lambda: None, now=context.clock.now
    )
    sessions = Sessions(context.clock, 1)
    pulse = Pulse(context.clock)
    return House(context, "instance", board, sessions, lambda: woken.append("woken"), pulse)


@pytest.fixture(autouse=True)
def _an_answer_of_another_shape_than_described_fails() -> Iterator[None]:
    """Pydantic only warns of it."""
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message="Pydantic serializer warnings")
        yield
