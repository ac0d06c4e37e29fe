"""What kind of form a page is, by the phrases on it: a table of anchors and their weights.

The headings of the feuille de soins are those of the forms that billing software fills in. No
anchor alone makes a page a form, since letters speak of forms too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from scord.reading.clue import ClueKind, FormKind, Label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scord.reading.clue import Clue
    from scord.reading.lines import Line

_CARE, _PRESCRIBED = FormKind.CARE_SHEET, FormKind.PRESCRIPTION
_NURSING, _OTHER = FormKind.NURSING_PRESCRIPTION, FormKind.OTHER

_ANCHORS: dict[FormKind, dict[str, float]] = {
    _CARE: {
        "feuille de soins": 3,
        "personne recevant les soins": 3,
        "adresse de l'assure": 2,
        "conditions de prise en charge des soins": 2,
        "actes effectues": 2,
        "montant total": 1.5,
        "signature de l'assure": 2,
        "numero d'immatriculation": 1,
        "n° d'immatriculation": 1,
        "tiers payant": 1,
        "l'assure(e) n'a pas paye": 1,
        "accident cause par un tiers": 1,
        "signature du professionnel": 1,
        "signature du medecin": 1,
        "signature de l'auxiliaire medical": 1,
        "auxiliaires medicaux": 0.5,
        "sage-femme": 0.5,
        "si le patient n'est pas l'assure": 1.5,
        "mode degrade": 1,
        "date des actes": 1,
        "code des actes": 1,
        "frais de deplacement": 0.5,
        "cerfa": 0.5,
    },
    _NURSING: {
        "demarche de soins infirmiers": 4,
        "volet": 0.5,
        "prescription de la demarche": 2,
        "soins demandes": 1.5,
        "diagnostic infirmier": 1.5,
        "prescription de soins infirmiers": 2,
        "maintien a domicile": 0.5,
        "prevention d'escarres": 0.5,
        "aide a la toilette": 0.5,
    },
    _PRESCRIBED: {
        "docteur": 1.5,
        "ordonnance": 1.5,
        "prescription medicale": 1.5,
        "faire pratiquer": 2,
        "faire realiser": 1.5,
        "infirmiere diplomee": 1,
        "a domicile": 0.5,
        "pansement": 1,
        "injection": 1,
        "sous-cutanee": 0.5,
        "prelevement": 1,
        "bilan sanguin": 1,
        "seances de": 1,
        "reeducation": 1,
        "kinesitherapie": 1,
        "orthophonique": 1,
        "comprime": 1.5,
        "gelule": 1.5,
        "par jour": 1,
        "matin": 0.5,
        "pendant": 0.5,
        "renouvel": 1,
        "non substituable": 1,
        "ne pas substituer": 1,
        "medecine generale": 0.5,
        "chirurgie": 0.5,
        "rpps": 1,
        "signature": 0.5,
        "dimanches et jours feries": 1,
        "identification du prescripteur": 2,
        "en rapport avec l'affection de longue duree": 2,
        "affection exonerante": 1,
    },
    _OTHER: {
        "offre": 1,
        "remise de": 1.5,
        "promotion": 1.5,
        "gratuit": 1,
        "cliquez": 2,
        "www.": 0.5,
        "service commercial": 2,
        "sans engagement": 1.5,
        "livraison": 1,
        "bon de commande": 2,
        "coupon": 1,
        "conditions generales de vente": 2,
        "salutations distinguees": 2,
        "agreer": 1.5,
        "veuillez trouver": 1.5,
        "cher confrere": 3,
        "chere consoeur": 3,
        "compte rendu": 2,
        "compte-rendu": 2,
        "valeurs de reference": 2.5,
        "resultats": 1.5,
        "conclusion": 1,
        "indication :": 1,
        "technique :": 1,
        "facture": 0.5,
        "tva": 1.5,
        "abonnement": 1.5,
        "confidentialite": 0.5,
        "objet :": 1.5,
        "releve de": 1,
        "attestation": 1.5,
        "rendez-vous": 1,
        "menu": 0.5,
    },
}
_SHORT = 7  # signs; shorter phrases must stand there without an error
_ALIKE = 88  # of 100, for the longer ones
_NURSING_LEAST = 5.0  # its heading and more: an ordonnance may ask for a DSI
_LEAST = 3.5  # less is said on any page that people write


def kind_of(lines: Sequence[Line], clues: Sequence[Clue]) -> tuple[FormKind, float]:
    """The kind, and how sure: 0 to 1; UNKNOWN where nothing much speaks for any."""
    text = "\n".join(" ".join(line.folded.split()) for line in lines)
    scores = {kind: _score(text, anchors) for kind, anchors in _ANCHORS.items()}
    scores[_PRESCRIBED] += _prescriber_shown(clues)
    if scores[_NURSING] >= _NURSING_LEAST:  # a DSI is a prescription, and says so
        scores[_NURSING] += scores[_PRESCRIBED]
    kind, second, *_ = sorted(scores, key=lambda kind: -scores[kind])
    best, margin = scores[kind], scores[kind] - scores[second]
    if best < _LEAST or margin <= 0:
        return FormKind.UNKNOWN, 0.0
    return kind, round(min(best / (best + 1), margin / (margin + 0.5)), 2)


def _prescriber_shown(clues: Sequence[Clue]) -> float:
    """A prescriber's codes, or a name with their title."""
    return float(any(clue.label is Label.PRESCRIBER for clue in clues)) + float(
        any(clue.kind is ClueKind.RPPS for clue in clues)
    )


def _score(text: str, anchors: dict[str, float]) -> float:
    return sum(weight for phrase, weight in anchors.items() if _says(text, phrase))


def _says(text: str, phrase: str) -> bool:
    if phrase in text:
        return True
    return len(phrase) > _SHORT and fuzz.partial_ratio(phrase, text, score_cutoff=_ALIKE) > 0
