"""A form is made, filed by its code, confirmed by who asked for it; it gives way to a paper."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tests.actions.worn import copier, feeder, photo
from tests.forms.filed import go_on, pieces, scan, states
from tests.forms.forms import SIGNED, printed
from tests.forms.invoices import DOCTOR, MIDWIFE, NURSE, degraded
from tests.lots.practice import in_force

from scord.actions.forming import ArrivingForms, make_form, may_form, patient_of
from scord.actions.paper import take_back
from scord.billing.formats import InvoiceName
from scord.billing.replacing import replace
from scord.exchange.profiles.reference import ReferenceProfile
from scord.forms.contents import Patient
from scord.imaging.check import check_pdf
from scord.lots.obstacles import Obstacle, obstacles
from scord.settings import Forms
from scord.store import journal
from scord.store.database import transaction
from scord.store.states import InvoiceStatus
from scord.store.tables import Document, DocumentPart, Invoice, JournalEntry, Scan
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.lots.practice import Practice

pytestmark = pytest.mark.slow


def arrive(practice: Practice, invoice: Invoice, event: str = "invoice.noted") -> None:
    with transaction():
        journal.write(event, invoice, by="lps")


def refused(practice: Practice, invoice: Invoice) -> str:
    with pytest.raises(ScordError) as caught:
        make_form(practice.context, invoice, by="Anne")
    assert caught.value.code == Code.ACTION_REFUSED
    return str(caught.value.facts["reason"])


def waits(practice: Practice, invoice: Invoice) -> bool:
    told = obstacles(practice.context, ReferenceProfile(), invoice, practice.now)
    return Obstacle.PIECE_WAITING in told


def made() -> list[JournalEntry]:
    return list(JournalEntry.select().where(JournalEntry.event == "form.made"))


@pytest.mark.parametrize("profession", [DOCTOR, NURSE, MIDWIFE])
def test_a_form_that_a_person_makes_conforms_and_is_on_its_invoice_confirmed(
    practice: Practice, profession: str
) -> None:
    invoice = degraded(practice, profession)
    scanned = make_form(practice.context, invoice, by="Anne")
    assert scanned.name == "FACTURE_481_ADRDEUX_LAURENT.pdf"
    go_on(practice.context)
    assert pieces(invoice) == [("FSDE", "form", True)]
    assert not waits(practice, invoice)
    part = DocumentPart.get()
    assert part.dpi == 200
    assert part.size < 40_000
    assert check_pdf(practice.context.files.documents.path(part.sha256)).conforming


def test_one_made_on_arrival_waits_for_a_person_to_look(practice: Practice) -> None:
    invoice = degraded(practice)
    arrive(practice, invoice)
    ArrivingForms(practice.context).work()
    go_on(practice.context)
    assert pieces(invoice) == [("FSDE", "form", False)]
    assert waits(practice, invoice)


def test_on_arrival_one_is_made_once_whatever_starts_anew(practice: Practice) -> None:
    arrive(practice, degraded(practice))
    for _ in range(2):
        forms = ArrivingForms(practice.context)
        forms.work()
        forms.work()
    assert len(made()) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"mode": "sesam_vitale"},
        {"status": InvoiceStatus.CANCELLED},
        {"payload": {}, "practitioner_profession": "astrologue"},
    ],
)
def test_an_invoice_that_needs_none_gets_none_on_arrival(
    practice: Practice, changes: dict[str, Any]
) -> None:
    profession = changes.pop("practitioner_profession", None)
    if profession:
        changes["practitioner"] = practice.practitioner("991999999", profession)
    arrive(practice, degraded(practice, **changes))
    ArrivingForms(practice.context).work()
    assert made() == []


def test_an_invoice_of_long_ago_gets_none_when_the_service_starts(practice: Practice) -> None:
    arrive(practice, degraded(practice))
    practice.context.clock.turn(days=3)  # type: ignore[attr-defined]
    ArrivingForms(practice.context).work()
    assert made() == []


def test_where_the_setting_says_no_none_is_made_on_arrival(practice: Practice) -> None:
    arrive(practice, degraded(practice))
    ArrivingForms(in_force(practice.context, forms=Forms(on_arrival=False))).work()
    assert made() == []


def test_a_form_that_a_person_took_off_is_not_made_again(practice: Practice) -> None:
    invoice = degraded(practice)
    forms = ArrivingForms(practice.context)
    arrive(practice, invoice)
    forms.work()
    go_on(practice.context)
    take_back(practice.context, Document.get(), by="Anne")
    Invoice.update(total_cents=1).where(Invoice.id == invoice.id).execute()
    arrive(practice, invoice, "invoice.changed")
    forms.work()
    assert len(made()) == 1


def test_an_invoice_that_its_software_changed_gets_a_new_form_in_place_of_the_old(
    practice: Practice,
) -> None:
    invoice = degraded(practice)
    forms = ArrivingForms(practice.context)
    arrive(practice, invoice)
    forms.work()
    go_on(practice.context)
    Invoice.update(caisse="350").where(Invoice.id == invoice.id).execute()
    arrive(practice, invoice, "invoice.changed")
    forms.work()
    go_on(practice.context)
    assert pieces(invoice) == [("FSDE", "form", False)]
    assert states() == [("set-aside", "form-gave-way"), ("attached", None)]


def test_a_corrected_invoice_gets_a_form_of_its_own_and_the_old_one_is_set_aside(
    practice: Practice,
) -> None:
    old = degraded(practice, payload={"exemption": None})
    make_form(practice.context, old, by="Anne", patient=Patient.SIGNED, strokes=SIGNED)
    go_on(practice.context)
    new = degraded(practice, number="482")
    with transaction():
        journal.write("invoice.noted", new, by="lps")
        name = InvoiceName(number="481", invoice_date=date(2026, 3, 9).isoformat())  # type: ignore[arg-type]
        assert replace(new, name, at=practice.now)
    assert pieces(new) == []
    ArrivingForms(practice.context).work()
    go_on(practice.context)
    assert pieces(new) == [("FSDE", "form", False)]
    assert patient_of(new) is Patient.LATER
    assert states() == [("set-aside", "invoice-replaced"), ("attached", None)]


def test_a_form_made_anew_takes_the_place_of_the_former(practice: Practice) -> None:
    invoice = degraded(practice)
    for patient in (Patient.LATER, Patient.ABSENT):
        make_form(practice.context, invoice, by="Anne", patient=patient)
        go_on(practice.context)
    assert pieces(invoice) == [("FSDE", "form", True)]
    assert patient_of(invoice) is Patient.ABSENT


def test_the_patients_strokes_are_bound_to_invoice_and_form_and_kept_nowhere_else(
    practice: Practice,
) -> None:
    invoice = degraded(practice)
    form = make_form(practice.context, invoice, by="Anne", patient=Patient.SIGNED, strokes=SIGNED)
    said = JournalEntry.get(JournalEntry.event == "form.signed")
    assert (said.subject_kind, said.subject_id, said.by) == ("invoice", invoice.id, "Anne")
    assert said.facts["sha256"] == form.sha256
    assert len(said.facts["strokes"]) == 64
    assert "0.6" not in str([row.facts for row in JournalEntry.select()])
    assert form.facts == {"by": "Anne", "invoice": invoice.id, "patient": "signed"}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"mode": "sesam_vitale"}, "not-degraded"),
        ({"status": InvoiceStatus.CANCELLED}, "invoice-closed"),
        ({"status": InvoiceStatus.REPLACED}, "invoice-closed"),
    ],
)
def test_an_invoice_that_takes_no_form_is_refused_with_the_reason(
    practice: Practice, changes: dict[str, Any], reason: str
) -> None:
    invoice = degraded(practice, **changes)
    assert not may_form(invoice)
    assert refused(practice, invoice) == reason


def test_once_a_piece_is_under_way_no_form_is_made(practice: Practice) -> None:
    invoice = practice.ready(mode="degrade")
    practice.attach(invoice, practice.document("FSNC"))
    assert practice.lots()
    assert refused(practice, invoice) == "invoice-under-way"


def test_beside_a_scanned_care_sheet_no_form_is_made(practice: Practice) -> None:
    invoice = degraded(practice)
    practice.attach(invoice, practice.document("FSNC"))
    assert refused(practice, invoice) == "care-sheet-present"


@pytest.mark.parametrize("worn", [copier, feeder, photo])
def test_the_signed_printed_and_scanned_copy_finds_its_invoice_and_takes_the_forms_place(
    practice: Practice, worn: Callable[[np.ndarray], bytes]
) -> None:
    invoice = degraded(practice)
    form = make_form(practice.context, invoice, by="machine")
    go_on(practice.context)
    page = printed(practice.context.files.originals.read(form.sha256), 250)[0].convert("RGB")
    scan(practice.context, worn(np.asarray(page)))
    go_on(practice.context)
    assert pieces(invoice) == [("FSDE", "form", False)]
    assert states() == [("set-aside", "form-gave-way"), ("attached", None)]
    assert not Document.get_by_id(2).scan.is_made_here


def test_a_form_that_comes_too_late_is_set_aside_and_bothers_nobody(practice: Practice) -> None:
    invoice = degraded(practice)
    make_form(practice.context, invoice, by="machine")
    practice.attach(invoice, practice.document("FSNC"))
    go_on(practice.context)
    assert [kind for kind, *_ in pieces(invoice)] == ["FSNC"]
    assert states()[-1] == ("set-aside", "type-present")


def test_two_forms_of_one_invoice_are_two_scans(practice: Practice) -> None:
    invoice = degraded(practice)
    assert len({make_form(practice.context, invoice, by="Anne").sha256 for _ in range(2)}) == 2
    assert Scan.select().count() == 2
