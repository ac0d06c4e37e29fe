"""Corriger: all that an invoice says, offered again, to change only what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scord.actions.correcting import is_kept_here, may_correct
from scord.actions.lookup import invoice_of
from scord.words.invoice_fields import FIELDS, GROUPS
from scord.words.pieces import MODES

if TYPE_CHECKING:
    from scord.page.visit import Visit


_BLANK = {"code": "", "date": "", "quantity": 1, "amount_cents": None}


def fill(visit: Visit) -> dict[str, Any]:
    row = invoice_of(visit.number("invoice") or 0)
    kept_here, spoken = is_kept_here(row), visit.language == "en"
    said = row.payload
    names = [name for name in FIELDS if name != "number" or kept_here]
    return {
        "invoice": row,
        "kept_here": kept_here,
        "may_correct": may_correct(visit.context, row),
        "groups": [
            (words[spoken], [(name, FIELDS[name][spoken], _at(said, name)) for name in group])
            for words, group in ((one, [n for n in of if n in names]) for one, of in GROUPS)
        ],
        "lines": said["lines"],
        "blank": _BLANK,
        "modes": {mode: words[spoken] for mode, words in MODES.items()},
    }


def _at(said: Any, name: str) -> Any:
    for step in name.split("."):
        said = said.get(step) if isinstance(said, dict) else None
    return "" if said is None else said
