"""What the tray asks of the service: the part of scord_shared's client that it uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from scord_shared.status import ServiceStatus


class Service(Protocol):
    """All raise ScordError: SERVICE_SILENT, NOT_THE_SERVICE, UPDATE_NEEDED, or what it refuses."""

    def status(
        self, since: int | None = None, instance: str | None = None, wait: float = 0
    ) -> ServiceStatus:
        """At once, or within `wait` seconds where nothing has changed after revision `since`."""
        ...

    def post(self, path: str, body: Any = None) -> Any: ...

    def page_link(self, path: str = "/") -> str:
        """Opens the page at `path`, once. A secret: never logged."""
        ...
