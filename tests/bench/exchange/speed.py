"""Lots a second, how often each waits for the disk, and Postfix's smtp-source on the same sink."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tests.bench.exchange.work import prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.exchange.certificates import Issued

TRACED_LOTS = 50
_SYNCS = ("fsync", "fdatasync")
_ADDRESSES = ("-f", "cabinet@test.invalid", "-t", "scor@caisse.invalid")
_SOURCES: dict[str, tuple[str, ...]] = {
    "smtp_source": (),  # as we do: one session, a connection for each message
    "smtp_source_kept_open": ("-d",),
    "smtp_source_4_sessions": ("-s", "4"),
}

_NAMES = {
    "whole": "lots_per_second",
    "mail": "mail_alone_per_second",
    "rows": "rows_alone_per_second",
}


def measure(place: Path, issued: Issued, count: int, say: Callable[[str], None]) -> dict[str, Any]:
    say(f"freezing {count} lots")
    size = prepare(place / "ready", count)
    told: dict[str, Any] = {"lots": count, "message_bytes": size}
    with _sink(place, issued) as (port, taken):
        for kind in ("whole", "mail", "rows"):
            say(f"{kind}: {count} lots")
            told[_NAMES[kind]] = round(_per_second(place, kind, port, count), 1)
            if kind == "whole":
                known = taken()
                told["lots_taken"], told["lots_taken_twice"] = (
                    len(known),
                    len(known) - len({*known}),
                )
        for name, options in _SOURCES.items():
            say(name)
            told[f"{name}_per_second"] = _source(port, count, size, options)
        say("counting waits for the disk")
        told |= _syncs(place, port)
    return told


@contextmanager
def _sink(place: Path, issued: Issued) -> Iterator[tuple[int, Callable[[], list[str]]]]:
    """Its port, and what asks it for the hashes of the messages it has taken."""
    said = place / "sink.txt"
    command = [sys.executable, "-m", "tests.bench.exchange.sink"]
    files = [str(issued.certificate_path), str(issued.key_path)]
    with said.open("w") as out, subprocess.Popen([*command, *files], stdout=out) as process:
        try:
            while not said.read_text().endswith("\n"):
                time.sleep(0.05)
            yield int(said.read_text().split()[0]), lambda: said.read_text().split()[1:]
        finally:
            process.terminate()


def _per_second(place: Path, kind: str, port: int, count: int) -> float:
    told = _work(place / "ready", place / kind, kind, port)
    assert told["lots"] == count, told
    return float(count / told["seconds"])


def _work(ready: Path, state: Path, kind: str, port: int, *before: str) -> dict[str, Any]:
    """On a copy of what lies ready. `before`: what the process is run under."""
    if not state.exists():
        shutil.copytree(ready, state)
        os.sync()  # else the copy's own bytes are written while we measure
    command = [sys.executable, "-m", "tests.bench.exchange.work", kind, str(state), str(port)]
    done = subprocess.run([*before, *command], stdout=subprocess.PIPE, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _source(port: int, count: int, size: int, options: tuple[str, ...]) -> float | None:
    program = shutil.which("smtp-source", path=os.environ["PATH"] + ":/usr/sbin")
    if not program:
        return None
    messages = ("-m", str(count), "-l", str(size))
    begun = time.perf_counter()
    subprocess.run(
        [program, *options, *messages, *_ADDRESSES, f"inet:127.0.0.1:{port}"], check=True
    )
    return round(count / (time.perf_counter() - begun), 1)


def _syncs(place: Path, port: int) -> dict[str, float | None]:
    """Counted by strace; what opening the store costs, a second run without lots tells."""
    keys = ("fsyncs_per_lot", "fsyncs_per_lot_rows_alone")
    if not shutil.which("strace"):
        return dict.fromkeys(keys)
    prepare(place / "traced-ready", TRACED_LOTS)
    counted = []
    for kind in ("whole", "rows"):
        state = place / f"traced-{kind}"
        first, again = (_traced(place, state, kind, port) for _ in range(2))
        counted.append(round((first - again) / TRACED_LOTS, 2))
    return dict(zip(keys, counted, strict=True))


def _traced(place: Path, state: Path, kind: str, port: int) -> int:
    log = place / "strace.txt"
    under = ("strace", "-f", "-c", "-e", f"trace={','.join(_SYNCS)}", "-o", str(log))
    _work(place / "traced-ready", state, kind, port, *under)
    rows = (line.split() for line in log.read_text().splitlines())
    counts = [row for row in rows if row and row[-1] in _SYNCS]
    return sum(int(re.sub(r"\D", "", row[3])) for row in counts)
