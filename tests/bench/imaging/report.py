"""What the bench writes: the figures as JSON, a table for docs, every row for looking closer."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

from tests.bench.imaging.corpus import GROUPS
from tests.bench.imaging.figures import Figures, best_peer, named
from tests.bench.imaging.tools import FLOOR, US, WARM, WITH_OUTPUT, Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

_NAMES = {
    US: "Scord, a fresh process",
    WARM: "Scord, warm",
    FLOOR: "the floor",
    "ocrmypdf": "OCRmyPDF",
    "imagemagick": "ImageMagick, background division",
    "imagemagick_threshold": "ImageMagick, threshold",
    "ghostscript": "Ghostscript",
    "unpaper": "ImageMagick and unpaper",
    "pillow": "a Pillow script",
}
_GROUP_NAMES = {
    "clean_scans": "clean scans",
    "faint_scans": "faint scans",
    "dim_photos": "dim photos",
    "photos_12mp": "12 MP photos",
    "receipts": "receipts",
    "forms": "forms",
    "other": "other",
    "mean": "all",
    "french": "French",
}
_WORDS = (*GROUPS, "mean", "french")

# title, key, how it is written
_COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("CPU s a page", "cpu_s_per_page", "{:.3f}"),
    ("memory, median MB", "rss_mb_median", "{:.0f}"),
    ("memory, most MB", "peak_rss_mb", "{:.0f}"),
    ("no PDF", "files_without_output", "{:.0f}"),
    ("conform", "conform_share", "{:.1%}"),
    ("PDFs over the limit", "over_limit", "{:.0f}"),
    ("bytes p50", "bytes_p50", "{:,.0f}"),
    ("bytes p99", "bytes_p99", "{:,.0f}"),
)

# what, key, at most or at least, how much
_AIMS: tuple[tuple[str, str, str, float], ...] = (
    ("CPU of a warm worker to the floor", "cpu_ratio_us_to_floor_median", "≤", 1.6),
    ("CPU of OCRmyPDF to ours, fresh", "cpu_ratio_ocrmypdf_to_us", "≥", 8),
    ("CPU of ImageMagick's division to ours, fresh", "cpu_ratio_imagemagick_to_us", "≥", 12),
    ("share that conforms or is refused with a reason", "conform_or_refused_share", "≥", 1),
    ("PDFs over the limit", "over_limit", "≤", 0),
    ("F-measure of the threshold", "f_measure_mean", "≥", 85.3),
    ("nanoseconds a pixel of the threshold", "ns_per_pixel", "≤", 10),
    ("word F1, French pages", "word_f1_french", "≥", 95.4),
    ("word F1, dim photos", "word_f1_dim_photos", "≥", 88),
    ("throughput of two workers to one", "two_workers_speedup", "≥", 1.8),
)

_VERDICTS = {
    "verdict_false_alarm_share": "good pages held",
    "verdict_miss_share_too_white": "passed: too white",
    "verdict_miss_share_too_black": "passed: too black",
    "verdict_miss_share_low_contrast": "passed: little contrast",
    "verdict_miss_share_blurred": "passed: blurred",
    "verdict_miss_share_cut_left": "passed: letters cut at the left",
    "verdict_miss_share_cut_right": "passed: letters cut at the right",
    "verdict_miss_share_cut_top": "passed: letters cut at the top",
    "verdict_miss_share_cut_bottom": "passed: letters cut at the bottom",
    "verdict_miss_share_cut_between_lines": "passed: cut so that nothing shows at the edge",
}


def write_rows(rows: Sequence[Row], path: Path) -> None:
    """One line a file and tool, for a spreadsheet."""
    lines = [_line(row) for row in rows]
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, lines[0], delimiter="\t")
        table.writeheader()
        table.writerows(lines)


def _line(row: Row) -> dict[str, object]:
    return {
        "file": row.file,
        "group": row.group,
        "tool": row.tool,
        "pages": row.pages,
        "cpu_s": round(row.cpu_s, 4),
        "rss_mb": round(row.rss_mb),
        "pdfs": len(row.sizes),
        "largest": max(row.sizes, default=""),
        "conforms": int(row.conforms),
        "code": row.code,
        "f1": "" if row.f1 is None else round(row.f1, 1),
        "faults": "; ".join(row.faults),
    }


def write_json(path: Path, figures: Figures, told: Mapping[str, object]) -> None:
    """The figures flat, after what is `told` of the run."""
    rounded = {key: round(value, 4) for key, value in figures.items()}
    path.write_text(json.dumps({**told, **rounded}, indent=2, ensure_ascii=False) + "\n")


def markdown(
    figures: Figures,
    *,
    corpus: str,
    day: str,
    steps: Mapping[str, float],
    refused: Mapping[str, int],
    versions: Mapping[str, str],
    texts: Mapping[str, int],
) -> str:
    """docs/benchmarks.md. `texts` is how many files of each group have known words."""
    sections = (
        _head(corpus, day),
        _aims(figures),
        _peers(figures),
        _words(figures, texts),
        _ours(figures, steps, refused),
        _versions(versions),
    )
    return "\n\n".join(sections) + "\n"


def _head(corpus: str, day: str) -> str:
    return f"""# Benchmarks of the conversion

Written by `make bench-imaging`; do not edit. `CORPUS=DIR` takes pages of your own (`manifest.tsv`
beside `img/`, `txt/`, `gt/`), `FEW=1` a tenth of the files.

Measured on {day}. {corpus}.

Every tool converted each file once, in an order that changes from file to file, with one thread.
CPU is user and system time of the whole process tree, start-up included; memory is the tree's at
its largest. Warm is Scord in a worker that has its libraries loaded, as the service runs it; the
floor is decoding the file to grey and encoding the finished page, nothing between. A ratio is the
median of the ratios of single files. A PDF conforms when `scord check` says so: black and white
images only, 200 dpi or more, 250,000 bytes at most. The word F1 compares what Tesseract reads in
the PDF with the true words, in whatever order; a file that a tool made no PDF of counts as 0, a PDF
that does not conform as any other. Differences below one point are noise."""


def _aims(figures: Figures) -> str:
    rows = [
        (what, f"{sign} {aim:g}", f"{figures[key]:.4g}", _verdict(figures[key], sign, aim))
        for what, key, sign, aim in _AIMS
        if key in figures
    ]
    for group in GROUPS:
        key = f"word_f1_{group}"
        if key not in figures:
            continue
        peer, best = best_peer(figures, key)
        rows.append(
            (
                f"word F1, {_GROUP_NAMES[group]}, to the best peer ({_NAMES[peer]})",
                f"≥ {best:.1f}",
                f"{figures[key]:.1f}",
                _verdict(round(figures[key], 1), "≥", round(best, 1)),
            )
        )
    return "## Aims\n\n" + _table(("", "aim", "reached", ""), rows)


def _verdict(value: float, sign: str, aim: float) -> str:
    return "yes" if (value >= aim if sign == "≥" else value <= aim) else "**no**"


def _peers(figures: Figures) -> str:
    titles = ("", *(title for title, _, _ in _COLUMNS), "CPU to ours", "CPU to ours, warm")
    rows = [
        (
            name,
            *(_cell(figures, named(key, tool), form) for _, key, form in _COLUMNS),
            _cell(figures, f"cpu_ratio_{tool}_to_us", "{:.1f}"),
            _cell(figures, f"cpu_ratio_{tool}_to_us_warm", "{:.1f}"),
        )
        for tool, name in _NAMES.items()
    ]
    return "## Next to other tools\n\n" + _table(titles, rows)


def _words(figures: Figures, texts: Mapping[str, int]) -> str:
    shown = [name for name in _WORDS if f"word_f1_{name}" in figures]
    titles = ("", *(f"{_GROUP_NAMES[name]} ({texts[name]})" for name in shown))
    rows = [
        (
            _NAMES[tool],
            *(_cell(figures, named(f"word_f1_{name}", tool), "{:.1f}") for name in shown),
        )
        for tool in WITH_OUTPUT
    ]
    return "## Word F1, percent (files)\n\n" + _table(titles, rows)


def _ours(figures: Figures, steps: Mapping[str, float], refused: Mapping[str, int]) -> str:
    parts = [
        "## Scord alone",
        _table(("step", "median ms a page"), [(step, f"{ms:.1f}") for step, ms in steps.items()]),
    ]
    if refused:
        parts.append(_table(("refused with", "files"), [*refused.items()]))
    if "f_measure_mean" in figures:
        rows = [
            (
                name,
                _cell(figures, f"f_measure_mean{suffix}", "{:.1f}"),
                _cell(figures, f"ns_per_pixel{suffix}", "{:.1f}"),
            )
            for name, suffix in (("Scord", ""), ("Otsu", "_otsu"), ("Sauvola", "_sauvola"))
        ]
        files = f"{figures['f_measure_files']:.0f} files"
        parts.append(_table((f"threshold ({files})", "F-measure", "ns a pixel"), rows))
    verdicts = [(_VERDICTS[key], f"{figures[key]:.1%}") for key in _VERDICTS if key in figures]
    if verdicts:
        pages = f"{figures['verdict_pages']:.0f} pages"
        parts.append(_table((f"verdict whether a page can be read ({pages})", "errs"), verdicts))
    return "\n\n".join(parts)


def _versions(versions: Mapping[str, str]) -> str:
    return "## Versions\n\n" + _table(("", ""), [*versions.items()])


def _cell(figures: Figures, key: str, form: str) -> str:
    return form.format(figures[key]) if key in figures else ""


def _table(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def weakest(rows: Sequence[Row], most: int = 5) -> Iterator[str]:
    """Where to work: per group the files that lose most words to the best peer, then the faults."""
    best: dict[str, Row] = {}
    for row in rows:
        if row.tool != US and row.f1 is not None and row.f1 > _f1(best.get(row.file)):
            best[row.file] = row
    ours = [row for row in rows if row.tool == US]
    for group in GROUPS:
        lost = [row for row in ours if row.group == group and row.f1 is not None]
        lost.sort(key=_behind(best), reverse=True)
        for row in lost[:most]:
            other = best[row.file]
            yield f"{group}: {row.file} {_f1(row):.1f}, {other.tool} {_f1(other):.1f}"
    for row in ours:
        if not row.conforms:
            yield f"{row.group}: {row.file} {row.code or '; '.join(row.faults)}"


def _behind(best: Mapping[str, Row]) -> Callable[[Row], float]:
    return lambda row: _f1(best.get(row.file)) - _f1(row)


def _f1(row: Row | None) -> float:
    return -1.0 if row is None or row.f1 is None else row.f1
