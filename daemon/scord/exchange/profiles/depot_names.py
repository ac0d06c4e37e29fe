"""The file names of a depot's PDFs: those that Stellair gives, safe on every disk, each only once.

Stellair names a justificatif FACTURE_481_ADRDEUX_LAURENT.pdf (its SCOR guide, July 2023).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scord.billing.names import fold_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scord.lots.profile import Piece

_MOST_NUMBER, _MOST_FAMILY, _MOST_GIVEN = 20, 30, 20  # a name stays under 110 characters
_NOT_LETTERS = re.compile(r"[^A-Z]+")
_NOT_ALPHANUMERIC = re.compile(r"[^A-Z0-9]+")
_STROKES = str.maketrans({"Ø": "O", "Ł": "L", "Đ": "D"})  # letters that Unicode does not take apart


@dataclass(frozen=True)
class Patient:
    family_name: str
    given_name: str


# What tells two documents of one name apart, in this order, as far as it is needed. Names end in a
# letter, days have 8 digits, places 4, parts are two numbers: so no name can look like another.
_MORE: tuple[Callable[[Piece, int], str], ...] = (
    lambda piece, _: _word(piece.type, 10, "PIECE"),
    lambda piece, _: f"{piece.invoice.invoice_date:%Y%m%d}",
    lambda _, place: f"{place:04d}",
)


def file_names(pieces: Sequence[Piece], patients: Sequence[Patient]) -> list[tuple[str, ...]]:
    """The name of each part of each piece, in their order: `patients` are those of the pieces.

    Only A-Z, 0-9 and `_`, so no two differ by case alone, and beginning with FACTURE, so none is a
    name that Windows keeps for itself. The parts of one document end in `_1_2`, `_2_2`.
    """
    stems = [_plain(piece, who) for piece, who in zip(pieces, patients, strict=True)]
    for more in _MORE:
        counts = Counter(stems)
        stems = [
            f"{stem}_{more(piece, place)}" if counts[stem] > 1 else stem
            for place, (stem, piece) in enumerate(zip(stems, pieces, strict=True), start=1)
        ]
    return [_parts(stem, len(piece.parts)) for stem, piece in zip(stems, pieces, strict=True)]


def _plain(piece: Piece, patient: Patient) -> str:
    number = _NOT_ALPHANUMERIC.sub("_", _folded(piece.invoice.number))
    return "_".join(
        (
            "FACTURE",
            _cut(number, _MOST_NUMBER) or "SANS_NUMERO",
            _word(patient.family_name, _MOST_FAMILY, "SANS_NOM"),
            _word(patient.given_name, _MOST_GIVEN, "SANS_PRENOM"),
        )
    )


def _parts(stem: str, count: int) -> tuple[str, ...]:
    if count == 1:
        return (f"{stem}.pdf",)
    return tuple(f"{stem}_{number}_{count}.pdf" for number in range(1, count + 1))


def _word(text: str, most: int, otherwise: str) -> str:
    """Letters alone, so that digits at the end of a file name are always ours."""
    return _cut(_NOT_LETTERS.sub("_", _folded(text)), most) or otherwise


def _folded(text: str) -> str:
    return fold_name(text).translate(_STROKES)


def _cut(text: str, most: int) -> str:
    return text.strip("_")[:most].rstrip("_")
