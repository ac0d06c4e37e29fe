"""One spelling of a person's name, so that two writings of it can be compared."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "OE", "Æ": "AE"})
_WORDS = re.compile(r"[^\W_]+")


def fold_name(name: str) -> str:
    """`name` in capitals without accents, every run of other signs one space: "LE GOFF MARTIN".

    Billing software, forms and files differ in accents, hyphens, apostrophes and spaces only.
    """
    return " ".join(_WORDS.findall(name if name.isascii() else _plain(name))).upper()


def _plain(name: str) -> str:
    signs = unicodedata.normalize("NFKD", name.translate(_LIGATURES))
    return "".join(sign for sign in signs if not unicodedata.combining(sign))


def name_key(name: str) -> str:
    """The folded name without spaces: LE GALL, Le-Gall and LEGALL agree."""
    return fold_name(name).replace(" ", "")


def identity(family_name: str, given_name: str, birth_date: str | None, nir: str | None) -> str:
    """Tells one patient from another without naming them: equal for equal names, birth and NIR."""
    facts = (fold_name(family_name), fold_name(given_name), birth_date or "", nir or "")
    return hashlib.sha256("|".join(facts).encode()).hexdigest()
