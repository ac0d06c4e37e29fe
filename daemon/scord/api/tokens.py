"""The secrets of those who sign their requests: one a user, in a file that they alone can read.

Being able to read the file is what proves who one is. All are new at each start of the service.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import msgspec

from scord.api import accounts, rights
from scord.store.files import write_whole
from scord_shared import signing
from scord_shared.errors import Code, ScordError
from scord_shared.places import Token

if TYPE_CHECKING:
    from scord_shared.places import Place

USERS = 100  # more than work on one machine; a network's directory may name thousands


class Tokens:
    """From any thread."""

    def __init__(self, place: Place, instance: str) -> None:
        """Raises OSError where the folder cannot be used."""
        self._place = place
        self._instance = instance
        self._tokens: dict[str, str] = {}
        self._lock = threading.Lock()
        rights.own_folder(place.tokens, listed=False)
        self.withdraw()

    def of(self, user: str) -> str | None:
        """The token that was handed to `user`."""
        return self._tokens.get(user)

    def hand(self, user: str) -> str:
        """Sees to it that `user` finds the token in its file. Raises WHO_UNKNOWN for one who is no
        user of this machine, or whom the service has no right to give a file.
        """
        with self._lock:
            token = self._tokens.get(user)
            if token is None or not self._place.token(user).exists():
                token = self._write(user)
                self._tokens[user] = token
            return token

    def withdraw(self) -> None:
        """Removes every file: those of an earlier start, or all at the end."""
        with self._lock:
            self._tokens.clear()
            for file in self._place.tokens.iterdir():
                file.unlink(missing_ok=True)

    def _write(self, user: str) -> str:
        if accounts.find(user) is None:
            raise ScordError(Code.WHO_UNKNOWN)
        if len(self._tokens) >= USERS:
            oldest = next(iter(self._tokens))
            del self._tokens[oldest]
            self._place.token(oldest).unlink(missing_ok=True)
        token = signing.new_token()
        told = msgspec.json.encode(Token(user, self._instance, token))
        file = self._place.token(user)
        try:
            write_whole(file, told, mode=0o600)  # the service's own until it is given away
            rights.give_to(file, user)
        except (OSError, OverflowError) as fault:
            file.unlink(missing_ok=True)
            raise ScordError(Code.WHO_UNKNOWN) from fault
        return token
