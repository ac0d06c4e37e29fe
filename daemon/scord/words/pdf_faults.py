"""Why a PDF does not conform, in words; the faults are those of scord.imaging.check."""

from __future__ import annotations

from scord.words.speech import Words, put

PDF_FAULTS: dict[str, Words] = {
    "not-a-pdf": ("ce n'est pas un PDF", "this is not a PDF"),
    "damaged": ("PDF abîmé", "the PDF is damaged"),
    "encrypted": ("PDF protégé par un mot de passe", "the PDF is protected by a password"),
    "too-large": (
        "trop lourd : {bytes:,} octets, pour {limit:,} au plus",
        "too large: {bytes:,} bytes, {limit:,} at most",
    ),
    "active-content": ("le PDF contient un programme", "the PDF holds a script"),
    "no-page": ("aucune page", "no page"),
    "no-image": ("page {page} : aucune image", "page {page}: no image"),
    "not-bitonal": (
        "page {page} : image en gris ou en couleur ({bits} bits), et non en noir et blanc",
        "page {page}: image in grey or colour ({bits} bits), not in black and white",
    ),
    "dpi-too-low": (
        "page {page} : {dpi} dpi, pour 200 au moins",
        "page {page}: {dpi} dpi, 200 at least",
    ),
    "other-content": (
        "page {page} : autre chose qu'une image (texte, dessin)",
        "page {page}: something besides an image (text, drawing)",
    ),
}


def pdf_fault(fault: str, language: str) -> str:
    """As in "not-bitonal page=2 bits=8"; a fault that is not in the table is shown as it is."""
    name, *rest = fault.split()
    if name not in PDF_FAULTS:
        return fault
    facts = dict(one.partition("=")[::2] for one in rest)
    return put(PDF_FAULTS[name], language, **{key: _number(value) for key, value in facts.items()})


def _number(value: str) -> int | str:
    return int(value) if value.isdecimal() else value
