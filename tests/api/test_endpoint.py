from __future__ import annotations

from typing import TYPE_CHECKING

from scord.api.endpoint import place_of
from scord.settings import Api, Settings
from scord_shared.places import ENVIRONMENT, client_folder, system_folder

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_an_installed_service_is_met_where_clients_look_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(ENVIRONMENT, raising=False)
    assert place_of(Settings()).folder == system_folder() == client_folder()


def test_a_state_folder_of_ones_own_has_an_address_of_its_own(tmp_path: Path) -> None:
    assert place_of(Settings(state_dir=tmp_path)).folder == tmp_path / "run"


def test_the_setting_goes_before_both(tmp_path: Path) -> None:
    settings = Settings(state_dir=tmp_path, api=Api(folder=tmp_path / "elsewhere"))
    assert place_of(settings).folder == tmp_path / "elsewhere"


def test_service_and_client_agree_on_the_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path))
    assert place_of(Settings()).folder == tmp_path == client_folder()
