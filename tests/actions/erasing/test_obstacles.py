"""Nobody is erased while anything of theirs is not over; each reason is told with its numbers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.actions.erasing.settled import FAMILY, GIVEN, NIR, WHO, found_in

from scord.actions.erasing.erase import erase, plan
from scord.actions.erasing.obstacles import Why
from scord.actions.erasing.patient import patient_of
from scord.lots.standing import catch_up
from scord.store.states import (
    DocumentState,
    InvoiceStatus,
    ItemVerdict,
    MessageState,
    ScanState,
    ScorLotState,
)
from scord.store.tables import (
    Attachment,
    Document,
    DocumentPart,
    Invoice,
    JournalEntry,
    LotItem,
    Message,
    Scan,
    ScorLot,
    Sighting,
)
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.actions.erasing.settled import Settled


def why(settled: Settled) -> set[Why]:
    return {one.why for one in plan(settled.context, settled.patient).obstacles}


def waiting(settled: Settled, name: str) -> None:
    settled.practice.document(None, state=DocumentState.INBOX, name=name)


def unsent_piece(settled: Settled) -> None:
    settled.practice.attach(settled.invoice, settled.practice.document("DSIP"))


def message_alone(settled: Settled) -> None:
    """Another's piece went with the same lot, and neither PDF nor original of it is kept."""
    other = settled.practice.document()
    piece = settled.practice.attach(settled.another(), other)
    lot = ScorLot.get()
    LotItem.create(lot=lot, attachment=piece, identifier="x", verdict=ItemVerdict.ACCEPTED)
    settled.context.files.documents.drop(DocumentPart.get(document=other).sha256)


def seen(settled: Settled) -> None:
    now = settled.practice.now
    Sighting.create(folder="accueil", name=f"{GIVEN} {FAMILY}.pdf", code="x", first_seen_at=now)


AGAINST: dict[str, tuple[Callable[[Settled], Any], Why]] = {
    "lot unanswered": (
        lambda _: ScorLot.update(state=ScorLotState.SENT, answered_at=None).execute(),
        Why.LOT_OPEN,
    ),
    "lot contested": (
        lambda _: ScorLot.update(state=ScorLotState.CONTESTED).execute(),
        Why.LOT_OPEN,
    ),
    "sending uncertain": (
        lambda _: Message.update(state=MessageState.UNCERTAIN).execute(),
        Why.LOT_OPEN,
    ),
    "piece refused": (
        lambda _: (
            LotItem.update(verdict=ItemVerdict.REJECTED).execute(),
            Attachment.update(confirmed_at=None).execute(),
        ),
        Why.NOT_ACCEPTED,
    ),
    "piece to send": (unsent_piece, Why.NOT_SENT),
    "scan in work": (
        lambda _: Scan.update(state=ScanState.TAKEN).execute(),
        Why.IN_WORK,
    ),
    "still in the spool": (lambda _: Scan.update(released_at=None).execute(), Why.IN_WORK),
    "to file by name": (lambda one: waiting(one, f"{GIVEN}_{FAMILY}.pdf"), Why.TO_FILE),
    "to file by NIR": (lambda one: waiting(one, f"1 81 01 63 220 751 40 {NIR}"), Why.TO_FILE),
    "taken off its invoice": (
        lambda one: (
            Attachment.update(removed_at=one.practice.now).execute(),
            Document.update(state=DocumentState.INBOX).execute(),
        ),
        Why.TO_FILE,
    ),
    "left in a drop folder": (seen, Why.TO_FILE),
    "only copy of another's": (message_alone, Why.ONLY_COPY),
    "an invoice of yesterday": (
        lambda one: one.change(invoice_date=one.practice.now.date()),
        Why.TOO_YOUNG,
    ),
}


@pytest.mark.parametrize("case", AGAINST)
def test_it_is_refused_for_its_reason_and_nothing_is_changed(settled: Settled, case: str) -> None:
    act, reason = AGAINST[case]
    act(settled)
    assert reason in why(settled)
    before = found_in(settled.context.files.root)
    with pytest.raises(ScordError) as refused:
        erase(settled.context, settled.patient, by="Anne")
    assert refused.value.code == Code.ACTION_REFUSED
    assert found_in(settled.context.files.root) == before
    assert settled.old.there() == {"documents", "messages", "originals"} or case.startswith("only")


def test_a_doubtful_clock_is_not_believed(settled: Settled) -> None:
    settled.old.clock.turn(days=40)
    assert why(settled) == {Why.CLOCK}


def test_an_invoice_that_came_after_the_look_keeps_them_all(settled: Settled) -> None:
    """Between the two lie the minutes in which all that the service keeps is read."""
    patient = settled.patient
    settled.hand_over("901")
    found = {one.why: one.numbers for one in plan(settled.context, patient).obstacles}
    assert found[Why.CAME_SINCE] == ("901",)
    assert Why.CAME_SINCE not in why(settled)


def test_an_invoice_whose_patient_was_put_right_after_the_look_keeps_them_all(
    settled: Settled,
) -> None:
    """It became theirs, or is theirs no more; whose name they have, but is another, was known."""
    namesake = {**WHO, "birth_date": "1950-02-03", "patient_nir": None, "identity": "another's"}
    unlike, other = settled.practice.invoice(**namesake), settled.another()
    patient = patient_of(settled.invoice, others=[unlike])
    assert patient.came_since() == []
    Invoice.update(WHO).where(Invoice.id == other.id).execute()
    assert patient.came_since() == [other]
    patient = patient_of(settled.invoice, others=[unlike])
    settled.change(family_name="X", family_key="X", patient_nir=None, identity="somebody's")
    assert patient.came_since() == [settled.invoice]


def test_the_end_of_the_least_time_is_told(settled: Settled) -> None:
    settled.change(invoice_date=date(2027, 1, 1))
    (young,) = plan(settled.context, settled.patient).obstacles
    assert young.until is not None
    assert young.until.date() == date(2028, 1, 1)


@pytest.mark.parametrize("status", [InvoiceStatus.CANCELLED, InvoiceStatus.REPLACED])
def test_a_closed_invoice_whose_piece_was_refused_is_over(
    settled: Settled, status: InvoiceStatus
) -> None:
    LotItem.update(verdict=ItemVerdict.REJECTED).execute()
    settled.change(status=status)
    assert why(settled) == set()


def test_what_waits_of_others_is_no_obstacle(settled: Settled) -> None:
    waiting(settled, "MARTIN_Paul.pdf")
    assert why(settled) == set()
    assert Invoice.select().count() == 1
    assert JournalEntry.select().exists()
    assert not catch_up(settled.context)
