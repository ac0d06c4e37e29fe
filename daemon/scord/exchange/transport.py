"""What a way out must offer, so that the outbox never has to guess what became of a message."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from scord_shared.errors import ScordError

if TYPE_CHECKING:
    from collections.abc import Callable


class Trace(StrEnum):
    """What can be seen afterwards of an attempt that was cut off."""

    DELIVERED = "delivered"  # the message is in its place
    UNTOUCHED = "untouched"  # the last step was surely not taken
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Parcel:
    """A frozen message on its way: the same at every attempt."""

    file_name: str
    message_id: str
    sha256: str
    data: bytes


class NotDeliveredError(ScordError):
    """The receiver surely has nothing of it; another attempt does no harm."""


class RouteError(NotDeliveredError):
    """The way itself is barred (a password, a host's name, a certificate), whatever the message."""


class RefusedError(ScordError):
    """It can never be delivered as it is; the receiver has nothing of it."""


class Transport(Protocol):
    """One way out."""

    def deliver(self, parcel: Parcel, starting: Callable[[], None]) -> None:
        """Returns once the receiver has the parcel.

        `starting` is called right before the first step after which the receiver may have it.
        Raises NotDeliveredError or RefusedError where it surely has not; any other exception leaves
        it open, and `trace` is asked.
        """
        ...

    def trace(self, file_name: str, sha256: str) -> Trace:
        """What is left to be seen of an attempt at this message. Never raises."""
        ...
