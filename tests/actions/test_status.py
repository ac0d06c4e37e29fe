"""The status counts everything once, and names neither a patient nor a file."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from scord.actions.sending import pause
from scord.actions.status import raised_flags, sightings, status, waiting
from scord.intake.arms import open_arm
from scord.lots.standing import catch_up
from scord.store.database import transaction
from scord.store.states import (
    AckOutcome,
    ArmState,
    DocumentState,
    FseVerdict,
    InvoiceStatus,
    ItemVerdict,
    MessageState,
    ScanState,
    ScorLotState,
)
from scord.store.tables import (
    Acknowledgement,
    Alert,
    Arm,
    FseLot,
    Incoming,
    Invoice,
    LotItem,
    Message,
    Prescription,
    Scan,
    ScorLot,
    Sighting,
)
from scord_shared.status import (
    ALERTS_SHOWN,
    AlertKind,
    AlertLevel,
    Counts,
    NamedPrescription,
    Status,
)

if TYPE_CHECKING:
    from tests.lots.practice import Practice

    from scord.store.context import Context


def now(practice: Practice) -> Status:
    """The status once everything is followed."""
    while catch_up(practice.context):
        pass
    return status(practice.context)


def test_an_empty_store_has_nothing_to_tell(context: Context) -> None:
    assert status(context) == Status()
    assert (raised_flags(), sightings(), waiting()) == ((), (), ())


# -- counts


def test_everything_is_counted_where_it_stands(practice: Practice) -> None:
    practice.ready()
    practice.document(None, state=DocumentState.INBOX, reason="no-clue")
    practice.document(None, state=DocumentState.HELD, reason="image.too-heavy")
    practice.document(None, state=DocumentState.SET_ASIDE)
    practice.lot(verdict=FseVerdict.CONTESTED)
    for number, state in enumerate([ScanState.TAKEN, ScanState.REFUSED, ScanState.DUPLICATE]):
        Scan.create(
            claim=f"c{number}", folder="accueil", name="x.tif", sha256=f"x{number}", size=1,
            mtime_ns=1, first_seen_at=practice.now, taken_at=practice.now, state=state,
        )  # fmt: skip
    incoming = Incoming.create(channel="lps", name="a.json", sha256="0", received_at=practice.now)
    for position, outcome in enumerate([AckOutcome.AMBIGUOUS, AckOutcome.UNMATCHED]):
        Acknowledgement.create(incoming=incoming, position=position, outcome=outcome)
    assert now(practice).counts == Counts(
        at_work=1,
        to_file=1,
        held=1,
        to_send=1,
        refused_scans=1,
        duplicate_scans=1,
        contested_lots=1,
        acks_to_settle=2,
    )


def test_a_piece_is_counted_by_its_lots_answer(practice: Practice) -> None:
    for _ in range(4):
        practice.ready()
    practice.lots()
    first, second, *_ = LotItem.select().order_by(LotItem.id)
    for item, verdict in ((first, ItemVerdict.ACCEPTED), (second, ItemVerdict.REJECTED)):
        LotItem.update(verdict=verdict).where(LotItem.id == item.id).execute()
        item.attachment.confirmed_at = None
        item.attachment.save()
    counts = now(practice).counts
    assert (counts.to_send, counts.awaiting_ack, counts.accepted, counts.rejected) == (0, 2, 1, 1)


@pytest.mark.parametrize(
    ("state", "name"),
    [(MessageState.UNCERTAIN, "uncertain_messages"), (MessageState.FAILED, "failed_messages")],
)
def test_a_message_that_needs_a_person_is_counted(
    practice: Practice, state: MessageState, name: str
) -> None:
    practice.ready()
    practice.lots()
    Message.update(state=state).execute()
    assert getattr(now(practice).counts, name) == 1


def test_contested_lots_of_both_kinds_are_one_count(practice: Practice) -> None:
    practice.ready()
    practice.lots()
    ScorLot.update(state=ScorLotState.CONTESTED).execute()
    FseLot.update(verdict=FseVerdict.CONTESTED).execute()
    assert now(practice).counts.contested_lots == 2


@pytest.mark.parametrize(
    ("state", "counted"),
    [
        (InvoiceStatus.ACTIVE, 1),
        (InvoiceStatus.HELD, 1),
        (InvoiceStatus.CANCELLED, 0),
        (InvoiceStatus.REPLACED, 0),
    ],
)
@pytest.mark.parametrize("name", ["to_send", "rejected"])
def test_only_pieces_of_open_invoices_are_to_be_seen_to(
    practice: Practice, name: str, state: InvoiceStatus, counted: int
) -> None:
    practice.ready()
    if name == "rejected":
        practice.lots()
        practice.answered(ItemVerdict.REJECTED, ScorLotState.REJECTED)
    Invoice.update(status=state).execute()
    assert getattr(now(practice).counts, name) == counted


def test_no_count_is_left_out_and_each_is_a_number(practice: Practice) -> None:
    counts = asdict(now(practice).counts)
    assert set(counts) == {field.name for field in fields(Counts)}
    assert {type(value) for value in counts.values()} == {int}


# -- what else stands


def test_a_pause_is_told_with_its_time(practice: Practice) -> None:
    assert now(practice).paused_since is None
    pause(practice.context, by="Anne")
    assert now(practice).paused_since == practice.now
    assert [(one.name, one.by, one.since) for one in raised_flags()] == [
        ("paused", "Anne", practice.now)
    ]


def arm(practice: Practice, invoice: Invoice, *, minutes: float, state: ArmState) -> Arm:
    return Arm.create(
        practitioner=practice.nurse,
        invoice=invoice,
        folder="accueil",
        opened_at=practice.now,
        until=practice.now + timedelta(minutes=minutes),
        state=state,
    )


def test_the_arms_in_force_are_told_and_no_others(practice: Practice) -> None:
    invoice = practice.invoice(number="481")
    inforce = arm(practice, invoice, minutes=10, state=ArmState.OPEN)
    arm(practice, invoice, minutes=0, state=ArmState.OPEN)  # over, not closed yet
    for state in (ArmState.USED, ArmState.SPOILT, ArmState.ENDED):
        arm(practice, invoice, minutes=10, state=state)
    (told,) = now(practice).armed
    assert (told.arm, told.folder, told.until) == (inforce.id, "accueil", inforce.until)
    assert told.invoice == now(practice).last_invoice
    assert told.invoice.name == "991129768:481:2026-03-09"
    assert told.invoice.number == "481"


def test_an_arm_for_an_ordonnance_tells_its_reference_and_day(practice: Practice) -> None:
    day = date(2026, 3, 2)
    wanted = Prescription.create(practitioner=practice.nurse, reference="ORD-77", day=day)
    with transaction():
        open_arm(practice.context, wanted, "accueil", timedelta(minutes=10), "ORDN", by="Anne")
    (told,) = now(practice).armed
    assert (told.invoice, told.prescription) == (None, NamedPrescription(wanted.id, "ORD-77", day))


def test_the_last_invoice_is_the_newest_import_that_lacks_a_piece(practice: Practice) -> None:
    practice.invoice(number="481", imported_at=practice.later(hours=1))
    practice.invoice(number="482")  # imported while the clock was behind
    practice.ready(number="483")
    practice.invoice(number="484", status=InvoiceStatus.CANCELLED)
    practice.invoice(number="485", payload={"electronic_prescription": True})
    last = now(practice).last_invoice
    assert last is not None
    assert last.number == "482"


def alert(practice: Practice, number: int) -> Alert:
    return Alert.create(
        kind=AlertKind.DOCUMENT_HELD,
        subject=str(number),
        level=AlertLevel.WARNING,
        facts={"pages": [1]},
        opened_at=practice.now,
        raised_at=practice.now,
    )


def test_open_alerts_are_told_up_to_a_number_and_all_are_counted(practice: Practice) -> None:
    for number in range(ALERTS_SHOWN + 2):
        alert(practice, number)
    over = alert(practice, 99)
    over.resolved_at = practice.now
    over.save()
    told = now(practice)
    assert len(told.alerts) == ALERTS_SHOWN
    assert told.alerts_open == ALERTS_SHOWN + 2
    first = told.alerts[0]
    assert (first.kind, first.level, first.subject) == ("document-held", "warning", "0")
    assert (first.facts, first.opened_at) == ({"pages": [1]}, practice.now)


# -- what names files, by itself


def test_what_waits_for_a_person_is_listed_the_oldest_first(practice: Practice) -> None:
    practice.document(None, state=DocumentState.INBOX, reason="no-clue", name="lot.pdf")
    practice.document(None, state=DocumentState.HELD, reason="image.too-heavy")
    practice.document(None, state=DocumentState.SET_ASIDE)
    practice.document(None, state=DocumentState.NEW)
    assert [(one.file, one.why) for one in waiting()] == [
        ("lot.pdf", "no-clue"),
        ("scan.tif", "image.too-heavy"),
    ]
    assert [one.file for one in waiting(1)] == ["lot.pdf"]


def test_only_what_still_stands_in_a_folder_is_shown(practice: Practice) -> None:
    for name, resolved in (("gone.pdf", practice.now), ("pipe", None)):
        Sighting.create(
            folder="scanner",
            name=name,
            code="file.not-regular",
            first_seen_at=practice.now,
            resolved_at=resolved,
        )
    assert sightings() == (("scanner", "pipe", "file.not-regular"),)


def test_no_name_of_a_person_or_file_and_no_nir_is_in_it(practice: Practice) -> None:
    row = practice.ready(patient_nir="181016322075140", insured_nir="181016322075140")
    practice.invoice(patient_nir="181016322075140")
    practice.document(None, state=DocumentState.INBOX, reason="no-clue", name="MARTIN.pdf")
    arm(practice, row, minutes=5, state=ArmState.OPEN)
    alert(practice, 1)
    told = str(now(practice))
    words = ("ADRDEUX", "LAURENT", "1810163", "GRIS", "ANNE", "MARTIN", "scan.tif")
    assert not any(word in told for word in words)
