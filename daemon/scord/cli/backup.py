"""Commands that write and check a backup, and make a state folder of one."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scord.cli.base import (
    answer,
    as_text,
    ask_key,
    command,
    json_option,
    language,
    me,
    opened,
    settings_of,
    words,
)
from scord.words.speech import moment, size
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scord.actions.reading_back import Contents

_PATH = click.Path(path_type=Path)
_FILE = click.Path(dir_okay=False, path_type=Path)
_SHOWN_EVERY = 100  # files


@command(
    "backup",
    text="Sauvegarder tout ce que Scord conserve. En un fichier, sans arrêter le service. CIBLE est"
    " un dossier, où le fichier est nommé d'après l'heure, ou un nouveau fichier ; il est relu en"
    " entier avant de recevoir son nom. Il contient des données de santé et des clés, en clair"
    " sauf si les fichiers conservés sont chiffrés : lisible par vous seul, il doit le rester.",
    example="scord backup /srv/sauvegardes",
)
@click.argument("target", metavar="[CIBLE]", required=False, type=_PATH)
@click.option("--verify", metavar="FICHIER", type=_FILE, help="Relire cette sauvegarde.")
@json_option
@click.pass_context
def backup(ctx: click.Context, target: Path | None, verify: Path | None, *, as_json: bool) -> None:
    from scord.actions.reading_back import check

    if target and not verify:
        path, contents = _back_up(ctx, target)
    elif verify and not target:
        with _readable(verify), _progress(ctx) as told:
            path, contents = verify, check(verify, told, partial(key_for, ctx))
    else:
        raise click.UsageError("Donnez CIBLE, ou « --verify » et une sauvegarde.")
    _tell(ctx, "backup-holds" if verify else "backup-done", path, contents, as_json=as_json)


def _back_up(ctx: click.Context, target: Path) -> tuple[Path, Contents]:
    from scord.actions.backing_up import new_file, place_for, write
    from scord.actions.reading_back import check
    from scord.clock import SystemClock
    from scord.store.database import FILE_NAME
    from scord.store.runs import BACKUP, ran

    state = settings_of(ctx).state_dir
    if target.resolve().is_relative_to(state.resolve()):
        raise click.UsageError("CIBLE est dans le dossier d'état, qui se perdrait avec elle.")
    if not (state / FILE_NAME).is_file():  # to open it would make an empty one
        raise _unreadable(state / FILE_NAME, os.strerror(errno.ENOENT))
    path = place_for(target, SystemClock().now())
    with new_file(path) as half:
        with opened(ctx) as context, _progress(ctx) as told:
            write(context, half, told)
        with _progress(ctx) as told:
            contents = check(half, told, partial(key_for, ctx))
    if contents.flaw is None:
        with suppress(ScordError), opened(ctx):  # busy: the backup is good all the same
            ran(BACKUP, contents.manifest.made_at)
    return path, contents


def key_for(ctx: click.Context, key_id: bytes) -> bytes:
    """The key of that id, from this system or from a person.

    Raises STORE_KEY_MISSING where there is neither, RECOVERY_CODE_WRONG.
    """
    from scord.actions.encrypting.keepers import fitting_key
    from scord.store.store_key import id_of

    kept = fitting_key(settings_of(ctx).state_dir, key_id)
    if kept:
        return kept
    try:
        given = ask_key(ctx, "recovery-code-asked")
    except click.Abort as fault:  # nobody is there
        raise ScordError(Code.STORE_KEY_MISSING, key=key_id.hex()) from fault
    if id_of(given) != key_id:
        raise ScordError(Code.RECOVERY_CODE_WRONG)
    return given


@command(
    "restore",
    text="Refaire le dossier d'état d'après SAUVEGARDE. Le service doit être arrêté et le"
    " dossier d'état vide. L'envoi est ensuite en pause, car Scord ne sait pas ce qui est parti"
    " après la sauvegarde : reprenez-le par « scord resume --checked » une fois cela vérifié.",
    example="scord restore /srv/sauvegardes/scord-20260322-020000.tar",
)
@click.argument("source", metavar="SAUVEGARDE", type=_FILE)
@json_option
@click.pass_context
def restore(ctx: click.Context, source: Path, *, as_json: bool) -> None:
    from scord.actions.restoring import restore as make_of
    from scord.clock import SystemClock
    from scord.engine import LOCK_NAME, locked

    settings = settings_of(ctx)
    with _readable(source):
        settings.state_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        with locked(settings, Code.RESTORE_RUNNING), _progress(ctx) as told:
            contents = make_of(
                source,
                settings,
                SystemClock(),
                by=me(),
                lock=LOCK_NAME,
                told=told,
                key_for=partial(key_for, ctx),
            )
    if not as_json:
        answer(ctx, "restored-paused")
        if contents.encrypted:
            answer(ctx, "restored-encrypted")
    _tell(ctx, "restored", settings.state_dir, contents, as_json=as_json)


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Tells by its name a backup that cannot be read."""
    try:
        path.open("rb").close()
    except OSError as fault:
        raise _unreadable(path, fault.strerror) from fault
    yield


def _unreadable(path: Path, reason: str | None) -> ScordError:
    return ScordError(Code.FILE_UNREADABLE, name=str(path), reason=reason)


@contextmanager
def _progress(ctx: click.Context) -> Iterator[Callable[[int], None]]:
    """How many files are done, on one line of a terminal; silent for a script."""
    seen = sys.stderr.isatty()

    def told(count: int) -> None:
        if seen and count % _SHOWN_EVERY == 0:
            click.echo(f"\r{words(ctx, 'backup-progress', count=count)}", nl=False, err=True)

    yield told
    if seen:
        click.echo("\r\033[K", nl=False, err=True)


def _tell(ctx: click.Context, code: str, path: Path, contents: Contents, *, as_json: bool) -> None:
    """What was done; then, as a fault, what is amiss with the store itself."""
    manifest = contents.manifest
    total = sum(entry.size for entry in manifest.files.values())
    if as_json:
        told = {"path": str(path), "made_at": manifest.made_at.isoformat(), "bytes": total}
        more = {"files": len(manifest.files), "scord": manifest.scord}
        amiss = {
            "encrypted": contents.encrypted,
            "lacking": contents.lacking,
            "broken": contents.broken,
        }
        click.echo(as_text({**told, **more, **amiss}))
    else:
        answer(
            ctx,
            code,
            path=path,
            at=moment(manifest.made_at, language(ctx)),
            files=len(manifest.files),
            size=size(total, language(ctx)),
            version=manifest.scord,
        )
        if contents.encrypted and code == "backup-done":
            answer(ctx, "backup-encrypted")
    if contents.flaw:
        raise contents.flaw


COMMANDS = (backup, restore)
