"""Acknowledgements (ARLs) of FSE lots and SCOR lots, as lists and as one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from scord.actions.looking.lots import ListedFseLot, shown_fse_lots
from scord.actions.looking.pages import Listed, Window, listed, narrowed, tellable
from scord.actions.settling import candidates
from scord.store.states import AckOutcome
from scord.store.tables import Acknowledgement


@dataclass(frozen=True, kw_only=True)
class ListedAcknowledgement:
    """`facts` are as read: lot number, label, what is rejected; `incoming` is the file of it."""

    id: int
    incoming: int
    position: int
    subject: Literal["fse", "scor"] | None
    positive: bool | None
    answered_at: datetime | None
    outcome: AckOutcome
    fse_lot: int | None
    scor_lot: int | None
    facts: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class AcknowledgementDetail(ListedAcknowledgement):
    """`candidates`: where it is ambiguous, the FSE lots it may be about."""

    candidates: tuple[ListedFseLot, ...]


def acknowledgements(outcome: AckOutcome | None, window: Window) -> Listed[ListedAcknowledgement]:
    query = narrowed(Acknowledgement.select(), (Acknowledgement.outcome, outcome))
    return listed(
        query, window, lambda rows: [ListedAcknowledgement(**_facts(row)) for row in rows]
    )


def acknowledgement_detail(ack: Acknowledgement) -> AcknowledgementDetail:
    lots = candidates(ack) if ack.outcome == AckOutcome.AMBIGUOUS else []
    return AcknowledgementDetail(**_facts(ack), candidates=tuple(shown_fse_lots(lots)))


def _facts(row: Acknowledgement) -> dict[str, Any]:
    return {
        "id": row.id,
        "incoming": row.incoming_id,
        "position": row.position,
        "subject": row.subject,
        "positive": row.positive,
        "answered_at": row.answered_at,
        "outcome": row.outcome,
        "fse_lot": row.fse_lot_id,
        "scor_lot": row.scor_lot_id,
        "facts": tellable(row.facts),
    }
