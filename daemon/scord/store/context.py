"""What every room is handed: the settings in force, the state folder, the clock, the cards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scord_shared.cards import CardsSeen, unwatched

if TYPE_CHECKING:
    from collections.abc import Callable

    from scord.clock import Clock
    from scord.settings import Settings
    from scord.store.files import StateFolder


@dataclass(frozen=True)
class Context:
    """`cards`: what is in the card readers, as last seen."""

    settings: Settings
    files: StateFolder
    clock: Clock
    cards: Callable[[], CardsSeen] = unwatched
