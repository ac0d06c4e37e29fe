"""Makes SCOR lots: what may leave is frozen into a message, and lot and message are one commit.

The message holds the lot's number and is on disk before the commit, so both are worked out first
and verified inside the transaction; on any change meanwhile the message is built again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from peewee import fn

from scord.lots.grouping import grouped
from scord.lots.obstacles import ready_dossier
from scord.lots.piece_state import unsent
from scord.lots.profile import Frozen, LotFacts
from scord.practice.said import region_of
from scord.store import journal, steps
from scord.store.database import transaction
from scord.store.flags import left_out_before
from scord.store.states import InvoiceStatus
from scord.store.tables import Attachment, Invoice, LotItem, Message, Practitioner, ScorLot

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from scord.lots.dossier import Dossier
    from scord.lots.profile import Piece, Profile
    from scord.store.context import Context

Pack = Callable[[Frozen, LotFacts], bytes]


@dataclass(frozen=True)
class _Run:
    """One making of lots: everything in it is as of `now`."""

    context: Context
    profile: Profile
    now: datetime
    by: str
    pack: Pack

    def ready(self, invoice_id: int) -> Dossier | None:
        """What the invoice may send; None where anything keeps it back."""
        found, dossier = ready_dossier(
            self.context, self.profile, Invoice.get_by_id(invoice_id), self.now
        )
        return None if found else dossier


def bare(frozen: Frozen, _lot: LotFacts) -> bytes:
    return frozen.data


def make_lots(
    context: Context, profile: Profile, now: datetime, by: str, *, pack: Pack = bare
) -> list[ScorLot]:
    """Freezes all that may leave; the lots and their messages are committed, state READY.

    `pack` makes of a frozen lot what goes on its way, such as a mail.

    Raises ScordError DISK_FULL; lots already made stay made, and nothing is half made.
    """
    _drop_orphans(context)
    run = _Run(context, profile, now, by, pack)
    ready = [dossier for id_ in _candidates() if (dossier := run.ready(id_))]
    lots = (_freeze(run, group) for group in grouped(ready, profile.limits))
    return [lot for lot in lots if lot]


def _drop_orphans(context: Context) -> None:
    """Removes messages that a crash left without a lot."""
    known = {message.sha256 for message in Message.select(Message.sha256)}
    for sha256 in set(context.files.messages.names()) - known:
        context.files.messages.drop(sha256)


def _candidates() -> Iterator[int]:
    with_pieces = unsent().select(Attachment.invoice)
    active = Invoice.select(Invoice.id).where(
        (Invoice.status == InvoiceStatus.ACTIVE) & Invoice.id.in_(with_pieces)
    )
    return (invoice.id for invoice in active)


def _freeze(run: _Run, dossiers: tuple[Dossier, ...]) -> ScorLot | None:
    """One lot, or None where all of its dossiers changed meanwhile: the next run takes them."""
    while dossiers:
        facts = _facts(run, dossiers[0])
        pieces = [piece for dossier in dossiers for piece in dossier.pieces]
        read = run.context.files.documents.read
        frozen = run.profile.build(facts, pieces, read)
        data = run.pack(frozen, facts)
        sha256 = run.context.files.messages.put(data)
        steps.reached("lots.message-written")
        with transaction():
            same = tuple(one for one in dossiers if run.ready(one.invoice_id) == one)
            lot = None
            if same == dossiers and _facts(run, dossiers[0]) == facts:
                lot = _record(run, facts, pieces, replace(frozen, data=data), sha256)
        if lot:
            steps.reached("lots.frozen")
            return lot
        run.context.files.messages.drop(sha256)
        dossiers = same
    return None


def _facts(run: _Run, first: Dossier) -> LotFacts:
    billing_number = first.billing_number
    region = region_of(run.context.settings, billing_number)
    return LotFacts(
        billing_number,
        region.value if region else "",
        first.destination,
        _next_number(billing_number),
        run.now,
    )


def _next_number(billing_number: str) -> int:
    """After a restore none that a lot may have had which the backup does not know."""
    last = (
        ScorLot.select(fn.MAX(ScorLot.number))
        .join(Practitioner)
        .where(Practitioner.billing_number == billing_number)
        .scalar()
    )
    return max(int(last or 0), left_out_before(billing_number)) + 1


def _record(
    run: _Run, facts: LotFacts, pieces: list[Piece], frozen: Frozen, sha256: str
) -> ScorLot:
    """The rows of one lot, in the caller's transaction."""
    practitioner = Practitioner.get(Practitioner.billing_number == facts.billing_number)
    lot = ScorLot.create(
        practitioner=practitioner,
        destination=facts.destination,
        number=facts.number,
        profile=run.profile.name,
        frozen_at=run.now,
    )
    for piece, identifier in zip(pieces, frozen.identifiers, strict=True):
        LotItem.create(lot=lot, attachment=piece.attachment_id, identifier=identifier)
    Message.create(
        lot=lot,
        message_id=frozen.message_id,
        file_name=frozen.file_name,
        sha256=sha256,
        size=len(frozen.data),
    )
    proof: dict[str, Any] = {
        "lot": facts.number,
        "destination": facts.destination,
        "profile": run.profile.name,
        "message_id": frozen.message_id,
        "sha256": sha256,
        "invoices": len({piece.invoice for piece in pieces}),
        "pieces": len(pieces),
    }
    journal.write("scor-lot.frozen", lot, by=run.by, **proof)
    journal.chain(practitioner, "frozen", **proof)
    return lot
