"""Causes in what leaves for the caisse and in what it answers."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from peewee import fn

from scord.alerts.cause import Cause, is_past, still_offered, was_past
from scord.exchange.certificate_ends import (
    AUTHORITIES,
    CERTIFICATE_ENDS,
    SERVER_CERTIFICATE_ENDS,
    is_in_use,
)
from scord.exchange.profiles.depot import DepotProfile
from scord.exchange.stops import MAILBOX_BARRED, ROUTE_STOPPED
from scord.lots.piece_state import PieceState, piece_states_of
from scord.lots.working_days import late_answers
from scord.store.flags import flags
from scord.store.states import (
    AckOutcome,
    FseVerdict,
    MessageState,
    ScorLotState,
)
from scord.store.tables import (
    Acknowledgement,
    Attempt,
    FseLot,
    Incoming,
    LotItem,
    Message,
    Practitioner,
    ScorLot,
    Standing,
)
from scord_shared.status import AlertLevel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from peewee import Expression, Field, ModelSelect

    from scord.settings import Settings
    from scord.store.context import Context

# as people know a lot; one of the profile `depot` waits for no caisse
_FSE, _SCOR, _DEPOT = "fse", "scor", "depot"
_LATE = {1: AlertLevel.WARNING, 2: AlertLevel.URGENT}
_LAST_DAYS = timedelta(days=7)  # of a certificate
_A_DAY = timedelta(days=1)  # an ARL may come before its lot: both are in the LPS's next exports


def piece_rejected(_context: Context, _now: datetime) -> Iterator[Cause]:
    """Of lots that arrived; one that could not be delivered at all is a failed sending."""
    rejected = _rejected_pieces()
    undelivered = _messages(MessageState.FAILED, Message.lot)
    for lot in _scor_lots(ScorLot.id.in_(list(rejected)) & ScorLot.id.not_in(undelivered)):
        facts = {**_named(lot), "count": rejected[lot.id]}
        yield Cause(str(lot.id), AlertLevel.WARNING, facts)


def sending_failed(_context: Context, _now: datetime) -> Iterator[Cause]:
    """As long as pieces of it wait for a person: none leaves again by itself."""
    failed = list(_messages(MessageState.FAILED))
    if failed:
        waiting = set(_rejected_pieces())
        for message in failed:
            if message.lot_id in waiting:
                yield _of_message(message)


def sending_uncertain(_context: Context, _now: datetime) -> Iterator[Cause]:
    """Also where it came back: whether it is sent again only a person decides."""
    for message in _messages(MessageState.UNCERTAIN):
        yield _of_message(message)
    for message in _messages(MessageState.BOUNCED):
        cause = _of_message(message)
        yield replace(cause, facts={**cause.facts, "bounced": True})


def profile_changed(context: Context, _now: datetime) -> Iterator[Cause]:
    """One for each profile no longer in force whose lots are kept back."""
    others = ScorLot.profile != context.settings.exchange.profile
    kept_back = _messages(MessageState.HELD, ScorLot.profile).join(ScorLot).where(others)
    for profile, count in Counter(kept_back.scalars()).items():
        yield Cause(profile, AlertLevel.WARNING, {"profile": profile, "count": count})


def fse_lot_rejected(_context: Context, now: datetime) -> Iterator[Cause]:
    answered, sent = (still_offered(at, now) for at in (FseLot.answered_at, FseLot.sent_at))
    recent = answered | (FseLot.answered_at.is_null() & sent)
    for lot in _fse_lots((FseLot.verdict == FseVerdict.NEGATIVE) & recent):
        yield Cause(str(lot.id), AlertLevel.WARNING, _named(lot))


def arl_late(context: Context, now: datetime) -> Iterator[Cause]:
    for late in late_answers(context, now):
        yield Cause(f"{late.kind}:{late.row.id}", _LATE[late.level], _named(late.row))


def answers_differ(_context: Context, _now: datetime) -> Iterator[Cause]:
    contested: list[FseLot | ScorLot] = [
        *_fse_lots(FseLot.verdict == FseVerdict.CONTESTED),
        *_scor_lots(ScorLot.state == ScorLotState.CONTESTED),
    ]
    for lot in contested:
        kind = _FSE if isinstance(lot, FseLot) else _SCOR
        yield Cause(f"{kind}:{lot.id}", AlertLevel.WARNING, _named(lot))


def arl_unmatched(_context: Context, now: datetime) -> Iterator[Cause]:
    """One for each ARL that a person must assign; one for all ARLs of FSE lots that are not known,
    and one ("scor") for all answers to lots that Scord has not made.

    ARLs of FSE lots come in numbers, with one cause: an export that lacks its lots.
    """
    for ack in Acknowledgement.select().where(Acknowledgement.outcome == AckOutcome.AMBIGUOUS):
        facts = {"kind": _FSE, **{name: ack.facts.get(name) for name in ("lot", "billing_number")}}
        yield Cause(str(ack.id), AlertLevel.WARNING, facts)
    at = Incoming.received_at
    waiting = was_past(at, now, _A_DAY) & still_offered(at, now)
    unknown = Acknowledgement.outcome == AckOutcome.UNMATCHED
    rows = Acknowledgement.select(Acknowledgement.subject).join(Incoming).where(unknown & waiting)
    for kind, count in Counter(rows.scalars()).items():
        subject = "" if kind == _FSE else kind
        yield Cause(subject, AlertLevel.WARNING, {"count": count})


def route_stopped(context: Context, now: datetime) -> Iterator[Cause]:
    """At once where the way is barred whatever is sent, else where nothing arrives for long."""
    barred = flags(ROUTE_STOPPED)
    for stop in barred:
        number = stop.name.removeprefix(ROUTE_STOPPED)
        facts = {"billing_number": number, "code": stop.value.get("reason")}
        yield Cause(number, AlertLevel.URGENT, facts)
    if not barred:
        yield from _nothing_gets_through(context, now)


def mailbox_barred(context: Context, now: datetime) -> Iterator[Cause]:
    limit = timedelta(minutes=context.settings.alerts.route_stopped_minutes)
    for barred in flags(MAILBOX_BARRED):
        if is_past(barred.set_at, now, limit):
            number = barred.name.removeprefix(MAILBOX_BARRED)
            facts = {"billing_number": number, "code": barred.value.get("reason")}
            yield Cause(number, AlertLevel.URGENT, facts)


def certificate_ends(context: Context, now: datetime) -> Iterator[Cause]:
    """Of the practitioner's own or a caisse's, by the flags that the exchange raises a month ahead;
    "*" is that of all caisses without one of their own.
    """
    for soon in flags(CERTIFICATE_ENDS):
        whose, ends = soon.name.removeprefix(CERTIFICATE_ENDS), soon.value["ends"]
        if is_in_use(context.settings, whose):
            left = datetime.fromisoformat(ends) - now
            level = AlertLevel.URGENT if left <= _LAST_DAYS else AlertLevel.WARNING
            named = _whose(context.settings, whose)
            yield Cause(whose, level, {**named, "ends": ends, "ended": left < timedelta(0)})


def _whose(settings: Settings, whose: str) -> dict[str, Any]:
    if whose == AUTHORITIES:
        return {"authorities": True}
    own = settings.account_of(whose) is not None
    return {"billing_number": whose} if own else {"destination": whose}


def server_certificate_ends(context: Context, now: datetime) -> Iterator[Cause]:
    """Of a mail server in use. One without a pin is nobody's here to renew, and told in its last
    week; a pinned one takes its pin along when it is renewed.
    """
    hosts = {host for account in context.settings.mail for host in account.hosts}
    for soon in flags(SERVER_CERTIFICATE_ENDS):
        server = soon.name.removeprefix(SERVER_CERTIFICATE_ENDS)
        host = server.rpartition(":")[0]
        if host in hosts:
            left = datetime.fromisoformat(soon.value["ends"]) - now
            level = AlertLevel.URGENT if left <= _LAST_DAYS else AlertLevel.WARNING
            facts = {"host": host, "ends": soon.value["ends"], "pinned": soon.value["pinned"]}
            yield Cause(server, level, facts)


def _nothing_gets_through(context: Context, now: datetime) -> Iterator[Cause]:
    limit = timedelta(minutes=context.settings.alerts.route_stopped_minutes)
    waiting = Message.state.in_((MessageState.READY, MessageState.RETRY))
    first = Attempt.select(fn.MIN(Attempt.opened_at)).join(Message).where(waiting)
    since = [at for at in first.group_by(Message.id).scalars() if is_past(at, now, limit)]
    if since:
        facts = {"count": len(since), "since": min(since).isoformat()}
        yield Cause("", AlertLevel.URGENT, facts)


def _rejected_pieces() -> Counter[int]:
    """How many pieces of open invoices stand rejected, by the id of the lot that they were last in.

    The standings, which count none of a closed invoice, lead to the few that have any.
    """
    having = Standing.select(Standing.invoice).where(Standing.rejected > 0)
    states = piece_states_of([row.invoice_id for row in having])
    rejected = [
        piece.id
        for pieces in states.values()
        for piece, state in pieces
        if state == PieceState.REJECTED
    ]
    last = LotItem.select(fn.MAX(LotItem.id)).where(LotItem.attachment.in_(rejected))
    their_last = LotItem.id.in_(last.group_by(LotItem.attachment))
    return Counter(LotItem.select(LotItem.lot).where(their_last).scalars())


def _messages(state: MessageState, *columns: Field) -> ModelSelect[Message]:
    return Message.select(*columns).where(Message.state == state)


def _of_message(message: Message) -> Cause:
    return Cause(str(message.id), AlertLevel.WARNING, _named(message.lot))


def _fse_lots(which: Expression) -> ModelSelect[FseLot]:
    return FseLot.select(FseLot, Practitioner).join(Practitioner).where(which)


def _scor_lots(which: Expression) -> ModelSelect[ScorLot]:
    return ScorLot.select(ScorLot, Practitioner).join(Practitioner).where(which)


def _named(lot: FseLot | ScorLot) -> dict[str, str]:
    """As people name a lot."""
    if isinstance(lot, FseLot):
        kind = _FSE
    else:
        kind = _DEPOT if lot.profile == DepotProfile.name else _SCOR
    return {
        "kind": kind,
        "lot": str(lot.number),
        "billing_number": lot.practitioner.billing_number,
    }
