"""Takes ARLs for SCOR lots out of the folder where the other side puts them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from scord.exchange.answers import CAISSE, understand, understand_pending
from scord.intake.incoming import IncomingFolder

if TYPE_CHECKING:
    from scord.lots.profile import Profile
    from scord.store.context import Context


class Answers(IncomingFolder):
    """The folder of answers. Called by the engine's one thread only."""

    def __init__(self, context: Context, profile: Profile) -> None:
        super().__init__(
            context,
            context.settings.in_folder,
            CAISSE,
            context.files.answers,
            is_whole=partial(_is_whole, profile),
            understand=partial(understand, context, profile),
        )
        self._understand_pending = partial(understand_pending, context, profile)

    def work(self) -> int:
        """Takes every answer that has settled; how many files. Raises ScordError DISK_FULL."""
        self._understand_pending()
        return super().work()


def _is_whole(profile: Profile, name: str, data: bytes) -> bool:
    try:
        profile.parse_answer(data, name)
    except Exception:  # noqa: BLE001 -- a plug-in may fail in any way; `understand` records it
        return False
    return True
