"""What every room is handed: the settings in force, the state folder, the clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scord.clock import Clock
    from scord.settings import Settings
    from scord.store.files import StateFolder


@dataclass(frozen=True)
class Context:
    settings: Settings
    files: StateFolder
    clock: Clock
