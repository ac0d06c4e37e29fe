"""`make bench-imaging`: the conversion next to other tools, on the same files taken in turn.

Writes build/bench/imaging.json (figures), imaging.tsv (one line a file and tool) and
docs/benchmarks.md, which a run on few files leaves alone; the PDFs stay under build/bench/imaging/
to be looked at. Fails where our pages read worse than in the run before on the same files.
Processor time is measured with nothing else of ours running; the PDFs are read afterwards, by two
processes.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

import click
from tests.bench.imaging import corpus, made, report, truth, verdicts, warm, words
from tests.bench.imaging.figures import Figures, figures, losses, refusals, step_medians
from tests.bench.imaging.tools import US, WARM, WITH_OUTPUT, Desk, Row
from tests.bench.imaging.versions import versions

BUILD = Path("build/bench")
OUT = BUILD / "imaging"
ROWS = BUILD / "imaging.tsv"
JSON = BUILD / "imaging.json"
DOCS = Path("docs/benchmarks.md")
_SPEEDUP_PAGES = 120


@click.command()
@click.option("--corpus", "folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--few", is_flag=True, help="A tenth of the files.")
def main(folder: Path | None, *, few: bool) -> None:
    busy = os.getloadavg()[0]
    shutil.rmtree(OUT, ignore_errors=True)
    items = corpus.read(folder or _made())
    if few:
        items = corpus.few(items)
    told = f"The corpus{' is made by the project itself' if folder is None else ' was given'}"
    what = f"{told}: {corpus.in_words(items)}. Load of the machine before: {busy:.1f}"
    _say(what)

    rows = _measured(items)
    found = _against_truth(items) | {"two_workers_speedup": _speedup(items, rows)}
    _say("verdicts on good and spoilt pages")
    found |= verdicts.figures()
    _read_words(items, rows)
    before = _before(len(items))
    page = _write(items, rows, found, what)
    if not few:
        DOCS.write_text(page, encoding="utf-8")
    print(page)
    print("\n".join(("The weakest of ours:", *report.weakest(rows))))
    print(f"written to {JSON}, {ROWS}{'' if few else f', {DOCS}'}")
    lost = losses(before, json.loads(JSON.read_text("utf-8")))
    if lost:
        sys.exit("reads worse than the run before:\n" + "\n".join(lost))


def _before(files: int) -> Figures:
    """The figures of the last run on as many files; none where there is no such run."""
    if not JSON.exists():
        return {}
    told = json.loads(JSON.read_text("utf-8"))
    return told if told["files"] == files else {}


def _made() -> Path:
    folder = OUT / "pages"
    _say("making the pages")
    made.make(folder)
    return folder


def _measured(items: list[corpus.Item]) -> list[Row]:
    rows: list[Row] = []
    begun = time.monotonic()
    with warm.pool() as workers:
        desk = Desk(OUT, workers)
        for turn, item in enumerate(items):
            _say(f"{time.monotonic() - begun:5.0f} s  {turn + 1}/{len(items)} {item.path.name}")
            rows += desk.measure(item, turn)
            report.write_rows(rows, ROWS)  # already now: the whole takes most of an hour
    return rows


def _against_truth(items: list[corpus.Item]) -> Figures:
    by_binariser: dict[str, list[tuple[float, float]]] = {}
    with warm.pool() as workers:
        for item in items:
            if item.truth is None:
                continue
            for name, judged in warm.ask(workers, truth.judged, item.path, item.truth).items():
                by_binariser.setdefault(name, []).append(judged)
    found: Figures = {}
    for name, judged in by_binariser.items():
        suffix = "" if name == truth.US else f"_{name}"
        found[f"f_measure_mean{suffix}"] = statistics.fmean(f for f, _ in judged)
        found[f"ns_per_pixel{suffix}"] = statistics.median(ns for _, ns in judged)
        found["f_measure_files"] = len(judged)
    return found


def _speedup(items: list[corpus.Item], rows: list[Row]) -> float:
    """On the first pages of the corpus; those refused are left out."""
    _say("two workers against one")
    converted = {row.file: len(row.steps_ms) for row in rows if row.tool == WARM}
    pages = [
        (item.path, number) for item in items for number in range(1, converted[item.path.name] + 1)
    ]
    return warm.two_against_one(pages[:_SPEEDUP_PAGES])


def _read_words(items: list[corpus.Item], rows: list[Row]) -> None:
    """Gives every row whose file's words are known its F1."""
    texts = {item.path.name: item.text for item in items if item.text is not None}
    to_read = [row for row in rows if row.file in texts and row.tool in WITH_OUTPUT]
    pdfs = [pdf for row in to_read for pdf in row.pdfs]
    read: dict[Path, str] = {}
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as readers:
        for pdf, text in zip(pdfs, readers.map(words.read_pdf, pdfs), strict=True):
            read[pdf] = text
            if not len(read) % 20:
                _say(f"read {len(read)} of {len(pdfs)} PDFs")
    for row in to_read:
        row.f1 = words.f1(texts[row.file] or "", "\n".join(read[pdf] for pdf in row.pdfs))


def _write(items: list[corpus.Item], rows: list[Row], found: Figures, what: str) -> str:
    french = {item.path.name for item in items if item.text and corpus.is_french(item.text)}
    found = figures(rows, french) | found
    texts = Counter(row.group for row in rows if row.tool == US and row.f1 is not None)
    texts |= {"mean": texts.total(), "french": len(french)}
    steps, refused, used = step_medians(rows), refusals(rows), versions()
    day = datetime.now(UTC).date().isoformat()
    told = {
        "corpus": what, "date": day, "files": len(items), "pages": sum(i.pages for i in items),
        "refused": refused, "step_ms": steps, "versions": used,
    }  # fmt: skip
    report.write_rows(rows, ROWS)
    report.write_json(JSON, found, told)
    return report.markdown(
        found, corpus=what, day=day, steps=steps, refused=refused, versions=used, texts=texts
    )


def _say(progress: str) -> None:
    print(progress, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
