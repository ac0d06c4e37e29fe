"""A proof beside the journal of the installation that made it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from scord.proof import gather, record
from scord.proof.verify import Fault, Flaw
from scord.store import journal
from scord.store.tables import (
    Acknowledgement,
    Attachment,
    DocumentPart,
    Invoice,
    JournalEntry,
    LotItem,
    Message,
    Practitioner,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scord.store.context import Context

_OF_THE_PROOF = ("made_at", "made_by", "journal_end", "chain")  # not of what it proves

# What may rightly be another thing later, by its place in the proof without numbers of lists.
_MAY_CHANGE = (
    "standing",
    "practitioner",
    "invoice",
    "fse_lot",
    "unsent",
    "lots.state",
    "lots.sent_at",
    "lots.answered_at",
    "lots.message.state",
    "lots.message.purged_at",
    "lots.pieces.verdict",
    "lots.pieces.reason",
    "lots.pieces.pdfs.purged_at",
)


class Comparison(NamedTuple):
    """`known`: the practitioner is one of this installation; else nothing was compared.

    `since`: what has changed since the proof was made, by its place there.
    """

    known: bool
    faults: list[Fault]
    since: list[str]


def compare(context: Context, proof: record.Proof) -> Comparison:
    """What the journal here says of the proof."""
    number = proof.practitioner.billing_number
    practitioner = Practitioner.get_or_none(Practitioner.billing_number == number)
    if practitioner is None:
        return Comparison(known=False, faults=[], since=[])
    faults = list(_chains(practitioner, proof.chain))
    invoice = Invoice.get_or_none(
        (Invoice.practitioner == practitioner)
        & (Invoice.number == proof.invoice.number)
        & (Invoice.invoice_date == proof.invoice.invoice_date)
    )
    if invoice is None:
        return Comparison(True, [*faults, Fault(Flaw.INVOICE_UNKNOWN, {})], [])  # noqa: FBT003 -- a NamedTuple's
    wrong, since = _claims(context, proof, invoice)
    return Comparison(True, faults + wrong, since)  # noqa: FBT003 -- as above


def _chains(practitioner: Practitioner, claimed: Sequence[record.Link]) -> Iterator[Fault]:
    """The journal's own chain holds, and the proof's is its beginning."""
    broken = journal.broken_link(practitioner)
    if broken:
        yield Fault(Flaw.JOURNAL_BROKEN, {"sequence": broken.sequence})
    kept = gather.chain_of(practitioner)
    if len(claimed) > len(kept):
        yield Fault(Flaw.JOURNAL_CUT, {"ours": len(kept), "theirs": len(claimed)})
    for ours, theirs in zip(kept, claimed, strict=False):
        if ours != theirs:
            yield Fault(Flaw.JOURNAL_DIFFERS, {"sequence": ours.sequence})
            return


def _claims(
    context: Context, proof: record.Proof, invoice: Invoice
) -> tuple[list[Fault], list[str]]:
    """What the proof claims and the store no longer says: a fault, or what has changed since."""
    claimed = record.plain(proof)
    now = record.plain(gather.gather(context, invoice))
    for name in _OF_THE_PROOF:
        del claimed[name], now[name]
    moved_on = _changed_since(invoice, proof.journal_end)
    differing = sorted(set(_differing(claimed, now, may_grow=moved_on)))
    since = [one for one in differing if moved_on and _may_change(one)]
    faults = [Fault(Flaw.CLAIM_DIFFERS, {"field": one}) for one in differing if one not in since]
    return faults, since


def _differing(claimed: Any, now: Any, place: str = "", *, may_grow: bool) -> Iterator[str]:
    """The places where `claimed` is not what is there `now`. `may_grow`: more at the end of a list
    is no difference.
    """
    if isinstance(claimed, dict) and isinstance(now, dict) and claimed.keys() == now.keys():
        for name, value in claimed.items():
            inner = f"{place}.{name}".lstrip(".")
            yield from _differing(value, now[name], inner, may_grow=may_grow)
    elif isinstance(claimed, list) and isinstance(now, list):
        for value, there in zip(claimed, now, strict=False):
            yield from _differing(value, there, place, may_grow=may_grow)
        if len(claimed) > len(now) or (len(claimed) < len(now) and not may_grow):
            yield place
    elif claimed != now:
        yield place


def _may_change(place: str) -> bool:
    return any(place == one or place.startswith(f"{one}.") for one in _MAY_CHANGE)


def _changed_since(invoice: Invoice, entry: int) -> bool:
    """Whether the journal tells anything of the invoice or its sending after that entry of it."""
    new = JournalEntry.select().where(JournalEntry.id > entry)
    return any(
        new.where((JournalEntry.subject_kind == kind) & JournalEntry.subject_id.in_(ids)).exists()
        for kind, ids in _subjects(invoice).items()
    )


def _subjects(invoice: Invoice) -> Mapping[str, list[int]]:
    """The rows that a proof of the invoice is made of, by what the journal calls them."""
    lots = gather.lots_of(invoice)
    attachments = list(Attachment.select().where(Attachment.invoice == invoice))
    documents = [one.document_id for one in attachments]
    lot = invoice.fse_lot_id
    acks = Acknowledgement.scor_lot.in_(lots) | (Acknowledgement.fse_lot == lot)
    return {
        "invoice": [invoice.id],
        "practitioner": [invoice.practitioner_id],
        "fse-lot": [lot] if lot else [],
        "attachment": [one.id for one in attachments],
        "document": documents,
        "document-part": _ids(DocumentPart, DocumentPart.document.in_(documents)),
        "lot-item": _ids(LotItem, LotItem.attachment.in_(attachments)),
        "scor-lot": [one.id for one in lots],
        "message": _ids(Message, Message.lot.in_(lots)),
        "acknowledgement": _ids(Acknowledgement, acks),
    }


def _ids(table: Any, which: Any) -> list[int]:
    return [row.id for row in table.select(table.id).where(which)]
