"""A person's word on what the practice's approved software did with a depot lot, and its undoing.

The word is kept as an answer file and understood as one: every rule on answers holds for it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scord.exchange.answers import apply
from scord.exchange.delivery import withdraw_words
from scord.exchange.matching import KnownLot, item_verdicts, lot_state
from scord.exchange.profiles.depot import DepotProfile
from scord.exchange.profiles.depot_answer import Verdict, write_word
from scord.intake.incoming import Channel, keep
from scord.lots.piece_state import PieceState, piece_states_of
from scord.lots.profile import ParsedAnswer
from scord.store import journal
from scord.store.database import transaction
from scord.store.states import ItemVerdict, MessageState, ScorLotState, move
from scord.store.tables import Acknowledgement, Attachment, Incoming, LotItem, Message, ScorLot
from scord_shared.errors import Code, ScordError
from scord_shared.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from peewee import ModelSelect

    from scord.store.context import Context

PERSON = Channel(
    name="person",
    called="exchange:person",
    max_bytes=1_000_000,
    kept_step="acks.stored",
    removed_step="acks.removed",
)

_SETTLED = (ScorLotState.ACCEPTED, ScorLotState.PARTIAL, ScorLotState.REJECTED)
_STANDS = {
    ItemVerdict.ACCEPTED: PieceState.ACCEPTED,
    ItemVerdict.REJECTED: PieceState.REJECTED,
}


@dataclass(frozen=True)
class Deposit:
    """A lot that waits for a word. `number` is what a person names it by, `folder` its name in the
    software's folder. `state`: CONTESTED where a word was taken back or two answers differ, READY
    where it is not sure whether it was handed over.
    """

    number: int
    lot: int
    billing_number: str
    folder: str
    state: ScorLotState
    sent_at: datetime | None
    invoices: tuple[str, ...]
    pieces: int


def open_deposits() -> list[Deposit]:
    """The depot lots that nothing final has been said of, the oldest first."""
    return [_shown(lot) for lot in _open().order_by(ScorLot.id)]


def may_be_said(lot: ScorLot) -> tuple[bool, bool]:
    """Whether a person may say what has become of this lot, and whether they may take back what
    they said of it.
    """
    waits = _open().where(ScorLot.id == lot.id).exists()
    return waits, lot.profile == DepotProfile.name and _is_settled_by_word(lot)


def confirm_depot(
    context: Context,
    number: int,
    verdict: Verdict,
    *,
    by: str,
    why: str = "",
    invoices: Iterable[str] = (),
) -> None:
    """Applies a person's word on the lot: all of it, or where REJECTED only these `invoices`.

    Raises ScordError ACTION_REFUSED where the lot waits for no word, INVOICE_UNKNOWN or
    INVOICE_AMBIGUOUS for a number that not exactly one of its invoices has, ACK_UNREADABLE where
    REJECTED comes without `why`, or with one of over 1,000 characters.
    """
    profile = DepotProfile()
    with transaction():
        lot = _open().where(ScorLot.id == number).first()
        if lot is None:
            raise ScordError(Code.ACTION_REFUSED, reason=Refusal.DEPOT_NOT_OPEN, number=number)
        rejected = tuple((one, why) for name in invoices for one in _identifiers(lot, name))
        word = _word(context, lot, verdict, why, rejected)
        name = f"{word.key}.json"
        data = write_word(word, Verdict.TRANSMITTED if rejected else verdict, by=by)
        (told,) = profile.parse_answer(data, name)
        incoming = keep(context, PERSON, context.files.answers, name, data)
        was_open = lot.state == ScorLotState.CONTESTED
        apply(context, profile, incoming, (told,))
        journal.write("scor-lot.said", lot, by=by, why=verdict, answer=incoming.sha256)
        if was_open:
            _settle(lot, told, by)


def take_back(number: int, *, by: str) -> None:
    """Ends a person's word on the lot, which is open again and shown red until there is another.

    Raises ScordError ACTION_REFUSED where there is none, the software has answered as well, or a
    piece has gone on since: was confirmed anew, replaced, removed or sent again.
    """
    with transaction():
        lot = ScorLot.get_or_none((ScorLot.id == number) & (ScorLot.profile == DepotProfile.name))
        if lot is None or not _is_settled_by_word(lot):
            reason = Refusal.DEPOT_NOTHING_TO_TAKE_BACK
            raise ScordError(Code.ACTION_REFUSED, reason=reason, number=number)
        move(lot, ScorLotState.CONTESTED, by=by, why="taken-back")
        journal.chain(lot.practitioner, "contested", lot=lot.number, state=lot.state.value)


def _open() -> ModelSelect[ScorLot]:
    """An answer also proves a delivery that is not sure, so such a lot takes a word as well."""
    handed_over = ScorLot.state.in_((ScorLotState.SENT, ScorLotState.CONTESTED))
    perhaps = (ScorLot.state == ScorLotState.READY) & (Message.state == MessageState.UNCERTAIN)
    query = ScorLot.select().join(Message, on=(Message.lot == ScorLot.id))
    return query.where((ScorLot.profile == DepotProfile.name) & (handed_over | perhaps))


def _word(
    context: Context,
    lot: ScorLot,
    verdict: Verdict,
    why: str,
    rejected: tuple[tuple[str, str], ...],
) -> ParsedAnswer:
    now = context.clock.now()
    return ParsedAnswer(
        key=f"person-{lot.id}-{now.isoformat()}",
        billing_number=lot.practitioner.billing_number,
        lot_number=lot.number,
        message_id=lot.messages.get().message_id,
        positive=verdict != Verdict.REJECTED,
        answered_at=now,
        label=why,
        rejected=rejected,
    )


def _settle(lot: ScorLot, word: ParsedAnswer, by: str) -> None:
    """Of a contested lot this word alone counts from now on, whatever was said before."""
    message = lot.messages.get()
    before = {item.identifier: item.verdict for item in lot.items}
    known = KnownLot(lot.state, message.state, message.message_id, before)
    verdicts = item_verdicts(word, known)
    reasons = dict(word.rejected)
    for item in lot.items:
        verdict = verdicts[item.identifier]
        refused = verdict == ItemVerdict.REJECTED
        reason = reasons.get(item.identifier, word.label) if refused else None
        if item.verdict == verdict:
            LotItem.update(reason=reason).where(LotItem.id == item.id).execute()
            continue
        if refused:
            withdraw_words([item.attachment_id])
        move(item, verdict, by=by, why="settled", reason=reason)
    move(lot, lot_state(verdicts), by=by, why="settled")
    counts = Counter(verdict.value for verdict in verdicts.values())
    journal.chain(
        lot.practitioner, "settled", lot=lot.number, state=lot.state.value, pieces=dict(counts)
    )


def _identifiers(lot: ScorLot, invoice: str) -> list[str]:
    found = [item for item in lot.items if item.attachment.invoice.number == invoice]
    if not found:
        raise ScordError(Code.INVOICE_UNKNOWN, number=invoice)
    if len({item.attachment.invoice_id for item in found}) > 1:
        raise ScordError(Code.INVOICE_AMBIGUOUS, number=invoice)
    return [item.identifier for item in found]


def _is_settled_by_word(lot: ScorLot) -> bool:
    """And nothing else was said of it, nor has a piece gone on since."""
    if lot.state not in _SETTLED:
        return False
    answers = Acknowledgement.select().join(Incoming).where(Acknowledgement.scor_lot == lot)
    if answers.where(Incoming.channel != PERSON.name).exists():
        return False
    items = list(LotItem.select(LotItem, Attachment).join(Attachment).where(LotItem.lot == lot))
    pieces = piece_states_of({item.attachment.invoice_id for item in items})
    now = {one.id: state for told in pieces.values() for one, state in told}
    return all(now.get(item.attachment_id) == _STANDS[item.verdict] for item in items)


def _shown(lot: ScorLot) -> Deposit:
    items = list(lot.items)
    invoices = dict.fromkeys(item.attachment.invoice.number for item in items)
    return Deposit(
        lot.id,
        lot.number,
        lot.practitioner.billing_number,
        lot.messages.get().file_name,
        lot.state,
        lot.sent_at,
        tuple(invoices),
        len(items),
    )
