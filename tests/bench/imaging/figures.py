"""Rows of measurements become figures: a flat table of name and number."""

from __future__ import annotations

import statistics
from collections import Counter
from typing import TYPE_CHECKING

from tests.bench.imaging.corpus import GROUPS
from tests.bench.imaging.tools import FLOOR, PEERS, US, WARM, WITH_OUTPUT, Row

from scord_shared.errors import Code

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

LIMIT_BYTES = 250_000
LOSS = 2.0  # points: twice what is noise
Figures = dict[str, float]

# not a true reason for refusing a file, but our own failure
_OUR_FAULT = frozenset(
    {Code.INTERNAL.value, Code.IMAGE_WORKER_DIED.value, Code.IMAGE_TOO_SLOW.value}
)
_TRUE_REASONS = frozenset(code.value for code in Code) - _OUR_FAULT


def named(key: str, tool: str) -> str:
    """Ours stands under the plain key."""
    return key if tool == US else f"{key}_{tool}"


def figures(rows: Sequence[Row], french: Collection[str] = ()) -> Figures:
    """All figures. `french` are the names of the files with French words."""
    by_tool: dict[str, list[Row]] = {}
    for row in rows:
        by_tool.setdefault(row.tool, []).append(row)
    found: Figures = {"cpu_ratio_us_to_floor_median": ratio(by_tool[WARM], by_tool[FLOOR])}
    for tool, of_tool in by_tool.items():
        found |= {named(key, tool): value for key, value in _spent(of_tool).items()}
    for tool in WITH_OUTPUT:
        found |= {named(key, tool): value for key, value in _came_of(by_tool[tool]).items()}
        found |= {named(key, tool): value for key, value in _read(by_tool[tool], french).items()}
    for tool in PEERS:
        found[f"cpu_ratio_{tool}_to_us"] = ratio(by_tool[tool], by_tool[US])
        found[f"cpu_ratio_{tool}_to_us_warm"] = ratio(by_tool[tool], by_tool[WARM])
    return {key: value for key, value in found.items() if value == value}  # noqa: PLR0124 -- no NaN


def ratio(ones: Iterable[Row], others: Iterable[Row]) -> float:
    """The median, over the files that both took, of one's processor time to the other's."""
    base = {row.file: row.cpu_s for row in others if row.took and row.cpu_s}
    return _median(
        [row.cpu_s / base[row.file] for row in ones if row.took and row.file in base],
    )


def refusals(rows: Iterable[Row]) -> Counter[str]:
    """Why we refused files, and how many."""
    return Counter(row.code for row in rows if row.tool == US and row.code)


def step_medians(rows: Iterable[Row]) -> dict[str, float]:
    """Milliseconds of each step of a page in a warm worker, in the order of the steps."""
    of_step: dict[str, list[float]] = {}
    for row in rows:
        for page in row.steps_ms if row.tool == WARM else ():
            for step, ms in page.items():
                of_step.setdefault(step, []).append(ms)
    return {step: statistics.median(values) for step, values in of_step.items()}


def losses(before: Figures, after: Figures) -> list[str]:
    """What of ours reads worse by LOSS points of word F1 or more, group by group."""
    names = [named(f"word_f1_{name}", US) for name in (*GROUPS, "mean", "french")]
    return [
        f"{name}: {before[name]:.1f} before, {after[name]:.1f} now"
        for name in names
        if name in before and name in after and before[name] - after[name] >= LOSS
    ]


def best_peer(found: Figures, key: str) -> tuple[str, float]:
    """The peer with the highest figure of this key."""
    return max(((tool, found.get(named(key, tool), 0.0)) for tool in PEERS), key=lambda one: one[1])


def _spent(rows: Sequence[Row]) -> Figures:
    took = [row for row in rows if row.took]
    memory = [row.rss_mb for row in took if row.rss_mb]
    found = {"cpu_s_per_page": _median([row.cpu_s / row.pages for row in took])}
    if memory:
        found |= {"rss_mb_median": _median(memory), "peak_rss_mb": max(memory)}
    return found


def _came_of(rows: Sequence[Row]) -> Figures:
    sizes = [size for row in rows for size in row.sizes]
    refused = sum(_refused(row) for row in rows)
    conforming = sum(row.conforms for row in rows)
    return {
        "files_without_output": sum(not row.took for row in rows),
        "conform_share": conforming / len(rows),
        "conform_or_refused_share": (conforming + refused) / len(rows),
        "over_limit": sum(size > LIMIT_BYTES for size in sizes),
        "bytes_p50": _median(sizes),
        "bytes_p99": _percentile(sizes, 99),
    }


def _refused(row: Row) -> bool:
    """A peer that fails says at least that it did; ours must give a reason."""
    return row.code in _TRUE_REASONS or (row.tool != US and row.code == "failed")


def _read(rows: Sequence[Row], french: Collection[str]) -> Figures:
    """A file of which the tool made nothing has none of its words."""
    of_group: dict[str, list[float]] = {}
    for row in rows:
        if row.f1 is None:
            continue
        for group in (row.group, "mean", *(["french"] if row.file in french else [])):
            of_group.setdefault(group, []).append(row.f1)
    names = [name for name in (*GROUPS, "mean", "french") if name in of_group]
    return {f"word_f1_{name}": statistics.fmean(of_group[name]) for name in names}


def _median(values: Sequence[float]) -> float:
    return float(statistics.median(values)) if values else float("nan")


def _percentile(values: Sequence[float], percent: int) -> float:
    """The value that `percent` of the values do not pass."""
    if not values:
        return float("nan")
    ordered = sorted(values)
    return float(ordered[-(-len(ordered) * percent // 100) - 1])
