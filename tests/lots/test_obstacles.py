"""Each obstacle alone keeps an invoice back; with none it leaves."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.lots.practice import BILLING, in_force

from scord.exchange.profiles.reference import ReferenceProfile
from scord.lots.obstacles import Obstacle, obstacles
from scord.lots.profile import Limits
from scord.settings import Caisses, Filing, Lots, PractitionerSettings
from scord.store.states import ArmState, DocumentState, FseVerdict, InvoiceStatus, ScanState
from scord.store.tables import (
    MADE_HERE,
    Arm,
    Attachment,
    Document,
    DocumentPage,
    FseLot,
    Invoice,
    Prescription,
    Scan,
)

if TYPE_CHECKING:
    from tests.lots.practice import Practice

    from scord.store.context import Context


class SmallProfile(ReferenceProfile):
    limits = Limits(pdfs=2, pdf_bytes=40)


class OrdonnancesOnly(ReferenceProfile):
    document_types = frozenset({"ORDN"})


def found(
    practice: Practice, invoice: Invoice, context: Context | None = None
) -> tuple[Obstacle, ...]:
    """The obstacles of the invoice as the store has it now."""
    fresh = Invoice.get_by_id(invoice.id)
    return obstacles(context or practice.context, ReferenceProfile(), fresh, practice.now)


def test_an_invoice_that_lacks_nothing_leaves(practice: Practice) -> None:
    assert found(practice, practice.ready()) == ()


@pytest.mark.parametrize(
    ("kind", "verdict", "expected"),
    [
        ("secured", FseVerdict.POSITIVE, ()),
        ("secured", FseVerdict.AWAITED, (Obstacle.FSE_ARL_AWAITED,)),
        ("secured", FseVerdict.NEGATIVE, (Obstacle.FSE_LOT_REJECTED,)),
        ("secured", FseVerdict.CONTESTED, (Obstacle.FSE_LOT_CONTESTED,)),
        ("degraded", FseVerdict.POSITIVE, ()),
        ("degraded", FseVerdict.AWAITED, ()),
        ("degraded", FseVerdict.NEGATIVE, (Obstacle.FSE_LOT_REJECTED,)),
        ("degraded", FseVerdict.CONTESTED, (Obstacle.FSE_LOT_CONTESTED,)),
    ],
)
def test_what_the_arl_of_the_fse_lot_allows(
    practice: Practice, kind: str, verdict: FseVerdict, expected: tuple[Obstacle, ...]
) -> None:
    assert found(practice, practice.ready(fse_lot=practice.lot(kind=kind, verdict=verdict))) == (
        expected
    )


def test_an_invoice_in_no_lot_yet_waits(practice: Practice) -> None:
    assert found(practice, practice.ready(fse_lot=None)) == (Obstacle.FSE_LOT_UNKNOWN,)


def test_a_degraded_lot_whose_sending_lies_ahead_waits(practice: Practice) -> None:
    lot = practice.lot(kind="degraded", verdict=FseVerdict.AWAITED, sent_at=practice.later(hours=1))
    assert found(practice, practice.ready(fse_lot=lot)) == (Obstacle.FSE_LOT_NOT_SENT,)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (InvoiceStatus.ACTIVE, ()),
        (InvoiceStatus.HELD, (Obstacle.INVOICE_HELD,)),
        (InvoiceStatus.CANCELLED, (Obstacle.INVOICE_CANCELLED,)),
        (InvoiceStatus.REPLACED, (Obstacle.INVOICE_REPLACED,)),
    ],
)
def test_only_an_active_invoice_leaves(
    practice: Practice, status: InvoiceStatus, expected: tuple[Obstacle, ...]
) -> None:
    assert found(practice, practice.ready(status=status)) == expected


@pytest.mark.parametrize(
    ("sent_at", "expected"),
    [
        # 5 January 2026 begins in Paris at 23:00 UTC of the day before
        (datetime(2026, 1, 4, 22, 59, tzinfo=UTC), (Obstacle.BEFORE_START_DAY,)),
        (datetime(2026, 1, 4, 23, 0, tzinfo=UTC), ()),
    ],
)
def test_the_start_day_begins_at_midnight_in_paris(
    practice: Practice, sent_at: datetime, expected: tuple[Obstacle, ...]
) -> None:
    assert found(practice, practice.ready(fse_lot=practice.lot(sent_at=sent_at))) == expected


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (
            {"practitioners": ()},
            (Obstacle.START_DAY_MISSING, Obstacle.REGION_MISSING),
        ),
        (
            {
                "practitioners": (
                    PractitionerSettings(
                        billing_number=BILLING, region=" ", scor_start_date=date(2026, 1, 1)
                    ),
                )
            },
            (Obstacle.REGION_MISSING,),
        ),
        ({"caisses": Caisses()}, (Obstacle.CAISSE_CLOSED,)),
        ({"caisses": Caisses(open=("01-348",))}, (Obstacle.CAISSE_CLOSED,)),
        ({"caisses": Caisses(open=("01-349",))}, ()),
        ({"caisses": Caisses(open=("*",), closed=("01-349",))}, (Obstacle.CAISSE_CLOSED,)),
    ],
)
def test_what_settings_keep_back(
    practice: Practice, settings: dict[str, object], expected: tuple[Obstacle, ...]
) -> None:
    assert found(practice, practice.ready(), in_force(practice.context, **settings)) == expected


def test_a_missing_piece_keeps_the_others_back_unless_settings_relax_it(
    practice: Practice,
) -> None:
    degraded = practice.lot(kind="degraded", verdict=FseVerdict.AWAITED)
    invoice = practice.ready(mode="degrade", fse_lot=degraded)
    relaxed = in_force(practice.context, lots=Lots(complete_only=False))
    assert found(practice, invoice) == (Obstacle.PIECE_MISSING,)
    assert found(practice, invoice, relaxed) == ()


def test_unknown_needs_keep_back_unless_settings_relax_it(practice: Practice) -> None:
    healer = practice.practitioner("991200015", profession="rebouteux")
    known = (
        *practice.context.settings.practitioners,
        PractitionerSettings(
            billing_number="991200015", region="84", scor_start_date=date(2026, 1, 1)
        ),
    )
    strict = in_force(practice.context, practitioners=known)
    relaxed = in_force(strict, lots=Lots(complete_only=False))
    invoice = practice.ready(practitioner=healer, fse_lot=practice.lot(practitioner=healer))
    assert found(practice, invoice, strict) == (Obstacle.NEEDS_UNKNOWN,)
    assert found(practice, invoice, relaxed) == ()


def test_what_the_machine_filed_waits_until_its_time_or_a_persons_word(practice: Practice) -> None:
    invoice = practice.invoice()
    piece = practice.attach(invoice, practice.document(), origin="slip", confirmed_at=None)
    after = practice.context.settings.filing.machine_wait_minutes
    just_before = practice.later(minutes=after) - timedelta(seconds=1)

    def at(now: datetime) -> tuple[Obstacle, ...]:
        return obstacles(practice.context, ReferenceProfile(), invoice, now)

    assert at(just_before) == (Obstacle.PIECE_WAITING,)
    assert at(practice.later(minutes=after)) == ()
    assert at(practice.later(hours=-1)) == (Obstacle.PIECE_WAITING,)  # a clock set back
    Attachment.update(confirmed_at=practice.now).where(Attachment.id == piece.id).execute()
    assert at(just_before) == ()


@pytest.mark.parametrize(
    ("patient", "kept_back"), [("later", True), ("signed", False), ("absent", False)]
)
def test_a_form_that_the_patient_has_yet_to_sign_proves_nothing_and_stays(
    practice: Practice, patient: str, *, kept_back: bool
) -> None:
    invoice = practice.ready(mode="degrade")
    form = practice.document("FSDE")
    facts = {"by": "Anne", "patient": patient}
    Scan.update(folder=MADE_HERE, facts=facts).where(Scan.id == form.scan.id).execute()
    practice.attach(invoice, form)
    expected = {Obstacle.PIECE_MISSING, Obstacle.FORM_UNSIGNED} if kept_back else set()
    assert set(found(practice, invoice)) == expected
    relaxed = in_force(practice.context, lots=Lots(complete_only=False))
    unsigned = (Obstacle.FORM_UNSIGNED,) if kept_back else ()
    assert found(practice, invoice, relaxed) == unsigned


def test_no_wait_where_settings_say_none(practice: Practice) -> None:
    invoice = practice.invoice()
    practice.attach(invoice, practice.document(), origin="slip", confirmed_at=None)
    at_once = in_force(practice.context, filing=Filing(machine_wait_minutes=0))
    assert found(practice, invoice, at_once) == ()


def test_an_invoice_without_pieces_has_nothing_to_send(practice: Practice) -> None:
    assert found(practice, practice.invoice()) == (
        Obstacle.NOTHING_TO_SEND,
        Obstacle.PIECE_MISSING,
    )


def test_a_removed_piece_is_nothing_to_send(practice: Practice) -> None:
    invoice = practice.invoice()
    practice.attach(invoice, practice.document(), removed_at=practice.now)
    assert Obstacle.NOTHING_TO_SEND in found(practice, invoice)


def test_what_is_in_a_lot_is_nothing_to_send(practice: Practice) -> None:
    invoice = practice.ready()
    practice.lots()
    assert found(practice, invoice) == (Obstacle.NOTHING_TO_SEND,)


def test_a_piece_whose_document_went_back_to_a_classer_waits(practice: Practice) -> None:
    invoice = practice.ready()
    Document.update(state=DocumentState.INBOX).execute()
    assert found(practice, invoice) == (Obstacle.PIECE_UNSETTLED,)


@pytest.mark.parametrize(
    ("state", "blocks"),
    [
        (DocumentState.NEW, True),
        (DocumentState.INBOX, True),
        (DocumentState.HELD, False),  # it has to be scanned again in any case
        (DocumentState.SET_ASIDE, False),
        (DocumentState.ATTACHED, False),
    ],
)
@pytest.mark.parametrize("clue", ["arm", "slip", "file-name"])
def test_unfiled_paper_that_names_the_invoice_keeps_it_back(
    practice: Practice, clue: str, state: DocumentState, blocks: bool
) -> None:
    invoice = practice.ready()
    slip = {
        "billing_number": BILLING,
        "number": invoice.number,
        "invoice_date": invoice.invoice_date.isoformat(),
    }
    clues: dict[str, dict[str, object]] = {
        "arm": {"arm": arm(practice, invoice, ArmState.USED)},
        "slip": {"clue": {"slip": slip, "slip_type": "AUTP"}},
        "file-name": {"name": f"SCORD_{invoice.number}_Adrdeux.pdf"},
    }
    practice.document("AUTP", state=state, **clues[clue])
    other = practice.ready()
    assert found(practice, invoice) == ((Obstacle.PAPER_ON_ITS_WAY,) if blocks else ())
    assert found(practice, other) == ()


@pytest.mark.parametrize(
    ("state", "blocks"), [(state, state == ArmState.OPEN) for state in ArmState]
)
def test_an_armed_invoice_waits_for_its_scan(
    practice: Practice, state: ArmState, blocks: bool
) -> None:
    invoice = practice.ready()
    arm(practice, invoice, state)
    assert found(practice, invoice) == ((Obstacle.PAPER_ON_ITS_WAY,) if blocks else ())


def test_pieces_of_a_series_wait_for_the_scan_of_its_ordonnance(practice: Practice) -> None:
    series = Prescription.create(practitioner=practice.nurse, reference="ORD-77")
    invoice, other = practice.ready(prescription=series), practice.ready()
    armed = arm(practice, series, ArmState.OPEN)
    assert found(practice, invoice) == (Obstacle.PAPER_ON_ITS_WAY,)
    assert found(practice, other) == ()
    Arm.update(state=ArmState.USED).where(Arm.id == armed.id).execute()
    practice.document(None, state=DocumentState.INBOX, arm=armed)
    assert found(practice, invoice) == (Obstacle.PAPER_ON_ITS_WAY,)
    assert found(practice, other) == ()


def test_an_armed_scan_at_the_image_workers_keeps_its_invoice_back(practice: Practice) -> None:
    invoice = practice.ready()
    document = practice.document(arm=arm(practice, invoice, ArmState.USED))
    Scan.update(state=ScanState.TAKEN).where(Scan.id == document.scan_id).execute()
    assert found(practice, invoice) == (Obstacle.PAPER_ON_ITS_WAY,)


def test_a_page_joined_to_another_paper_still_keeps_its_invoice_back(practice: Practice) -> None:
    invoice = practice.ready()
    armed = practice.document(state=DocumentState.REMADE, arm=arm(practice, invoice, ArmState.USED))
    joined = practice.document(state=DocumentState.INBOX)
    DocumentPage.create(document=joined, place=2, scan=armed.scan, number=1)
    assert found(practice, invoice) == (Obstacle.PAPER_ON_ITS_WAY,)


def arm(practice: Practice, wanted: Invoice | Prescription, state: ArmState) -> Arm:
    return Arm.create(
        practitioner=practice.nurse,
        **{wanted.journal_name: wanted},
        folder="accueil",
        opened_at=practice.now,
        until=practice.later(minutes=10),
        state=state,
    )


@pytest.mark.parametrize("document_type", ["AUTP", None])
def test_a_type_the_profile_does_not_take_keeps_back(
    practice: Practice, document_type: str | None
) -> None:
    invoice = practice.ready()
    practice.attach(invoice, practice.document(document_type))
    assert obstacles(practice.context, OrdonnancesOnly(), invoice, practice.now) == (
        Obstacle.TYPE_NOT_TAKEN,
    )


@pytest.mark.parametrize("parts", [(b"a", b"b", b"c"), (b"a" * 41,)])
def test_a_dossier_larger_than_a_lot_is_told(practice: Practice, parts: tuple[bytes, ...]) -> None:
    invoice = practice.invoice()
    practice.attach(invoice, practice.document(parts=parts))
    assert obstacles(practice.context, SmallProfile(), invoice, practice.now) == (
        Obstacle.TOO_LARGE,
    )


@pytest.mark.parametrize("harm", ["gone", "changed"])
def test_a_damaged_pdf_is_told_and_never_sent(practice: Practice, harm: str) -> None:
    invoice = practice.ready()
    shelf = practice.context.files.documents
    (path,) = (shelf.path(sha256) for sha256 in shelf.names())
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert found(practice, invoice) == (Obstacle.PIECE_DAMAGED,)
    assert practice.lots() == []


def test_all_obstacles_are_told_at_once(practice: Practice) -> None:
    invoice = practice.invoice(status=InvoiceStatus.HELD, fse_lot=None)
    FseLot.delete().execute()
    bare = in_force(practice.context, practitioners=(), caisses=Caisses())
    assert found(practice, invoice, bare) == (
        Obstacle.NOTHING_TO_SEND,
        Obstacle.INVOICE_HELD,
        Obstacle.FSE_LOT_UNKNOWN,
        Obstacle.START_DAY_MISSING,
        Obstacle.REGION_MISSING,
        Obstacle.CAISSE_CLOSED,
        Obstacle.PIECE_MISSING,
    )
