"""What encryption costs: `python -m tests.bench.sealing`, the same work plain and sealed.

Best of several rounds, since a busy machine only ever adds. The files are synced as in service.
"""

from __future__ import annotations

import os
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.practice import jpeg

from scord.imaging.options import ImagingOptions
from scord.reading.page import read_page
from scord.store.files import Shelf
from scord.store.sealing import Sealing
from scord.store.store_key import id_of, new_key

if TYPE_CHECKING:
    from collections.abc import Callable

_ROUNDS = 20
_OLD = 200
_SIZES = {"100 KB": 100_000, "10 MB": 10_000_000}


def compare(what: str, plain: Callable[[], object], sealed: Callable[[], object]) -> None:
    """Turn by turn, so that the machine's mood is the same for both."""
    taken: dict[bool, list[float]] = {False: [], True: []}
    for _ in range(_ROUNDS):
        for is_sealed, work in ((False, plain), (True, sealed)):
            begun = time.perf_counter()
            work()
            taken[is_sealed].append((time.perf_counter() - begun) * 1000)
    before, after = min(taken[False]), min(taken[True])
    print(f"{what:22} plain {before:8.2f} ms   sealed {after:8.2f} ms   {after - before:+.2f} ms")


def main() -> None:
    key = new_key()
    with tempfile.TemporaryDirectory(dir="build") as folder:
        plain = Shelf(Path(folder, "plain"))
        sealed = Shelf(Path(folder, "sealed"), sealing=Sealing(id_of(key), on=True, key=key))
        for name, size in _SIZES.items():
            data = os.urandom(size)
            sha256 = plain.put(data), sealed.put(data)
            compare(f"write {name}", _put(plain, size), _put(sealed, size))
            compare(f"read {name}", partial(plain.read, sha256[0]), partial(sealed.read, sha256[1]))
        page = jpeg("bench")
        works = [
            partial(read_page, one.file(one.put(page)), 1, ImagingOptions())
            for one in (plain, sealed)
        ]
        compare("convert a page", *works)
        _seal_old(plain, Shelf(plain.root, sealing=sealed.sealing))


def _seal_old(plain: Shelf, sealed: Shelf) -> None:
    names = [plain.put(os.urandom(100_000)) for _ in range(_OLD)]
    begun = time.perf_counter()
    for one in names:
        sealed.settle(one)
    each = (time.perf_counter() - begun) / _OLD * 1000
    print(f"kept files of 100 KB, sealed: {each:.2f} ms each")


def _put(shelf: Shelf, size: int) -> Callable[[], object]:
    return lambda: shelf.put(os.urandom(size))


if __name__ == "__main__":
    main()
