"""SCOR: what may leave and what keeps the rest, what waits for an answer, what was answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scord.actions.explaining import explain
from scord.actions.looking.answers import acknowledgement_detail, acknowledgements
from scord.actions.looking.counters import late_lots
from scord.actions.looking.invoice_table import Sought, Todo, invoice_table
from scord.actions.looking.lots import fse_lots, scor_lots
from scord.actions.looking.pages import LAST_ID, Window
from scord.actions.lookup import invoice_of, row_of
from scord.actions.status import status
from scord.page.looks import standing
from scord.page.scanning import scanning
from scord.store.states import AckOutcome, FseVerdict, ScorLotState
from scord.store.tables import Acknowledgement
from scord.words.pieces import FSE_KINDS, state
from scord.words.reasons import obstacle

if TYPE_CHECKING:
    from collections.abc import Callable

    from scord.actions.explaining import Explanation
    from scord.actions.looking.invoice_table import TableRow
    from scord.page.looks import Shown
    from scord.page.visit import Visit

_LISTED = 25


@dataclass(frozen=True)
class Dossier:
    """An invoice with pieces to send or to mend; `kept_by` in words, empty: it leaves next.

    `wanted`: the type of the first piece that it lacks.
    """

    invoice: TableRow
    look: Shown
    told: Explanation
    kept_by: tuple[str, ...]
    wanted: str | None


def fill(visit: Visit) -> dict[str, Any]:
    now = status(visit.context)
    tab = visit.asked.get("tab", "")
    tab = tab if tab in _TABS else "to-send"
    return {
        "tab": tab,
        "tabs": {
            "to-send": now.counts.to_send,
            "awaiting": 0,
            "sent": now.counts.awaiting_ack,
            "accepted": 0,
            "rejected": now.counts.rejected,
        },
        "paused": now.paused_since,
        **scanning(now),
        "state": lambda code: state(code, visit.language),
        **_TABS[tab](visit),
    }


def _to_send(visit: Visit) -> dict[str, Any]:
    return _dossiers(visit, Todo.TO_SEND)


def _rejected(visit: Visit) -> dict[str, Any]:
    return _dossiers(visit, Todo.REJECTED)


def _dossiers(visit: Visit, todo: Todo) -> dict[str, Any]:
    sought = Sought(todo=todo, page=visit.number("page") or 1, size=_LISTED)
    table = invoice_table(visit.context, sought)
    dossiers = [_dossier(visit, row) for row in table.rows]
    return {
        "table": table,
        "leaving": [one for one in dossiers if not one.kept_by],
        "staying": [one for one in dossiers if one.kept_by],
    }


def _dossier(visit: Visit, row: TableRow) -> Dossier:
    told = explain(visit.context, invoice_of(row.id))
    words = tuple(obstacle(one, visit.language, told.wanted) for one in told.obstacles)
    wanted = told.wanted[0][0] if told.wanted else None
    return Dossier(row, standing(row.stands, visit.language), told, words, wanted)


def _awaiting(visit: Visit) -> dict[str, Any]:
    found = fse_lots(FseVerdict.AWAITED, _window(visit))
    unclear = acknowledgements(AckOutcome.AMBIGUOUS, Window(LAST_ID)).items
    late = {(one.kind, one.id) for one in late_lots(visit.context)}
    kinds = {code: words[visit.language == "en"] for code, words in FSE_KINDS.items()}
    return {
        "unclear": [acknowledgement_detail(row_of(Acknowledgement, one.id)) for one in unclear],
        "contested": fse_lots(FseVerdict.CONTESTED, Window(LAST_ID)).items,
        "fse_lots": [(one, ("fse", one.id) in late) for one in found.items],
        "kinds": kinds,
        "next": found.next,
    }


def _lots(*states: ScorLotState) -> Callable[[Visit], dict[str, Any]]:
    def fill_lots(visit: Visit) -> dict[str, Any]:
        found = scor_lots(states, _window(visit))
        return {"lots": found.items, "next": found.next}

    return fill_lots


def _window(visit: Visit) -> Window:
    return Window(after=visit.number("after") or LAST_ID)


_TABS: dict[str, Callable[[Visit], dict[str, Any]]] = {
    "to-send": _to_send,
    "awaiting": _awaiting,
    "sent": _lots(ScorLotState.READY, ScorLotState.SENT, ScorLotState.CONTESTED),
    "accepted": _lots(ScorLotState.ACCEPTED, ScorLotState.PARTIAL),
    "rejected": _rejected,
}
