"""Justificatif papier: the feuille de soins of a degraded invoice, made by Scord.

It enters as any scan does and is filed by the code on it. One is made when the invoice arrives,
once for what the invoice says; another at any time a person asks.
"""

from __future__ import annotations

import hashlib
import json
import math
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from scord.billing.needs import facts_of, missing
from scord.billing.sent import has_piece_in_scor_lot
from scord.filing.attach import CARE_SHEET_TYPES, attached_types, yielding_forms
from scord.filing.decide import Why
from scord.filing.slip_code import encode_form
from scord.forms.contents import Patient, form_of, state_of
from scord.forms.kept import find_signature
from scord.forms.name import form_name
from scord.intake.made_here import take_made
from scord.secrets import load_secrets
from scord.store import journal
from scord.store.database import transaction
from scord.store.states import OPEN_STATUSES, DocumentState
from scord.store.tables import Document, Invoice, JournalEntry, Scan
from scord_shared.errors import Code, ScordError
from scord_shared.refusals import Refusal

if TYPE_CHECKING:
    from scord.forms.contents import Stroke
    from scord.store.context import Context

_TYPE = "FSDE"
_MODE = "degrade"
_MADE = "form.made"
_NEWS = ("invoice.noted", "invoice.changed")
_LOOKED_BACK = timedelta(days=2)  # at a start: what a stop left unmade; not all that ever came
_TURN_SECONDS = 0.3
# what the machine took off, so that a form of what the invoice says now may take its place
_BY_MACHINE = {Why.CLUES_DISAGREE.value}


def make_form(
    context: Context,
    invoice: Invoice,
    *,
    by: str,
    patient: Patient = Patient.LATER,
    strokes: tuple[Stroke, ...] = (),
) -> Scan:
    """The scan that the form comes in with; once converted, it stands on the invoice.

    `strokes` are the patient's, kept nowhere but in the form. `by`: "machine", or the person, whose
    word confirms it. Raises ScordError ACTION_REFUSED where the invoice takes none, DISK_FULL.
    """
    _refuse(_keeps_from_forming(invoice), invoice)
    data, state = _drawn(context, invoice, patient, strokes)
    name = form_name(invoice.number, invoice.family_name, invoice.given_name)
    with transaction():
        scan = take_made(context, data, name, by=by, invoice=invoice.id, patient=patient)
        facts: dict[str, Any] = {"scan": scan.id, "sha256": scan.sha256, "patient": patient.value}
        journal.write(_MADE, invoice, by=by, state=state, **facts)
        if strokes:
            signed = hashlib.sha256(json.dumps(strokes).encode()).hexdigest()
            journal.write("form.signed", invoice, by=by, strokes=signed, **facts)
    return scan


def may_form(invoice: Invoice) -> bool:
    return _keeps_from_forming(invoice) is None


def patient_of(invoice: Invoice) -> Patient | None:
    """What stands in the patient's box of the form that Scord made; None where there is none."""
    forms = yielding_forms(invoice)
    return Patient(forms[-1].scan.facts["patient"]) if forms else None


class ArrivingForms:
    """Makes the forms of degraded invoices as they arrive and as their software changes them."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._seen = 0
        self._left: list[int] = []

    def next_in(self) -> float:
        """Seconds until it has more to do by itself: 0 while some are left."""
        return 0.0 if self._left else math.inf

    def work(self) -> None:
        """A short turn; where one cannot be made the others are, then the fault is raised."""
        if not self._context.settings.forms.on_arrival:
            return
        clock = self._context.clock
        self._hear()
        until = clock.monotonic() + _TURN_SECONDS
        faults: list[Exception] = []
        for number in list(self._left):
            if clock.monotonic() > until:
                break
            try:
                self._make(Invoice.get_by_id(number))
                self._left.remove(number)
            except Exception as fault:  # noqa: BLE001 -- it stays to be tried again
                faults.append(fault)
        if faults:
            raise faults[0]

    def _hear(self) -> None:
        since = JournalEntry.id > self._seen
        if not self._seen:
            since = JournalEntry.at > self._context.clock.now() - _LOOKED_BACK
        self._seen = journal.end()
        told = JournalEntry.select(JournalEntry.subject_id).where(
            since & JournalEntry.event.in_(_NEWS)
        )
        self._left = list(dict.fromkeys([*self._left, *(row.subject_id for row in told)]))

    def _make(self, invoice: Invoice) -> None:
        if may_form(invoice) and _is_wanted(invoice) and not _is_made(self._context, invoice):
            make_form(self._context, invoice, by="machine")


def _drawn(
    context: Context, invoice: Invoice, patient: Patient, strokes: tuple[Stroke, ...]
) -> tuple[bytes, str]:
    """The PDF, and the state of the invoice that it shows."""
    from scord.forms.draw import draw_form  # noqa: PLC0415 -- ReportLab, where something is drawn

    kept = find_signature(context, invoice.practitioner)
    form = form_of(
        invoice,
        made_at=context.clock.now(),
        patient=patient,
        strokes=strokes,
        signature=kept.picture if kept and kept.on_forms else None,
    )
    key = load_secrets(context.settings.state_dir)["slip_key"].encode()
    code = encode_form(invoice.ref, key, _TYPE)
    return draw_form(form, code, unique=uuid.uuid4().hex), state_of(form)


def _keeps_from_forming(invoice: Invoice) -> Refusal | None:
    if invoice.status not in OPEN_STATUSES:
        return Refusal.INVOICE_CLOSED
    if invoice.mode != _MODE:
        return Refusal.NOT_DEGRADED
    if has_piece_in_scor_lot(invoice):
        return Refusal.INVOICE_UNDER_WAY
    present = set(attached_types(invoice)) & set(CARE_SHEET_TYPES)
    return Refusal.CARE_SHEET_PRESENT if present else None


def _refuse(reason: Refusal | None, invoice: Invoice) -> None:
    if reason is not None:
        raise ScordError(Code.ACTION_REFUSED, reason=reason, number=invoice.number)


def _is_wanted(invoice: Invoice) -> bool:
    wanted = missing(facts_of(invoice), attached_types(invoice)).wanted
    return any(_TYPE in want.one_of for want in wanted)


def _is_made(context: Context, invoice: Invoice) -> bool:
    """Whether a form of what the invoice says now was made, or a person has taken one off."""
    about = (JournalEntry.subject_kind == Invoice.journal_name) & (
        JournalEntry.subject_id == invoice.id
    )
    made = JournalEntry.select().where(about & (JournalEntry.event == _MADE))
    last = made.order_by(JournalEntry.id.desc()).first()
    if last is None:
        return False
    state = state_of(form_of(invoice, made_at=context.clock.now()))
    return last.facts["state"] == state or _is_removed(last.facts["scan"])


def _is_removed(scan: int) -> bool:
    off = Document.state.in_((DocumentState.INBOX, DocumentState.SET_ASIDE))
    documents = Document.select().where((Document.scan == scan) & off)
    return any(one.reason not in _BY_MACHINE for one in documents)
