"""What stands in the patient's box of a form that Scord made, in words."""

from __future__ import annotations

from scord.forms.contents import Patient
from scord.words.speech import Words, put

_PATIENT: dict[Patient, Words] = {
    Patient.SIGNED: (
        "Justificatif signé par le patient à l'écran.",
        "Form signed by the patient on the screen.",
    ),
    Patient.REFUSED: (
        "Justificatif établi par Scord : le patient refuse de signer.",
        "Form made by Scord: the patient refuses to sign.",
    ),
    Patient.ABSENT: (
        "Justificatif établi par Scord : patient absent.",
        "Form made by Scord: patient absent.",
    ),
    Patient.LATER: (
        (
            "Justificatif établi par Scord, sans la signature du patient : faites-le signer à"
            " l'écran, ou imprimez-le, faites-le signer et numérisez-le."
        ),
        (
            "Form made by Scord, without the patient's signature: have it signed on the screen, or"
            " print it, have it signed and scan it."
        ),
    ),
}


def patient_words(patient: Patient | None, language: str) -> str:
    """Empty where there is no such form."""
    return put(_PATIENT[patient], language) if patient else ""
