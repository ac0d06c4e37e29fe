"""Every command; thin: each opens what it needs, calls one action and prints what came of it.

Help is in French, for the practice; what a command answers is in the language of the settings.
"""

from __future__ import annotations

from pathlib import Path

import click

from scord import __version__
from scord.cli import (
    backup,
    card,
    depositing,
    encryption,
    erasing,
    files,
    filing,
    outbox,
    papers,
    proving,
    purging,
    reading,
    service,
    settling,
    support,
)
from scord.cli.base import Group

_ABOUT = """Scord : les scans deviennent des pièces SCOR, sur la bonne facture, envoyées et
acquittées.

\b
scord demo --once                  voir tout le chemin sur des pages d'exemple
scord convert scan.jpg -o out/     seulement faire d'un scan un PDF conforme
scord run                          le service, au premier plan
"""


@click.group(
    cls=Group,
    help=_ABOUT,
    subcommand_metavar="COMMANDE ...",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--config",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Le fichier de réglages ; sinon SCORD_CONFIG, ou celui du système.",
)
@click.version_option(__version__, prog_name="scord", help="Afficher la version.")
def main(config: Path | None) -> None:
    del config  # read by settings_of


for _room in (
    files,
    reading,
    papers,
    filing,
    service,
    outbox,
    settling,
    depositing,
    proving,
    purging,
    erasing,
    backup,
    encryption,
    support,
    card,
):
    for _one in _room.COMMANDS:
        main.add_command(_one)
