"""An installation without a fault, and what the doctor finds of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.lots.practice import BILLING, in_force

from scord.settings import Caisses, DropFolder, PractitionerSettings

if TYPE_CHECKING:
    from pathlib import Path

    from scord.store.context import Context


@pytest.fixture
def sound(context: Context, tmp_path: Path) -> Context:
    """An installation without a fault: one drop folder, all places there."""
    folder = DropFolder(name="scanner", path=tmp_path / "scanner")
    folder.path.mkdir()
    context.settings.out_folder.mkdir(parents=True)
    context.settings.in_folder.mkdir(parents=True)
    context.files.root.chmod(0o700)
    nurse = PractitionerSettings(
        billing_number=BILLING, region="84", scor_start_date=date(2026, 1, 5)
    )
    return in_force(
        context,
        folders=(folder,),
        caisses=Caisses(open=("*",)),
        practitioners=(nurse,),
        min_free_mb=0,
    )
