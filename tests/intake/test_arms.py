"""Scanner pour cette facture: sure with one arm and one file in time, otherwise a person's."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.intake.drops import DATA
from tests.lots.practice import Practice

from scord.intake.arms import arm_for_file, end_arms, open_arm, spoil
from scord.intake.claim import take
from scord.intake.handed_in import note_handed_in
from scord.store.database import transaction
from scord.store.states import ArmState
from scord.store.tables import Arm, JournalEntry, Scan

if TYPE_CHECKING:
    from tests.conftest import TurnedClock
    from tests.intake.drops import Drop

    from scord.intake.claim import Claim
    from scord.store.tables import Invoice

TEN = timedelta(minutes=10)


@pytest.fixture
def invoice(drop: Drop) -> Invoice:
    return Practice(drop.context).invoice()


def arm(drop: Drop, invoice: Invoice, folder: str = "scanner") -> Arm:
    with transaction():
        return open_arm(drop.context, invoice, folder, TEN, "ORDN", by="Anne")


def state(arm: Arm) -> ArmState:
    found: ArmState = Arm.get_by_id(arm.id).state
    return found


def taken(drop: Drop, claim: Claim) -> Scan:
    scan = take(drop.context, claim)
    assert scan is not None
    return Scan.get_by_id(scan.id)  # type: ignore[no-any-return]


def test_the_next_file_belongs_to_the_arm(drop: Drop, invoice: Invoice, clock: TurnedClock) -> None:
    armed = arm(drop, invoice)
    clock.turn(minutes=5)
    assert drop.scan().arm == armed
    assert state(armed) == ArmState.USED
    entry = JournalEntry.get(JournalEntry.event == "arm.open")
    assert (entry.by, entry.facts) == ("Anne", {"invoice": invoice.id, "folder": "scanner"})


def test_a_scan_that_was_handed_in_is_not_meant_and_leaves_the_arm_for_the_scanners(
    drop: Drop, invoice: Invoice, clock: TurnedClock
) -> None:
    armed = arm(drop, invoice)
    clock.turn(seconds=5)
    claim = drop.claim()
    with transaction():
        note_handed_in(claim.folder, hashlib.sha256(DATA).hexdigest(), None, by="Anne")
    assert taken(drop, claim).arm is None
    assert state(armed) == ArmState.OPEN


def another(invoice: Invoice) -> Invoice:
    facts = invoice.__data__ | {"id": None, "number": f"{invoice.number}0"}
    return type(invoice).create(**facts)  # type: ignore[no-any-return]


def handed_in(drop: Drop, invoice: Invoice, data: bytes = DATA) -> Arm:
    with transaction():
        meant = arm_for_file(drop.context, invoice, "scanner", by="Anne")
        note_handed_in("scanner", hashlib.sha256(data).hexdigest(), meant, by="Anne")
    return meant


def test_a_file_handed_in_for_an_invoice_is_its_own_and_no_scanners_file_is(
    drop: Drop, invoice: Invoice, clock: TurnedClock
) -> None:
    other = arm(drop, another(invoice))
    meant = handed_in(drop, invoice)
    clock.turn(seconds=1)
    assert drop.scan("b.pdf", b"of the scanner").arm == other
    assert drop.scan().arm == meant
    assert state(meant) == ArmState.USED
    assert drop.scan("c.pdf", b"the scanner's second").arm is None
    assert state(meant) == ArmState.USED


def test_bytes_handed_in_for_two_invoices_are_for_a_person(drop: Drop, invoice: Invoice) -> None:
    handed_in(drop, invoice)
    handed_in(drop, another(invoice))
    assert drop.scan().arm is None


def test_the_same_bytes_once_more_are_not_given_to_the_invoice_again(
    drop: Drop, invoice: Invoice
) -> None:
    meant = handed_in(drop, invoice)
    assert drop.scan().arm == meant
    assert drop.scan("again.pdf").arm is None


def test_a_file_first_seen_before_the_arm_is_not_meant(
    drop: Drop, invoice: Invoice, clock: TurnedClock
) -> None:
    claim = drop.claim()
    clock.turn(seconds=1)
    armed = arm(drop, invoice)
    assert taken(drop, claim).arm is None
    assert state(armed) == ArmState.OPEN


@pytest.mark.parametrize(("seconds", "bound"), [(0, True), (599, True), (600, False)])
def test_the_arm_counts_when_the_file_is_first_seen_within_its_time(
    drop: Drop, invoice: Invoice, clock: TurnedClock, seconds: float, *, bound: bool
) -> None:
    arm(drop, invoice)
    clock.turn(seconds=seconds)
    claim = drop.claim()
    clock.turn(minutes=5)  # it may settle after the time is over
    assert (taken(drop, claim).arm is not None) == bound


def test_a_file_of_another_folder_is_not_meant(drop: Drop, invoice: Invoice) -> None:
    armed = arm(drop, invoice, folder="office")
    assert drop.scan().arm is None
    assert state(armed) == ArmState.OPEN


def test_a_second_file_spoils_the_arm_of_the_first(drop: Drop, invoice: Invoice) -> None:
    armed = arm(drop, invoice)
    first, second = drop.scan(), drop.scan("b.pdf", b"another page")
    assert (first.arm, second.arm) == (armed, None)
    assert state(armed) == ArmState.SPOILT


def test_a_second_file_after_the_time_spoils_nothing(
    drop: Drop, invoice: Invoice, clock: TurnedClock
) -> None:
    armed = arm(drop, invoice)
    drop.scan()
    clock.turn(minutes=10)
    drop.scan("b.pdf", b"another page")
    assert state(armed) == ArmState.USED


def test_a_second_arm_on_the_folder_spoils_both_and_binds_nothing(
    drop: Drop, invoice: Invoice
) -> None:
    armed = [arm(drop, invoice), arm(drop, invoice)]
    assert drop.scan().arm is None
    assert [state(one) for one in armed] == [ArmState.SPOILT, ArmState.SPOILT]


def test_a_second_arm_spoils_the_first_even_after_its_file_came(
    drop: Drop, invoice: Invoice, clock: TurnedClock
) -> None:
    armed = arm(drop, invoice)
    drop.scan()
    clock.turn(minutes=1)
    second = arm(drop, invoice)
    assert [state(one) for one in (armed, second)] == [ArmState.SPOILT, ArmState.SPOILT]


def test_an_arm_on_another_folder_or_after_the_time_spoils_nothing(
    drop: Drop, invoice: Invoice, clock: TurnedClock
) -> None:
    armed = arm(drop, invoice)
    office = arm(drop, invoice, folder="office")
    clock.turn(minutes=10)
    later = arm(drop, invoice)
    assert {state(one) for one in (armed, office, later)} == {ArmState.OPEN}
    assert drop.scan().arm == later


def test_a_file_that_came_before_spoils_the_arm_so_that_the_next_one_is_not_taken_for_it(
    drop: Drop, invoice: Invoice
) -> None:
    """A duplicate brings no document; the file after it is surely meant for something else."""
    drop.scan()
    armed = arm(drop, invoice)
    drop.scan("same.pdf")
    assert state(armed) == ArmState.SPOILT
    assert drop.scan("next.pdf", b"another page").arm is None


def test_the_arms_own_file_sent_twice_spoils_nothing(drop: Drop, invoice: Invoice) -> None:
    armed = arm(drop, invoice)
    first = drop.scan()
    drop.scan("sent again.pdf")
    assert state(armed) == ArmState.USED
    assert Scan.get_by_id(first.id).arm == armed


def test_an_arm_that_no_file_came_for_ends_once_no_file_can_still_be_settling(
    drop: Drop, invoice: Invoice, clock: TurnedClock
) -> None:
    armed = arm(drop, invoice)
    clock.turn(minutes=20)
    end_arms(drop.context)
    assert state(armed) == ArmState.OPEN
    clock.turn(seconds=1)
    end_arms(drop.context)
    assert state(armed) == ArmState.ENDED


def test_an_arm_is_spoilt_inside_a_transaction_only(drop: Drop, invoice: Invoice) -> None:
    armed = arm(drop, invoice)
    with pytest.raises(RuntimeError):
        spoil(armed, why="two files")
    assert state(armed) == ArmState.OPEN
