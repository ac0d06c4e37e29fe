"""What is to be made, from a seed: the practice, what it billed, and every file of the scanner."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING

from tests.bench.filing import layouts, words
from tests.bench.filing.care import Episode, episodes
from tests.bench.filing.chance import pick
from tests.bench.filing.nobody import World, page
from tests.bench.filing.paper import COMPLETE, Paper
from tests.bench.filing.papers import care_sheet, next_page, ordonnance, overleaf
from tests.bench.filing.people import People, people
from tests.bench.filing.wearing import LOTS, SINGLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bench.filing.layouts import Layouts

PATIENTS, DOCTORS = 800, 40
_NOBODYS = 0.22  # of the pages
_AGAIN = 0.02  # scanned a second time, when the invoice has its piece
_ALONE, _PAIR = 0.86, 0.5  # bundles of one page; of the others, those of two


@dataclass(frozen=True, eq=False)
class Kit:
    """A world: its seed, words and layouts. Two kits have no person, font or layout in common."""

    seed: int
    words: words.Words
    layouts: Layouts


FIGURES = Kit(5, words.FIGURES, layouts.FIGURES)
TUNING = Kit(105, words.TUNING, layouts.TUNING)


@dataclass(frozen=True)
class File:
    """One file from the scanner: its pages, and how it was worn. `seed` is the wear's own."""

    stem: str
    papers: tuple[Paper, ...]
    wear: str
    seed: int


@dataclass(frozen=True)
class Plan:
    people: People
    episodes: tuple[Episode, ...]
    files: tuple[File, ...]

    @property
    def pages(self) -> int:
        return sum(len(file.papers) for file in self.files)


def plan(kit: Kit, pages: int) -> Plan:
    """The invoices are the same however many `pages` there are; about as many are made."""
    rng = Random(kit.seed)  # noqa: S311 -- the same pages each time
    staff = people(rng, kit.words, PATIENTS, DOCTORS)
    billed = episodes(rng, staff)
    again = round(pages * _AGAIN)
    bundles = _bundles(rng, kit.layouts, billed, round(pages * (1 - _NOBODYS)) - again)
    world = World(rng, staff, billed, kit.layouts)
    bundles += [(page(world),) for _ in range(round(pages * _NOBODYS))]
    rng.shuffle(bundles)
    filed = [one[0] for one in bundles if one[0].invoices]
    last = [(replace(one, trap=COMPLETE),) for one in rng.sample(filed, min(again, len(filed)))]
    together = [*_joined(rng, bundles), *last]
    return Plan(
        staff,
        tuple(billed),
        tuple(_file(rng, index, papers) for index, papers in enumerate(together, start=1)),
    )


def _bundles(
    rng: Random, drawn: Layouts, billed: list[Episode], pages: int
) -> list[tuple[Paper, ...]]:
    """Papers of invoices: each ordonnance once, each degraded invoice's care sheet once."""
    wanted: list[tuple[Episode, int | None]] = []
    for episode in billed:
        if episode.doctor:
            wanted.append((episode, None))
        wanted += [(episode, n) for n, one in enumerate(episode.invoices) if one.mode == "degrade"]
    rng.shuffle(wanted)
    bundles: list[tuple[Paper, ...]] = []
    left = pages
    for episode, index in wanted:
        if left <= 0:
            break
        bundle = _bundle(rng, drawn, episode, index)
        bundles.append(bundle)
        left -= len(bundle)
    return bundles


def _bundle(rng: Random, drawn: Layouts, episode: Episode, index: int | None) -> tuple[Paper, ...]:
    two_pages = rng.random() < 0.05
    if index is None:
        first = ordonnance(rng, drawn, episode)
        return next_page(first) if two_pages else (first,)
    sheet = care_sheet(rng, drawn, episode, episode.invoices[index])
    return (sheet, overleaf(drawn, sheet)) if two_pages else (sheet,)


def _joined(rng: Random, bundles: list[tuple[Paper, ...]]) -> Iterator[tuple[Paper, ...]]:
    """Most bundles are a file of their own; some go through the feeder together."""
    waiting = iter(bundles)
    for bundle in waiting:
        if rng.random() < _ALONE:
            yield bundle
        else:
            more = 1 if rng.random() < _PAIR else rng.randrange(2, 5)
            rest = [next(waiting, ()) for _ in range(more)]
            yield tuple(paper for one in (bundle, *rest) for paper in one)


def _file(rng: Random, index: int, papers: tuple[Paper, ...]) -> File:
    wears = SINGLE if len(papers) == 1 else LOTS
    wear = pick(rng, {name: one.weight for name, one in wears.items()})
    return File(f"scan{index:04d}", papers, wear, index)
