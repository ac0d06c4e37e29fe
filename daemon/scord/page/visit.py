"""One look at the page: who looks, in which language, and what the address asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from scord.store.context import Context
    from scord_shared.status import Caller

_MOST_DIGITS = 18
_MOST_SEARCHED = 200


@dataclass(frozen=True)
class Visit:
    """`asked` are the parts of the address, of its path and of its query, as text; and "q", what a
    person looks for: a name or a NIR, which stands in no address.
    """

    context: Context
    caller: Caller
    language: str
    asked: Mapping[str, str]

    @classmethod
    def of(cls, request: Request) -> Visit:
        spoken = "en" if request.headers.get("accept-language", "").startswith("en") else "fr"
        search = unquote(request.headers.get("x-scord-search", ""))
        asked = {**request.query_params, **request.path_params, "q": search[:_MOST_SEARCHED]}
        return cls(request.app.state.house.context, request.scope["caller"], spoken, asked)

    def number(self, name: str) -> int | None:
        """The number that the address gives for `name`; None where it gives none."""
        text = self.asked.get(name, "")
        fits = text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS
        return int(text) if fits else None
