"""The files to convert and what is known of them: a folder with manifest.tsv, img/, txt/ and gt/.

Of the manifest only `file` is needed; `kind`, `pages`, `txt` and `gt` are read where they are
there. txt/ holds the words of a file, gt/ its pixels in true black and white.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

OTHER = "other"
_ONE_IN = 10  # with few()

# The first that the file's name matches; the names are those of the bench's own pages, and of
# collections in common use (SROIE: receipts, FUNSD: forms).
_GROUPS = tuple(
    (group, re.compile(pattern, re.IGNORECASE))
    for group, pattern in (
        ("faint_scans", r"faint"),
        ("dim_photos", r"dim\d"),
        ("photos_12mp", r"photo12"),
        ("receipts", r"receipt|sroie"),
        ("forms", r"form|funsd|cerfa"),
        ("clean_scans", r"scan\d|frmp"),
    )
)
GROUPS = (*(group for group, _ in _GROUPS), OTHER)
_ACCENTS = re.compile(r"[éèêàçùôî]")
_FRENCH_FROM = 0.01  # of the characters; French has 2 to 4 %, its neighbours next to none


@dataclass(frozen=True)
class Item:
    """One file. `text` is what stands on it; `truth` an image of its ink, in its own pixels."""

    path: Path
    kind: str
    pages: int
    group: str
    text: str | None = None
    truth: Path | None = None


def read(folder: Path) -> list[Item]:
    """The files of the manifest that are there, in its order."""
    with (folder / "manifest.tsv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    return [_item(folder, row) for row in rows if (folder / "img" / row["file"]).is_file()]


def group_of(name: str) -> str:
    return next((group for group, pattern in _GROUPS if pattern.search(name)), OTHER)


def few(items: Iterable[Item]) -> list[Item]:
    """A tenth, at least one of each group."""
    by_group: dict[str, list[Item]] = {}
    for item in items:
        by_group.setdefault(item.group, []).append(item)
    return [item for group in by_group.values() for item in group[::_ONE_IN]]


def is_french(text: str) -> bool:
    return len(_ACCENTS.findall(text.lower())) >= _FRENCH_FROM * len(text)


def in_words(items: list[Item]) -> str:
    """What was measured on, for a reader who does not have it."""
    kinds = ", ".join(
        f"{count} {kind or 'of unsaid kind'}"
        for kind, count in Counter(one.kind for one in items).items()
    )
    texts, truths = sum(one.text is not None for one in items), sum(map(_has_truth, items))
    return (
        f"{len(items)} files with {sum(one.pages for one in items)} pages ({kinds}); "
        f"the words of {texts} files are known, the true pixels of {truths}"
    )


def _has_truth(item: Item) -> bool:
    return item.truth is not None


def _item(folder: Path, row: dict[str, str]) -> Item:
    path = folder / "img" / row["file"]
    text = next(_beside(folder / "txt", row.get("txt"), f"{path.stem}.txt"), None)
    truth = next(_beside(folder / "gt", row.get("gt"), f"{path.stem}.png"), None)
    pages = row.get("pages") or ""
    return Item(
        path=path,
        kind=row.get("kind") or "",
        pages=int(pages) if pages.isdigit() else 1,
        group=group_of(row["file"]),
        text=text.read_text(encoding="utf-8") if text else None,
        truth=truth,
    )


def _beside(folder: Path, *names: str | None) -> Iterator[Path]:
    return (folder / name for name in names if name and (folder / name).is_file())
