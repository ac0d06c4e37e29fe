"""A changed proof is found: by itself where its seal or chain tells, else beside the journal."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest

from scord.proof import record
from scord.proof.against import compare
from scord.proof.gather import gather
from scord.proof.verify import Fault, Flaw, read
from scord.store import journal
from scord.store.database import transaction
from scord.store.states import ItemVerdict, ScorLotState
from scord.store.tables import ChainEntry, Invoice, Practitioner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.exchange.sending import Sending

Told = dict[str, Any]

# Of the proof itself: when and by what it was made, and up to where it knew the journal.
ABOUT_ITSELF = {("made_at",), ("made_by",), ("journal_end",)}


@pytest.fixture
def told(sending: Sending, accepted: Invoice) -> Told:
    """The proof of an accepted invoice, as its file has it."""
    sending.practice.attach(accepted, sending.practice.document("AUTP"))
    found: Told = json.loads(record.encode(gather(sending.context, accepted)))
    return found


def leaves(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict | list):
        inner = value.items() if isinstance(value, dict) else enumerate(value)
        for name, one in inner:
            yield from leaves(one, (*way, name))
    else:
        yield way


def flipped(told: Told, way: tuple[Any, ...]) -> Told:
    """The same with one value changed, of its kind and so that it can still be read."""
    changed = deepcopy(told)
    place: Any = changed
    for name in way[:-1]:
        place = place[name]
    place[way[-1]] = other(place[way[-1]])
    return changed


def other(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if value is None:
        return "2025-01-01T00:00:00Z"  # a time or a text
    if value.endswith("Z") or value.startswith("2026-"):
        return value.replace("2026", "2025")
    return value + "x" if len(value) < 40 else ("0" if value[0] != "0" else "1") + value[1:]


def data_of(told: Told, *, sealed: bool = False) -> bytes:
    if sealed:
        bare = {name: value for name, value in told.items() if name != "seal"}
        told = {**bare, "seal": record.seal(bare)}
    return json.dumps(told).encode()


def flaws(data: bytes) -> set[Flaw]:
    return {fault.flaw for fault in read(data)[1]}


def test_a_proof_as_it_was_made_holds(sending: Sending, told: Told) -> None:
    made, faults = read(data_of(told))
    assert made is not None
    assert faults == []
    assert compare(sending.context, made) == (True, [], [])


def test_a_proof_of_something_never_sent_holds(sending: Sending) -> None:
    made = gather(sending.context, Invoice.get_by_id(sending.practice.ready().id))
    assert read(record.encode(made))[1] == []
    assert compare(sending.context, made) == (True, [], [])


def test_any_field_that_is_changed_breaks_the_seal(told: Told) -> None:
    ways = list(leaves(told))
    assert len(ways) > 100
    missed = [way for way in ways if not flaws(data_of(flipped(told, way)))]
    assert missed == []


@pytest.mark.slow
def test_any_claim_that_is_changed_and_sealed_anew_is_found_beside_the_journal(
    sending: Sending, told: Told
) -> None:
    missed = []
    for way in leaves(told):
        if way in ABOUT_ITSELF or way == ("seal",):
            continue
        made, faults = read(data_of(flipped(told, way), sealed=True))
        compared = compare(sending.context, made) if made else None
        if not faults and compared and compared.known and not compared.faults:
            missed.append(way)
    assert missed == []


@pytest.mark.parametrize(
    ("way", "flaw"),
    [
        (("lots", 0, "message", "sha256"), Flaw.NOT_FROZEN),
        (("lots", 0, "message", "message_id"), Flaw.NOT_FROZEN),
        (("lots", 0, "destination"), Flaw.NOT_FROZEN),
        (("lots", 0, "number"), Flaw.NOT_FROZEN),
        (("lots", 0, "answers", 0, "sha256"), Flaw.NOT_ANSWERED),
        (("lots", 0, "state"), Flaw.LOT_STATE),
        (("lots", 0, "pieces", 0, "verdict"), Flaw.VERDICTS),
        (("chain", 0, "facts", "sha256"), Flaw.CHAIN_BROKEN),
        (("chain", 1, "at"), Flaw.CHAIN_BROKEN),
        (("chain", 2, "hash"), Flaw.CHAIN_BROKEN),
        (("test",), Flaw.TEST_HIDDEN),
    ],
)
def test_what_the_chain_tells_is_found_without_the_store_though_sealed_anew(
    told: Told, way: tuple[Any, ...], flaw: Flaw
) -> None:
    assert flaw in flaws(data_of(flipped(told, way), sealed=True))


CUTS: dict[str, tuple[Callable[[Told], Any], Flaw]] = {
    "the last link": (lambda told: told["chain"].pop(), Flaw.NOT_ANSWERED),
    "the last two links": (lambda told: told["chain"].__delitem__(slice(1, 3)), Flaw.NOT_SENT),
    "the first link": (lambda told: told["chain"].pop(0), Flaw.CHAIN_BROKEN),
    "a link between": (lambda told: told["chain"].pop(1), Flaw.CHAIN_BROKEN),
    "all links": (lambda told: told["chain"].clear(), Flaw.NOT_FROZEN),
    "an answer": (lambda told: told["lots"][0]["answers"].clear(), Flaw.ANSWER_MISSING),
}


@pytest.mark.parametrize("cut", CUTS)
def test_what_is_cut_off_is_found_without_the_store_though_sealed_anew(
    told: Told, cut: str
) -> None:
    take, flaw = CUTS[cut]
    take(told)
    assert flaw in flaws(data_of(told, sealed=True))


def test_a_lot_that_is_left_out_is_found_beside_the_journal(sending: Sending, told: Told) -> None:
    told["lots"].clear()
    made, _ = read(data_of(told, sealed=True))
    assert made is not None
    assert Fault(Flaw.CLAIM_DIFFERS, {"field": "lots"}) in compare(sending.context, made).faults


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not JSON",
        b"[]",
        b'{"format": "scord-proof/2"}',
        b'{"format": "scord-proof/1"}',
        b"\xff\xfe\x00",
        b"[" * 100_000,
    ],
)
def test_what_is_no_proof_is_told_as_unreadable(data: bytes) -> None:
    assert read(data) == (None, [Fault(Flaw.UNREADABLE, {})])


def test_a_field_that_is_not_of_the_format_is_told_as_unreadable(told: Told) -> None:
    assert flaws(data_of({**told, "note": "paid"}, sealed=True)) == {Flaw.UNREADABLE}
    told["lots"][0]["note"] = "paid"
    assert flaws(data_of(told, sealed=True)) == {Flaw.UNREADABLE}


def test_a_name_given_twice_is_told_as_unreadable(told: Told) -> None:
    data = data_of(told).replace(b'"standing":', b'"standing": "nothing-sent", "standing":', 1)
    assert flaws(data) == {Flaw.UNREADABLE}


def test_a_journal_that_was_cut_off_is_found(sending: Sending, told: Told) -> None:
    made, _ = read(data_of(told))
    ChainEntry.delete().where(ChainEntry.sequence == 3).execute()
    assert made is not None
    facts = {"ours": 2, "theirs": 3}
    assert Fault(Flaw.JOURNAL_CUT, facts) in compare(sending.context, made).faults


def test_a_journal_that_was_changed_is_found(sending: Sending, told: Told) -> None:
    made, _ = read(data_of(told))
    ChainEntry.update(facts={"lot": 9}).where(ChainEntry.sequence == 2).execute()
    assert made is not None
    found = compare(sending.context, made).faults
    assert Fault(Flaw.JOURNAL_BROKEN, {"sequence": 2}) in found
    assert Fault(Flaw.JOURNAL_DIFFERS, {"sequence": 2}) in found


def test_a_chain_made_up_whole_is_found_beside_the_journal(sending: Sending, told: Told) -> None:
    """Its hashes fit each other, and the seal fits them."""
    previous = "0" * 64
    for link in told["chain"]:
        link["at"] = link["at"].replace("2026", "2025")
        link["previous"] = previous
        at = sending.practice.now.fromisoformat(link["at"])
        link["hash"] = previous = journal.link(
            previous, link["sequence"], at, link["event"], link["facts"]
        )
    made, faults = read(data_of(told, sealed=True))
    assert faults == []
    assert made is not None
    found = compare(sending.context, made).faults
    assert found == [Fault(Flaw.JOURNAL_DIFFERS, {"sequence": 1})]


def test_what_has_come_since_is_no_fault_and_is_told(sending: Sending, told: Told) -> None:
    made, _ = read(data_of(told))
    sending.answer("no.json", id="A-9", verdict="negative")
    sending.take_answers()
    assert made is not None
    known, faults, since = compare(sending.context, made)
    assert (known, faults) == (True, [])
    assert since == ["lots.state", "standing"]


def test_what_changed_in_the_store_without_a_word_in_the_journal_is_found(
    sending: Sending, told: Told
) -> None:
    made, _ = read(data_of(told))
    sending.practice.answered(ItemVerdict.REJECTED, ScorLotState.REJECTED)
    assert made is not None
    fields = {fault.facts["field"] for fault in compare(sending.context, made).faults}
    assert "lots.pieces.verdict" in fields


def test_the_proof_of_another_installation_is_not_compared(sending: Sending, told: Told) -> None:
    made, _ = read(data_of(told))
    Practitioner.update(billing_number="001033901").execute()
    assert made is not None
    assert compare(sending.context, made) == (False, [], [])


def test_an_invoice_that_is_not_known_here_is_found(sending: Sending, told: Told) -> None:
    told["invoice"]["number"] = "nowhere"
    made, _ = read(data_of(told, sealed=True))
    assert made is not None
    assert compare(sending.context, made).faults == [Fault(Flaw.INVOICE_UNKNOWN, {})]


@pytest.mark.parametrize(
    "facts", [{"answer_sha256": []}, {"pieces": {"accepted": "x"}}, {"lot": []}]
)
def test_facts_of_strange_kinds_in_a_chain_that_fits_are_faults_and_no_accident(
    sending: Sending, told: Told, facts: Told
) -> None:
    link = told["chain"][-1]
    link["facts"].update(facts)
    at = sending.practice.now.fromisoformat(link["at"])
    link["hash"] = journal.link(
        link["previous"], link["sequence"], at, link["event"], link["facts"]
    )
    assert flaws(data_of(told, sealed=True))


def test_a_journal_entry_about_another_invoice_excuses_nothing(
    sending: Sending, told: Told
) -> None:
    changed = flipped(told, ("lots", 0, "pieces", 0, "verdict"))
    changed["lots"][0]["pieces"][0]["verdict"] = "awaited"
    with transaction():
        journal.write("invoice.changed", sending.practice.invoice(), by="test")
    made, _ = read(data_of(changed, sealed=True))
    assert made is not None
    found = compare(sending.context, made)
    assert (found.since, [fault.flaw for fault in found.faults]) == ([], [Flaw.CLAIM_DIFFERS])
