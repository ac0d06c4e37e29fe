"""Between the guard and the routes: what a request may see is worked out once, for all of it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from scord.store.sight import hiding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import ASGIApp, Receive, Scope, Send

    from scord.settings import PractitionerSettings


class Sighted:
    """ASGI middleware, by the settings in force; who asks is `scope["caller"]`, where anybody is
    known, and `scope["trusted"]` says that it is the service's own user or an administrator.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        practitioners = scope["app"].state.house.context.settings.practitioners
        name = scope["caller"].name if "caller" in scope else None
        trusted = scope.get("trusted", False)
        with hiding(frozenset() if trusted else hidden_from(name, practitioners)):
            await self._app(scope, receive, send)


def hidden_from(name: str | None, practitioners: Iterable[PractitionerSettings]) -> frozenset[str]:
    """The billing numbers of those who are kept for users of the system that `name` is none of."""
    return frozenset(
        one.billing_number
        for one in practitioners
        if one.users and (name is None or _key(name) not in map(_key, one.users))
    )


def _key(name: str) -> str:
    """Windows takes no heed of case in the names of users."""
    return name.casefold() if sys.platform == "win32" else name
