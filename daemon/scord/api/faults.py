"""Faults as the API tells them: code, title, advice and facts as JSON, with the HTTP status."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from scord_shared.errors import Code
from scord_shared.wording import WORDS, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scord_shared.errors import ScordError

STATUS = {
    Code.WHO_UNKNOWN: 401,
    Code.NOT_ALLOWED: 403,
    Code.REQUEST_REFUSED: 403,
    Code.NOT_THERE: 404,
    Code.INVOICE_UNKNOWN: 404,
    Code.DOCUMENT_UNKNOWN: 404,
    Code.REQUEST_TOO_SLOW: 408,
    Code.INVOICE_AMBIGUOUS: 409,
    Code.ACTION_REFUSED: 409,
    Code.RESTORE_UNCHECKED: 409,
    Code.LINK_SPENT: 410,
    Code.REQUEST_TOO_LARGE: 413,
    Code.REQUEST_INVALID: 422,
    Code.UPDATE_NEEDED: 426,
    Code.TOO_MANY_AT_ONCE: 429,
    Code.STORE_BUSY: 503,
    Code.FOLDER_UNREACHABLE: 503,
    Code.DISK_FULL: 507,
}
# By the code's first word, where the code has no status of its own: what was handed over is unfit.
_STATUS_OF_KIND = {"file": 422, "image": 422, "pdf": 422, "import": 422, "ack": 422, "card": 409}


@dataclass(frozen=True)
class Fault:
    """`code` is stable; `title` and `advice` are for people, with the `facts` filled in."""

    code: str
    title: str
    advice: str
    facts: dict[str, Any]


def answer(fault: ScordError, language: str, status: int | None = None) -> Response:
    """The answer that tells `fault`, with the status of its code unless another is given."""
    words = say(fault.code, fault.facts, language)
    told = {"code": fault.code.value, **words._asdict(), "facts": fault.facts}
    body = json.dumps(told, ensure_ascii=False, default=str).encode()
    return Response(body, status or status_of(fault.code), media_type="application/json")


def status_of(code: Code) -> int:
    return STATUS.get(code) or _STATUS_OF_KIND.get(code.value.split(".")[0], 500)


def language_of(headers: Mapping[str, str], default: str) -> str:
    """The first language of Accept-Language that we speak, or `default`."""
    for asked in headers.get("accept-language", "").split(","):
        language = asked.strip()[:2].lower()
        if language in WORDS:
            return language
    return default
