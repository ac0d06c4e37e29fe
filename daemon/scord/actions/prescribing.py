"""Files an ordonnance that comes before its invoices: they join it when the LPS hands them over."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pydantic import ValidationError

from scord.billing.formats import Patient, Prescriber
from scord.billing.prescriptions import Clues, join, patient_key, prescriber_key
from scord.store.database import transaction
from scord.store.states import DocumentState, StaleRowError, move
from scord.store.tables import Document, Practitioner
from scord_shared.errors import Code, ScordError
from scord_shared.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scord.store.tables import Prescription


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
    practitioner = _practitioner(billing_number)
    clues = _clues(facts)
    with transaction():
        prescription = join(practitioner, clues)
        if prescription is None:
            raise _refused(Refusal.PRESCRIPTION_UNCLEAR)
        try:
            move(
                document,
                DocumentState.ATTACHED,
                by=by,
                why="prescription",
                type=facts["document_type"],
                prescription=prescription,
                reason=None,
            )
        except StaleRowError as fault:
            state = Document.get_by_id(document.id).state
            raise _refused(Refusal(state.value), document=document.id) from fault
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
