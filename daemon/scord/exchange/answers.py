"""Understands ARLs for SCOR lots: each becomes a row, and its effects are in the same commit."""

from __future__ import annotations

import logging
from collections import Counter
from typing import TYPE_CHECKING

from scord.exchange.delivery import record_delivery, withdraw_words
from scord.exchange.matching import KnownLot, item_verdicts, lot_state, match
from scord.intake.incoming import Channel, not_understood
from scord.logs.about import about
from scord.store import journal, steps
from scord.store.database import transaction
from scord.store.states import AckOutcome, ItemVerdict, MessageState, ScorLotState, move
from scord.store.tables import (
    Acknowledgement,
    Incoming,
    LotItem,
    Message,
    Practitioner,
    ScorLot,
)
from scord_shared.errors import Code, ScordError, describe

if TYPE_CHECKING:
    from datetime import datetime

    from scord.lots.profile import ParsedAnswer, Profile
    from scord.store.context import Context

log = logging.getLogger(__name__)

CAISSE = Channel(
    name="caisse",
    called="exchange:in",
    max_bytes=10_000_000,  # an answer has some kilobytes
    kept_step="acks.stored",
    removed_step="acks.removed",
)
SUBJECT = "scor"


def understand_pending(context: Context, profile: Profile) -> int:
    """Understands every stored answer that is not yet; how many."""
    rows = not_understood(CAISSE)
    for incoming in rows:
        understand(context, profile, incoming)
    return len(rows)


def understand(context: Context, profile: Profile, incoming: Incoming) -> None:
    """Reads one stored answer and commits what it means, all at once."""
    try:
        data = context.files.answers.read(incoming.sha256)
    except ScordError:
        data = b""
    with about(incoming=incoming.id):
        apply(context, profile, incoming, parse(profile, incoming.name, data))


def apply(
    context: Context, profile: Profile, incoming: Incoming, parsed: tuple[ParsedAnswer, ...]
) -> None:
    """Commits what the answers found in `incoming` mean; none: it cannot be read."""
    now = context.clock.now()
    with transaction():
        if parsed:
            outcomes = [_take(incoming, place, one, now) for place, one in enumerate(parsed)]
        else:
            outcomes = [_unreadable(incoming)]
        incoming.format = profile.name
        incoming.understood_at = now
        incoming.reason = None if parsed else Code.ACK_UNREADABLE
        incoming.report = {"outcomes": [outcome.value for outcome in outcomes]}
        incoming.save()
    steps.reached("acks.applied")


def parse(profile: Profile, name: str, data: bytes) -> tuple[ParsedAnswer, ...]:
    """The answers in a file; none where it cannot be read."""
    try:
        return profile.parse_answer(data, name)
    except ScordError:
        return ()
    except Exception as fault:  # noqa: BLE001 -- a plug-in's must not stop every later answer
        log.error("profile %s: %s", profile.name, describe(fault))  # noqa: TRY400 -- no values
        return ()


def _unreadable(incoming: Incoming) -> AckOutcome:
    row = Acknowledgement.create(incoming=incoming, position=0, subject=SUBJECT)
    move(row, AckOutcome.UNREADABLE, by="caisse", why=Code.ACK_UNREADABLE)
    return AckOutcome.UNREADABLE


def _take(incoming: Incoming, position: int, answer: ParsedAnswer, now: datetime) -> AckOutcome:
    """The row of one answer and its effects, in the caller's transaction."""
    lot, known = _known_lot(answer)
    outcome = match(answer, known)
    row = Acknowledgement.create(
        incoming=incoming,
        position=position,
        key=answer.key,
        subject=SUBJECT,
        positive=answer.positive,
        answered_at=answer.answered_at,
        facts={
            "billing_number": answer.billing_number,
            "lot": answer.lot_number,
            "message_id": answer.message_id,
            "label": answer.label,
            "rejected": [list(one) for one in answer.rejected],
        },
        scor_lot=lot if outcome != AckOutcome.UNMATCHED else None,
    )
    move(row, outcome, by="caisse")
    if known is None or lot is None:
        return outcome
    if outcome == AckOutcome.APPLIED:
        _apply(lot, known, answer, incoming, now)
    elif outcome == AckOutcome.CONTRADICTION:
        _contest(lot, incoming)
    return outcome


def _known_lot(answer: ParsedAnswer) -> tuple[ScorLot | None, KnownLot | None]:
    lot: ScorLot | None = (
        ScorLot.select()
        .join(Practitioner)
        .where(
            (Practitioner.billing_number == answer.billing_number)
            & (ScorLot.number == answer.lot_number)
        )
        .first()
    )
    if lot is None:
        return None, None
    message = Message.get(Message.lot == lot)
    verdicts = {item.identifier: item.verdict for item in lot.items}
    return lot, KnownLot(lot.state, message.state, message.message_id, verdicts)


def _apply(
    lot: ScorLot, known: KnownLot, answer: ParsedAnswer, incoming: Incoming, now: datetime
) -> None:
    """An answer also proves that its lot was delivered, whatever the outbox knew."""
    message = Message.get(Message.lot == lot)
    if message.state != MessageState.SENT:
        message.lot = lot
        record_delivery(message, now, by="caisse", why="answered")
    verdicts = item_verdicts(answer, known)
    withdraw_words(item.attachment_id for item in lot.items if _refused(verdicts, item))
    reasons = dict(answer.rejected)
    for item in lot.items:
        verdict = verdicts[item.identifier]
        reason = None
        if verdict == ItemVerdict.REJECTED:
            reason = reasons.get(item.identifier) or answer.label
        move(item, verdict, by="caisse", reason=reason)
    move(lot, lot_state(verdicts), by="caisse", answered_at=now)
    counts = Counter(verdict.value for verdict in verdicts.values())
    _prove(lot, "acknowledged", incoming, pieces=dict(counts))


def _refused(verdicts: dict[str, ItemVerdict], item: LotItem) -> bool:
    return verdicts[item.identifier] == ItemVerdict.REJECTED


def _contest(lot: ScorLot, incoming: Incoming) -> None:
    """The verdicts stay as they are until a person decides: those of the answer in force, or none
    where the lot was given up as not delivered.
    """
    if lot.state != ScorLotState.CONTESTED:
        move(lot, ScorLotState.CONTESTED, by="caisse", why="contradiction")
        _prove(lot, "contested", incoming)


def _prove(lot: ScorLot, event: str, incoming: Incoming, **facts: object) -> None:
    journal.chain(
        lot.practitioner,
        event,
        lot=lot.number,
        state=lot.state.value,
        answer_sha256=incoming.sha256,
        **facts,
    )
