"""One spelling of a person's name, so that two writings of it can be compared."""

from __future__ import annotations

import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "OE", "Æ": "AE"})


def fold_name(name: str) -> str:
    """`name` in capitals without accents, every run of other signs one space: "LE GOFF MARTIN".

    Billing software, forms and files differ in accents, hyphens, apostrophes and spaces only.
    """
    plain = unicodedata.normalize("NFKD", name.translate(_LIGATURES))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join("".join(s if s.isalnum() else " " for s in letters).upper().split())
