"""The settings as far as the one who asks may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.store.sight import hidden

if TYPE_CHECKING:
    from scord.settings import Settings

OF_PRACTITIONERS = ("practitioners", "mail")  # lists with an entry for each


def seen(settings: Settings) -> Settings:
    """Without the entries of practitioners who are hidden."""
    return settings.model_copy(
        update={
            name: tuple(
                one for one in getattr(settings, name) if one.billing_number not in hidden()
            )
            for name in OF_PRACTITIONERS
        }
    )
