"""`make bench-main`: what the main job costs, next to the tools a practice could use instead.

Prints a table and writes build/bench/main.json, a flat object with the unit in each name. Peers and
we convert the same files in turn, each as a whole process, start-up included. `CORPUS=DIR` takes
the files of a folder instead of the project's own samples.
"""

from __future__ import annotations

import json
import os
import statistics
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.peers import PEERS, US, cpu_seconds
from tests.bench.service import Service, small_page

from scord.demo.samples import write_samples

OUTPUT = Path("build/bench/main.json")
CONVERTIBLE = {".jpg", ".png", ".pdf", ".tif"}
FILED = 40  # one-page files, one after the other
IDLE_SECONDS = 60.0
BURST = int(os.environ.get("BURST", "2000"))


def main() -> None:
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="scord-bench-") as folder:
        place = Path(folder)
        for measure in (against_peers, filing_time, at_rest, burst):
            print(f"{measure.__name__} …", flush=True)
            figures |= measure(place / measure.__name__)
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    OUTPUT.write_text(json.dumps(figures, indent=2) + "\n")
    width = max(map(len, figures))
    for name, value in figures.items():
        print(f"{name:{width}}  {value:g}")
    print(f"written to {OUTPUT}")


def against_peers(place: Path) -> dict[str, float]:
    """CPU of whole processes: for each peer the sum over the files it took too, and the median."""
    place.mkdir()
    pairs: dict[str, list[tuple[float, float]]] = {name: [] for name in PEERS}
    for source in _files(place):
        ours = cpu_seconds(US, source, place)
        for name in PEERS:
            theirs = cpu_seconds(name, source, place)
            if ours and theirs:
                pairs[name].append((theirs, ours))
            else:
                print(f"  left out: {source.name} (we {ours}, {name} {theirs})")
    figures: dict[str, float] = {}
    for name, spent in pairs.items():
        ours, theirs = sum(our for _, our in spent), sum(their for their, _ in spent)
        figures[f"cpu_ratio_{name}_to_us"] = theirs / ours
        figures[f"cpu_ratio_{name}_to_us_median"] = statistics.median(t / o for t, o in spent)
        figures[f"files_against_{name}"] = len(spent)
        figures[f"cpu_s_per_file_us_against_{name}"] = ours / len(spent)
    return figures


def filing_time(place: Path) -> dict[str, float]:
    """From the end of the quiet time to the commit that attaches, with workers already warm."""
    with Service(place, invoices=FILED + 1) as service:
        cold, *warm = [service.file_one(number) for number in range(FILED + 1)]
    return {
        "filed_after_settle_p50_s": statistics.median(warm),
        "filed_after_settle_p95_s": statistics.quantiles(warm, n=20)[-1],
        "filed_after_settle_cold_s": cold,
    }


def at_rest(place: Path) -> dict[str, float]:
    """After one scan and once its workers have ended: the whole process tree."""
    with Service(place, invoices=1, idle_seconds=1.0) as service:
        service.file_one(0)
        service.wait_until_alone()
        busy = service.cpu_seconds_over(IDLE_SECONDS)
        return {
            "idle_cpu_percent": 100 * busy / IDLE_SECONDS,
            "daemon_rss_mb": service.rss_mb(),
        }


def burst(place: Path) -> dict[str, float]:
    """Many files at once: none lost, and no memory kept."""
    with Service(place, idle_seconds=1.0) as service:
        service.drop_and_wait("warm.tif", small_page("warm"))
        service.wait_until_alone()
        before = service.rss_mb()
        seconds = service.burst([(f"p{n}.tif", small_page(f"page {n}")) for n in range(BURST)])
        converted = service.converted() - 1
        service.wait_until_alone()
        after = service.rss_mb()
    return {
        "burst_files": float(BURST),
        "burst_lost": float(BURST - converted),
        "burst_rss_growth_mb": after - before,
        "burst_s": seconds,
    }


def _files(place: Path) -> list[Path]:
    corpus = os.environ.get("CORPUS")
    if corpus:
        found = sorted(Path(corpus).expanduser().glob("*"))
    else:
        samples = place / "samples"
        samples.mkdir()
        write_samples(samples, b"bench", datetime.now(UTC).date())
        found = sorted(samples.glob("*"))
    return [path for path in found if path.suffix.lower() in CONVERTIBLE]


if __name__ == "__main__":
    main()
