"""Whether a proof holds, from its own file alone: its seal, its chain, and what it says of both.

The seal shows any change by somebody who does not know of it; anybody can make it anew. The chain
holds the rest together: what was frozen, sent and answered, with the hash of each message and of
each answer. Only the journal (see against.py) and the caisse's own records tell more.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from scord.proof import record
from scord.store import journal
from scord.store.states import AckOutcome, ItemVerdict, ScorLotState

if TYPE_CHECKING:
    from collections.abc import Iterator

GENESIS = "0" * 64
_OPEN = (ScorLotState.READY, ScorLotState.SENT)


class Flaw(StrEnum):
    """Stable names of what may be wrong; their sentences stand in words/proof.py."""

    UNREADABLE = "unreadable"
    SEAL = "seal"
    CHAIN_BROKEN = "chain-broken"  # facts: sequence
    NOT_FROZEN = "not-frozen"  # facts: lot
    NOT_SENT = "not-sent"  # facts: lot
    NOT_ANSWERED = "not-answered"  # facts: lot; an answer that the chain does not know
    ANSWER_MISSING = "answer-missing"  # facts: lot; one that the chain knows
    LOT_STATE = "lot-state"  # facts: lot
    VERDICTS = "verdicts"  # facts: lot
    TEST_HIDDEN = "test-hidden"
    # against the journal
    JOURNAL_BROKEN = "journal-broken"  # facts: sequence
    JOURNAL_CUT = "journal-cut"  # facts: ours, theirs
    JOURNAL_DIFFERS = "journal-differs"  # facts: sequence
    INVOICE_UNKNOWN = "invoice-unknown"
    CLAIM_DIFFERS = "claim-differs"  # facts: field


class Fault(NamedTuple):
    flaw: Flaw
    facts: dict[str, Any]


def read(data: bytes) -> tuple[record.Proof | None, list[Fault]]:
    """The proof in a file, and every fault that shows without the store."""
    try:
        proof, borne, due = record.decode(data)
    except ValueError:
        return None, [Fault(Flaw.UNREADABLE, {})]
    faults = [] if borne == due else [Fault(Flaw.SEAL, {})]
    return proof, [*faults, *_chain(proof), *_test(proof), *_lots(proof)]


def _test(proof: record.Proof) -> Iterator[Fault]:
    marked = proof.test and proof.warning == record.WARNING
    if any(lot.test for lot in proof.lots) and not marked:
        yield Fault(Flaw.TEST_HIDDEN, {})


def _chain(proof: record.Proof) -> Iterator[Fault]:
    """The first entry that does not follow from the one before it."""
    previous = GENESIS
    for sequence, link in enumerate(proof.chain, start=1):
        follows = link.sequence == sequence and link.previous == previous
        if not follows or link.hash != _hash(link):
            yield Fault(Flaw.CHAIN_BROKEN, {"sequence": sequence})
            return
        previous = link.hash


def _hash(link: record.Link) -> str | None:
    try:
        at = datetime.fromisoformat(link.at)
        hashed = journal.link(link.previous, link.sequence, at, link.event, link.facts)
    except ValueError:  # no time, or half characters
        return None
    return hashed if at.isoformat() == link.at else None


def _lots(proof: record.Proof) -> Iterator[Fault]:
    for lot in proof.lots:
        links = [link for link in proof.chain if link.facts.get("lot") == lot.number]
        for flaw, wrong in _of_lot(lot, links):
            if wrong:
                yield Fault(flaw, {"lot": lot.number})


def _of_lot(lot: record.ScorSending, links: list[record.Link]) -> Iterator[tuple[Flaw, bool]]:
    """What the chain tells of the lot, beside what the proof claims of it."""
    message = {"message_id": lot.message.message_id, "sha256": lot.message.sha256}
    frozen = {**message, "destination": lot.destination, "profile": lot.profile}
    yield Flaw.NOT_FROZEN, not any(_tells(link, "frozen", frozen) for link in links)
    was_sent = any(_tells(link, "sent", message) for link in links)
    yield Flaw.NOT_SENT, was_sent != (lot.sent_at is not None)
    applied = {one.sha256 for one in lot.answers if one.outcome == AckOutcome.APPLIED}
    told = {str(link.facts.get("answer_sha256")) for link in links if link.event == "acknowledged"}
    yield Flaw.NOT_ANSWERED, bool(applied - told)
    yield Flaw.ANSWER_MISSING, bool(told - applied)
    states = [link.facts["state"] for link in links if "state" in link.facts]
    known = [states[-1]] if states else list(_OPEN)
    yield Flaw.LOT_STATE, lot.state not in known
    yield Flaw.VERDICTS, not _verdicts_fit(lot, links)


def _tells(link: record.Link, event: str, facts: dict[str, Any]) -> bool:
    return link.event == event and facts.items() <= link.facts.items()


def _verdicts_fit(lot: record.ScorSending, links: list[record.Link]) -> bool:
    """Of the invoice's own pieces no more have a verdict than the lot's last answer gave."""
    told = [link.facts["pieces"] for link in links if isinstance(link.facts.get("pieces"), dict)]
    given = Counter(piece.verdict for piece in lot.pieces)
    if not told:
        return set(given) <= {ItemVerdict.AWAITED.value}
    return all(_number(told[-1].get(verdict)) >= count for verdict, count in given.items())


def _number(told: object) -> int:
    return told if isinstance(told, int) else 0
