"""Amounts in euros, the number of the invoice, and which page this is of how many."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scord.reading.clue import Clue, ClueKind, Label
from scord.reading.labels import ROW_OF_ACT, heads

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scord.reading.lines import Line

_AMOUNT = re.compile(
    r"(?<![\d.,])(?<!\d )(\d{1,3}(?:[ .]\d{3})*|\d{1,6}) ?[,.](\d\d)(?![\d,/]|\.\d)"
    r"( ?(?:€|eur\b|euros?\b))?"
)
_TOTAL = re.compile(r"(?:montant )?total\b|\bnet a payer\b|\bsomme (?:due|a payer|totale)\b")

_INVOICE = re.compile(
    r"(?:\bn(?:°|o|\*|umero)\.? ?(?:de )?(?:la )?facture|\bfacture (?:n(?:°|o|\*|umero)\.?|:))"
    r"\s*[:.]?\s*([a-z]{0,4}[-/]?\d[\da-z]*(?:[-/]\d+)*)"
)

_EDGE_MM = 30.0  # page numbers stand at the top or the bottom
_PAGE = re.compile(r"\b(?:page|p\.|feuillet|volet) ?(\d{1,2})(?: ?(?:/|sur|de) ?(\d{1,2}))?\b")
_BARE_PAGE = re.compile(r"(?:^|\t)-? ?(\d) ?/ ?(\d) ?-?$")
_NEXT_PAGE = re.compile(r"\(suite\)|^suite$|^(?:ordonnance|prescription)[ -]+suite$")
_GUESSED = 0.6


def find_amounts(lines: Sequence[Line]) -> Iterator[Clue]:
    """With the sign of the euro, in a line of acts, or after or under the word total."""
    for line in lines:
        of_act = bool(ROW_OF_ACT.search(line.folded))
        for hit in _AMOUNT.finditer(line.folded):
            total = _TOTAL.search(line.folded[: hit.start()]) or heads(
                lines, line.box_of(*hit.span()), _TOTAL
            )
            if hit[3] or of_act or total:
                cents = int(re.sub(r"\D", "", hit[1])) * 100 + int(hit[2])
                label = Label.CARE if of_act else Label.TOTAL if total else Label.NONE
                yield _clue(ClueKind.AMOUNT, str(cents), line, hit, label=label)


def find_invoice_numbers(lines: Sequence[Line]) -> Iterator[Clue]:
    """Where words call it one; as printed, in capitals."""
    for line in lines:
        for hit in _INVOICE.finditer(line.folded):
            yield _clue(ClueKind.INVOICE_NUMBER, hit[1].upper(), line, hit)


def find_pages(lines: Sequence[Line], height: float) -> Iterator[Clue]:
    """Which page this is; `height` of it in mm."""
    for line in lines:
        if _EDGE_MM < line.box.top < height - _EDGE_MM:
            continue
        for hit in (*_PAGE.finditer(line.folded), *_BARE_PAGE.finditer(line.folded)):
            if hit[2] is None or 0 < int(hit[1]) <= int(hit[2]):
                yield _clue(ClueKind.PAGE, "/".join(filter(None, hit.groups())), line, hit)
        for hit in _NEXT_PAGE.finditer(line.folded):
            yield _clue(ClueKind.PAGE, "2", line, hit, share=_GUESSED)


def _clue(
    kind: ClueKind,
    value: str,
    line: Line,
    hit: re.Match[str],
    *,
    label: Label = Label.NONE,
    share: float = 1.0,
) -> Clue:
    return Clue(kind, value, line.box_of(*hit.span()), share * line.sure_of(*hit.span()), label)
