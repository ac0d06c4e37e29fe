"""What the bench writes: figures as JSON, tables for docs, what was left to a person as TSV."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

from tests.bench.filing.figures import (
    Line,
    Share,
    by,
    figures,
    identity_of,
    line,
    owned,
    with_identity,
)
from tests.bench.filing.found import Judged, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

_COUNTS = ("wrong", "mistyped", "taken_back")  # of filing.json: numbers, not shares

# what, key, at most or at least, how much
_AIMS: tuple[tuple[str, str, str, float], ...] = (
    ("pages on an invoice that is not theirs", "wrong", "≤", 0),
    ("right alone, with a NIR or a name with a date", "right_share_with_identity", "≥", 0.90),
    ("kind of form told rightly", "type_accuracy_forms", "≥", 0.995),
    ("CPU seconds of reading a page, median", "ocr_cpu_s_per_page_p50", "≤", 2.5),
    ("ms to find candidates, 95 of 100", "candidates_ms_p95", "≤", 20),
)


def as_json(pages: Sequence[Judged], measured: Mapping[str, float]) -> dict[str, float]:
    """The figures flat; `measured` beside those that are counted."""
    counted = {
        key: share.count if key in _COUNTS else round(share.value, 4)
        for key, share in figures(pages).items()
        if share.of
    }
    return {"pages": len(pages), **counted, **measured}


def write_json(path: Path, told: Mapping[str, object]) -> None:
    path.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def write_left(path: Path, pages: Iterable[Judged]) -> None:
    """Every page left to a person, and why; those that belong to none too."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream, delimiter="\t", lineterminator="\n")
        table.writerow(
            ("file", "page", "reason", "kind", "invoices", "layout", "degradation", "identity",
             "trap")
        )  # fmt: skip
        for one in pages:
            if one.verdict is Verdict.LEFT:
                table.writerow(_left(one))


def _left(one: Judged) -> tuple[object, ...]:
    row, about = one.row, one.row.about
    kinds = " ".join(sorted(one.found.kinds))
    return (row.file, row.page or "", one.found.why, kinds, " ".join(sorted(row.invoices)),
            about.layout, about.degradation, about.identity, about.trap)  # fmt: skip


def wrong_ones(pages: Iterable[Judged]) -> Iterator[str]:
    """One line each: where it is and where it belongs."""
    for one in pages:
        if one.verdict is Verdict.WRONG:
            row, about = one.row, one.row.about
            there, theirs = sorted(one.found.invoices), sorted(row.invoices)
            yield (
                f"{row.file} page {row.page or 'all'}: on {' '.join(there)}"
                f" ({one.found.why}), belongs to {' '.join(theirs) or 'none'}"
                f" [{about.layout} {about.degradation} {about.identity} {about.trap}]".rstrip()
            )


def markdown(
    pages: Sequence[Judged], told: Mapping[str, object], what: str, day: str, *, seconds: float
) -> str:
    """docs/benchmarks-filing.md."""
    sections = [
        _head(what, day, seconds),
        _aims(told, figures(pages)),
        _lines("All", [
            line("all pages", pages), line("that belong to an invoice", owned(pages)),
            line("with a NIR or a name with a date", with_identity(pages)),
        ]),
        _lines("By what identifies the patient", by(pages, identity_of)),
        _lines("By layout, pages that belong to an invoice",
               by(owned(pages), lambda one: one.row.about.layout)),
        _lines("By degradation, pages that belong to an invoice",
               by(owned(pages), lambda one: one.row.about.degradation)),
        _lines("By trap", by(pages, lambda one: one.row.about.trap)),
        _lines("By rule or reason", by(pages, lambda one: one.found.why)),
    ]  # fmt: skip
    return "\n\n".join(section for section in sections if section) + "\n"


def _head(what: str, day: str, seconds: float) -> str:
    return f"""# Benchmarks of the filing

Written by `make bench-filing`; do not edit. `CASES=DIR` takes pages of your own (`invoices.json`,
the files, `truth.tsv` with `file`, `invoices`, `type` and, where the pages of a file differ,
`page`).

Measured on {day}. {what}. The service took {seconds / 60:.0f} minutes.

The invoices are imported and the files dropped as a scanner does; the real service does the rest.
A page is right where it is on an invoice that it belongs to (any of a series that shares the
ordonnance) and on no other, wrong where it is on any other, else left to a person. Where it belongs
to none, being left is what is wanted. Behind each share stands its 95 % interval (Wilson)."""


def _aims(told: Mapping[str, object], shares: Mapping[str, Share]) -> str:
    rows = []
    for what, key, sign, aim in _AIMS:
        value = told.get(key)
        if isinstance(value, int | float):
            reached = value >= aim if sign == "≥" else value <= aim
            of = f" of {shares[key].of}" if key in shares else ""
            rows.append(
                (what, f"{sign} {aim:g}", f"{value:.4g}{of}", "yes" if reached else "**no**")
            )
    bound = f"{shares['wrong'].interval[1]:.2%}"
    rows.append(("true rate of wrong pages, with 95 % certainty", "", f"≤ {bound}", ""))
    return "## Aims\n\n" + _table(("", "aim", "reached", ""), rows)


def _lines(title: str, lines: Sequence[Line]) -> str:
    if not lines:
        return ""
    rows = [
        (one.what, one.right.of, _cell(one.right), _cell(one.wrong), _cell(one.left))
        for one in lines
    ]
    return f"## {title}\n\n" + _table(("", "pages", "right", "wrong", "left to a person"), rows)


def _cell(share: Share) -> str:
    if not share.of:
        return ""
    low, high = share.interval
    return f"{share.count}: {share.value:.1%} ({100 * low:.1f} to {100 * high:.1f})"


def _table(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)
