"""`make bench-exchange`: how fast lots leave by mail, and what faults and kills do to them.

Writes build/bench/exchange.json, build/bench/exchange-faults.md (every fault and what came of it)
and docs/benchmarks-exchange.md, which a run on few leaves alone. Fails where any lot or letter was
lost or counted twice.
"""

from __future__ import annotations

import json
import os
import ssl
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import click
from tests.bench.exchange import proof, report, speed
from tests.exchange.certificates import make_authority
from tests.exchange.fault_table import as_markdown

BUILD = Path("build/bench")
JSON = BUILD / "exchange.json"
FAULTS = BUILD / "exchange-faults.md"
DOCS = Path("docs/benchmarks-exchange.md")
_ALL, _FEW = 1000, 50
_FEW_STEP = 10  # of the faults and kills, every so many


@click.command()
@click.option("--few", is_flag=True, help=f"{_FEW} lots, and a tenth of the faults and kills.")
def main(*, few: bool) -> None:
    with tempfile.TemporaryDirectory(prefix="scord-bench-") as folder:
        place = Path(folder)
        authority = make_authority(place / "certificates")
        issued = authority.issue("server")
        os.environ["SSL_CERT_FILE"] = str(_trusted(place / "trusted.pem", authority.path))
        told = speed.measure(place, issued, _FEW if few else _ALL, _say)
        step = _FEW_STEP if few else 1
        cells = proof.faults(place / "faults", issued, step, _say)
        kills = proof.kills(place / "kills", issued, step, _say)
    found = told | proof.figures(cells, kills)
    found["date"] = datetime.now(UTC).date().isoformat()
    BUILD.mkdir(parents=True, exist_ok=True)
    JSON.write_text(json.dumps(found, indent=2) + "\n", "utf-8")
    FAULTS.write_text(as_markdown(cells), "utf-8")
    page = report.markdown(found, cells)
    if not few:
        DOCS.write_text(page, "utf-8")
    print(page)
    print(f"written to {JSON}, {FAULTS}{'' if few else f', {DOCS}'}")
    wrong = proof.wrong_ones(cells, kills)
    if wrong:
        sys.exit(f"{len(wrong)} wrong:\n" + "\n".join(wrong))


def _trusted(bundle: Path, ours: Path) -> Path:
    """Our authority among those of the system, which every connection has to load as well."""
    system = ssl.get_default_verify_paths().cafile
    known = Path(system).read_bytes() if system else b""
    bundle.write_bytes(known + ours.read_bytes())
    return bundle


def _say(progress: str) -> None:
    print(progress, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
