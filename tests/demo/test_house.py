"""The demo lives in a folder of its own, whatever the environment says of a real installation."""

from __future__ import annotations

import os
import tempfile
from datetime import date
from typing import TYPE_CHECKING

import pytest

from scord.demo.house import COUNTER, SCANNER, open_house
from scord.demo.people import BRUN, GRIS
from scord.settings import load

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def _temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def test_its_settings_hold_and_every_folder_lies_under_it() -> None:
    with open_house(keep=False, today=TODAY) as house:
        settings = load(house.settings_file)
        assert {folder.name for folder in settings.folders} == {SCANNER, COUNTER}
        places = [settings.state_dir, settings.invoices.folder, settings.out_folder]
        for place in [*places, *(folder.path for folder in settings.folders)]:
            assert place is not None
            assert place.is_relative_to(house.root)
        for carer in (GRIS, BRUN):
            known = settings.practitioner(carer.billing_number)
            assert known.region
            assert known.scor_start_date is not None
            assert known.scor_start_date < TODAY


def test_the_real_installation_is_out_of_reach_while_it_lasts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCORD_STATE_DIR", str(tmp_path / "real"))
    monkeypatch.setenv("SCORD_EXCHANGE__PROFILE", "depot")
    with open_house(keep=False, today=TODAY) as house:
        settings = load(house.settings_file)
        assert settings.state_dir == house.state
        assert settings.exchange.profile == "reference"
    assert os.environ["SCORD_STATE_DIR"] == str(tmp_path / "real")


@pytest.mark.parametrize("keep", [True, False])
def test_it_is_gone_afterwards_unless_kept(*, keep: bool) -> None:
    with open_house(keep=keep, today=TODAY) as house:
        assert house.root.stat().st_mode & 0o077 == 0 or os.name == "nt"
    assert house.root.exists() == keep
