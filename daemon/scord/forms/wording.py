"""What a feuille de soins says differently from one profession to another: a table."""

from __future__ import annotations

from dataclasses import dataclass

from scord.billing.needs import rules


@dataclass(frozen=True)
class Wording:
    """`kind` ends the title, `carer` names who signs, `of_carer` the signature. `prescribed`: the
    act follows from another's prescription, which the form then names; else it has the care path.
    """

    kind: str
    carer: str
    of_carer: str
    prescribed: bool


_AUXILIARY, _OF_AUXILIARY = "auxiliaire médical", "de l'auxiliaire médical"
_WORDINGS = {
    "medecin": Wording("médecin", "Médecin", "du médecin", prescribed=False),
    "sage-femme": Wording("sage-femme", "Sage-femme", "de la sage-femme", prescribed=True),
    **{
        name: Wording(f"{_AUXILIARY} ({spelt})", spelt.capitalize(), _OF_AUXILIARY, prescribed=True)
        for name, spelt in {
            "infirmier": "infirmier",
            "masseur-kinesitherapeute": "masseur-kinésithérapeute",
            "orthophoniste": "orthophoniste",
        }.items()
    },
}
_OTHER = Wording(
    "professionnel de santé", "Professionnel de santé", "du professionnel", prescribed=True
)


def wording(profession: str) -> Wording:
    """Of a profession however it is written (needs.toml has the spellings)."""
    return _WORDINGS.get(rules().profession(profession) or "", _OTHER)
