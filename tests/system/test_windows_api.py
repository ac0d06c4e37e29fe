"""The API on Windows: loopback TCP, signed both ways, the token in a file of the user's own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.practice import until
from tests.system.windows import windows_path

if TYPE_CHECKING:
    from pathlib import Path

    from tests.system.windows import Windows

pytestmark = pytest.mark.system

OF_THE_API = ("signed", "tokens", "rights", "accounts", "server", "strangers")


def test_a_service_answers_a_client_that_signs_and_refuses_a_wrong_token(
    windows: Windows, tmp_path: Path
) -> None:
    state = tmp_path / "state"
    config = tmp_path / "scord.toml"
    config.write_text(f"state_dir = '{windows_path(state)}'\n", "utf-8")
    with windows.running("-m", "scord", "--config", windows_path(config), "run"):
        until((state / "run" / "endpoint.json").exists, "the service's address")
        told = json.loads(
            windows.run("-m", "tests.system.windows_client", windows_path(state / "run"))
        )
    assert told["you"] == told["user"]
    assert (told["paused_before"], told["paused_after"]) == (False, True)
    assert (told["right_token"], told["wrong_token"]) == (200, 401)
    assert told["user"] in {entry["by"] for entry in told["journal"]["items"]}


def test_it_passes_its_own_tests(windows: Windows, tmp_path: Path) -> None:
    windows.run_tests(tmp_path, *(f"tests/api/test_{name}.py" for name in OF_THE_API))
