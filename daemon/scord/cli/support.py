"""The command that tells a maintainer about an installation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scord.cli.base import answer, command, opened, settings_of
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from datetime import datetime


@command(
    "support",
    text="Écrire ce qu'il faut pour une demande d'aide. Un fichier ZIP sans nom, NIR, numéro de"
    " facture ou de praticien, nom de fichier, adresse, serveur ni mot de passe : versions,"
    " réglages sans valeurs privées, défauts trouvés, comptes, alertes et journal en codes. Rien"
    " n'est envoyé. FICHIER est un nouveau fichier, ou un dossier ; sinon le dossier courant.",
    example="scord support aide.zip",
)
@click.argument("target", metavar="[FICHIER]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--show", is_flag=True, help="Afficher ce que le fichier contiendrait, sans l'écrire."
)
@click.pass_context
def support(ctx: click.Context, target: Path | None, *, show: bool) -> None:
    from scord.actions.backing_up import full_disk_told, new_file
    from scord.actions.support import write
    from scord.clock import SystemClock

    if show and target:
        raise click.UsageError("Donnez FICHIER ou « --show », pas les deux.")
    now = SystemClock().now()
    if show:
        for name, text in _files(ctx, now).items():
            click.echo(f"== {name}\n{text.rstrip()}\n")
        return
    path = _place(target or Path(), now)
    with full_disk_told(path.parent), new_file(path) as partial:
        write(partial, _files(ctx, now))
    answer(ctx, "support-done", path=path)


def _place(target: Path, now: datetime) -> Path:
    return target / f"scord-support-{now:%Y%m%d-%H%M%S}.zip" if target.is_dir() else target


def _files(ctx: click.Context, now: datetime) -> dict[str, str]:
    """Where the store cannot be opened, that is told, and all that does not need it."""
    from scord.actions.support import of_findings, of_installation, of_store, without_store
    from scord.doctor import examine
    from scord.store.database import FILE_NAME
    from scord.words.events import EVENTS

    settings = settings_of(ctx)
    files = of_installation(settings, now)
    if not (settings.state_dir / FILE_NAME).is_file():  # to open it would make an empty one
        return files | without_store(Code.FILE_UNREADABLE)
    try:
        with opened(ctx) as context:
            found = [(one.check, one.level, one.code, one.facts) for one in examine(context)]
            return files | of_store(context, EVENTS) | of_findings(found)
    except ScordError as fault:
        return files | without_store(fault.code)


COMMANDS = (support,)
