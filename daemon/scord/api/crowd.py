"""How many may be connected: room for everybody, whatever one user's programs do.

Where all places are taken, a newcomer gets that of the one who has waited longest without asking
anything; who is being served keeps theirs.
"""

from __future__ import annotations

from typing import Protocol

CONNECTIONS = 64
OF_ONE_USER = 8  # over the Unix socket, where the system tells the user
OF_LOOPBACK = 32  # over TCP, where it does not

LOOPBACK = "loopback"


class Guest(Protocol):
    @property
    def served(self) -> bool:
        """Has asked something whole and waits for the answer."""
        ...

    def drop(self) -> None:
        """Ends the connection now."""
        ...


class Crowd:
    """Used by one thread: the API's. Guests are known by their user's number or as LOOPBACK."""

    def __init__(self) -> None:
        self._inside: dict[int | str, list[Guest]] = {}

    def enter(self, who: int | str, guest: Guest) -> bool:
        """Takes `guest` in; False where there is no room."""
        fellows = self._inside.get(who, [])
        total = sum(map(len, self._inside.values()))
        room = len(fellows) < (OF_LOOPBACK if who == LOOPBACK else OF_ONE_USER)
        if not room and not self._make_room(who):
            return False
        if room and total >= CONNECTIONS and not self._make_room(self._largest()):
            return False
        self._inside.setdefault(who, []).append(guest)
        return True

    def leave(self, who: int | str, guest: Guest) -> None:
        """Once more does no harm."""
        fellows = self._inside.get(who, [])
        if guest in fellows:
            fellows.remove(guest)
        if not fellows:
            self._inside.pop(who, None)

    def _largest(self) -> int | str:
        return max(self._inside, key=lambda who: len(self._inside[who]))

    def _make_room(self, who: int | str) -> bool:
        for guest in self._inside[who]:
            if not guest.served:
                self.leave(who, guest)
                guest.drop()
                return True
        return False
