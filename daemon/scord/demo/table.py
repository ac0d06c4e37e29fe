"""The tables at the end: what became of every file, and of every invoice. Pure text."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from scord.demo.outcome import FILED
from scord.demo.verdict import agrees
from scord.demo.words import (
    BAD,
    GOOD,
    KINDS,
    RULES,
    coloured,
    counted,
    reason,
    shown,
    thousands,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from scord.demo.outcome import Fate, Filed
    from scord.demo.samples import Sample
    from scord.lots.colour import Colour

_GAP = "  "
_SAMPLES_HEAD = ("", "fichier", "attendu", "devenu", "facture", "SCOR, ou raison")
_SCANS_HEAD = ("", "fichier", "devenu", "pages", "PDF", "octets", "dpi", "raison")


def samples_table(
    samples: Iterable[Sample], fates: Sequence[Fate], look: Callable[[Filed], Colour]
) -> Iterator[str]:
    """Expected and got for each sample, with a line for each invoice it came onto.

    `look` tells the SCOR colour of a filed document's invoice.
    """
    expected = {sample.name: sample for sample in samples}
    rows: list[tuple[str, ...]] = [_SAMPLES_HEAD]
    for fate in fates:
        sample = expected.get(fate.name)
        good = fate.accounted and (sample is None or agrees(sample, fate))
        wanted = KINDS[sample.expect] if sample else ""
        head = (GOOD if good else BAD, shown(fate.name), wanted, KINDS[fate.kind])
        for details in _details(fate, look):
            rows.append((*head, *details))
            head = ("", "", "", "")
    return _aligned(rows)


def scans_table(fates: Sequence[Fate]) -> Iterator[str]:
    """What every file of a folder was turned into; sizes in bytes."""
    rows: list[tuple[str, ...]] = [_SCANS_HEAD]
    for fate in fates:
        mark = GOOD if fate.accounted else BAD
        numbers = (fate.pages, fate.parts, fate.bytes, fate.dpi)
        cells = [thousands(number) if fate.parts else "" for number in numbers]
        why = "" if fate.kind == "to file" else _reason(fate)
        rows.append((mark, shown(fate.name), KINDS[fate.kind], *cells, why))
    return _aligned(rows, right={3, 4, 5, 6})


def totals(fates: Sequence[Fate]) -> str:
    counts = Counter(fate.kind for fate in fates)
    parts = [f"{word} {counts[kind]}" for kind, word in KINDS.items() if counts[kind]]
    return f"{counted(len(fates), 'fichier')} : {', '.join(parts)}"


def _details(fate: Fate, look: Callable[[Filed], Colour]) -> list[tuple[str, str]]:
    """Each invoice the file came onto with its colour, or why it came nowhere; at least one."""
    lines = []
    for one in fate.filed:
        by = "" if FILED.get(one.origin) == fate.kind else f" ({RULES[one.origin]})"
        lines.append((f"{one.invoice.number} {one.type}{by}", coloured(look(one))))
    if not lines or fate.why:
        lines.append(("", _reason(fate)))
    return lines


def _reason(fate: Fate) -> str:
    if fate.kind == "duplicate":
        return f"mêmes octets que {shown(fate.facts['first'])}"
    return reason(fate.why, fate.facts) if fate.why else ""


def _aligned(rows: Sequence[Sequence[str]], right: Iterable[int] = ()) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            cell.rjust(width) if at in right else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield _GAP.join(cells).rstrip()
