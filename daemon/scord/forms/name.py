"""The file name of a form: FACTURE_481_ADRDEUX_LAURENT.pdf, as Stellair names a justificatif."""

from __future__ import annotations

import re

from scord.billing.names import fold_name

# so that any disk takes it: A-Z, 0-9 and `_`, and under 110 characters
_MOST = (("SANS_NUMERO", 20), ("SANS_NOM", 40), ("SANS_PRENOM", 30))
_UNSAFE = re.compile(r"[^A-Z0-9]+")


def form_name(number: str, family_name: str, given_name: str) -> str:
    """Source: the SCOR guide of Stellair, July 2023, p. 9."""
    told = zip((number, family_name, given_name), _MOST, strict=True)
    words = [_word(text, most) or otherwise for text, (otherwise, most) in told]
    return f"FACTURE_{'_'.join(words)}.pdf"


def _word(text: str, most: int) -> str:
    return _UNSAFE.sub("_", fold_name(text)).strip("_")[:most].rstrip("_")
