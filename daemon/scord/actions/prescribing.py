"""An ordonnance that comes before its invoices: they join it when the LPS hands them over."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pydantic import ValidationError

from scord.actions.paper import arm
from scord.billing.formats import Patient, Prescriber
from scord.billing.prescriptions import Clues, join, patient_key, prescriber_key
from scord.filing.attach import keep_for
from scord.store.database import transaction
from scord.store.states import StaleRowError
from scord.store.tables import Document, Practitioner
from scord_shared.errors import Code, ScordError
from scord_shared.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scord.store.context import Context
    from scord.store.tables import Arm, Prescription


def prescribe(
    document: Document,
    billing_number: str | None,
    facts: Mapping[str, str | None],
    *,
    by: str,
) -> Prescription:
    """Puts a document of À classer on file as an ordonnance, without an invoice yet.

    `facts`: document_type, and either reference, or family_name, given_name, birth_date, nir,
    prescriber (RPPS) and day. Raises ScordError ACTION_REFUSED where they do not tell one
    ordonnance from another, or the document is not in À classer.
    """
    practitioner, clues = _practitioner(billing_number), _clues(facts)
    with transaction():
        prescription = _joined(practitioner, clues)
        try:
            keep_for(prescription, document, str(facts["document_type"]), by=by)
        except StaleRowError as fault:
            state = Document.get_by_id(document.id).state
            raise _refused(Refusal(state.value), document=document.id) from fault
    return prescription


def arm_for(
    context: Context,
    billing_number: str | None,
    facts: Mapping[str, str | None],
    folder: str | None,
    *,
    by: str,
) -> Arm:
    """Scanner une ordonnance before any invoice: the next file of `folder` is the one that `facts`
    (see `prescribe`) tell of. Raises ScordError ACTION_REFUSED.
    """
    practitioner, clues = _practitioner(billing_number), _clues(facts)
    with transaction():
        prescription = _joined(practitioner, clues)
        return arm(context, prescription, folder, facts["document_type"], by=by)


def _joined(practitioner: Practitioner, clues: Clues) -> Prescription:
    """The ordonnance that these clues tell from all others, made if there is none yet."""
    prescription = join(practitioner, clues)
    if prescription is None:
        raise _refused(Refusal.PRESCRIPTION_UNCLEAR)
    return prescription


def _practitioner(billing_number: str | None) -> Practitioner:
    everybody = list(Practitioner.select())
    meant = [one for one in everybody if billing_number in {None, one.billing_number}]
    if len(meant) != 1:
        names = tuple(one.billing_number for one in everybody)
        raise _refused(Refusal.PRACTITIONER_UNKNOWN, names=names)
    return meant[0]


def _clues(facts: Mapping[str, str | None]) -> Clues:
    try:
        named = facts["family_name"] and facts["given_name"]
        names = ("family_name", "given_name", "birth_date", "nir")
        who = {name: facts[name] for name in names}
        patient = Patient.model_validate(who) if named else None
        prescriber = Prescriber(rpps=facts["prescriber"]) if facts["prescriber"] else None
        day = date.fromisoformat(facts["day"]) if facts["day"] else None
    except (ValidationError, ValueError) as fault:
        raise _refused(Refusal.PRESCRIPTION_UNCLEAR) from fault
    return Clues(
        facts["reference"],
        patient_key(patient, None) if patient else None,
        prescriber_key(prescriber),
        day,
    )


def _refused(reason: Refusal, **facts: object) -> ScordError:
    return ScordError(Code.ACTION_REFUSED, reason=reason.value, **facts)
