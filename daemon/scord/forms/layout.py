"""Where everything stands on a feuille de soins. A4, in mm from the upper left corner. Pure.

Our own layout, not that of the official form.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scord.forms.contents import Patient

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scord.forms.contents import Act, Form, Party

WIDTH_MM, HEIGHT_MM = 210.0, 297.0
LEFT_MM, RIGHT_MM = 12.0, 198.0
TOP_MM = 12.0
CODE_MM = 28.0  # across and down, for the QR in the upper right corner
MODULE_MM = 0.7
LINE_MM = 6.6  # of a field
ACT_MM = 5.4
TITLE_MM = 5.6
_GAP = 2.5
_HALF = (RIGHT_MM - LEFT_MM - _GAP) / 2
_PARTIES_TOP, _PARTIES_LINES = 42.0, 5
_CARE_TOP, _CARE_LINES = 83.5, 5
ACTS_TOP = 124.5
_PAYMENT_TOP = 218.5
_SIGNATURES_TOP, _SIGNATURES_HEIGHT = 238.0, 40.0
ACTS_A_PAGE = 15

# left edge and heading of the columns of acts
COLUMNS = (
    (LEFT_MM, "Date des actes"),
    (60.0, "Code des actes"),
    (112.0, "Quantité"),
    (148.0, "Montant facturé"),
)

_PATIENT_WORDS = {
    Patient.SIGNED: "",
    Patient.LATER: "",
    Patient.REFUSED: "Refus de signer",
    Patient.ABSENT: "Patient absent",
}


@dataclass(frozen=True)
class Box:
    """A frame with its title on top; `fields` are (label, value), one a line."""

    title: str
    left: float
    top: float
    width: float
    height: float
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Signatures:
    """The two boxes; `patient`: words in place of the insured's signature, "" for none."""

    insured: Box
    carer: Box
    patient: str


@dataclass(frozen=True)
class Sheet:
    """One page: `number` of `of`. Payment and signatures stand on the last alone."""

    number: int
    of: int
    boxes: tuple[Box, ...]
    acts: tuple[Act, ...]
    signatures: Signatures | None


def lay_out(form: Form) -> tuple[Sheet, ...]:
    """One page for up to 15 acts, as many as it takes for more."""
    shares = [form.acts[at : at + ACTS_A_PAGE] for at in range(0, len(form.acts), ACTS_A_PAGE)] or [
        ()
    ]
    head = tuple(_head(form))
    last = len(shares)
    return tuple(
        Sheet(
            number,
            last,
            (*head, _payment(form)) if number == last else head,
            acts,
            _signatures(form) if number == last else None,
        )
        for number, acts in enumerate(shares, start=1)
    )


def _head(form: Form) -> Iterator[Box]:
    right = LEFT_MM + _HALF + _GAP
    who = _party(form.beneficiary, born=True)
    yield _box("Personne recevant les soins", LEFT_MM, _PARTIES_TOP, _PARTIES_LINES, who)
    organisation = " ".join(filter(None, (form.regime, form.caisse, form.centre)))
    insured = (*_party(form.insured, born=False), ("Organisme", organisation))
    yield _box("Assuré(e)", right, _PARTIES_TOP, _PARTIES_LINES, insured)
    carer = (
        ("Nom et prénom", form.carer.name),
        ("N° de facturation (AM)", form.carer.billing_number),
        ("N° RPPS", form.carer.rpps),
    )
    yield _box(form.wording.carer, LEFT_MM, _CARE_TOP, _CARE_LINES, carer)
    title = "Prescription" if form.wording.prescribed else "Conditions de prise en charge"
    yield _box(title, right, _CARE_TOP, _CARE_LINES, _conditions(form))


def _conditions(form: Form) -> tuple[tuple[str, str], ...]:
    """A doctor's form asks for the care path where the others ask who prescribed."""
    care = ", ".join(filter(None, (form.care_path, form.exemption)))
    if form.wording.prescribed:
        said = form.prescription
        return (
            ("Prescripteur", said.name),
            ("N° de facturation (AM)", said.billing_number),
            ("N° RPPS", said.rpps),
            ("Date de prescription", said.day),
            ("Parcours, exonération", care),
        )
    return (("Parcours de soins", form.care_path), ("Exonération", form.exemption))


def _party(party: Party, *, born: bool) -> tuple[tuple[str, str], ...]:
    name, nir = ("Nom et prénom", party.name), ("N° d'immatriculation", party.nir)
    if born:
        return (name, ("Né(e) le", party.born), nir)
    street, town = ", ".join(party.address[:-1]), "".join(party.address[-1:])
    return (name, nir, ("Adresse", street), ("", town))


def _payment(form: Form) -> Box:
    paid = form.payment
    fields = (
        ("Montant total", paid.total),
        ("Part obligatoire", paid.compulsory),
        ("Part complémentaire", paid.complementary),
        ("Payé par l'assuré(e)", paid.patient),
    )
    return Box("Paiement", LEFT_MM, _PAYMENT_TOP, RIGHT_MM - LEFT_MM, 17.0, fields)


def _signatures(form: Form) -> Signatures:
    right = LEFT_MM + _HALF + _GAP
    size = (_SIGNATURES_TOP, _HALF, _SIGNATURES_HEIGHT)
    return Signatures(
        Box("Signature de l'assuré(e)", LEFT_MM, *size),
        Box(f"Signature {form.wording.of_carer}", right, *size),
        _PATIENT_WORDS[form.patient],
    )


def _box(
    title: str, left: float, top: float, lines: int, fields: tuple[tuple[str, str], ...]
) -> Box:
    return Box(title, left, top, _HALF, TITLE_MM + lines * LINE_MM, fields)
