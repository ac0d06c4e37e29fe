"""`make bench-filing`: do scans find their invoice by what is written on them, never another?

Makes pages from a seed (or takes those of `--cases`), lets the real service file them and writes
build/bench/filing.json, build/bench/filing/left.tsv (what was left to a person, and why) and
docs/benchmarks-filing.md, which a run on few, tuning or other people's pages leaves alone. Fails
where any page is on an invoice that is not its own.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import click
from tests.bench.filing import cases, make, plan, report
from tests.bench.filing.found import judge, look_up
from tests.bench.filing.many import timed_among_many
from tests.bench.filing.practice import Practice
from tests.bench.filing.timing import timed

BUILD = Path("build/bench")
OUT = BUILD / "filing"
JSON = BUILD / "filing.json"
LEFT = OUT / "left.tsv"
DOCS = Path("docs/benchmarks-filing.md")
_ALL, _FEW = 3000, 120


@click.command()
@click.option("--cases", "given", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--pages", default=_ALL, show_default=True, help="How many pages are made.")
@click.option("--few", is_flag=True, help=f"{_FEW} pages.")
@click.option("--tuning", is_flag=True, help="Other people, fonts and layouts, to tune by.")
def main(given: Path | None, pages: int, *, few: bool, tuning: bool) -> None:
    kit = plan.TUNING if tuning else plan.FIGURES
    folder = given or _made(kit, _FEW if few else pages)
    rows = cases.read(folder)
    files = sorted({folder / row.file for row in rows})
    with tempfile.TemporaryDirectory(prefix="scord-bench-") as place:
        practice = Practice(Path(place) / "practice")
        practice.import_invoices(cases.invoice_files(folder))
        practice.file_all(files, _say)
        with practice.store():
            judged = [judge(row, look_up(row)) for row in rows]
            among_many = timed_among_many()
    measured = {"memory_mb": round(practice.spent.memory_mb)} | timed(files) | among_many
    day = datetime.now(UTC).date().isoformat()
    source = "given" if given else "made for tuning" if tuning else "made by the project itself"
    what = f"{len(rows)} pages in {len(files)} files, {source}"
    told = {"cases": what, "date": day} | report.as_json(judged, measured)
    OUT.mkdir(parents=True, exist_ok=True)
    report.write_json(JSON, told)
    report.write_left(LEFT, judged)
    page = report.markdown(judged, told, what, day, seconds=practice.spent.seconds)
    whole = not (given or few or tuning or pages < _ALL)
    if whole:
        DOCS.write_text(page, encoding="utf-8")
    print(page)
    print(f"written to {JSON}, {LEFT}{f', {DOCS}' if whole else ''}")
    wrong = [*report.wrong_ones(judged)]
    if wrong:
        sys.exit(f"{len(wrong)} wrong:\n" + "\n".join(wrong))


def _made(kit: plan.Kit, pages: int) -> Path:
    folder = OUT / "pages"
    shutil.rmtree(folder, ignore_errors=True)
    make.write(plan.plan(kit, pages), folder, _say)
    return folder


def _say(progress: str) -> None:
    print(progress, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
