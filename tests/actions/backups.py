"""A store worth keeping, its backup, and what is made of that again."""

from __future__ import annotations

import io
import tarfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.exchange.sending import Sending
from tests.lots.practice import Practice

from scord.actions.backing_up import new_file, write
from scord.actions.restoring import restore
from scord.secrets import load_secrets
from scord.settings import Settings
from scord.store.context import Context
from scord.store.database import close_store, open_store
from scord.store.files import StateFolder
from scord.store.tables import TABLES, ChainEntry, Scan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import TurnedClock

LOCK = "scord.lock"
SPOOLED = "spool/scanner/0001772000000000-abcdefabcdef/ADRDEUX LAURENT.pdf"


def quiet(_count: int) -> None:
    """Nobody looks at the progress."""


class Full(Sending):
    """One lot delivered, one frozen; originals, a file in the spool, secrets, a signature."""

    def __init__(self, context: Context) -> None:
        practice = Practice(context)
        super().__init__(practice)
        self.deliver()
        practice.ready()
        (self.waiting,) = practice.lots()
        archive(context)
        load_secrets(context.files.root)
        for name in (SPOOLED, "signatures/991129768", "refused/scan-1.txt"):
            path = context.files.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(name.encode())


def archive(context: Context) -> None:
    """Gives every scan an original."""
    for scan in Scan.select():
        data = b"from the scanner " * 5000 + str(scan.id).encode()
        scan.sha256, scan.size = context.files.originals.put(data), len(data)
        scan.save()


def back_up(context: Context, target: Path, told: Callable[[int], None] = quiet) -> Path:
    """A backup of the open store, which is closed after it."""
    with new_file(target) as partial:
        write(context, partial, told)
    close_store()
    return target


def restored(backup: Path, root: Path, clock: TurnedClock) -> Context:
    """What comes of it in the empty folder `root`, opened."""
    settings = Settings(state_dir=root)
    root.mkdir(exist_ok=True)
    restore(backup, settings, clock, by="Anne", lock=LOCK, told=quiet)
    open_store(root)
    return Context(settings, StateFolder(root), clock)


@dataclass(frozen=True)
class Picture:
    """What must be the same after a restore."""

    files: dict[str, bytes]
    rows: dict[str, int]
    chain: list[Any]


def picture(context: Context) -> Picture:
    """Of the open store; what a restore itself writes down is left out."""
    files = {
        shelf.path(sha256).relative_to(context.files.root).as_posix(): shelf.read(sha256)
        for shelf in context.files.shelves
        for sha256 in shelf.names()
    }
    told_of = {"flag", "journal-entry", "attempt"}
    rows = {one.journal_name: one.select().count() for one in TABLES}
    chain = list(ChainEntry.select().order_by(ChainEntry.id).dicts())
    return Picture(files, {name: rows[name] for name in rows.keys() - told_of}, chain)


def members(backup: Path) -> Iterator[tuple[tarfile.TarInfo, bytes]]:
    with tarfile.open(backup) as tar:
        for member in tar:
            source = tar.extractfile(member)
            assert source
            yield member, source.read()


def rewritten(backup: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The same backup with other bytes in it; None leaves a member out."""
    target = backup.with_name("rewritten.tar")
    with tarfile.open(target, "w:") as tar:
        for member, data in members(backup):
            changed = change(member.name, data)
            if changed is not None:
                member.size = len(changed)
                tar.addfile(member, io.BytesIO(changed))
    return target
