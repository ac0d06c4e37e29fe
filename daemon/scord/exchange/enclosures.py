"""What a letter encloses: an answer that the profile reads, or the LPS's ARLs of FSE lots."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from scord.exchange.answers import parse

if TYPE_CHECKING:
    from scord.lots.profile import Profile

FSE_ARLS = "scord-acks/1"


def is_answer(profile: Profile, name: str, data: bytes) -> bool:
    return holds_fse_arls(data) or bool(parse(profile, name, data))


def holds_fse_arls(data: bytes) -> bool:
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        return False
    documents = told if isinstance(told, list) else [told]
    return bool(documents) and all(
        isinstance(one, dict) and one.get("format") == FSE_ARLS for one in documents
    )
