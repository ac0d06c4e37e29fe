"""ARLs of FSE lots: each is kept as a row, then finds its lot, at once or when the lot comes."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from scord.billing.arl_matching import Answer, KnownLot, Match, match, weigh
from scord.billing.formats import ACKS, AckItem
from scord.billing.items import parse, read, take_each
from scord.billing.report import Taken
from scord.settings import PARIS
from scord.store import states
from scord.store.database import transaction
from scord.store.states import AckOutcome, FseVerdict
from scord.store.tables import Acknowledgement, FseLot, Practitioner

if TYPE_CHECKING:
    from scord.billing.items import Given
    from scord.billing.report import ImportReport
    from scord.store.context import Context
    from scord.store.tables import Incoming

SUBJECT = "fse"


def apply_acks(
    context: Context, incoming: Incoming, document: dict[str, Any], *, first: int = 1
) -> ImportReport:
    """Keeps every ARL of one `scord-acks/1` object and applies those whose lot is known.

    A row's position is the item's, from `first`: a file's second object goes on where the first
    ended (`first=1 + items so far`), else ValueError. An ARL that changes no lot counts as applied
    all the same, except one that has come before: that is unchanged.
    """
    reading = read(document, ACKS, first=first, language=context.settings.language)
    if reading.head is None:
        return reading.tally.report()
    billing_number = reading.head.practitioner.billing_number

    def take(given: Given[AckItem]) -> Taken:
        return _take(incoming, billing_number, given)

    take_each(reading.given, reading.tally, take)
    return reading.tally.report()


def rematch_acks(context: Context) -> int:
    """Looks again at the ARLs that found no lot, oldest first; returns how many found one now."""
    del context
    waiting = Acknowledgement.select().where(
        Acknowledgement.subject == SUBJECT, Acknowledgement.outcome == AckOutcome.UNMATCHED
    )
    found = 0
    for ack in list(waiting.order_by(Acknowledgement.answered_at, Acknowledgement.id)):
        with transaction():
            found += _settle(ack, _match(ack))
    return found


def assign_ack(ack: Acknowledgement, lot: FseLot, *, by: str) -> None:
    """A person's word, inside the caller's transaction, on which lot an AMBIGUOUS ARL is for.

    The same answer as the lot already has counts as applied to it. Raises StaleRowError.
    """
    found = weigh(_answer(ack), _known(lot))
    if found.outcome == AckOutcome.DUPLICATE:
        found = found._replace(outcome=AckOutcome.APPLIED)
    _settle(ack, found, by=by)


def _take(incoming: Incoming, billing_number: str, given: Given[AckItem]) -> Taken:
    item, key = given.item, _key(billing_number, given.item)
    there = Acknowledgement.get_or_none(incoming=incoming, position=given.position)
    if there is not None:  # a crash came between this item and the end of its file
        if there.key != key:
            raise ValueError("positions of a file's objects must count on: see `first`")
        return Taken(changed=False)
    seen = Acknowledgement.select().where(Acknowledgement.key == key).exists()
    ack = Acknowledgement.create(
        incoming=incoming,
        position=given.position,
        key=key,
        subject=SUBJECT,
        positive=item.result == "positive",
        answered_at=datetime.combine(item.date, time(), PARIS).astimezone(UTC),
        facts={**given.raw, "billing_number": billing_number},
        outcome=AckOutcome.DUPLICATE if seen else AckOutcome.STORED,
    )
    if seen:  # an LPS that hands in its whole list again fills no journal
        return Taken(changed=False)
    found = _match(ack)
    _settle(ack, found)
    return Taken(changed=found.outcome != AckOutcome.DUPLICATE)


def _key(billing_number: str, item: AckItem) -> str:
    """Everything the ARL states but its label: a second one that is equal in it is the same."""
    rejected = item.rejected_invoice
    stated = (
        billing_number,
        item.id,
        item.lot,
        item.lot_sent_at and item.lot_sent_at.isoformat(),
        item.date.isoformat(),
        item.result,
        rejected and rejected.number,
        rejected and rejected.invoice_date and rejected.invoice_date.isoformat(),
    )
    return "|".join(part or "" for part in stated)


def _answer(ack: Acknowledgement) -> Answer:
    item = parse(ack.facts, AckItem)
    return Answer(item.result == "positive", item.date, item.lot_sent_at)


def _match(ack: Acknowledgement) -> Match:
    lots = (
        FseLot.select()
        .join(Practitioner)
        .where(
            Practitioner.billing_number == ack.facts["billing_number"],
            FseLot.number == ack.facts["lot"],
        )
    )
    return match(_answer(ack), [_known(lot) for lot in lots])


def _known(lot: FseLot) -> KnownLot:
    return KnownLot(lot.id, lot.sent_at, lot.verdict)


def _settle(ack: Acknowledgement, found: Match, *, by: str = "caisse") -> bool:
    """Records what became of `ack` and moves its lot's verdict; False if nothing is new."""
    if found.outcome == ack.outcome:
        return False
    states.move(ack, found.outcome, by=by, fse_lot=found.lot_id)
    if found.lot_id is not None and found.verdict is not None:
        lot = FseLot.get_by_id(found.lot_id)
        # the answer in force keeps its time; what contests it has its own
        when = {} if found.verdict == FseVerdict.CONTESTED else {"answered_at": ack.answered_at}
        states.move(lot, found.verdict, by=by, why=f"ARL {ack.id}", **when)
    return found.outcome != AckOutcome.UNMATCHED
