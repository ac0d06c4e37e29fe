"""The back of a feuille de soins: it goes with the front before it and says nothing of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scord.billing.names import fold_name
from scord.reading.clue import ClueKind, FormKind

if TYPE_CHECKING:
    from scord.reading.clue import Reading

# A front that cannot be read shows its headings all the same, and is no back.
_FRONT = re.compile(
    "PERSONNE RECEVANT|ACTES? EFFECTUE|DATES? DES? (ACTES?|SOINS)|MONTANT TOTAL|IMMATRICULATION"
)
_OF_FRONTS = tuple(kind for kind in ClueKind if kind is not ClueKind.PAGE)


def is_back(reading: Reading) -> bool:
    """A page of such a form without any clue and without the headings of a front."""
    if reading.kind is not FormKind.CARE_SHEET or reading.of(*_OF_FRONTS):
        return False
    words = (word.text for line in reading.text.lines for word in line)
    return _FRONT.search(fold_name(" ".join(words))) is None
