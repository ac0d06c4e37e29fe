"""Who keeps the key of the files, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scord.words.speech import Words

KEEPERS: dict[str, Words] = {
    "systemd": ("systemd, pour le service de cette machine", "systemd, for this machine's service"),
    "environment": ("l'environnement du service", "the service's environment"),
    "windows": ("Windows, pour cette machine", "Windows, for this machine"),
    "keyring": ("le trousseau de ce compte", "the keyring of this account"),
}
