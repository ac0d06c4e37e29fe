"""Factures: the table of all invoices, searched, narrowed and sorted by its address."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode

from scord.actions.looking.invoice_table import Sort, Sought, Todo, invoice_table
from scord.actions.looking.practice import practice
from scord.lots.colour import Colour
from scord.page.looks import look, standing
from scord.store.states import InvoiceStatus
from scord.words.pieces import MODES, STATUSES

if TYPE_CHECKING:
    from collections.abc import Callable

    from scord.actions.looking.practice import PractitionerFacts
    from scord.page.visit import Visit

Kind = TypeVar("Kind")

# The columns in their order: name, (French, English), how it sorts, whether it is shown at first.
COLUMNS: tuple[tuple[str, tuple[str, str], Sort | None, bool], ...] = (
    ("number", ("Numéro", "Number"), Sort.NUMBER, True),
    ("scor", ("SCOR", "SCOR"), Sort.COLOUR, True),
    ("date", ("Date de facturation", "Invoice date"), Sort.DATE, True),
    ("patient", ("Patient", "Patient"), Sort.PATIENT, True),
    ("pieces", ("Pièces", "Pieces"), None, True),
    ("total", ("Montant", "Amount"), Sort.TOTAL, True),
    ("caisse", ("Caisse", "Caisse"), Sort.CAISSE, False),
    ("mode", ("Mode", "Mode"), None, False),
    ("practitioner", ("Réalisée par", "Done by"), None, False),
)
_FIRST_DESCENDING = {Sort.DATE, Sort.NUMBER, Sort.TOTAL}


def fill(visit: Visit) -> dict[str, Any]:
    asked = {name: value for name, value in visit.asked.items() if name != "q" and value}
    sought = _sought(visit)
    table = invoice_table(visit.context, sought)
    known = practice(visit.context)
    return {
        "table": table,
        "rows": [(row, standing(row.stands, visit.language)) for row in table.rows],
        "columns": [(name, words[visit.language == "en"]) for name, words, _, _ in COLUMNS],
        "hidden": [name for name, _, _, shown in COLUMNS if not shown],
        "sorts": {name: _sorting(asked, sought, sort) for name, _, sort, _ in COLUMNS if sort},
        "sorted": next(name for name, _, sort, _ in COLUMNS if sort == sought.sort),
        "descending": sought.descending,
        "sought": sought,
        "colours": [look(colour, visit.language) for colour in Colour],
        "todos": tuple(Todo),
        "states": {code: words[visit.language == "en"] for code, words in STATUSES.items()},
        "practitioners": {one.billing_number: _name(one) for one in known.practitioners},
        "modes": {code: words[visit.language == "en"] for code, words in MODES.items()},
        "before": _link(asked, page=table.page - 1) if table.page > 1 else None,
        "after": _link(asked, page=table.page + 1) if table.page < table.pages else None,
        "narrowed": bool(asked.keys() - {"sort", "down", "page"}) or bool(sought.text),
        "asked": asked,
    }


def _name(one: PractitionerFacts) -> str:
    return " ".join(filter(None, (one.family_name, one.given_name))) or one.billing_number


def _sought(visit: Visit) -> Sought:
    """What the address asks for; what it asks for wrongly counts as not asked."""
    asked = visit.asked
    sort = _one(asked.get("sort"), Sort) or Sort.DATE
    down = asked.get("down", "1" if sort in _FIRST_DESCENDING else "0") == "1"
    return Sought(
        text=asked.get("q", "").strip(),
        since=_one(asked.get("since"), date.fromisoformat),
        until=_one(asked.get("until"), date.fromisoformat),
        colour=_one(asked.get("colour"), Colour),
        state=_one(asked.get("state"), InvoiceStatus),
        missing=True if asked.get("missing") else None,
        practitioner=asked.get("practitioner") or None,
        fse_lot=visit.number("lot"),
        prescription=visit.number("prescription"),
        patient=visit.number("patient"),
        todo=_one(asked.get("todo"), Todo),
        sort=sort,
        descending=down,
        page=max(visit.number("page") or 1, 1),
    )


def _one(text: str | None, kind: Callable[[str], Kind]) -> Kind | None:
    if text:
        with suppress(ValueError):
            return kind(text)
    return None


def _sorting(asked: dict[str, str], sought: Sought, sort: Sort) -> str:
    """The address that sorts by this column, or the other way where it does already."""
    down = not sought.descending if sought.sort == sort else sort in _FIRST_DESCENDING
    return _link(asked, sort=sort, down=int(down), page=1)


def _link(asked: dict[str, str], **changed: object) -> str:
    return f"/factures?{urlencode({**asked, **changed})}"
