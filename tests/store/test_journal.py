"""The journal tells what happened; the chain of proof shows where somebody changed what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from scord.store import journal
from scord.store.database import transaction
from scord.store.tables import ChainEntry, Practitioner

if TYPE_CHECKING:
    from collections.abc import Callable

    from scord.store.context import Context


@pytest.fixture
def nurse(context: Context) -> Practitioner:
    """Three exchange events proved, and one of another practitioner in between."""
    nurse, doctor = (
        Practitioner.create(
            billing_number=number, family_name="GRIS", given_name="ANNE", profession="infirmier"
        )
        for number in ("991129768", "991129776")
    )
    with transaction():
        journal.chain(nurse, "frozen", lot=1, sha256="ab")
        journal.chain(doctor, "frozen", lot=1)
        journal.chain(nurse, "sent", lot=1)
        journal.chain(nurse, "acknowledged", lot=1, pieces={"accepted": 2})
    return nurse


def test_an_untouched_chain_holds_and_counts_for_each_practitioner(nurse: Practitioner) -> None:
    assert journal.broken_link(nurse) is None
    assert [entry.sequence for entry in nurse.chain.order_by(ChainEntry.id)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda _: ChainEntry.update(facts={"lot": 2}), 2),
        (lambda _: ChainEntry.update(event="received"), 2),
        (lambda entry: ChainEntry.update(at=entry.at.replace(year=2020)), 2),
        (lambda _: ChainEntry.update(hash="0" * 64), 2),
        (lambda _: ChainEntry.update(previous="0" * 64), 2),
        (lambda _: ChainEntry.delete(), 3),
    ],
)
def test_a_changed_or_missing_entry_is_found(
    nurse: Practitioner, change: Callable[[ChainEntry], Any], found: int
) -> None:
    second = nurse.chain.where(ChainEntry.sequence == 2).get()
    change(second).where(ChainEntry.id == second.id).execute()
    broken = journal.broken_link(nurse)
    assert broken is not None
    assert broken.sequence == found


def test_an_entry_made_anew_with_a_right_hash_of_its_own_breaks_the_next(
    nurse: Practitioner,
) -> None:
    second = nurse.chain.where(ChainEntry.sequence == 2).get()
    forged = journal.link(second.previous, 2, second.at, "sent", {"lot": 9})
    ChainEntry.update(facts={"lot": 9}, hash=forged).where(ChainEntry.id == second.id).execute()
    broken = journal.broken_link(nurse)
    assert broken is not None
    assert broken.sequence == 3


def test_nothing_is_written_outside_a_transaction(nurse: Practitioner) -> None:
    with pytest.raises(RuntimeError):
        journal.write("practitioner.seen", nurse, by="machine")
    with pytest.raises(RuntimeError):
        journal.chain(nurse, "sent")
    assert ChainEntry.select().count() == 4
